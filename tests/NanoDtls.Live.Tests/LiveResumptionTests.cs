// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Live.Tests
{
    /// <summary>Resumption by session ID and by ticket, with each server that does either.</summary>
    [TestClass]
    public sealed class LiveResumptionTests : LiveTest
    {
        private const int Resumptions = 3;

        [TestMethod]
        [DataRow(PeerKind.OpenSsl, PeerSessions.Ids)]
        [DataRow(PeerKind.OpenSsl, PeerSessions.Tickets)]
        [DataRow(PeerKind.GnuTls, PeerSessions.Ids)]
        [DataRow(PeerKind.GnuTls, PeerSessions.Tickets)]
        [DataRow(PeerKind.LibcoapOpenSsl, PeerSessions.Ids)]
        [DataRow(PeerKind.LibcoapOpenSsl, PeerSessions.Tickets)]
        [DataRow(PeerKind.MbedTls, PeerSessions.Ids)]
        [DataRow(PeerKind.MbedTls, PeerSessions.Tickets)]
        [DataRow(PeerKind.BouncyCastle, PeerSessions.Ids)]
        public void IOT_04_SessionIsResumedAgainAndAgain(PeerKind kind, PeerSessions sessions)
        {
            LivePeer peer = Own(LivePeer.Start(kind, new PeerSettings { Sessions = sessions }));
            UdpRelay relay = Own(new UdpRelay(peer.EndPoint));
            DtlsClient client = Own(new DtlsClient(Options(sessions)));
            Connect(client, relay, peer, isResumed: false);
            DtlsCipherSuite suite = client.Connection.CipherSuite;

            for (int i = 0; i < Resumptions; i++)
            {
                client.Close();
                int fragments = Handshakes.Fragments(relay, fromClient: true).Count;
                Connect(client, relay, peer, isResumed: true);

                Assert.AreEqual(suite, client.Connection.CipherSuite);
                Assert.IsTrue(client.Connection.IsExtendedMasterSecret, "EMS-04: the session's setting");
                List<WireFragment> sent = Handshakes.Fragments(relay, fromClient: true);
                Assert.IsTrue(sent.Skip(fragments).All(fragment => fragment.HandshakeType == Wire.ClientHello), "no ClientKeyExchange");
                ClientHelloMessage offer = Handshakes.ClientHello(relay);
                byte[] ticket = offer.Find(35)?.Body ?? [];
                Assert.AreEqual(sessions == PeerSessions.Tickets, ticket.Length > 0, "TKT-01");
                Assert.IsNotEmpty(offer.SessionId, "TKT-03");
                CollectionAssert.AreEqual(offer.SessionId, Handshakes.ServerHello(relay).SessionId);
            }

            if (kind == PeerKind.MbedTls)
            {
                AssertEachResumed(peer, sessions == PeerSessions.Ids ? "resumed id" : "resumed ticket");
            }
            else if (peer is BouncyCastlePeer bouncyCastle)
            {
                Assert.IsTrue(bouncyCastle.Server.IsResumed);
            }
        }

        [TestMethod]
        [DataRow(PeerKind.OpenSsl, PeerSessions.Ids)]
        [DataRow(PeerKind.OpenSsl, PeerSessions.Tickets)]
        [DataRow(PeerKind.GnuTls, PeerSessions.Ids)]
        [DataRow(PeerKind.GnuTls, PeerSessions.Tickets)]
        [DataRow(PeerKind.LibcoapOpenSsl, PeerSessions.Ids)]
        [DataRow(PeerKind.LibcoapOpenSsl, PeerSessions.Tickets)]
        [DataRow(PeerKind.MbedTls, PeerSessions.Ids)]
        [DataRow(PeerKind.MbedTls, PeerSessions.Tickets)]
        [DataRow(PeerKind.BouncyCastle, PeerSessions.Ids)]
        public void IOT_04_TKT_03_ServerThatForgotTheSessionGetsAFullHandshake(PeerKind kind, PeerSessions sessions)
        {
            PeerSettings settings = new PeerSettings { Sessions = sessions };
            LivePeer first = Own(LivePeer.Start(kind, settings));
            DtlsClient client = Own(new DtlsClient(Options(sessions)));
            Assert.AreEqual(DtlsStatus.Ok, client.Connect(first.EndPoint));
            Proof.Works(client, first);
            client.Close();
            Assert.IsTrue(client.Connection.CanResume);

            // Another process: neither its memory nor its ticket key is that of the first one.
            first.Dispose();
            LivePeer second = Own(LivePeer.Start(kind, settings with { Port = first.EndPoint.Port }));

            Assert.AreEqual(DtlsStatus.Ok, client.Connect(second.EndPoint));
            Assert.IsFalse(client.Connection.IsResumed);
            Proof.Works(client, second);
            client.Close();
            Assert.AreEqual(DtlsStatus.Ok, client.Connect(second.EndPoint));
            Assert.IsTrue(client.Connection.IsResumed, "and the new session is resumed again");
            Proof.Works(client, second);
        }

        [TestMethod]
        [DataRow(PeerKind.GnuTls)]
        [DataRow(PeerKind.LibcoapGnuTls)]
        [DataRow(PeerKind.MbedTls)]
        [DataRow(PeerKind.BouncyCastle)]
        public void IOT_04_ServerThatKeepsNoSessionsGetsAFullHandshakeEachTime(PeerKind kind)
        {
            LivePeer peer = Own(LivePeer.Start(kind, new PeerSettings()));
            UdpRelay relay = Own(new UdpRelay(peer.EndPoint));
            DtlsClientOptions options = Clients.Options();
            options.OfferSessionTicket = true;
            DtlsClient client = Own(new DtlsClient(options));
            for (int i = 0; i < 3; i++)
            {
                Connect(client, relay, peer, isResumed: false);
                client.Close();
            }
        }

        [TestMethod]
        [DataRow(PeerKind.OpenSsl)]
        [DataRow(PeerKind.GnuTls)]
        [DataRow(PeerKind.MbedTls)]
        public void TKT_01_TicketLongerThanTheClientKeepsDoesNoHarm(PeerKind kind)
        {
            LivePeer peer = Own(LivePeer.Start(kind, new PeerSettings { Sessions = PeerSessions.Tickets }));
            UdpRelay relay = Own(new UdpRelay(peer.EndPoint));
            DtlsClientOptions options = Options(PeerSessions.Tickets);
            options.MaxSessionTicket = 32;
            DtlsClient client = Own(new DtlsClient(options));
            for (int i = 0; i < 2; i++)
            {
                Connect(client, relay, peer, isResumed: false);
                client.Close();
            }
        }

        [TestMethod]
        [DataRow(PeerKind.OpenSsl, PeerSessions.Ids)]
        [DataRow(PeerKind.MbedTls, PeerSessions.Ids)]
        [DataRow(PeerKind.MbedTls, PeerSessions.Tickets)]
        public void EMS_04_SessionWithoutExtendedMasterSecretIsResumedWithoutIt(PeerKind kind, PeerSessions sessions)
        {
            LivePeer peer = Own(LivePeer.Start(kind, new PeerSettings { Sessions = sessions, ExtendedMasterSecret = false }));
            UdpRelay relay = Own(new UdpRelay(peer.EndPoint));
            DtlsClientOptions options = Options(sessions);
            options.RequireExtendedMasterSecret = false;
            DtlsClient client = Own(new DtlsClient(options));
            Connect(client, relay, peer, isResumed: false);
            client.Close();

            Connect(client, relay, peer, isResumed: true);

            Assert.IsFalse(client.Connection.IsExtendedMasterSecret);
        }

        [TestMethod]
        [DataRow(PeerKind.OpenSsl)]
        [DataRow(PeerKind.MbedTls)]
        public void ResumedHandshakeTakesFiveDatagrams(PeerKind kind)
        {
            LivePeer peer = Own(LivePeer.Start(kind, new PeerSettings { Sessions = PeerSessions.Ids }));
            DtlsClient client = Own(new DtlsClient(Clients.Options()));
            Assert.AreEqual(DtlsStatus.Ok, client.Connect(peer.EndPoint));
            Proof.Works(client, peer);
            client.Close();
            int sent = client.DatagramsSent;
            int received = client.DatagramsReceived;

            Assert.AreEqual(DtlsStatus.Ok, client.Connect(peer.EndPoint));

            Assert.IsTrue(client.Connection.IsResumed);
            // ClientHello, ClientHello with cookie, ChangeCipherSpec and Finished.
            Assert.AreEqual(3, client.DatagramsSent - sent);
            // HelloVerifyRequest; ServerHello, ChangeCipherSpec and Finished; perhaps a late close_notify.
            Assert.IsLessThanOrEqualTo(3, client.DatagramsReceived - received);
            Proof.Works(client, peer);
        }

        // The server looks a ticket up in the ClientHello without a cookie as well: one line is enough.
        private static void AssertEachResumed(LivePeer peer, string line)
        {
            string[] lines = [];
            int[] handshakes = [];
            Wait.Until(Clients.Patience, () =>
            {
                lines = peer.Log.Split('\n');
                handshakes = Enumerable.Range(0, lines.Length).Where(i => lines[i].StartsWith("handshake ", StringComparison.Ordinal)).ToArray();
                return handshakes.Length > Resumptions;
            });
            Assert.HasCount(1 + Resumptions, handshakes, peer.Log);
            Assert.IsTrue(handshakes.Skip(1).All(i => lines[i - 1] == line), peer.Log);
        }

        private static DtlsClientOptions Options(PeerSessions sessions)
        {
            DtlsClientOptions options = Clients.Options();
            options.OfferSessionTicket = sessions == PeerSessions.Tickets;
            return options;
        }

        private static void Connect(DtlsClient client, UdpRelay relay, LivePeer peer, bool isResumed)
        {
            DtlsStatus status = client.Connect(relay.EndPoint);
            Assert.AreEqual(DtlsStatus.Ok, status, client.LastAlert + ", " + client.Connection.LastDropReason);
            Assert.AreEqual(isResumed, client.Connection.IsResumed);
            Proof.Works(client, peer);
        }
    }
}
