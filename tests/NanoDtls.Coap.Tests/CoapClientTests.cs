// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text;
using NanoDtls.Coap.Tests.Support;
using static NanoDtls.Coap.Tests.Support.ClientBench;

namespace NanoDtls.Coap.Tests
{
    [TestClass]
    public class CoapClientTests
    {
        [TestMethod]
        public void RequestReturnsTheResponse()
        {
            MemoryChannel channel = new();
            CoapClient client = new(channel, null!);
            channel.OnSend = (b, o, n) => Answer(channel, b, o, CoapMessageType.Acknowledgement, 0x45, m => m.With(12, 60).With(14, 7), "hello");

            CoapStatus status = client.Request(CoapMethod.Post, Resource, CoapContentFormat.SenMlCbor, CoapContentFormat.Cbor, Payload, 0, 3);

            Assert.AreEqual(CoapStatus.Ok, status);
            Assert.IsTrue(client.IsSuccess);
            Assert.AreEqual(CoapCode.Content, client.ResponseCode);
            Assert.AreEqual("hello", Encoding.UTF8.GetString(client.ResponseBuffer, client.PayloadOffset, client.PayloadLength));
            Assert.AreEqual(CoapContentFormat.Cbor, client.ResponseContentFormat);
            Assert.AreEqual(7, client.MaxAge);
            Assert.AreEqual(0, client.Retransmissions);
            Assert.AreEqual(DtlsStatus.Ok, client.ChannelStatus);
            Assert.AreEqual(1, channel.Sends);
        }

        [TestMethod]
        public void C_14_ErrorResponseIsAResponse()
        {
            MemoryChannel channel = new();
            CoapClient client = new(channel, null!);
            channel.OnSend = (b, o, n) => Answer(channel, b, o, CoapMessageType.Acknowledgement, 0x84, m => m, "no such thing");

            Assert.AreEqual(CoapStatus.Ok, client.Get(Resource));
            Assert.IsFalse(client.IsSuccess);
            Assert.AreEqual(CoapCode.NotFound, client.ResponseCode);
            Assert.IsTrue(client.IsDiagnosticPayload);
        }

        [TestMethod]
        public void C_10_SeparateResponseIsAcknowledgedBeforeTheCallReturns()
        {
            MemoryChannel channel = new();
            CoapClient client = new(channel, null!);
            List<string> sent = [];
            channel.OnSend = (b, o, n) =>
            {
                sent.Add(Convert.ToHexString(b, o, n));
                if (sent.Count == 1)
                {
                    WireMessage request = WireMessage.Decode(b.AsSpan(o, n).ToArray());
                    channel.Push(WireMessage.Response(CoapMessageType.Acknowledgement, 0, request.MessageId, []).Encode());
                    channel.Push(WireMessage.Response(CoapMessageType.Confirmable, 0x45, 0xAD7B, request.Token, "late").Encode());
                }
            };

            Assert.AreEqual(CoapStatus.Ok, client.Get(Resource));

            Assert.AreEqual("late", Encoding.UTF8.GetString(client.ResponseBuffer, client.PayloadOffset, client.PayloadLength));
            Assert.HasCount(2, sent);
            Assert.AreEqual("6000AD7B", sent[1]);
        }

        [TestMethod]
        public void C_06_ResetIsReported()
        {
            MemoryChannel channel = new();
            CoapClient client = new(channel, null!);
            channel.OnSend = (b, o, n) => channel.Push([0x70, 0, b[o + 2], b[o + 3]]);

            Assert.AreEqual(CoapStatus.Reset, client.Get(Resource));
        }

        [TestMethod]
        public void C_12_CriticalOptionIsReportedAndTheConfirmableResponseReset()
        {
            MemoryChannel channel = new();
            CoapClient client = new(channel, null!);
            List<string> sent = [];
            channel.OnSend = (b, o, n) =>
            {
                sent.Add(Convert.ToHexString(b, o, n));
                if (sent.Count == 1)
                {
                    Answer(channel, b, o, CoapMessageType.Confirmable, 0x45, m => m.With(9, 1), "x");
                }
            };

            Assert.AreEqual(CoapStatus.BadOption, client.Get(Resource));

            Assert.HasCount(2, sent);
            Assert.AreEqual("7000", sent[1][..4]);
        }

        [TestMethod]
        public void C_18_ResponseLongerThanTheBufferIsReported()
        {
            MemoryChannel channel = new() { Secure = true };
            CoapClient client = new(channel, new CoapClientOptions { MaxMessage = 64 });
            int length = 0;
            channel.OnSend = (b, o, n) => Answer(channel, b, o, CoapMessageType.Acknowledgement, 0x45, m => m, new string('x', length));

            // Header 4, token 2, marker 1.
            length = 64 - 7;
            Assert.AreEqual(CoapStatus.Ok, client.Get(Resource));
            Assert.AreEqual(length, client.PayloadLength);
            length++;
            Assert.AreEqual(CoapStatus.ResponseTooLong, client.Get(Resource));
            Assert.AreEqual(0, client.PayloadLength);
        }

        [TestMethod]
        public void C_18_RequestLongerThanTheChannelTakesIsRefused()
        {
            MemoryChannel channel = new(maxMessage: 100) { Secure = true };
            CoapClient client = new(channel, null!);
            channel.OnSend = (b, o, n) => Answer(channel, b, o, CoapMessageType.Acknowledgement, 0x44, m => m, "");

            // Header 4, token 2, Uri-Paths 4, marker 1.
            Assert.AreEqual(CoapStatus.Ok, client.Request(CoapMethod.Put, Resource, -1, new byte[100], 0, 89));
            Assert.AreEqual(CoapStatus.MessageTooLong, client.Request(CoapMethod.Put, Resource, -1, new byte[100], 0, 90));
            Assert.AreEqual(1, channel.Sends);
            Assert.AreEqual(CoapStatus.MessageTooLong, client.Request(CoapMethod.Put, Resource, -1, new byte[600], 0, 600));
            Assert.AreEqual(1, channel.Sends);
            Assert.AreEqual(CoapStatus.Ok, client.Get(Resource));
        }

        [TestMethod]
        public void C_07_ExhaustedMessageIdsAreReported()
        {
            MemoryChannel channel = new();
            CoapClient client = new(channel, new CoapClientOptions { InitialMessageId = 0 });
            channel.OnSend = (b, o, n) => channel.Push([0x70, 0, b[o + 2], b[o + 3]]);
            for (int i = 0; i < 65536; i++)
            {
                Assert.AreEqual(CoapStatus.Reset, client.Get(Resource));
            }

            Assert.AreEqual(CoapStatus.MessageIdsExhausted, client.Get(Resource));
            client.NewSession();
            Assert.AreEqual(CoapStatus.Reset, client.Get(Resource));
        }

        [TestMethod]
        public void C_16_CoapsResourceNeverGoesOutOverAnUnprotectedChannel()
        {
            MemoryChannel channel = new();
            CoapClient client = new(channel, null!);
            CoapResource secure = new("coaps://127.0.0.1/s/1");

            Assert.ThrowsExactly<ArgumentException>(() => client.Get(secure));
            Assert.AreEqual(0, channel.Sends);

            channel.Secure = true;
            channel.OnSend = (b, o, n) => Answer(channel, b, o, CoapMessageType.Acknowledgement, 0x45, m => m, "");
            Assert.AreEqual(CoapStatus.Ok, client.Get(secure));
        }

        [TestMethod]
        public void C_16_V28_ResponseOfAnOldSessionIsNotTakenForANewRequest()
        {
            MemoryChannel channel = new();
            CoapClient client = new(channel, new CoapClientOptions { AckTimeoutMilliseconds = 2, MaxRetransmit = 0 });
            byte[] old = [];
            channel.OnSend = (b, o, n) => old = b.AsSpan(o, n).ToArray();
            Assert.AreEqual(CoapStatus.TimedOut, client.Get(Resource));
            WireMessage request = WireMessage.Decode(old);

            client.NewSession();
            channel.OnSend = null;
            channel.Push(WireMessage.Response(CoapMessageType.Acknowledgement, 0x45, request.MessageId, request.Token, "old").Encode());
            channel.Push(WireMessage.Response(CoapMessageType.NonConfirmable, 0x45, 1, request.Token, "old").Encode());

            Assert.AreEqual(CoapStatus.TimedOut, client.Get(Resource));
            Assert.AreEqual(2, client.DropCount);
            Assert.AreEqual(CoapDropReason.TokenMismatch, client.LastDropReason);
        }

        [TestMethod]
        public void MisuseIsAnException()
        {
            CoapClient client = new(new MemoryChannel(), null!);
            Assert.ThrowsExactly<ArgumentNullException>(() => new CoapClient(null!, null!));
            Assert.ThrowsExactly<ArgumentNullException>(() => new DtlsCoapChannel(null!));
            Assert.ThrowsExactly<ArgumentNullException>(() => client.Get(null!));
            Assert.ThrowsExactly<ArgumentException>(() => client.Request(CoapMethod.Put, Resource, -1, client.ResponseBuffer, 0, 1));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => client.Request(CoapMethod.Put, Resource, -1, Payload, 0, 4));
        }
    }
}
