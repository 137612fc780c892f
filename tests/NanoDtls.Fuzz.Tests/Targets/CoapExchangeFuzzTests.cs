// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Coap;

namespace NanoDtls.Fuzz.Tests
{
    /// <summary>
    /// Requests with bodies both ways and an observation against a server that answers in blocks, with notifications, Echo
    /// values and separate responses, most of it mutated.
    /// </summary>
    [TestClass]
    public sealed class CoapExchangeFuzzTests
    {
        private const int MaxMessage = 128;
        private const int MaxBody = 600;
        private const int Steps = 24;

        private static readonly CoapResource s_resource = new("coap://127.0.0.1/a/b?c");

        private readonly List<byte[]> _received = new();
        private readonly byte[] _buffer = new byte[400];
        private int _bodies;
        private int _notifications;

        [TestMethod]
        [Timeout(3_600_000, CooperativeCancellation = false)]
        public void V28_V29_B_05_C_03_O_02_HostileServersNeitherBreakAnExchangeNorMakeItAllocateNorDeliverOutOfOrder()
        {
            FuzzRun.Run(nameof(CoapExchangeFuzzTests), () => _received, Case);
            Assert.IsTrue(FuzzRun.IsSingleCase || _bodies > 1000, "bodies delivered: " + _bodies);
            Assert.IsTrue(FuzzRun.IsSingleCase || _notifications > 1000, "notifications delivered: " + _notifications);
        }

        private void Case(SeededRandom random)
        {
            _received.Clear();
            var engine = new CoapEngine(new CoapClientOptions { MaxMessage = MaxMessage, InitialMessageId = random.Next(0x10000), InitialToken = random.Next(0x10000), Random = new Random(1) });
            var sink = new Sink();
            var observation = new Observation();
            var request = new CoapRequest(random.OneIn(2) ? CoapMethod.Get : CoapMethod.Post, s_resource) { Sink = sink, Source = random.OneIn(3) ? new Source() : null!, IsConfirmable = !random.OneIn(4) };
            long now = 0;
            byte[] last = new byte[4];
            byte[] registration = last;
            for (int step = 0; step < Steps; step++)
            {
                if (engine.Status != CoapStatus.Pending || engine.State == CoapExchangeState.Idle)
                {
                    _bodies += sink.Length > 0 && engine.Status == CoapStatus.Ok ? 1 : 0;
                    sink.Length = 0;
                    now += 200_000;
                    bool isObserve = random.OneIn(3);
                    CoapStatus started = isObserve ? engine.StartObserve(observation, now) : engine.Start(request, now);
                    Assert.IsTrue(started is CoapStatus.Pending or CoapStatus.BackingOff, started.ToString());
                    last = Fetch(engine) ?? last;
                    registration = isObserve && started == CoapStatus.Pending ? last : registration;
                }

                byte[] message = Answer(random, last, registration, step);
                if (random.OneIn(3))
                {
                    message = ByteMutator.Mutate(message, random, _buffer.Length);
                }

                message.CopyTo(_buffer, 0);
                _received.Add(message);
                bool wasPending = engine.Status == CoapStatus.Pending;
                int seen = observation.Count;
                long before = GC.GetAllocatedBytesForCurrentThread();
                bool isUsed = engine.ProcessMessage(_buffer, 0, message.Length, now);
                Assert.AreEqual(0L, GC.GetAllocatedBytesForCurrentThread() - before, "allocated");
                Assert.AreEqual(isUsed, engine.LastDropReason == CoapDropReason.None, "used, or dropped for a reason");
                Assert.IsTrue(wasPending || engine.Status != CoapStatus.Pending, "nothing from outside begins an exchange");
                Assert.IsTrue(sink.IsOrdered && sink.Length <= MaxBody, "body");
                Assert.IsTrue(observation.Count <= seen + 1 && observation.IsInside, "notification");
                bool isInside = !isUsed || engine.PayloadLength == 0 || (engine.PayloadOffset > 0 && engine.PayloadOffset + engine.PayloadLength <= message.Length);
                Assert.IsTrue(isInside, "payload outside the message");
                Assert.IsTrue(engine.Status != CoapStatus.Pending || engine.ResponseCode == 0, "a response before the end");
                byte[]? sent = Fetch(engine);
                last = sent ?? last;
                if (random.OneIn(4))
                {
                    now += random.Next(5000);
                    engine.HandleTimeout(now);
                    last = Fetch(engine) ?? last;
                }
            }

            _notifications += observation.Count;
        }

        /// <summary>Takes what the engine sends: at most one empty message and one request; returns the request.</summary>
        private static byte[]? Fetch(CoapEngine engine)
        {
            byte[]? request = null;
            int messages = 0;
            for (int count = engine.GetMessage(); count != 0; count = engine.GetMessage())
            {
                messages++;
                Assert.IsTrue(messages <= 2 && count <= MaxMessage, "messages");
                byte[] bytes = engine.OutputBuffer.AsSpan(engine.OutputOffset, count).ToArray();
                var reader = new CoapMessageReader();
                Assert.IsTrue(reader.ReadHeader(bytes, 0, count), "it sends what it could not read");
                while (reader.ReadOption())
                {
                }

                Assert.AreEqual(CoapDropReason.None, reader.Error);
                request = reader.Code == CoapCode.Empty ? request : bytes;
            }

            return request;
        }

        private static byte[] Answer(SeededRandom random, byte[] request, byte[] registration, int step)
        {
            bool isNotification = random.OneIn(4);
            byte[] to = isNotification ? registration : request;
            int tokenLength = Math.Min(to[0] & 15, to.Length - 4);
            int type = isNotification || random.OneIn(4) ? random.Next(2) : 2;
            int[] codes = { 0x45, 0x45, 0x44, 0x5F, 0x5F, 0x81, 0x84, 0x88, 0x8D, 0x9D, 0xA3, 0 };
            int code = isNotification ? 0x45 : random.Pick(codes);
            var bytes = new List<byte> { (byte)(0x40 | (type << 4) | (code == 0 ? 0 : tokenLength)), (byte)code, to[2], to[3] };
            if (type < 2)
            {
                bytes[2] = (byte)step;
            }

            if (code == 0)
            {
                return bytes.ToArray();
            }

            bytes.AddRange(to.AsSpan(4, tokenLength).ToArray());
            (int block1, int block2) = Blocks(to, 4 + tokenLength);
            int number = 0;
            if (random.OneIn(3))
            {
                Option(bytes, ref number, 4, (byte)random.Next(2));
            }

            if (isNotification || random.OneIn(8) || ReferenceEquals(to, registration))
            {
                Option(bytes, ref number, 6, (byte)(step + random.Next(3)));
            }

            int size = 0;
            if (block2 >= 0 && !isNotification)
            {
                size = 16 << (block2 & 7 & 3);
                int start = (block2 >> 4) << ((block2 & 7) + 4);
                bool isMore = start + size < MaxBody - 100 && !random.OneIn(6);
                int value = ((start / size) << 4) | (isMore ? 8 : 0) | (block2 & 3);
                Option(bytes, ref number, 23, (byte)(value >> 8), (byte)value);
                size = isMore ? size : random.Next(size + 1);
            }

            if (block1 >= 0)
            {
                int value = random.OneIn(8) ? block1 & ~3 : block1;
                Option(bytes, ref number, 27, (byte)(value >> 8), (byte)value);
            }

            if (code == 0x81)
            {
                Option(bytes, ref number, 252, random.Bytes(1 + random.Next(12)));
            }

            if (size > 0)
            {
                bytes.Add(0xFF);
                bytes.AddRange(random.Bytes(size));
            }

            return bytes.ToArray();
        }

        private static (int Block1, int Block2) Blocks(byte[] message, int position)
        {
            int block1 = -1;
            int block2 = -1;
            int number = 0;
            while (position < message.Length && message[position] != 0xFF)
            {
                int delta = message[position] >> 4;
                int length = message[position++] & 15;
                number += delta < 13 ? delta : delta == 13 ? 13 + message[position++] : 269 + (message[position++] << 8) + message[position++];
                length = length < 13 ? length : 13 + message[position++];
                int value = 0;
                for (int i = 0; i < length; i++)
                {
                    value = (value << 8) | message[position++];
                }

                block1 = number == 27 ? value : block1;
                block2 = number == 23 ? value : block2;
            }

            return (block1, block2);
        }

        private static void Option(List<byte> bytes, ref int last, int number, params byte[] value)
        {
            int delta = number - last;
            bytes.Add((byte)(((delta < 13 ? delta : 13) << 4) | value.Length));
            if (delta >= 13)
            {
                bytes.Add((byte)(delta - 13));
            }

            bytes.AddRange(value);
            last = number;
        }

        private sealed class Source : CoapBlockSource
        {
            public override int Length => 300;

            public override void Read(int position, byte[] buffer, int offset, int count)
            {
                Assert.IsTrue(position >= 0 && position + count <= Length && offset + count <= MaxMessage, "read outside the body");
                Array.Fill(buffer, (byte)position, offset, count);
            }
        }

        private sealed class Sink : CoapBlockSink
        {
            public int Length { get; set; }

            public bool IsOrdered { get; private set; } = true;

            public override int MaxLength => MaxBody;

            public override bool Write(int position, byte[] buffer, int offset, int count)
            {
                IsOrdered &= (position == 0 || position == Length) && offset + count <= buffer.Length;
                Length = position + count;
                return true;
            }
        }

        private sealed class Observation : CoapObservation
        {
            public Observation()
                : base(new CoapRequest(CoapMethod.Get, s_resource))
            {
            }

            public int Count { get; private set; }

            public bool IsInside { get; private set; } = true;

            public override void OnNotification(CoapEngine message, byte[] buffer)
            {
                Count++;
                IsInside &= message.PayloadOffset + message.PayloadLength <= buffer.Length;
            }
        }
    }
}
