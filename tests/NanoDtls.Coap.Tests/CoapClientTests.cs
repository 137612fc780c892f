// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Diagnostics;
using System.Reflection;
using System.Text;
using NanoDtls.Coap.Tests.Support;

namespace NanoDtls.Coap.Tests
{
    [TestClass]
    public class CoapClientTests
    {
        private static readonly CoapResource Resource = new("coap://127.0.0.1/s/1");
        private static readonly byte[] Payload = [1, 2, 3];

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
        public void C_05_LostRequestIsRepeatedUntilItIsAnswered()
        {
            MemoryChannel channel = new();
            CoapClient client = new(channel, new CoapClientOptions { AckTimeoutMilliseconds = 5 });
            List<string> copies = [];
            channel.OnSend = (b, o, n) =>
            {
                copies.Add(Convert.ToHexString(b, o, n));
                if (copies.Count == 4)
                {
                    Answer(channel, b, o, CoapMessageType.Acknowledgement, 0x44, m => m, "");
                }
            };

            Assert.AreEqual(CoapStatus.Ok, client.Request(CoapMethod.Put, Resource, 60, Payload, 0, 3));

            Assert.AreEqual(3, client.Retransmissions);
            Assert.HasCount(4, copies);
            Assert.HasCount(1, copies.Distinct().ToList(), "the channel cleared the buffer each time, yet all copies are equal");
        }

        [TestMethod]
        public void C_05_SilenceEndsInTimedOut()
        {
            MemoryChannel channel = new();
            CoapClient client = new(channel, new CoapClientOptions { AckTimeoutMilliseconds = 2, AckRandomFactorPercent = 100 });
            Stopwatch watch = Stopwatch.StartNew();

            Assert.AreEqual(CoapStatus.TimedOut, client.Get(Resource));

            Assert.AreEqual(5, channel.Sends);
            Assert.AreEqual(0, client.ResponseCode);
            // 2 x 31 ms, less what a coarse system clock may be off.
            Assert.IsGreaterThanOrEqualTo(50L, watch.ElapsedMilliseconds);
        }

        [TestMethod]
        public void C_05_PeerThatKeepsTalkingDoesNotStopTheClock()
        {
            MemoryChannel channel = new();
            CoapClient client = new(channel, new CoapClientOptions { AckTimeoutMilliseconds = 2, MaxRetransmit = 1 });
            byte[] noise = WireMessage.Response(CoapMessageType.NonConfirmable, 0x45, 1, [9, 9, 9]).Encode();
            channel.ReceiveResult = noise.Length;

            // ReceiveResult without a queued message leaves the noise that is in the buffer since this line.
            noise.CopyTo(client.ResponseBuffer, 0);
            channel.OnSend = null;
            Stopwatch watch = Stopwatch.StartNew();

            Assert.AreEqual(CoapStatus.TimedOut, client.Get(Resource));
            Assert.IsLessThan(5000L, watch.ElapsedMilliseconds);
            Assert.IsGreaterThan(2, channel.Receives);
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
        [DataRow(DtlsStatus.Closed)]
        [DataRow(DtlsStatus.PeerAlert)]
        [DataRow(DtlsStatus.SequenceExhausted)]
        [DataRow(DtlsStatus.ProtocolError)]
        public void ClosedChannelEndsTheRequestAtOnce(DtlsStatus status)
        {
            MemoryChannel channel = new() { SendStatus = status };
            CoapClient client = new(channel, null!);

            Assert.AreEqual(CoapStatus.ChannelClosed, client.Get(Resource));
            Assert.AreEqual(status, client.ChannelStatus);
            Assert.AreEqual(1, channel.Sends);

            channel = new() { ReceiveResult = -(int)status };
            client = new(channel, null!);
            Assert.AreEqual(CoapStatus.ChannelClosed, client.Get(Resource));
            Assert.AreEqual(status, client.ChannelStatus);
            Assert.AreEqual(1, channel.Receives);

            // And the client is ready for the next session.
            channel.ReceiveResult = 0;
            client.NewSession();
            channel.OnSend = (b, o, n) => Answer(channel, b, o, CoapMessageType.Acknowledgement, 0x44, m => m, "");
            Assert.AreEqual(CoapStatus.Ok, client.Get(Resource));
            Assert.AreEqual(DtlsStatus.Ok, client.ChannelStatus);
        }

        [TestMethod]
        public void NetworkErrorIsSurvivedAndReportedWhenItLasts()
        {
            MemoryChannel channel = new() { SendStatus = DtlsStatus.NetworkError, ReceiveResult = -(int)DtlsStatus.NetworkError };
            CoapClient client = new(channel, new CoapClientOptions { AckTimeoutMilliseconds = 5 });

            Assert.AreEqual(CoapStatus.NetworkError, client.Get(Resource));
            Assert.AreEqual(DtlsStatus.NetworkError, client.ChannelStatus);
            Assert.AreEqual(5, channel.Sends, "each retransmission is tried");
            Assert.IsLessThan(200, channel.Receives, "no spinning on a broken socket");

            // An ICMP error once, then the answer to the retransmission.
            channel = new() { ReceiveResult = -(int)DtlsStatus.NetworkError };
            client = new(channel, new CoapClientOptions { AckTimeoutMilliseconds = 5 });
            channel.OnSend = (b, o, n) =>
            {
                if (channel.Sends == 2)
                {
                    Answer(channel, b, o, CoapMessageType.Acknowledgement, 0x44, m => m, "");
                }
            };
            Assert.AreEqual(CoapStatus.Ok, client.Get(Resource));
            Assert.AreEqual(1, client.Retransmissions);
        }

        [TestMethod]
        public void ResponseBehindANetworkErrorIsTakenWithoutWaitingForTheRetransmission()
        {
            MemoryChannel channel = new() { NextReceiveResult = -(int)DtlsStatus.NetworkError };
            CoapClient client = new(channel, new CoapClientOptions { AckTimeoutMilliseconds = 30_000 });
            channel.OnSend = (b, o, n) => Answer(channel, b, o, CoapMessageType.Acknowledgement, 0x44, m => m, "");
            Stopwatch watch = Stopwatch.StartNew();

            Assert.AreEqual(CoapStatus.Ok, client.Get(Resource));

            Assert.AreEqual(0, client.Retransmissions);
            Assert.AreEqual(DtlsStatus.NetworkError, client.ChannelStatus, "it is told all the same");
            Assert.IsLessThan(15_000L, watch.ElapsedMilliseconds);
        }

        [TestMethod]
        public void C_18_ResponseLongerThanTheBufferIsReported()
        {
            MemoryChannel channel = new();
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
            MemoryChannel channel = new(maxMessage: 100);
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

        [TestMethod]
        public void ClientIsUsableAfterTheChannelThrew()
        {
            MemoryChannel channel = new();
            CoapClient client = new(channel, null!);
            channel.OnSend = (b, o, n) => throw new InvalidOperationException();
            Assert.ThrowsExactly<InvalidOperationException>(() => client.Get(Resource));

            channel.OnSend = (b, o, n) => Answer(channel, b, o, CoapMessageType.Acknowledgement, 0x44, m => m, "");
            Assert.AreEqual(CoapStatus.Ok, client.Get(Resource));
        }

        [TestMethod]
        public void TenThousandRequestsAllocateNothing()
        {
            MemoryChannel channel = new();
            CoapClient client = new(channel, null!);
            SenMlCborWriter writer = new(new byte[64]);
            byte[] name = "t"u8.ToArray();
            byte[] unit = "Cel"u8.ToArray();
            int kind = 0;
            channel.OnSend = (b, o, n) =>
            {
                if (b[o + 1] == 0)
                {
                    return;
                }

                // Piggybacked, separate CON, separate NON, a duplicate and junk before it, critical option, Reset.
                byte[] next = channel.Next;
                int type = (kind % 6) switch { 1 => 0, 2 => 1, _ => 2 };
                if (kind % 6 == 5)
                {
                    next[0] = 0x70;
                    next[1] = 0;
                    next[2] = b[o + 2];
                    next[3] = b[o + 3];
                    channel.Push(4);
                    return;
                }

                if (kind % 6 == 3)
                {
                    next[0] = 0x4F;
                    channel.Push(20);
                    next = channel.Next;
                }

                Array.Copy(b, o, next, 0, 6);
                next[0] = (byte)(0x42 | (type << 4));
                next[1] = 0x45;
                next[6] = (byte)(kind % 6 == 4 ? 0x90 : 0xC0);
                next[7] = 0xFF;
                next[8] = 1;
                channel.Push(9);
            };
            int[] results = new int[12];
            void Round()
            {
                writer.BeginPack();
                writer.AddRecord(name, unit, 2000 + kind, 2);
                results[(int)client.Request(CoapMethod.Post, Resource, CoapContentFormat.SenMlCbor, writer.Buffer, 0, writer.EndPack())]++;
                kind++;
            }

            for (int i = 0; i < 100; i++)
            {
                Round();
            }

            Array.Clear(results);
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 10_000; i++)
            {
                Round();
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.AreEqual(0L, allocated);
            Assert.AreEqual(10_000, results[(int)CoapStatus.Ok] + results[(int)CoapStatus.BadOption] + results[(int)CoapStatus.Reset]);
            Assert.IsInRange(1660, 1670, results[(int)CoapStatus.BadOption]);
            Assert.IsInRange(1660, 1670, results[(int)CoapStatus.Reset]);
        }

        [TestMethod]
        public void TimeoutsAndChannelErrorsAllocateNothing()
        {
            MemoryChannel channel = new();
            CoapClient client = new(channel, new CoapClientOptions { AckTimeoutMilliseconds = 1, MaxRetransmit = 1 });
            void Round()
            {
                channel.ReceiveResult = 0;
                client.Get(Resource);
                channel.ReceiveResult = -(int)DtlsStatus.NetworkError;
                client.Get(Resource);
                channel.ReceiveResult = -(int)DtlsStatus.Closed;
                client.Get(Resource);
                client.NewSession();
            }

            Round();
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 20; i++)
            {
                Round();
            }

            Assert.AreEqual(0L, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        [TestMethod]
        public void ArraysOfAClientWith512ByteMessagesStayUnder1024Bytes()
        {
            int bytes = ArrayBytes(new CoapClient(new MemoryChannel(), new CoapClientOptions { MaxMessage = 512, Random = new FixedRandom(0) }), []);

            Assert.IsInRange(512, 1024, bytes);
        }

        private static int ArrayBytes(object root, HashSet<object> seen)
        {
            if (root is CoapChannel or Random || !seen.Add(root))
            {
                return 0;
            }

            // As on the device: 20 bytes and the content, rounded up to 12.
            int bytes = root is byte[] array ? (20 + array.Length + 11) / 12 * 12 : 0;
            foreach (FieldInfo field in root.GetType().GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public))
            {
                if (!field.FieldType.IsValueType && field.GetValue(root) is { } value)
                {
                    bytes += ArrayBytes(value, seen);
                }
            }

            return bytes;
        }

        private static void Answer(MemoryChannel channel, byte[] buffer, int offset, CoapMessageType type, int code, Func<WireMessage, WireMessage> edit, string payload)
        {
            int tokenLength = buffer[offset] & 15;
            int messageId = (buffer[offset + 2] << 8) | buffer[offset + 3];
            channel.Push(edit(WireMessage.Response(type, code, messageId, buffer.AsSpan(offset + 4, tokenLength).ToArray(), payload)).Encode());
        }
    }
}
