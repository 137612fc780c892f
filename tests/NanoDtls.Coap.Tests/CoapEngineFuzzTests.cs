// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Diagnostics;
using NanoDtls.Coap.Tests.Support;

namespace NanoDtls.Coap.Tests
{
    [TestClass]
    public class CoapEngineFuzzTests
    {
        public TestContext TestContext { get; set; } = null!;

        [TestMethod]
        public void V28_V29_MillionMutatedResponsesNeitherThrowNorAllocate()
        {
            const int Seed = 20291;
            const int Rounds = 1_000_000;
            byte[][] corpus = Corpus();
            byte[] buffer = new byte[256];
            byte[] payload = new byte[16];
            Random random = new(Seed);
            CoapEngine engine = new(new CoapClientOptions { Random = new FixedRandom(0), InitialMessageId = 0, TokenLength = 2, ExchangeLifetimeMilliseconds = 0 });
            int[] reasons = new int[16];
            int completed = 0;
            string? failure = null;
            int round = 0;
            long now = 0;

            void RunRound()
            {
                if (engine.State is not (CoapExchangeState.AwaitingAcknowledgement or CoapExchangeState.AwaitingResponse))
                {
                    engine.Start(CoapMethod.Post, EngineBench.Resource, 112, 60, payload, 0, random.Next(16), now);
                    engine.GetMessage();
                }

                // The outstanding message ID and token go in first, so that much of it passes the first checks.
                byte[] seed = corpus[random.Next(corpus.Length)];
                int offset = random.Next(3);
                int count = seed.Length;
                Array.Copy(seed, 0, buffer, offset, count);
                int id = engine.NextMessageId - 1;
                buffer[offset + 2] = (byte)(id >> 8);
                buffer[offset + 3] = (byte)id;
                int token = (int)engine.NextToken - 1;
                int tokenLength = token < 0x10000 ? 2 : 3;
                if (count >= 4 + tokenLength && (seed[0] & 15) == 2)
                {
                    buffer[offset] = (byte)((seed[0] & 0xF0) | tokenLength);
                    for (int i = 0; i < tokenLength; i++)
                    {
                        buffer[offset + 4 + i] = (byte)(token >> (8 * (tokenLength - 1 - i)));
                    }
                }

                count = Mutate(random, buffer, offset, count);
                CoapExchangeState state = engine.State;
                bool used = engine.ProcessMessage(buffer, offset, count, now);
                reasons[(int)engine.LastDropReason]++;
                if (used != (engine.LastDropReason == CoapDropReason.None))
                {
                    failure ??= "used without a reason, or dropped without one";
                }
                else if (!used && engine.State != state && engine.LastDropReason != CoapDropReason.CriticalOption)
                {
                    failure ??= "a dropped message moved the exchange";
                }
                else if (engine.State == CoapExchangeState.Completed)
                {
                    completed++;
                    bool inside = engine.PayloadOffset >= offset + 4 && engine.PayloadLength >= 0 && engine.PayloadOffset + engine.PayloadLength <= offset + count;
                    bool ours = (buffer[offset] & 15) == tokenLength && buffer[offset + 3 + tokenLength] == (byte)token && (buffer[offset] >> 6) == 1;
                    failure ??= !inside ? "payload outside the message" : !ours ? "foreign token accepted" : null;
                }

                // Confirmable messages are answered, and notifications that nobody observes; a request that is repeated
                // with an Echo value comes behind that.
                int reply = engine.GetMessage();
                bool isReset = reply == 4 && engine.OutputBuffer[engine.OutputOffset] == 0x70;
                bool isRepeat = reply > 4 && engine.State == CoapExchangeState.AwaitingAcknowledgement;
                if (reply != 0 && (reply != 4 || (buffer[offset] & 0x30) != 0) && !isRepeat && !(isReset && (buffer[offset] & 0x30) == 0x10))
                {
                    failure ??= "answered something other than a confirmable message, or not with an empty one";
                }

                if (random.Next(50) == 0)
                {
                    now += random.Next(40_000);
                    engine.HandleTimeout(now);
                    engine.GetMessage();
                }
            }

            // The runtime allocates when code runs for the first time.
            for (int i = 0; i < 10_000; i++)
            {
                RunRound();
            }

            Array.Clear(reasons);
            completed = 0;
            Stopwatch watch = Stopwatch.StartNew();
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (; round < Rounds && failure == null; round++)
            {
                RunRound();
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            TestContext.WriteLine($"{Rounds} messages in {watch.ElapsedMilliseconds} ms, {completed} responses; by reason: {string.Join(' ', reasons)}");
            Assert.IsNull(failure, $"seed {Seed}, round {round}: {Convert.ToHexString(buffer)}");
            Assert.AreEqual(0L, allocated);
            Assert.IsLessThan(20_000L, watch.ElapsedMilliseconds);
            Assert.IsGreaterThan(10_000, completed, "the mutations must leave some responses valid");
            // Without an observation no notification is stale.
            Assert.AreEqual(1, reasons.Count(n => n == 0), $"each reason occurs: {string.Join(' ', reasons)}");
        }

        private static int Mutate(Random random, byte[] buffer, int offset, int count)
        {
            for (int n = random.Next(4); n > 0; n--)
            {
                switch (random.Next(4))
                {
                    case 0:
                        buffer[offset + random.Next(count + 1)] ^= (byte)(1 << random.Next(8));
                        break;
                    case 1:
                        buffer[offset + random.Next(count + 1)] = (byte)random.Next(256);
                        break;
                    case 2:
                        count = random.Next(count + 1);
                        break;
                    default:
                        int grown = Math.Min(count + random.Next(20), buffer.Length - offset - 1);
                        for (; count < grown; count++)
                        {
                            buffer[offset + count] = (byte)random.Next(256);
                        }

                        break;
                }
            }

            return count;
        }

        private static byte[][] Corpus()
        {
            byte[] token = [0, 0];
            return
            [
                WireMessage.Response(CoapMessageType.Acknowledgement, 0x44, 0, token).Encode(),
                WireMessage.Response(CoapMessageType.Acknowledgement, 0x45, 0, token, "22.3 C").With(12, 112).With(14, 1, 2, 3).Encode(),
                WireMessage.Response(CoapMessageType.Confirmable, 0x45, 0, token, "22.3 C").With(4, 1, 2).With(12).With(20, new byte[20]).Encode(),
                WireMessage.Response(CoapMessageType.NonConfirmable, 0x84, 0, token, "nothing here").With(12, 1).With(500, new byte[30]).Encode(),
                WireMessage.Response(CoapMessageType.Acknowledgement, 0x45, 0, token, "x").With(9, 1).Encode(),
                WireMessage.Response(CoapMessageType.NonConfirmable, 0x45, 0, token, "x").With(6, 1).With(23, 0x0E).Encode(),
                WireMessage.Response(CoapMessageType.Acknowledgement, 0x81, 0, token).With(252, 1, 2, 3).Encode(),
                WireMessage.Response(CoapMessageType.Acknowledgement, 0, 0, []).Encode(),
                WireMessage.Response(CoapMessageType.Reset, 0, 0, []).Encode(),
                WireMessage.Response(CoapMessageType.Confirmable, 0, 0, []).Encode(),
                WireMessage.Response(CoapMessageType.NonConfirmable, 0, 0, []).Encode(),
                WireMessage.Response(CoapMessageType.Confirmable, 0x01, 0, token).With(11, 97).Encode(),
            ];
        }
    }
}
