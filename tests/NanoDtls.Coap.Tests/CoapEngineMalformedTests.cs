// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Coap.Tests.Support;
using static NanoDtls.Coap.Tests.Support.ResponseBench;

namespace NanoDtls.Coap.Tests
{
    [TestClass]
    public class CoapEngineMalformedTests
    {
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

        private static void AssertMalformed(EngineBench bench, CoapDropReason reason, Func<CoapMessageType, byte[]> message)
        {
            // RFC 7252 sections 4.2 and 4.3: a confirmable message is answered with Reset, others are ignored.
            byte[] confirmable = message(Con);
            bench.AssertDropped(reason, confirmable, Rst, (confirmable[2] << 8) | confirmable[3]);
            bench.AssertDropped(reason, message(Non), null, 0);
            bench.AssertDropped(reason, message(Ack), null, 0);
        }

        private static byte[] Id(WireMessage message)
        {
            return [(byte)(message.MessageId >> 8), (byte)message.MessageId];
        }
    }
}
