// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Diagnostics;

namespace NanoDtls.Live.Tests
{
    /// <summary>
    /// Servers that will not have the client: each ends Connect within the handshake time-out, with what can
    /// be known, and leaves the client fit for another server. docs/peers.md says how each of them refuses.
    /// </summary>
    [TestClass]
    public sealed class RefusalTests : LiveTest
    {
        private const int HandshakeTimeout = 1500;

        [TestMethod]
        [DataRow(PeerKind.OpenSsl, DtlsStatus.FinishedTimedOut, DtlsAlert.None)]
        [DataRow(PeerKind.GnuTls, DtlsStatus.FinishedTimedOut, DtlsAlert.None)]
        [DataRow(PeerKind.LibcoapOpenSsl, DtlsStatus.FinishedTimedOut, DtlsAlert.None)]
        [DataRow(PeerKind.LibcoapGnuTls, DtlsStatus.FinishedTimedOut, DtlsAlert.None)]
        [DataRow(PeerKind.MbedTls, DtlsStatus.CredentialsRejected, DtlsAlert.BadRecordMac)]
        [DataRow(PeerKind.BouncyCastle, DtlsStatus.FinishedTimedOut, DtlsAlert.None)]
        public void PSK_06_WrongKeyEndsInBoundedTimeAsTheServerReportsIt(PeerKind kind, DtlsStatus expected, DtlsAlert alert)
        {
            DtlsClientOptions options = ImpatientOptions();
            options.PskKey = new byte[16];

            AssertRefused(kind, PeerSuites.Both, options, expected, alert);
        }

        // OpenSSL's s_server only warns of another identity, and uses the key all the same: that is why it is
        // not here. GnuTLS answers with a key that nobody has, so as not to tell which identities exist.
        [TestMethod]
        [DataRow(PeerKind.GnuTls, DtlsStatus.FinishedTimedOut, DtlsAlert.None)]
        [DataRow(PeerKind.LibcoapOpenSsl, DtlsStatus.FinishedTimedOut, DtlsAlert.None)]
        [DataRow(PeerKind.LibcoapGnuTls, DtlsStatus.FinishedTimedOut, DtlsAlert.None)]
        [DataRow(PeerKind.MbedTls, DtlsStatus.CredentialsRejected, DtlsAlert.UnknownPskIdentity)]
        [DataRow(PeerKind.BouncyCastle, DtlsStatus.CredentialsRejected, DtlsAlert.UnknownPskIdentity)]
        public void PSK_05_UnknownIdentityEndsInBoundedTimeAsTheServerReportsIt(PeerKind kind, DtlsStatus expected, DtlsAlert alert)
        {
            DtlsClientOptions options = ImpatientOptions();
            options.PskIdentity = "nobody"u8.ToArray();

            AssertRefused(kind, PeerSuites.Both, options, expected, alert);
        }

        [TestMethod]
        [DataRow(PeerKind.OpenSsl, DtlsStatus.PeerAlert, DtlsAlert.HandshakeFailure)]
        [DataRow(PeerKind.GnuTls, DtlsStatus.TimedOut, DtlsAlert.None)]
        [DataRow(PeerKind.LibcoapOpenSsl, DtlsStatus.PeerAlert, DtlsAlert.HandshakeFailure)]
        [DataRow(PeerKind.LibcoapGnuTls, DtlsStatus.PeerAlert, DtlsAlert.HandshakeFailure)]
        [DataRow(PeerKind.MbedTls, DtlsStatus.PeerAlert, DtlsAlert.HandshakeFailure)]
        [DataRow(PeerKind.BouncyCastle, DtlsStatus.PeerAlert, DtlsAlert.HandshakeFailure)]
        public void NoCommonSuiteEndsInBoundedTimeAsTheServerReportsIt(PeerKind kind, DtlsStatus expected, DtlsAlert alert)
        {
            AssertRefused(kind, PeerSuites.NeitherCcm, ImpatientOptions(), expected, alert);
        }

        private static DtlsClientOptions ImpatientOptions()
        {
            DtlsClientOptions options = Clients.Options();
            options.HandshakeTimeoutMilliseconds = HandshakeTimeout;
            options.InitialRetransmitMilliseconds = 400;
            return options;
        }

        private void AssertRefused(PeerKind kind, PeerSuites suites, DtlsClientOptions options, DtlsStatus expected, DtlsAlert alert)
        {
            LivePeer peer = Own(LivePeer.Start(kind, suites, 0));
            DtlsClient client = Own(new DtlsClient(options));
            Stopwatch clock = Stopwatch.StartNew();

            DtlsStatus status = client.Connect(peer.EndPoint);

            long elapsed = clock.ElapsedMilliseconds;
            TestContext.WriteLine("{0} and {1} after {2} ms", status, client.LastAlert, elapsed);
            Assert.AreEqual(expected, status);
            Assert.AreEqual(alert, client.LastAlert);
            Assert.AreEqual(DtlsState.Closed, client.State);
            Assert.IsLessThan(HandshakeTimeout + Clients.Slack, elapsed);
            // One ClientHello and two flights on the 75 ms floor, each interval waited twice and then doubled: transmission 6 of
            // a flight leaves 0.75 s after its first, so that 1.5 s have room for no more than 13 datagrams.
            Assert.IsLessThanOrEqualTo(13, client.DatagramsSent, "a refused client must not flood the server");
        }
    }
}
