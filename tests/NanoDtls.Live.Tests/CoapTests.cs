// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text;
using NanoDtls.Coap;

namespace NanoDtls.Live.Tests
{
    /// <summary>The CoAP client over DTLS against libcoap's example server, on OpenSSL and on GnuTLS.</summary>
    [TestClass]
    public sealed class CoapTests : LiveTest
    {
        private static readonly CoapResource Root = new CoapResource("coaps://127.0.0.1/");
        private static readonly CoapResource Data = new CoapResource("coaps://127.0.0.1/example_data");
        private static readonly CoapResource Time = new CoapResource("coaps://127.0.0.1/time");
        private static readonly CoapResource Links = new CoapResource("coaps://127.0.0.1/.well-known/core");

        [TestMethod]
        [DataRow(PeerKind.LibcoapOpenSsl, DtlsCipherSuite.PskWithAes128Ccm8)]
        [DataRow(PeerKind.LibcoapOpenSsl, DtlsCipherSuite.PskWithAes128Ccm)]
        [DataRow(PeerKind.LibcoapGnuTls, DtlsCipherSuite.PskWithAes128Ccm8)]
        [DataRow(PeerKind.LibcoapGnuTls, DtlsCipherSuite.PskWithAes128Ccm)]
        public void C_17_HundredRequestsThenCleanClose(PeerKind kind, DtlsCipherSuite suite)
        {
            LibcoapPeer peer = Own(LibcoapPeer.StartServer(kind, PeerSuites.Both, 0));
            DtlsClient client = Own(new DtlsClient(Clients.Options(suite)));
            CoapClient coap = new CoapClient(new DtlsCoapChannel(client), null!);

            Assert.AreEqual(DtlsStatus.Ok, client.Connect(peer.EndPoint));

            Assert.AreEqual(suite, client.Connection.CipherSuite);
            for (int i = 0; i < 25; i++)
            {
                StringAssert.Contains(Get(coap, Root, CoapCode.Content), "test server made with libcoap");
                string value = Payload.Line("reading", i, 400);
                byte[] payload = Encoding.ASCII.GetBytes(value);
                Assert.AreEqual(CoapStatus.Ok, coap.Request(CoapMethod.Put, Data, CoapContentFormat.TextPlain, payload, 0, payload.Length));
                // The first one replaces the built-in text.
                Assert.AreEqual(i == 0 ? CoapCode.Created : CoapCode.Changed, coap.ResponseCode);
                Assert.AreEqual(value, Get(coap, Data, CoapCode.Content));
                Assert.IsGreaterThan(10, Get(coap, Time, CoapCode.Content).Length);
            }

            Assert.AreEqual(0, coap.DropCount, coap.LastDropReason.ToString());
            Assert.AreEqual(DtlsStatus.Ok, client.Close());
            Assert.IsTrue(peer.WaitForSessionEnd(Clients.Patience), "the server saw no close_notify");
        }

        [TestMethod]
        [DataRow(PeerKind.LibcoapOpenSsl)]
        [DataRow(PeerKind.LibcoapGnuTls)]
        public void SeparateResponseAndErrorsArriveAsTheServerMeansThem(PeerKind kind)
        {
            LibcoapPeer peer = Own(LibcoapPeer.StartServer(kind, PeerSuites.Both, 0));
            DtlsClient client = Own(new DtlsClient(Clients.Options()));
            CoapClient coap = new CoapClient(new DtlsCoapChannel(client), null!);
            Assert.AreEqual(DtlsStatus.Ok, client.Connect(peer.EndPoint));

            // The server acknowledges at once and answers a second later, in a confirmable message.
            Assert.AreEqual("done", Get(coap, new CoapResource("coaps://127.0.0.1/async?1"), CoapCode.Content));
            Assert.AreEqual(0, coap.Retransmissions);
            StringAssert.Contains(Get(coap, Links, CoapCode.Content), "</example_data>");
            Assert.AreEqual(40, coap.ResponseContentFormat);
            Assert.AreEqual("Not Found", Get(coap, new CoapResource("coaps://127.0.0.1/nothing/here"), CoapCode.NotFound));
            Assert.IsTrue(coap.IsDiagnosticPayload);
            Assert.AreEqual(CoapStatus.Ok, coap.Request(CoapMethod.Post, Data, CoapContentFormat.TextPlain, [1], 0, 1));
            Assert.AreEqual(CoapCode.MethodNotAllowed, coap.ResponseCode);
        }

        [TestMethod]
        [DataRow(PeerKind.LibcoapOpenSsl)]
        [DataRow(PeerKind.LibcoapGnuTls)]
        public void ClientGoesOnWithANewSessionAfterTheServerWasKilledAndStartedAgain(PeerKind kind)
        {
            LibcoapPeer first = Own(LibcoapPeer.StartServer(kind, PeerSuites.Both, 0));
            DtlsClient client = Own(new DtlsClient(Clients.Options()));
            CoapClientOptions options = new CoapClientOptions { AckTimeoutMilliseconds = 100, MaxRetransmit = 1 };
            CoapClient coap = new CoapClient(new DtlsCoapChannel(client), options);
            Assert.AreEqual(DtlsStatus.Ok, client.Connect(first.EndPoint));
            Get(coap, Root, CoapCode.Content);

            first.Dispose();
            CoapStatus status = coap.Get(Root);
            Assert.IsTrue(status == CoapStatus.NetworkError || status == CoapStatus.TimedOut, status.ToString());
            Own(LibcoapPeer.StartServer(kind, PeerSuites.Both, first.EndPoint.Port));

            client.Close();
            Assert.AreEqual(DtlsStatus.Ok, client.Connect(first.EndPoint));
            coap.NewSession();
            StringAssert.Contains(Get(coap, Root, CoapCode.Content), "libcoap");
        }

        private static string Get(CoapClient coap, CoapResource resource, int code)
        {
            Assert.AreEqual(CoapStatus.Ok, coap.Get(resource));
            Assert.AreEqual(code, coap.ResponseCode);
            return Encoding.UTF8.GetString(coap.ResponseBuffer, coap.PayloadOffset, coap.PayloadLength);
        }
    }
}
