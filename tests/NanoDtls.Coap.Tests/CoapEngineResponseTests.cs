// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text;
using NanoDtls.Coap.Tests.Support;

namespace NanoDtls.Coap.Tests
{
    [TestClass]
    public class CoapEngineResponseTests
    {
        private const CoapMessageType Con = CoapMessageType.Confirmable;
        private const CoapMessageType Non = CoapMessageType.NonConfirmable;
        private const CoapMessageType Ack = CoapMessageType.Acknowledgement;
        private const CoapMessageType Rst = CoapMessageType.Reset;

        [TestMethod]
        public void C_01_OtherVersionsAreIgnored()
        {
            EngineBench bench = new();
            WireMessage request = bench.Start();
            foreach (CoapMessageType type in new[] { Con, Non, Ack, Rst })
            {
                foreach (int version in new[] { 0, 2, 3 })
                {
                    byte[] message = WireMessage.Response(type, type == Rst ? 0 : 0x45, request.MessageId, type == Rst ? [] : request.Token).Encode();
                    message[0] = (byte)((message[0] & 0x3F) | (version << 6));
                    bench.AssertDropped(CoapDropReason.Version, message, null, 0);
                }
            }
        }

        [TestMethod]
        public void C_01_MessagesUnderFourBytesAreIgnored()
        {
            EngineBench bench = new();
            bench.Start();
            foreach (string message in new[] { "", "40", "4000", "400012" })
            {
                bench.AssertDropped(CoapDropReason.TooShort, Convert.FromHexString(message), null, 0);
            }
        }

        [TestMethod]
        public void C_02_V28_TokenLengthOver8OrOverTheMessageIsReset()
        {
            EngineBench bench = new();
            WireMessage request = bench.Start();
            for (int length = 9; length <= 15; length++)
            {
                AssertMalformed(bench, CoapDropReason.TokenLength, type => [(byte)(0x40 | ((int)type << 4) | length), 0x45, .. Id(request), .. new byte[16]]);
            }

            for (int length = 1; length <= 8; length++)
            {
                AssertMalformed(bench, CoapDropReason.TokenLength, type => [(byte)(0x40 | ((int)type << 4) | length), 0x45, .. Id(request), .. new byte[length - 1]]);
            }
        }

        [TestMethod]
        public void C_02_MarkerWithoutPayloadIsReset()
        {
            EngineBench bench = new();
            WireMessage request = bench.Start();

            AssertMalformed(bench, CoapDropReason.EmptyPayload, type => [.. WireMessage.Response(type, 0x45, request.MessageId, request.Token).Encode(), 0xFF]);
        }

        [TestMethod]
        [DataRow("F0")]
        [DataRow("0F")]
        [DataRow("C2AA")]
        [DataRow("CDFF")]
        [DataRow("EEFFFFFFFF")]
        public void C_03_V28_MalformedOptionsAreReset(string options)
        {
            EngineBench bench = new();
            WireMessage request = bench.Start();

            AssertMalformed(bench, CoapDropReason.OptionFormat, type => [.. WireMessage.Response(type, 0x45, request.MessageId, request.Token).Encode(), .. Convert.FromHexString(options)]);
        }

        [TestMethod]
        public void C_04_EmptyMessageWithAnythingBehindTheMessageIdIsMalformed()
        {
            EngineBench bench = new();
            WireMessage request = bench.Start();

            AssertMalformed(bench, CoapDropReason.EmptyWithContent, type => [(byte)(0x40 | ((int)type << 4)), 0, .. Id(request), 0xFF]);
            AssertMalformed(bench, CoapDropReason.EmptyWithContent, type => [(byte)(0x41 | ((int)type << 4)), 0, .. Id(request), 0x00]);
            AssertMalformed(bench, CoapDropReason.EmptyWithContent, type => [(byte)(0x41 | ((int)type << 4)), 0, .. Id(request)]);
            AssertMalformed(bench, CoapDropReason.EmptyWithContent, type => [(byte)(0x42 | ((int)type << 4)), 0, .. Id(request), .. request.Token]);
            bench.AssertDropped(CoapDropReason.EmptyWithContent, [0x70, 0, .. Id(request), 0x00], null, 0);
        }

        [TestMethod]
        public void C_04_PingIsReset()
        {
            EngineBench bench = new();
            bench.AssertDropped(CoapDropReason.Ping, WireMessage.Response(Con, 0, 0xBEEF, []), Rst);
            bench.Start();
            bench.AssertDropped(CoapDropReason.Ping, WireMessage.Response(Con, 0, 0xBEEF, []), Rst);
            bench.AssertDropped(CoapDropReason.EmptyNonConfirmable, WireMessage.Response(Non, 0, 0xBEEF, []), null);
        }

        [TestMethod]
        public void C_06_AcknowledgementAndResetMatchByMessageId()
        {
            EngineBench bench = new();
            WireMessage request = bench.Start();
            foreach (int wrong in new[] { request.MessageId + 1, request.MessageId - 1, request.MessageId ^ 0x8000, request.MessageId ^ 0x0100 })
            {
                bench.AssertDropped(CoapDropReason.MessageIdMismatch, WireMessage.Response(Ack, 0, wrong, []), null);
                bench.AssertDropped(CoapDropReason.MessageIdMismatch, WireMessage.Response(Rst, 0, wrong, []), null);
                bench.AssertDropped(CoapDropReason.MessageIdMismatch, WireMessage.Response(Ack, 0x45, wrong, request.Token), null);
            }

            Assert.IsTrue(bench.Deliver(WireMessage.Response(Rst, 0, request.MessageId, [])));
            Assert.AreEqual(CoapExchangeState.Failed, bench.Engine.State);
            Assert.AreEqual(CoapStatus.Reset, bench.Engine.Status);
            bench.AssertDropped(CoapDropReason.MessageIdMismatch, WireMessage.Response(Rst, 0, request.MessageId, []), null);
        }

        [TestMethod]
        public void C_06_ResetBehindTheAcknowledgementIsIgnored()
        {
            EngineBench bench = new();
            WireMessage request = bench.Start();
            bench.Deliver(WireMessage.Response(Ack, 0, request.MessageId, []));

            bench.AssertDropped(CoapDropReason.Duplicate, WireMessage.Response(Rst, 0, request.MessageId, []), null);
            bench.AssertDropped(CoapDropReason.Duplicate, WireMessage.Response(Ack, 0, request.MessageId, []), null);
        }

        [TestMethod]
        public void C_06_AcknowledgementIsEmptyOrAResponseAndResetIsEmpty()
        {
            EngineBench bench = new();
            WireMessage request = bench.Start();
            foreach (int code in new[] { 0x01, 0x1F, 0x20, 0x60, 0xC0, 0xE1 })
            {
                bench.AssertDropped(CoapDropReason.Code, WireMessage.Response(Ack, code, request.MessageId, request.Token), null);
            }

            bench.AssertDropped(CoapDropReason.Code, WireMessage.Response(Rst, 0x45, request.MessageId, request.Token), null);
        }

        [TestMethod]
        [DataRow(false)]
        [DataRow(true)]
        public void C_10_PiggybackedResponseIsAcceptedAlsoBehindAnEmptyAcknowledgement(bool isAcknowledged)
        {
            EngineBench bench = new();
            WireMessage request = bench.Start();
            if (isAcknowledged)
            {
                bench.Deliver(WireMessage.Response(Ack, 0, request.MessageId, []));
            }

            Assert.IsTrue(bench.Deliver(WireMessage.Response(Ack, 0x45, request.MessageId, request.Token, "x")));
            AssertCompleted(bench, "x");
            Assert.HasCount(1, bench.Sent, "an acknowledgement is not acknowledged");
        }

        [TestMethod]
        [DataRow(true, true)]
        [DataRow(true, false)]
        [DataRow(false, true)]
        [DataRow(false, false)]
        public void C_10_SeparateResponseIsAcceptedAndAcknowledgedWhenConfirmable(bool isConfirmable, bool isAcknowledged)
        {
            EngineBench bench = new();
            WireMessage request = bench.Start();
            if (isAcknowledged)
            {
                bench.Deliver(WireMessage.Response(Ack, 0, request.MessageId, []));
            }

            Assert.IsTrue(bench.Deliver(WireMessage.Response(isConfirmable ? Con : Non, 0x45, 0xAD7B, request.Token, "x")));

            AssertCompleted(bench, "x");
            Assert.HasCount(isConfirmable ? 2 : 1, bench.Sent);
            if (isConfirmable)
            {
                bench.AssertEmpty(Ack, 0xAD7B);
            }
        }

        [TestMethod]
        public void C_08_RepeatedSeparateResponseIsAcknowledgedAgainAndNotProcessedTwice()
        {
            EngineBench bench = new();
            WireMessage request = bench.Start();
            byte[] response = WireMessage.Response(Con, 0x45, 0xAD7B, request.Token, "x").Encode();
            Assert.IsTrue(bench.Deliver(response));

            bench.AssertDropped(CoapDropReason.Duplicate, response, Ack, 0xAD7B);
            WireMessage next = bench.Start();
            bench.AssertDropped(CoapDropReason.Duplicate, response, Ack, 0xAD7B);

            Assert.IsTrue(bench.Deliver(WireMessage.Response(Ack, 0x44, next.MessageId, next.Token)));
            Assert.AreEqual(CoapCode.Changed, bench.Engine.ResponseCode);
            bench.AssertDropped(CoapDropReason.Duplicate, response, Ack, 0xAD7B);
        }

        [TestMethod]
        public void C_08_RepeatedPiggybackedAndNonConfirmableResponsesAreIgnored()
        {
            EngineBench bench = new();
            WireMessage request = bench.Start();
            byte[] piggybacked = WireMessage.Response(Ack, 0x45, request.MessageId, request.Token, "x").Encode();
            Assert.IsTrue(bench.Deliver(piggybacked));
            bench.AssertDropped(CoapDropReason.MessageIdMismatch, piggybacked, null, 0);

            WireMessage second = bench.Start();
            byte[] non = WireMessage.Response(Non, 0x45, 9, second.Token, "x").Encode();
            Assert.IsTrue(bench.Deliver(non));
            bench.AssertDropped(CoapDropReason.TokenMismatch, non, null, 0);
        }

        [TestMethod]
        public void C_11_V28_OtherTokensAreDroppedAndConfirmableOnesReset()
        {
            // The same number in another length is another token.
            byte[][] wrong = [[], [0x00], [0x02], [0x01], [0x01, 0x03], [0x02, 0x02], [0x02, 0x01], [0x01, 0x02, 0x00], [0, 0, 0], [0, 0, 2], [0x00, 0x01, 0x02], new byte[8], [0, 0, 0, 0, 0, 0, 1, 2]];
            foreach (long initial in new[] { 0L, 2L, 0x0102L })
            {
                EngineBench bench = new(new CoapClientOptions { TokenLength = 2, InitialToken = initial, InitialMessageId = 0x1000 });
                WireMessage request = bench.Start();
                foreach (byte[] token in wrong)
                {
                    bench.AssertDropped(CoapDropReason.TokenMismatch, WireMessage.Response(Ack, 0x45, request.MessageId, token), null);
                    bench.AssertDropped(CoapDropReason.TokenMismatch, WireMessage.Response(Non, 0x45, 77, token), null);
                    bench.AssertDropped(CoapDropReason.TokenMismatch, WireMessage.Response(Con, 0x45, 77, token), Rst);
                }

                Assert.IsTrue(bench.Deliver(WireMessage.Response(Ack, 0x45, request.MessageId, request.Token)));
            }
        }

        [TestMethod]
        public void C_11_LateResponseToAnAbandonedRequestIsReset()
        {
            EngineBench bench = new();
            WireMessage first = bench.Start();
            bench.Engine.Cancel();
            Assert.AreEqual(CoapStatus.Cancelled, bench.Engine.Status);
            bench.AssertDropped(CoapDropReason.TokenMismatch, WireMessage.Response(Con, 0x45, 1, first.Token), Rst);
            WireMessage second = bench.Start();
            bench.AssertDropped(CoapDropReason.TokenMismatch, WireMessage.Response(Con, 0x45, 1, first.Token), Rst);
            bench.AssertDropped(CoapDropReason.MessageIdMismatch, WireMessage.Response(Ack, 0x45, first.MessageId, first.Token), null);
            Assert.IsTrue(bench.Deliver(WireMessage.Response(Con, 0x45, 1, second.Token)));
        }

        [TestMethod]
        // Uri-Path, OSCORE, Block2, Block1, Proxy-Uri, an unassigned one, the largest.
        [DataRow(11)]
        [DataRow(9)]
        [DataRow(23)]
        [DataRow(27)]
        [DataRow(35)]
        [DataRow(65001)]
        [DataRow(65535)]
        public void C_12_ResponseWithACriticalOptionIsRejected(int option)
        {
            foreach (CoapMessageType type in new[] { Con, Non, Ack })
            {
                EngineBench bench = new();
                WireMessage request = bench.Start();

                Assert.IsFalse(bench.Deliver(WireMessage.Response(type, 0x45, request.MessageId, request.Token, "x").With(option, 1)));

                Assert.AreEqual(CoapDropReason.CriticalOption, bench.Engine.LastDropReason);
                Assert.AreEqual(CoapExchangeState.Failed, bench.Engine.State);
                Assert.AreEqual(CoapStatus.BadOption, bench.Engine.Status);
                Assert.AreEqual(0, bench.Engine.ResponseCode);
                Assert.AreEqual(0, bench.Engine.PayloadLength);
                Assert.HasCount(type == Con ? 2 : 1, bench.Sent);
                if (type == Con)
                {
                    bench.AssertEmpty(Rst, request.MessageId);
                }
            }
        }

        [TestMethod]
        // ETag, Observe, Location-Path, Size2, Echo, unassigned ones.
        [DataRow(4)]
        [DataRow(6)]
        [DataRow(8)]
        [DataRow(28)]
        [DataRow(252)]
        [DataRow(65000)]
        [DataRow(65534)]
        public void C_12_UnknownElectiveOptionIsIgnored(int option)
        {
            EngineBench bench = new();
            WireMessage request = bench.Start();

            Assert.IsTrue(bench.Deliver(WireMessage.Response(Ack, 0x45, request.MessageId, request.Token, "x").With(option, new byte[270])));

            AssertCompleted(bench, "x");
        }

        [TestMethod]
        public void C_13_SecondContentFormatOrMaxAgeIsIgnored()
        {
            EngineBench bench = new();
            WireMessage request = bench.Start();

            Assert.IsTrue(bench.Deliver(WireMessage.Response(Ack, 0x45, request.MessageId, request.Token, "x").With(12, 60).With(12, 50).With(14, 5).With(14, 6)));

            Assert.AreEqual(60, bench.Engine.ResponseContentFormat);
            Assert.AreEqual(5, bench.Engine.MaxAge);
        }

        [TestMethod]
        public void C_13_SecondCriticalOptionIsRejected()
        {
            EngineBench bench = new();
            WireMessage request = bench.Start();

            Assert.IsFalse(bench.Deliver(WireMessage.Response(Ack, 0x45, request.MessageId, request.Token).With(12, 60).With(17).With(17)));

            Assert.AreEqual(CoapStatus.BadOption, bench.Engine.Status);
        }

        [TestMethod]
        [DataRow("", 0, "", 0)]
        [DataRow("70", 112, "3C", 60)]
        [DataRow("0070", 112, "0000003C", 60)]
        [DataRow("FFFF", 65535, "7FFFFFFF", int.MaxValue)]
        [DataRow("0100", 256, "80000000", int.MaxValue)]
        [DataRow("2A16", 10774, "FFFFFFFF", int.MaxValue)]
        [DataRow("000070", -1, "000000003C", 60)]
        [DataRow("00000000000000000000000000000070", -1, "0000000000000000000000000000003D", 60)]
        public void C_13_OptionValuesAreReadOrIgnoredByTheirLength(string format, int expectedFormat, string maxAge, int expectedMaxAge)
        {
            EngineBench bench = new();
            WireMessage request = bench.Start();

            Assert.IsTrue(bench.Deliver(WireMessage.Response(Ack, 0x45, request.MessageId, request.Token, "x")
                .With(12, Convert.FromHexString(format)).With(14, Convert.FromHexString(maxAge))));

            Assert.AreEqual(expectedFormat, bench.Engine.ResponseContentFormat);
            Assert.AreEqual(expectedMaxAge, bench.Engine.MaxAge);
            AssertCompleted(bench, "x");
        }

        [TestMethod]
        public void ResultsOfTheLastResponseDoNotReachTheNext()
        {
            EngineBench bench = new();
            WireMessage request = bench.Start();
            bench.Deliver(WireMessage.Response(Ack, 0x84, request.MessageId, request.Token, "none").With(14, 1));
            Assert.IsTrue(bench.Engine.IsDiagnosticPayload);

            request = bench.Start();
            Assert.AreEqual(0, bench.Engine.ResponseCode);
            Assert.AreEqual(0, bench.Engine.PayloadLength);
            Assert.IsFalse(bench.Engine.IsDiagnosticPayload);
            bench.Deliver(WireMessage.Response(Ack, 0x44, request.MessageId, request.Token));

            Assert.AreEqual(0x44, bench.Engine.ResponseCode);
            Assert.AreEqual(0, bench.Engine.PayloadLength);
            Assert.AreEqual(60, bench.Engine.MaxAge);
            Assert.AreEqual(CoapContentFormat.None, bench.Engine.ResponseContentFormat);
        }

        [TestMethod]
        // Registered, unregistered, the ends of the classes.
        [DataRow(0x41, 2)]
        [DataRow(0x5F, 2)]
        [DataRow(0x80, 4)]
        [DataRow(0x9F, 4)]
        [DataRow(0xA0, 5)]
        [DataRow(0xB4, 5)]
        [DataRow(0xBF, 5)]
        public void C_14_UnknownCodesAreReportedByTheirClass(int code, int expectedClass)
        {
            EngineBench bench = new();
            WireMessage request = bench.Start();

            Assert.IsTrue(bench.Deliver(WireMessage.Response(Ack, code, request.MessageId, request.Token, "why")));

            Assert.AreEqual(CoapStatus.Ok, bench.Engine.Status);
            Assert.AreEqual(code, bench.Engine.ResponseCode);
            Assert.AreEqual(expectedClass, CoapCode.ClassOf(bench.Engine.ResponseCode));
            Assert.AreEqual(code & 31, CoapCode.DetailOf(code));
            Assert.AreEqual(expectedClass != 2, bench.Engine.IsDiagnosticPayload);
            Assert.AreEqual("why", Encoding.UTF8.GetString(bench.Payload));
        }

        [TestMethod]
        // Reserved classes 1, 3, 6 and 7; requests.
        [DataRow(0x20, CoapDropReason.Code)]
        [DataRow(0x3F, CoapDropReason.Code)]
        [DataRow(0x60, CoapDropReason.Code)]
        [DataRow(0xC0, CoapDropReason.Code)]
        [DataRow(0xFF, CoapDropReason.Code)]
        [DataRow(0x01, CoapDropReason.Request)]
        [DataRow(0x1F, CoapDropReason.Request)]
        public void C_14_MessagesThatAreNoResponsesAreReset(int code, CoapDropReason reason)
        {
            EngineBench bench = new();
            WireMessage request = bench.Start();
            bench.AssertDropped(reason, WireMessage.Response(Con, code, 0x77, request.Token), Rst);
            bench.AssertDropped(reason, WireMessage.Response(Non, code, 0x77, request.Token), null);
        }

        [TestMethod]
        public void C_16_V28_ResponseOfAnOldSessionMatchesNothing()
        {
            EngineBench bench = new(new CoapClientOptions { InitialMessageId = 0xFFFF, InitialToken = 0 });
            WireMessage old = bench.Start();
            bench.Engine.NewSession();
            Assert.AreEqual(CoapExchangeState.Failed, bench.Engine.State);
            Assert.AreEqual(CoapStatus.Cancelled, bench.Engine.Status);
            Assert.AreEqual(0, bench.Engine.GetMessage());

            bench.AssertDropped(CoapDropReason.TokenMismatch, WireMessage.Response(Con, 0x45, 1, old.Token), Rst);
            WireMessage fresh = bench.Start();
            CollectionAssert.AreNotEqual(old.Token, fresh.Token);
            Assert.AreNotEqual(old.MessageId, fresh.MessageId);
            bench.AssertDropped(CoapDropReason.MessageIdMismatch, WireMessage.Response(Ack, 0x45, old.MessageId, old.Token), null);
            bench.AssertDropped(CoapDropReason.MessageIdMismatch, WireMessage.Response(Rst, 0, old.MessageId, []), null);
            bench.AssertDropped(CoapDropReason.TokenMismatch, WireMessage.Response(Non, 0x45, 2, old.Token), null);
        }

        [TestMethod]
        public void C_16_DuplicatesOfAnOldSessionAreNotAcknowledgedInTheNewOne()
        {
            EngineBench bench = new();
            WireMessage old = bench.Start();
            byte[] response = WireMessage.Response(Con, 0x45, 0xAD7B, old.Token).Encode();
            Assert.IsTrue(bench.Deliver(response));

            bench.Engine.NewSession();

            Assert.AreEqual(CoapStatus.Ok, bench.Engine.Status, "what was complete stays complete");
            bench.AssertDropped(CoapDropReason.TokenMismatch, response, Rst, 0xAD7B);
        }

        [TestMethod]
        public void C_16_ReplyOfAnOldSessionIsNotSentInTheNewOne()
        {
            EngineBench bench = new();
            byte[] ping = WireMessage.Response(Con, 0, 5, []).Encode();
            bench.Engine.ProcessMessage(ping, 0, ping.Length, 0);

            bench.Engine.NewSession();

            Assert.AreEqual(0, bench.Engine.GetMessage());
        }

        private static void AssertMalformed(EngineBench bench, CoapDropReason reason, Func<CoapMessageType, byte[]> message)
        {
            // RFC 7252 sections 4.2 and 4.3: a confirmable message is answered with Reset, others are ignored.
            byte[] confirmable = message(Con);
            bench.AssertDropped(reason, confirmable, Rst, (confirmable[2] << 8) | confirmable[3]);
            bench.AssertDropped(reason, message(Non), null, 0);
            bench.AssertDropped(reason, message(Ack), null, 0);
        }

        private static void AssertCompleted(EngineBench bench, string payload)
        {
            Assert.AreEqual(CoapExchangeState.Completed, bench.Engine.State);
            Assert.AreEqual(CoapStatus.Ok, bench.Engine.Status);
            Assert.AreEqual(CoapCode.Content, bench.Engine.ResponseCode);
            Assert.AreEqual(payload, Encoding.UTF8.GetString(bench.Payload));
            Assert.AreEqual(long.MaxValue, bench.Engine.NextDeadline);
        }

        private static byte[] Id(WireMessage message)
        {
            return [(byte)(message.MessageId >> 8), (byte)message.MessageId];
        }
    }
}
