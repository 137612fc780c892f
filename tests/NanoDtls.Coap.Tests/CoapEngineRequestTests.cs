// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text;
using NanoDtls.Coap.Tests.Support;

namespace NanoDtls.Coap.Tests
{
    [TestClass]
    public class CoapEngineRequestTests
    {
        [TestMethod]
        public void C_10_RfcAppendixA_ConfirmableRequestWithPiggybackedResponse()
        {
            // RFC 7252 appendix A, figure 17.
            EngineBench bench = new(new CoapClientOptions { InitialMessageId = 0x7D35, InitialToken = 0x20, TokenLength = 1 });

            bench.Start(CoapMethod.Get, new CoapResource("coap://127.0.0.1/temperature"), []);

            Assert.AreEqual("41017D3520BB74656D7065726174757265", Convert.ToHexString(bench.Sent[0]));
            Assert.IsTrue(bench.Deliver(Convert.FromHexString("61457D3520FF32322E332043")));
            Assert.AreEqual(CoapExchangeState.Completed, bench.Engine.State);
            Assert.AreEqual(CoapStatus.Ok, bench.Engine.Status);
            Assert.AreEqual(CoapCode.Content, bench.Engine.ResponseCode);
            Assert.AreEqual("22.3 C", Encoding.UTF8.GetString(bench.Payload));
            Assert.HasCount(1, bench.Sent);
            Assert.AreEqual(long.MaxValue, bench.Engine.NextDeadline);
        }

        [TestMethod]
        public void C_10_RfcAppendixA_SeparateResponse()
        {
            // RFC 7252 appendix A, the confirmable request with a separate response.
            EngineBench bench = new(new CoapClientOptions { InitialMessageId = 0x7D38, InitialToken = 0x53, TokenLength = 1 });

            bench.Start(CoapMethod.Get, new CoapResource("coap://127.0.0.1/temperature"), []);
            Assert.AreEqual("41017D3853BB74656D7065726174757265", Convert.ToHexString(bench.Sent[0]));
            Assert.IsTrue(bench.Deliver(Convert.FromHexString("60007D38")));
            Assert.AreEqual(CoapExchangeState.AwaitingResponse, bench.Engine.State);
            Assert.IsTrue(bench.Deliver(Convert.FromHexString("4145AD7B53FF32322E332043")));

            Assert.AreEqual("6000AD7B", Convert.ToHexString(bench.Sent[1]));
            Assert.AreEqual("22.3 C", Encoding.UTF8.GetString(bench.Payload));
            Assert.HasCount(2, bench.Sent);
        }

        [TestMethod]
        [DataRow(CoapMethod.Get, 1)]
        [DataRow(CoapMethod.Post, 2)]
        [DataRow(CoapMethod.Put, 3)]
        public void RequestCarriesMethodOptionsAndPayload(CoapMethod method, int code)
        {
            WireMessage request = new EngineBench().Start(method, new CoapResource("coap://h/s/1?q"), [1, 2, 3], CoapContentFormat.SenMlCbor, CoapContentFormat.Cbor);

            Assert.AreEqual(CoapMessageType.Confirmable, request.Type);
            Assert.AreEqual(code, request.Code);
            Assert.AreEqual("3=h 11=s 11=1 12=p 15=q 17=<", request.OptionText());
            CollectionAssert.AreEqual(new byte[] { 1, 2, 3 }, request.Payload);
        }

        [TestMethod]
        public void PayloadIsTakenFromItsRange()
        {
            EngineBench bench = new();
            byte[] payload = [9, 9, 1, 2, 3, 9];

            bench.Engine.Start(CoapMethod.Put, EngineBench.Resource, CoapContentFormat.None, CoapContentFormat.None, payload, 2, 3, 0);
            int count = bench.Engine.GetMessage();

            WireMessage request = WireMessage.Decode(bench.Engine.OutputBuffer.AsSpan(bench.Engine.OutputOffset, count).ToArray());
            CollectionAssert.AreEqual(new byte[] { 1, 2, 3 }, request.Payload);
        }

        [TestMethod]
        public void C_18_MessageIsBoundedToTheByte()
        {
            foreach (int maxMessage in new[] { CoapClientOptions.MinMaxMessage, 512, CoapClientOptions.MaxMaxMessage })
            {
                CoapClientOptions options = new() { MaxMessage = maxMessage, InitialMessageId = 1 };
                // Header 4, token 2, two Uri-Paths 4, Content-Format 2, marker 1.
                int room = maxMessage - 13;
                EngineBench bench = new(options);

                bench.Start(CoapMethod.Put, null, new byte[room], CoapContentFormat.SenMlCbor);
                Assert.HasCount(maxMessage, bench.Sent[0]);

                CoapEngine engine = new(options);
                Assert.AreEqual(CoapStatus.MessageTooLong, engine.Start(CoapMethod.Put, EngineBench.Resource, CoapContentFormat.SenMlCbor, CoapContentFormat.None, new byte[room + 1], 0, room + 1, 0));
                Assert.AreEqual(CoapExchangeState.Failed, engine.State);
                Assert.AreEqual(CoapStatus.MessageTooLong, engine.Status);
                Assert.AreEqual(0, engine.GetMessage());
                Assert.AreEqual(1, engine.NextMessageId, "no message ID is used up");
                Assert.AreEqual(0L, engine.NextToken);
            }
        }

        [TestMethod]
        public void C_18_OptionsAloneAreBoundedToTheByte()
        {
            CoapClientOptions options = new() { MaxMessage = 64, InitialMessageId = 1 };
            for (int length = 40; length < 80; length++)
            {
                // Header 4, token 2, Uri-Query 2 + length (3 when it is the first option), Accept 2.
                CoapResource resource = new($"coap://10.0.0.1?{new string('q', length)}");
                CoapEngine engine = new(options);

                CoapStatus status = engine.Start(CoapMethod.Get, resource, CoapContentFormat.None, 60, null!, 0, 0, 0);

                Assert.AreEqual(length <= 64 - 11 ? CoapStatus.Pending : CoapStatus.MessageTooLong, status, $"{length}");
                Assert.AreEqual(length <= 64 - 11 ? 11 + length : 0, engine.GetMessage());
            }
        }

        [TestMethod]
        public void C_18_PathAndQueryFillTheMessageToTheByte()
        {
            CoapClientOptions options = new() { MaxMessage = 64, InitialMessageId = 1 };
            foreach ((int length, CoapStatus expected) in new[] { (54, CoapStatus.Pending), (55, CoapStatus.MessageTooLong) })
            {
                // Header 4, token 2, Uri-Path 2, Uri-Query 2 + length.
                CoapEngine engine = new(options);
                Assert.AreEqual(expected, engine.Start(CoapMethod.Get, new CoapResource($"coap://10.0.0.1/p?{new string('q', length)}"), -1, -1, null!, 0, 0, 0));
                Assert.AreEqual(expected == CoapStatus.Pending ? 64 : 0, engine.GetMessage());
            }
        }

        [TestMethod]
        public void C_09_SecondRequestIsRefusedWhileOneIsOutstanding()
        {
            EngineBench bench = new();
            WireMessage request = bench.Start();

            Assert.ThrowsExactly<InvalidOperationException>(() => bench.Start());
            Assert.IsTrue(bench.Deliver(WireMessage.Response(CoapMessageType.Acknowledgement, 0, request.MessageId, [])));
            Assert.ThrowsExactly<InvalidOperationException>(() => bench.Start());
            Assert.IsTrue(bench.Deliver(WireMessage.Response(CoapMessageType.NonConfirmable, 0x44, 7, request.Token)));

            bench.Start();
            Assert.HasCount(2, bench.Sent);
        }

        [TestMethod]
        public void C_07_MessageIdIsNotReusedWithinItsLifetime()
        {
            foreach (int first in new[] { 0, 1, 0x7FFF, 0x8000, 0xFFFF, 0x1234 })
            {
                CoapEngine engine = new(new CoapClientOptions { InitialMessageId = first });
                long[] usedAt = new long[0x10000];
                Array.Fill(usedAt, -1);
                long now = 0;
                int sent = 0;
                int refused = 0;
                while (sent < 200_000)
                {
                    CoapStatus status = engine.Start(CoapMethod.Get, EngineBench.Resource, -1, -1, null!, 0, 0, now);
                    if (status == CoapStatus.MessageIdsExhausted)
                    {
                        refused++;
                        Assert.AreEqual(0, engine.GetMessage());
                        now += 1000;
                        continue;
                    }

                    Assert.AreEqual(CoapStatus.Pending, status);
                    Assert.IsGreaterThan(0, engine.GetMessage());
                    int id = (engine.OutputBuffer[2] << 8) | engine.OutputBuffer[3];
                    Assert.IsTrue(usedAt[id] < 0 || now - usedAt[id] >= 247_000, $"{id:X4} again after {now - usedAt[id]} ms");
                    usedAt[id] = now;
                    engine.Cancel();
                    sent++;
                    now += sent % 4 == 0 ? 1 : 0;
                }

                Assert.IsGreaterThan(0, refused, "200,000 requests in 50 s must run into the limit");
                Assert.IsGreaterThan(-1L, usedAt.Min(), "every message ID gets its turn");
            }
        }

        [TestMethod]
        public void C_07_First65535RequestsOfASessionAreNeverRefused()
        {
            CoapEngine engine = new(new CoapClientOptions { InitialMessageId = 0x8001 });
            for (int i = 0; i < 65535; i++)
            {
                Assert.AreEqual(CoapStatus.Pending, engine.Start(CoapMethod.Get, EngineBench.Resource, -1, -1, null!, 0, 0, 0), $"{i}");
                engine.Cancel();
            }
        }

        [TestMethod]
        public void C_07_NewSessionIsANewEndpointWithAllMessageIds()
        {
            CoapEngine engine = new(new CoapClientOptions { InitialMessageId = 0 });
            for (int i = 0; i < 65536; i++)
            {
                engine.Start(CoapMethod.Get, EngineBench.Resource, -1, -1, null!, 0, 0, 0);
                engine.Cancel();
            }

            Assert.AreEqual(CoapStatus.MessageIdsExhausted, engine.Start(CoapMethod.Get, EngineBench.Resource, -1, -1, null!, 0, 0, 246_999));
            engine.NewSession();
            Assert.AreEqual(CoapStatus.Pending, engine.Start(CoapMethod.Get, EngineBench.Resource, -1, -1, null!, 0, 0, 246_999));
        }

        [TestMethod]
        public void C_07_CountersGoOnFromTheirInitialValues()
        {
            CoapEngine engine = new(new CoapClientOptions { InitialMessageId = 0xFFFF, InitialToken = 0xFFFE });
            EngineBench bench = new(new CoapClientOptions { InitialMessageId = 0xFFFF, InitialToken = 0xFFFE });
            Assert.AreEqual(CoapExchangeState.Idle, engine.State);
            Assert.AreEqual(CoapStatus.Pending, engine.Status);
            Assert.AreEqual(long.MaxValue, engine.NextDeadline);
            Assert.AreEqual(0xFFFF, engine.NextMessageId);
            Assert.AreEqual(0xFFFEL, engine.NextToken);

            foreach ((string head, int nextId, long nextToken) in new[] { ("4201FFFFFFFE", 0, 0xFFFFL), ("42010000FFFF", 1, 0x10000L), ("43010001010000", 2, 0x10001L) })
            {
                bench.Start(CoapMethod.Get, null, []);
                Assert.AreEqual(head, Convert.ToHexString(bench.Sent[^1])[..head.Length]);
                Assert.AreEqual(nextId, bench.Engine.NextMessageId);
                Assert.AreEqual(nextToken, bench.Engine.NextToken);
                bench.Engine.Cancel();
            }
        }

        [TestMethod]
        public void C_07_FirstMessageIdIsRandom()
        {
            HashSet<int> ids = [];
            for (int i = 0; i < 100; i++)
            {
                ids.Add(new CoapEngine(null!).NextMessageId);
            }

            Assert.IsGreaterThan(80, ids.Count);
        }

        [TestMethod]
        [DataRow(1, 0L, "00")]
        [DataRow(1, 255L, "FF")]
        [DataRow(1, 256L, "0100")]
        [DataRow(2, 0L, "0000")]
        [DataRow(2, 0x123456L, "123456")]
        [DataRow(4, 1L, "00000001")]
        [DataRow(8, 1L, "0000000000000001")]
        [DataRow(1, long.MaxValue, "7FFFFFFFFFFFFFFF")]
        public void C_11_V28_TokensGrowInsteadOfRepeating(int length, long token, string expected)
        {
            EngineBench bench = new(new CoapClientOptions { TokenLength = length, InitialToken = token, InitialMessageId = 5 });

            WireMessage request = bench.Start();

            Assert.AreEqual(expected, Convert.ToHexString(request.Token));
            Assert.IsTrue(bench.Deliver(WireMessage.Response(CoapMessageType.Acknowledgement, 0x44, 5, request.Token)));
        }

        [TestMethod]
        public void C_11_V28_NoTokenIsUsedTwice()
        {
            EngineBench bench = new(new CoapClientOptions { TokenLength = 1, ExchangeLifetimeMilliseconds = 0 });
            HashSet<string> tokens = [];
            for (int i = 0; i < 70_000; i++)
            {
                Assert.IsTrue(tokens.Add(Convert.ToHexString(bench.Start().Token)));
                bench.Engine.NewSession();
            }
        }

        [TestMethod]
        public void MisuseIsAnException()
        {
            CoapEngine engine = new(null!);
            byte[] data = new byte[4];

            void Refused<T>(CoapMethod method, CoapResource? resource, int contentFormat, int accept, byte[]? payload, int offset, int count)
                where T : Exception
            {
                Assert.ThrowsExactly<T>(() => engine.Start(method, resource!, contentFormat, accept, payload!, offset, count, 0));
                Assert.AreEqual(CoapExchangeState.Idle, engine.State);
            }

            Refused<ArgumentNullException>(CoapMethod.Get, null, -1, -1, null, 0, 0);
            Refused<ArgumentOutOfRangeException>(0, EngineBench.Resource, -1, -1, null, 0, 0);
            Refused<ArgumentOutOfRangeException>((CoapMethod)32, EngineBench.Resource, -1, -1, null, 0, 0);
            Refused<ArgumentOutOfRangeException>(CoapMethod.Put, EngineBench.Resource, -2, -1, null, 0, 0);
            Refused<ArgumentOutOfRangeException>(CoapMethod.Put, EngineBench.Resource, 65536, -1, null, 0, 0);
            Refused<ArgumentOutOfRangeException>(CoapMethod.Put, EngineBench.Resource, -1, 65536, null, 0, 0);
            Refused<ArgumentOutOfRangeException>(CoapMethod.Put, EngineBench.Resource, -1, -1, null, 0, 1);
            Refused<ArgumentOutOfRangeException>(CoapMethod.Put, EngineBench.Resource, -1, -1, data, -1, 1);
            Refused<ArgumentOutOfRangeException>(CoapMethod.Put, EngineBench.Resource, -1, -1, data, 1, -1);
            Refused<ArgumentOutOfRangeException>(CoapMethod.Put, EngineBench.Resource, -1, -1, data, 3, 2);
            Refused<ArgumentOutOfRangeException>(CoapMethod.Put, EngineBench.Resource, -1, -1, data, int.MaxValue, 2);
            Refused<ArgumentException>(CoapMethod.Put, EngineBench.Resource, -1, -1, engine.OutputBuffer, 0, 1);
            Assert.ThrowsExactly<ArgumentNullException>(() => engine.ProcessMessage(null!, 0, 0, 0));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => engine.ProcessMessage(data, 3, 2, 0));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => engine.ProcessMessage(data, -1, 2, 0));
        }

        [TestMethod]
        public void SettingsOutOfRangeAreRefused()
        {
            CoapClientOptions[] bad =
            [
                new() { MaxMessage = 63 }, new() { MaxMessage = 1153 },
                new() { AckTimeoutMilliseconds = 0 }, new() { AckTimeoutMilliseconds = 600_001 },
                new() { AckRandomFactorPercent = 99 }, new() { AckRandomFactorPercent = 301 },
                new() { MaxRetransmit = -1 }, new() { MaxRetransmit = 9 },
                new() { ResponseTimeoutMilliseconds = 0 }, new() { ExchangeLifetimeMilliseconds = -1 },
                new() { TokenLength = 0 }, new() { TokenLength = 9 },
                new() { InitialMessageId = -2 }, new() { InitialMessageId = 0x10000 }, new() { InitialToken = -1 },
            ];
            foreach (CoapClientOptions options in bad)
            {
                Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new CoapEngine(options));
            }
        }
    }
}
