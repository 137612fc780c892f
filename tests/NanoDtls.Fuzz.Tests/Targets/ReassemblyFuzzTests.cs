// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Fuzz.Tests
{
    /// <summary>Fragments of every kind into the reassembly, against a model that keeps all of them.</summary>
    [TestClass]
    public sealed class ReassemblyFuzzTests
    {
        private const int FirstSequence = 3;
        private const int Sequences = 4;
        private const byte Guard = 0xEE;

        private readonly byte[] _buffer;
        private readonly ClientHandshake _reassembly;
        private readonly byte[] _source = new byte[Subject.MaxDatagram];
        private readonly List<byte[]> _fragments = new();
        private int _found;

        public ReassemblyFuzzTests()
        {
            var options = new DtlsClientOptions();
            var crypto = new SoftwareCrypto();
            var records = new RecordLayer(crypto, 700, null, 0);
            _buffer = records.Output;

            // Its room ends where an unfragmented ClientHello at the front leaves it to.
            _reassembly = new ClientHandshake(options, null, records);
            Assert.IsTrue(_reassembly.Start(0));
        }

        [TestMethod]
        [Timeout(3_600_000, CooperativeCancellation = false)]
        public void V06_V07_V08_D12_22_ReassembledMessagesAreMadeOfFragmentsOfOneMessageAndPoisonDoesNotStay()
        {
            FuzzRun.Run(nameof(ReassemblyFuzzTests), () => _fragments, Case);
            Assert.IsTrue(FuzzRun.IsSingleCase || _found > 1000, "messages found: " + _found);
        }

        private void Case(SeededRandom random)
        {
            _fragments.Clear();
            Array.Fill(_buffer, Guard);
            int end = _buffer.Length - KeySchedule.VerifyScratch;
            int start = end - 60 - random.Next(end - 60);
            ClientHandshake reassembly = _reassembly;
            reassembly.ResetKept(start);
            for (int count = 1 + random.Next(20); count > 0; count--)
            {
                Add(reassembly, Fragment(random), start, end);
                for (int sequence = FirstSequence; sequence < FirstSequence + Sequences; sequence++)
                {
                    CheckFound(reassembly, sequence);
                }
            }

            // Whatever stands there now, a message that fits gets in, in pieces of its own (V08).
            int room = (8 * (end - start - Wire.HandshakeHeaderLength)) / 9;
            int length = 1 + random.Next(Math.Min(room - 1, 400));
            byte[] message = Wire.HandshakeMessage(99, FirstSequence + random.Next(Sequences), random.Bytes(length));
            for (int from = 0; from < length;)
            {
                int to = Math.Min(length, from + 1 + random.Next(80));
                Add(reassembly, HandshakeMutator.Fragment(message, Math.Max(0, from - random.Next(9)), to), start, end);
                from = to;
            }

            int entry = reassembly.FindKept(HandshakeCodec.ReadUInt16(message, 4));
            Assert.IsTrue(entry >= 0, "a message of " + length + " bytes was kept out of " + (end - start));
            CollectionAssert.AreEqual(message, _buffer[entry..(entry + message.Length)], "the message in the form that is hashed");
        }

        private static byte[] Fragment(SeededRandom random)
        {
            // Few types, lengths and numbers, so that they meet.
            int length = random.OneIn(10) ? random.Next(900) : random.Next(3) * 40;
            int from = random.Next(length + 1);
            int count = random.OneIn(3) ? length - from : random.Next(length - from + 1);
            return Wire.HandshakeFragment(random.Next(2), length, FirstSequence + random.Next(Sequences), random.OneIn(4) ? 0 : from, random.Bytes(count));
        }

        private void Add(ClientHandshake reassembly, byte[] fragment, int start, int end)
        {
            _fragments.Add(fragment);
            int offset = fragment.Length % 7;
            fragment.CopyTo(_source, offset);
            int sequence = HandshakeCodec.ReadUInt16(fragment, 4);
            long before = GC.GetAllocatedBytesForCurrentThread();
            DtlsDropReason reason = reassembly.Keep(_source, offset, sequence);
            Assert.AreEqual(0L, GC.GetAllocatedBytesForCurrentThread() - before, "bytes allocated");
            Assert.IsTrue(reason is DtlsDropReason.None or DtlsDropReason.NoRoom or DtlsDropReason.DuplicateMessage, "reason " + reason);
            Assert.IsFalse(
                _buffer.AsSpan(0, start).ContainsAnyExcept(Guard) || _buffer.AsSpan(end).ContainsAnyExcept(Guard), "a write outside of the room");
        }

        private void CheckFound(ClientHandshake reassembly, int sequence)
        {
            int entry = reassembly.FindKept(sequence);
            if (entry < 0)
            {
                return;
            }

            _found++;
            int type = _buffer[entry];
            int total = HandshakeCodec.ReadUInt24(_buffer, entry + 1);
            Assert.AreEqual(0, HandshakeCodec.ReadUInt24(_buffer, entry + 6), "fragment_offset");
            Assert.AreEqual(total, HandshakeCodec.ReadUInt24(_buffer, entry + 9), "fragment_length");
            var isSupplied = new bool[total];
            int own = 0;
            foreach (byte[] bytes in _fragments)
            {
                if (bytes[0] == type && HandshakeCodec.ReadUInt16(bytes, 4) == sequence && HandshakeCodec.ReadUInt24(bytes, 1) == total)
                {
                    own++;
                    int from = HandshakeCodec.ReadUInt24(bytes, 6);
                    for (int i = Wire.HandshakeHeaderLength; i < bytes.Length; i++)
                    {
                        int at = from + i - Wire.HandshakeHeaderLength;
                        isSupplied[at] |= bytes[i] == _buffer[entry + Wire.HandshakeHeaderLength + at];
                    }
                }
            }

            Assert.IsTrue(own > 0 && Array.TrueForAll(isSupplied, supplied => supplied), "message " + sequence + " has bytes that came in no fragment of it");
        }
    }
}
