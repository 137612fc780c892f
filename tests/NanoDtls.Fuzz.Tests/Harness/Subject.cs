// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Fuzz.Tests
{
    /// <summary>
    /// An engine under test. Every datagram that it is handed is checked for what must hold whatever the datagram is:
    /// no exception, no allocation, no write outside of it, bounded work and output, no Connected without a Finished.
    /// </summary>
    internal sealed class Subject
    {
        /// <summary>Longest datagram that is tried: four times what the engine asks callers to take in.</summary>
        public const int MaxDatagram = 2048;

        private const int Margin = 16;
        private const byte Guard = 0xEE;

        private readonly byte[] _buffer = new byte[MaxDatagram + (2 * Margin)];
        private ServerKeys? _keys;
        private byte[] _keyBlock = Array.Empty<byte>();
        private long _lastPlainSequence = -1;

        public Subject(Action<DtlsClientOptions>? configure = null)
        {
            var defaults = new ServerSettings();
            var options = new DtlsClientOptions { PskIdentity = defaults.Identity, PskKey = defaults.Key, Crypto = new MeteredCrypto() };
            configure?.Invoke(options);
            Crypto = (MeteredCrypto)options.Crypto;
            Client = new DtlsConnection(options);
        }

        public DtlsConnection Client { get; }

        public MeteredCrypto Crypto { get; }

        /// <summary>The virtual clock in milliseconds.</summary>
        public long Now { get; set; }

        /// <summary>Everything handed in since <see cref="Begin"/>, for failure messages.</summary>
        public List<byte[]> Received { get; } = new();

        public List<byte[]> Sent { get; } = new();

        /// <summary>Application data that came out.</summary>
        public List<byte[]> Data { get; } = new();

        public DtlsState State => Client.State;

        /// <summary>What <see cref="Keys"/> are while the engine has none yet.</summary>
        public ServerKeys? LaterKeys { get; set; }

        /// <summary>The server's half of the current keys.</summary>
        public ServerKeys? Keys
        {
            get
            {
                if (!Crypto.HasKeys)
                {
                    return LaterKeys;
                }

                if (_keys == null || !Crypto.KeyBlock.SequenceEqual(_keyBlock) || _keys.TagLength != Crypto.TagLength)
                {
                    _keyBlock = Crypto.KeyBlock.ToArray();
                    _keys = new ServerKeys(_keyBlock, Crypto.KeyLength, Crypto.TagLength);
                }

                return _keys;
            }
        }

        /// <summary>Goes back to a state, at a time.</summary>
        public void Begin(Snapshot snapshot, long now)
        {
            snapshot.Restore();
            Now = now;
            Received.Clear();
            Sent.Clear();
            Data.Clear();
            _lastPlainSequence = -1;
        }

        public void Start()
        {
            Assert.AreEqual(DtlsStatus.Ok, Client.Start(Now));
            Drain();
        }

        /// <summary>Lets the clock run to the engine's deadline.</summary>
        public void HandleTimeout()
        {
            if (Client.NextDeadline == long.MaxValue)
            {
                return;
            }

            Now = Math.Max(Now, Client.NextDeadline);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Client.HandleTimeout(Now);
            AssertNothingAllocated(before);
            Drain();
            CheckState();
        }

        public void Deliver(IReadOnlyList<FuzzRecord> records) => Deliver(FuzzRecord.Encode(records, Keys));

        public void Deliver(params FuzzRecord[] records) => Deliver((IReadOnlyList<FuzzRecord>)records);

        /// <summary>Hands a datagram to the engine and takes all that comes of it.</summary>
        public void Deliver(byte[] datagram)
        {
            Received.Add(datagram);
            int length = datagram.Length;
            Span<byte> buffer = _buffer.AsSpan(0, length + (2 * Margin));
            buffer[..Margin].Fill(Guard);
            datagram.CopyTo(buffer[Margin..]);
            buffer[(Margin + length)..].Fill(Guard);

            bool wasConnected = State == DtlsState.Connected;
            int calls = Crypto.Calls;
            int work = Crypto.Work;
            int opened = Crypto.Opened;
            int drops = Client.DropCount;
            int sent = Sent.Count;
            int pieces = 0;
            long before = GC.GetAllocatedBytesForCurrentThread();
            int count = Client.ProcessDatagram(_buffer, Margin, length, Now);
            AssertNothingAllocated(before);
            if (!wasConnected && State == DtlsState.Connected)
            {
                FinishedOracle.Check(this);
            }

            while (count > 0)
            {
                pieces++;
                int offset = Client.DataOffset;
                Assert.IsTrue(offset >= Margin && offset + count <= Margin + length, "data outside of the datagram");
                Data.Add(_buffer.AsSpan(offset, count).ToArray());
                Drain();
                before = GC.GetAllocatedBytesForCurrentThread();
                count = Client.ProcessNext(Now);
                AssertNothingAllocated(before);
            }

            Drain();
            Assert.IsFalse(
                buffer[..Margin].ContainsAnyExcept(Guard) || buffer[(Margin + length)..].ContainsAnyExcept(Guard), "a write outside of the datagram");
            Assert.IsTrue(pieces <= Crypto.Opened - opened, "data of which no tag verified");

            // What a datagram costs grows with its length, and never by more than these factors.
            Assert.IsTrue(Crypto.Calls - calls <= 24 + (length / 6), "too many crypto calls");
            Assert.IsTrue(Crypto.Work - work <= 4096 + (4 * length), "too many bytes through the crypto");
            Assert.IsTrue(Client.DropCount - drops <= 1 + (length / Wire.HandshakeHeaderLength), "too many drops");
            Assert.IsTrue(Sent.Count - sent <= 8 + pieces, "too many datagrams sent");
            CheckState();
        }

        /// <summary>Data passes both ways, under keys that .NET's AES-CCM agrees with.</summary>
        public void AssertTalks()
        {
            Assert.AreEqual(DtlsState.Connected, State);
            byte[] up = { 1, 2, 3, 4, 5 };
            long before = GC.GetAllocatedBytesForCurrentThread();
            int length = Client.Write(up, 0, up.Length);
            AssertNothingAllocated(before);
            Assert.IsTrue(length > 0, "Write failed");
            CollectionAssert.AreEqual(up, Keys!.OpenClients(Client.OutputBuffer.AsSpan(0, length)), "what the server reads");

            byte[] down = { 9, 8, 7 };
            int data = Data.Count;
            Deliver(FuzzRecord.Protected(Wire.ApplicationData, EngineState.FreshSequence(Client), down));
            Assert.AreEqual(data + 1, Data.Count, "the server's data does not arrive");
            CollectionAssert.AreEqual(down, Data[^1]);
        }

        private void Drain()
        {
            while (true)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                int length = Client.GetDatagram();
                AssertNothingAllocated(before);
                if (length == 0)
                {
                    return;
                }

                byte[] datagram = Client.OutputBuffer.AsSpan(0, length).ToArray();
                foreach (WireRecord record in WireRecord.Parse(datagram))
                {
                    Assert.IsTrue(record.Epoch != 0 || record.Sequence > _lastPlainSequence, "a record number of epoch 0 was used twice");
                    _lastPlainSequence = record.Epoch == 0 ? record.Sequence : _lastPlainSequence;
                }

                Sent.Add(datagram);
            }
        }

        private void CheckState()
        {
            Assert.IsFalse(Crypto.RepeatedNonce, "a nonce was used twice");
            Assert.AreEqual(State == DtlsState.Handshaking, Client.NextDeadline != long.MaxValue, "only a handshake has a deadline");
            if (State == DtlsState.Closed)
            {
                Assert.AreNotEqual(DtlsStatus.Ok, Client.CloseReason, "closed without a reason");
                Assert.IsFalse(Crypto.HasKeys, "closed with its keys");
            }
        }

        private static void AssertNothingAllocated(long before)
        {
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (allocated != 0)
            {
                Assert.Fail("the engine allocated " + allocated + " bytes");
            }
        }
    }
}
