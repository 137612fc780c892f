// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Coap.Tests.Support;

namespace NanoDtls.Coap.Tests
{
    /// <summary>Long bodies and notifications through the blocking client, and that they allocate nothing.</summary>
    [TestClass]
    public class CoapClientTransferTests
    {
        private const int Megabyte = 1 << 20;

        [TestMethod]
        public void B_02_B_05_MegabyteIsFetchedBlockByBlockWithoutAllocation()
        {
            MemoryChannel channel = new() { Secure = true };
            MemoryServer server = new(channel) { BodyLength = Megabyte };
            CoapClient client = new(channel, null!);
            CheckingSink sink = new();
            Assert.AreEqual(CoapStatus.Ok, client.Get(ClientBench.Resource, sink));

            sink.Length = 0;
            long before = GC.GetAllocatedBytesForCurrentThread();
            CoapStatus status = client.Get(ClientBench.Resource, sink);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

            Assert.AreEqual(CoapStatus.Ok, status);
            Assert.AreEqual(Megabyte, sink.Length);
            Assert.IsTrue(sink.IsRight);
            Assert.AreEqual(0L, allocated);
            server.BodyLength++;
            Assert.AreEqual(CoapStatus.BodyTooLong, client.Get(ClientBench.Resource, sink));
        }

        [TestMethod]
        public void B_03_MegabyteIsSentBlockByBlockWithoutAllocation()
        {
            MemoryChannel channel = new() { Secure = true };
            MemoryServer server = new(channel);
            CoapClient client = new(channel, new CoapClientOptions { MaxMessage = 1152 });
            PatternSource source = new(Megabyte);
            Assert.AreEqual(CoapStatus.Ok, client.Request(CoapMethod.Put, ClientBench.Resource, CoapContentFormat.OctetStream, source));

            long before = GC.GetAllocatedBytesForCurrentThread();
            CoapStatus status = client.Request(CoapMethod.Put, ClientBench.Resource, CoapContentFormat.OctetStream, source);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

            Assert.AreEqual(CoapStatus.Ok, status);
            Assert.AreEqual(CoapCode.Changed, client.ResponseCode);
            Assert.AreEqual(Megabyte, server.Taken);
            Assert.IsTrue(server.IsRight);
            Assert.AreEqual(0L, allocated);
        }

        [TestMethod]
        public void B_03_BlocksFitTheChannelEvenWhenItTakesLessThanTheClient()
        {
            foreach (int max in new[] { 64, 100, 200, 400 })
            {
                MemoryChannel channel = new(max) { Secure = true };
                MemoryServer server = new(channel) { BodyLength = 3000, BlockSize = 6 };
                CoapClient client = new(channel, new CoapClientOptions { MaxMessage = 1152 });
                Assert.AreEqual(CoapStatus.Ok, client.Request(CoapMethod.Put, ClientBench.Resource, CoapContentFormat.None, new PatternSource(3000)));
                Assert.AreEqual(3000, server.Taken);
                CheckingSink sink = new();
                Assert.AreEqual(CoapStatus.Ok, client.Get(ClientBench.Resource, sink));
                Assert.AreEqual(3000, sink.Length);
                Assert.IsTrue(sink.IsRight && server.IsRight);
            }
        }

        [TestMethod]
        public void O_01_ThousandNotificationsAreDeliveredWithoutAllocation()
        {
            MemoryChannel channel = new() { Secure = true };
            MemoryServer server = new(channel);
            CoapClient client = new(channel, null!);
            CountingObservation observation = new();
            Assert.AreEqual(CoapStatus.Ok, client.Observe(observation));
            Assert.IsTrue(observation.IsActive);
            server.Push();
            client.Listen(1);

            int seen = observation.Count;
            int acknowledgements = server.Acknowledgements;
            long before = GC.GetAllocatedBytesForCurrentThread();
            while (observation.Count < seen + 1000)
            {
                server.Push();
                server.Push();
                server.Push();
                // Between and during requests.
                client.Listen(0);
                client.Get(ClientBench.Resource);
                client.Listen(0);
                client.Listen(0);
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.AreEqual(0L, allocated);
            Assert.IsTrue(observation.IsInOrder);
            Assert.IsInRange(500, 503, server.Acknowledgements - acknowledgements);
            Assert.AreEqual(CoapStatus.Ok, client.CancelObservation(observation));
            Assert.IsFalse(observation.IsActive);
        }

        [TestMethod]
        public void O_01_C_16_ListenRegistersAgainAfterANewSession()
        {
            MemoryChannel channel = new() { Secure = true };
            MemoryServer server = new(channel);
            CoapClient client = new(channel, null!);
            CountingObservation observation = new();
            client.Observe(observation);
            client.NewSession();
            Assert.IsFalse(observation.IsActive);
            Assert.AreEqual(CoapStatus.Ok, client.Listen(1));
            Assert.IsTrue(observation.IsActive);
            server.Push();
            client.Listen(1);
            Assert.AreEqual(3, observation.Count);

            channel.ReceiveResult = -(int)DtlsStatus.Closed;
            Assert.AreEqual(CoapStatus.ChannelClosed, client.Listen(1000));
            Assert.AreEqual(DtlsStatus.Closed, client.ChannelStatus);
            channel.ReceiveResult = -(int)DtlsStatus.NetworkError;
            Assert.AreEqual(CoapStatus.Ok, client.Listen(30), "it may come back");
        }

        [TestMethod]
        public void N_01_RequestWithoutResponseReturnsAtOnceAndTellsWhatTheChannelSaid()
        {
            MemoryChannel channel = new() { Secure = true };
            CoapClient client = new(channel, new CoapClientOptions { ProbingRate = 1_000_000 });
            CoapRequest request = new(CoapMethod.Post, ClientBench.Resource) { IsConfirmable = false, NoResponse = 26 };
            Assert.AreEqual(CoapStatus.Sent, client.Request(request));
            Assert.AreEqual(0, channel.Receives);
            Thread.Sleep(2);
            foreach ((DtlsStatus said, CoapStatus expected) in new[] { (DtlsStatus.NetworkError, CoapStatus.NetworkError), (DtlsStatus.Closed, CoapStatus.ChannelClosed) })
            {
                channel.SendStatus = said;
                Assert.AreEqual(expected, client.Request(request));
                Assert.AreEqual(said, client.ChannelStatus);
                Thread.Sleep(2);
            }
        }

        [TestMethod]
        public void X_02_PauseIsToldAndKept()
        {
            MemoryChannel channel = new() { Secure = true };
            CoapClient client = new(channel, null!);
            channel.OnSend = (b, o, n) => ClientBench.Answer(channel, b, o, CoapMessageType.Acknowledgement, CoapCode.TooManyRequests, m => m.With(CoapOption.MaxAge, 100), "");
            Assert.AreEqual(CoapStatus.Ok, client.Get(ClientBench.Resource));
            Assert.IsInRange(95_000, 100_000, client.PauseMilliseconds);
            Assert.AreEqual(CoapStatus.BackingOff, client.Get(ClientBench.Resource));
            Assert.AreEqual(1, channel.Sends);
        }

        [TestMethod]
        public void C_11_ClientMakesTokensHardToGuessOnlyWhereTheChannelIsOpen()
        {
            foreach (bool isSecure in new[] { false, true })
            {
                MemoryChannel channel = new() { Secure = isSecure };
                CoapClient client = new(channel, null!);
                int tokenLength = 0;
                channel.OnSend = (b, o, n) =>
                {
                    tokenLength = b[o] & 15;
                    ClientBench.Answer(channel, b, o, CoapMessageType.Acknowledgement, CoapCode.Content, m => m, "");
                };
                Assert.AreEqual(CoapStatus.Ok, client.Get(ClientBench.Resource));
                Assert.IsTrue(isSecure ? tokenLength == 2 : tokenLength >= 5, tokenLength.ToString(System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        [TestMethod]
        public void MisuseIsRefusedBeforeAnythingIsSent()
        {
            MemoryChannel channel = new();
            CoapClient client = new(channel, null!);
            CoapResource secure = new("coaps://127.0.0.1/x");
            Assert.ThrowsExactly<ArgumentNullException>(() => client.Get(null!));
            Assert.ThrowsExactly<ArgumentNullException>(() => client.Get(ClientBench.Resource, null!));
            Assert.ThrowsExactly<ArgumentNullException>(() => client.Request(null!));
            Assert.ThrowsExactly<ArgumentNullException>(() => client.Request(CoapMethod.Put, ClientBench.Resource, -1, null!));
            Assert.ThrowsExactly<ArgumentNullException>(() => client.Observe(null!));
            Assert.ThrowsExactly<ArgumentNullException>(() => client.CancelObservation(null!));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => client.Listen(-1));
            Assert.ThrowsExactly<ArgumentException>(() => client.Get(secure, new CheckingSink()));
            Assert.ThrowsExactly<ArgumentException>(() => client.Request(new CoapRequest(CoapMethod.Get, secure)));
            Assert.ThrowsExactly<ArgumentException>(() => client.Observe(new CountingObservation(secure)));
            CoapRequest own = new(CoapMethod.Put, ClientBench.Resource);
            own.SetPayload(client.ResponseBuffer, 0, 1);
            Assert.ThrowsExactly<ArgumentException>(() => client.Request(own));
            Assert.AreEqual(0, channel.Sends);
        }

        private sealed class CheckingSink : CoapBlockSink
        {
            public int Length { get; set; }

            public bool IsRight { get; private set; } = true;

            public override int MaxLength => Megabyte;

            public override bool Write(int position, byte[] buffer, int offset, int count)
            {
                IsRight &= position == 0 || position == Length;
                for (int i = 0; i < count; i++)
                {
                    IsRight &= buffer[offset + i] == MemoryServer.At(position + i);
                }

                Length = position + count;
                return true;
            }
        }

        private sealed class PatternSource(int length) : CoapBlockSource
        {
            public override int Length => length;

            public override void Read(int position, byte[] buffer, int offset, int count)
            {
                for (int i = 0; i < count; i++)
                {
                    buffer[offset + i] = MemoryServer.At(position + i);
                }
            }
        }

        private sealed class CountingObservation(CoapResource resource) : CoapObservation(new CoapRequest(CoapMethod.Get, resource))
        {
            private int _last;

            public CountingObservation()
                : this(ClientBench.Resource)
            {
            }

            public int Count { get; private set; }

            public bool IsInOrder { get; private set; } = true;

            public override void OnNotification(CoapEngine message, byte[] buffer)
            {
                Count++;
                if (message.PayloadLength == 3)
                {
                    int o = message.PayloadOffset;
                    int value = (buffer[o] << 16) | (buffer[o + 1] << 8) | buffer[o + 2];
                    IsInOrder &= value > _last;
                    _last = value;
                }
            }
        }
    }
}
