// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text;
using NanoDtls.Coap;
using NanoDtls.Testing;

namespace NanoDtls.Live.Tests
{
    /// <summary>
    /// Each server behind a path that loses, repeats, overtakes, delays and damages datagrams in both directions. The seeds
    /// are fixed; a failure prints its seed, what the path did and what the server said.
    /// </summary>
    [TestClass]
    public sealed class ChaosTests : LiveTest
    {
        private const int Seeds = 4;
        private const int Attempts = 5;
        private const int Records = 40;
        private const int HandshakeTimeout = 20000;

        private static readonly ChaosRates s_rough = new(Drop: 25, Duplicate: 20, Reorder: 25, DelayMilliseconds: 20);
        private static readonly ChaosRates s_damaging = new(Drop: 10, Duplicate: 20, Reorder: 20, Corrupt: 20, DelayMilliseconds: 10);

        // How a handshake may end when a message in plaintext was damaged: nothing protects it before the Finished.
        private static readonly DtlsStatus[] s_clearEnds =
        {
            DtlsStatus.TimedOut, DtlsStatus.FinishedTimedOut, DtlsStatus.PeerAlert, DtlsStatus.CredentialsRejected, DtlsStatus.ProtocolError, DtlsStatus.Closed,
        };

        private static readonly DtlsStatus[] s_timeouts = { DtlsStatus.TimedOut, DtlsStatus.FinishedTimedOut };

        [TestMethod]
        [DataRow(PeerKind.OpenSsl)]
        [DataRow(PeerKind.GnuTls)]
        [DataRow(PeerKind.LibcoapOpenSsl)]
        [DataRow(PeerKind.LibcoapGnuTls)]
        [DataRow(PeerKind.MbedTls)]
        [DataRow(PeerKind.BouncyCastle)]
        public void D12_20_D12_23_LostRepeatedLateAndOvertakenDatagramsAreRepaired(PeerKind kind)
        {
            RunAll(kind, s_rough, s_timeouts, allowedFailures: 1);
        }

        [TestMethod]
        [DataRow(PeerKind.OpenSsl)]
        [DataRow(PeerKind.GnuTls)]
        [DataRow(PeerKind.LibcoapOpenSsl)]
        [DataRow(PeerKind.LibcoapGnuTls)]
        [DataRow(PeerKind.MbedTls)]
        [DataRow(PeerKind.BouncyCastle)]
        public void D12_14_DamagedDatagramsEndNoConnectionAndNoHandshakeWithoutAClearStatus(PeerKind kind)
        {
            RunAll(kind, s_damaging, s_clearEnds, allowedFailures: Seeds * Attempts);
        }

        private void RunAll(PeerKind kind, ChaosRates rates, DtlsStatus[] allowed, int allowedFailures)
        {
            // They wait most of the time.
            Task<List<DtlsStatus>>[] runs = Enumerable.Range(0, Seeds)
                .Select(i => Task.Factory.StartNew(
                    () => Run(kind, rates, allowed, ((int)kind * 100) + (i * 10)), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))
                .ToArray();
            Task.WaitAll(runs);
            List<DtlsStatus> failures = runs.SelectMany(run => run.Result).ToList();
            TestContext.WriteLine("{0} handshakes ended otherwise: {1}", failures.Count, string.Join(", ", failures));
            Assert.IsLessThanOrEqualTo(allowedFailures, failures.Count, string.Join(", ", failures));
        }

        // Connects, as often as it takes, and sends data both ways. Returns how the attempts before the good one ended.
        private static List<DtlsStatus> Run(PeerKind kind, ChaosRates rates, DtlsStatus[] allowed, int firstSeed)
        {
            var failures = new List<DtlsStatus>();
            for (int attempt = 0; attempt < Attempts; attempt++)
            {
                // A server that refused a client may be blocked for the next: another one each time.
                using LivePeer peer = LivePeer.Start(kind, new PeerSettings());
                using var proxy = new ChaosProxy(peer.EndPoint, new ChaosPlan(firstSeed + attempt, rates));
                DtlsClientOptions options = Clients.Options();
                options.HandshakeTimeoutMilliseconds = HandshakeTimeout;
                using var client = new DtlsClient(options);
                try
                {
                    DtlsStatus status = client.Connect(proxy.EndPoint);
                    if (status == DtlsStatus.Ok)
                    {
                        AssertDataPasses(client, peer, proxy);
                        return failures;
                    }

                    CollectionAssert.Contains(allowed, status, "with " + client.LastAlert);
                    failures.Add(status);
                }
                catch (Exception e)
                {
                    throw new AssertFailedException(kind + ", " + proxy.Log + Environment.NewLine + peer.Log + Environment.NewLine + e.Message, e);
                }
            }

            throw new AssertFailedException(kind + " from seed " + firstSeed + ": " + string.Join(", ", failures));
        }

        private static void AssertDataPasses(DtlsClient client, LivePeer peer, ChaosProxy proxy)
        {
            proxy.Plan = new ChaosPlan(proxy.Plan.Seed, s_damaging);
            if (peer is LibcoapPeer)
            {
                AssertCoapWorks(client);
            }
            else
            {
                AssertRecordsPass(client, peer);
            }

            Assert.AreEqual(DtlsState.Connected, client.State, "ended by a damaged datagram: " + client.Connection.CloseReason);
            proxy.Plan = new ChaosPlan(proxy.Plan.Seed, ChaosRates.None);
            byte[] room = new byte[512];
            while (client.Receive(room, 0, room.Length, 200) > 0)
            {
            }

            Proof.Works(client, peer);
        }

        // What arrives was sent, and arrives once: damage is noticed, and so are repetitions.
        private static void AssertRecordsPass(DtlsClient client, LivePeer peer)
        {
            var sent = new HashSet<string>();
            var received = new HashSet<string>();
            byte[] room = new byte[512];
            for (int i = 0; i < Records; i++)
            {
                string line = Payload.Line("chaos", i, 200);
                sent.Add(line);
                byte[] data = Encoding.ASCII.GetBytes(line + "\n");
                Assert.AreEqual(DtlsStatus.Ok, client.Send(data, 0, data.Length));
                (peer as OpenSslPeer)?.SendLine(line);
                int count = client.Receive(room, 0, room.Length, i == Records - 1 ? 300 : 20);
                while (count > 0)
                {
                    string text = Encoding.ASCII.GetString(room, 0, count).TrimEnd('\n');
                    Assert.IsTrue(sent.Contains(text), "was never sent: " + text);
                    Assert.IsTrue(received.Add(text), "came twice: " + text);
                    count = client.Receive(room, 0, room.Length, 1);
                }

                Assert.AreEqual(0, count);
            }

            Assert.IsGreaterThan(Records / 4, received.Count, "hardly anything arrived");
            if (peer is OpenSslPeer)
            {
                string[] lines = peer.Log.Split('\n').Where(line => line.StartsWith("chaos ", StringComparison.Ordinal)).ToArray();
                Assert.IsTrue(lines.All(sent.Contains), "the server got what was never sent");
                Assert.IsGreaterThan(Records / 4, lines.Length, "hardly anything arrived at the server");
            }
        }

        private static void AssertCoapWorks(DtlsClient client)
        {
            CoapClientOptions options = new CoapClientOptions { AckTimeoutMilliseconds = 100, MaxRetransmit = 8 };
            CoapClient coap = new CoapClient(new DtlsCoapChannel(client), options);
            CoapResource root = new CoapResource("coaps://127.0.0.1/");
            for (int i = 0; i < 10; i++)
            {
                Assert.AreEqual(CoapStatus.Ok, coap.Get(root));
                Assert.AreEqual(CoapCode.Content, coap.ResponseCode);
                StringAssert.Contains(Encoding.UTF8.GetString(coap.ResponseBuffer, coap.PayloadOffset, coap.PayloadLength), "libcoap");
            }
        }
    }
}
