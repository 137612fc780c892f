// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text;
using NanoDtls.Coap.Tests.Support;
using static NanoDtls.Coap.Tests.Support.ResponseBench;

namespace NanoDtls.Coap.Tests
{
    [TestClass]
    public class CoapEngineResponseTests
    {
        [TestMethod]
        // Uri-Path, OSCORE, Q-Block1, Q-Block2, Proxy-Uri, an unassigned one, the largest.
        [DataRow(11)]
        [DataRow(9)]
        [DataRow(19)]
        [DataRow(31)]
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
    }
}
