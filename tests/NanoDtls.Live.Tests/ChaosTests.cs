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
        private const int LargestRecord = 4096;
        private const int HandshakeTimeout = 6000;

        private static readonly ChaosRates s_rough = new(Drop: 25, Duplicate: 20, Reorder: 25, DelayMilliseconds: 20);
        private static readonly ChaosRates s_damagingHandshake = new(Drop: 10, Duplicate: 20, Reorder: 20, Corrupt: 8, DelayMilliseconds: 10);
        private static readonly ChaosRates s_damaging = s_damagingHandshake with { Corrupt = 20 };

        // How a handshake may end when a message in plaintext was damaged: nothing protects it before the Finished.
        private static readonly DtlsStatus[] s_clearEnds =
        {
            DtlsStatus.TimedOut, DtlsStatus.FinishedTimedOut, DtlsStatus.PeerAlert, DtlsStatus.CredentialsRejected, DtlsStatus.ProtocolError, DtlsStatus.Closed,
        };

        // A late copy of the second ClientHello has Mbed TLS begin anew, after which the client's Finished is wrong to it.
        private static readonly DtlsStatus[] s_unlucky = { DtlsStatus.TimedOut, DtlsStatus.FinishedTimedOut, DtlsStatus.CredentialsRejected };

        private static readonly Lazy<Dictionary<PeerKind, Task<List<Failure>>>> s_roughRuns = new(
            () => Start((kind, seed) => Run(kind, s_rough, s_unlucky, seed)));
        private static readonly Lazy<Dictionary<PeerKind, Task<List<Failure>>>> s_damagingRuns = new(
            () => Start((kind, seed) => Run(kind, s_damagingHandshake, s_clearEnds, seed)));

        private static readonly Lazy<Dictionary<PeerKind, Task<List<Failure>>>> s_resumedRuns = new(
            () => Start((kind, seed) => kind == PeerKind.LibcoapGnuTls ? [] : RunResumed(kind, seed)));

        [TestMethod]
        [DataRow(PeerKind.OpenSsl)]
        [DataRow(PeerKind.GnuTls)]
        [DataRow(PeerKind.LibcoapOpenSsl)]
        [DataRow(PeerKind.LibcoapGnuTls)]
        [DataRow(PeerKind.MbedTls)]
        [DataRow(PeerKind.BouncyCastle)]
        public void D12_20_D12_23_LostRepeatedLateAndOvertakenDatagramsAreRepaired(PeerKind kind)
        {
            AssertSurvived(s_roughRuns.Value[kind], allowedFailures: Seeds);
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
            AssertSurvived(s_damagingRuns.Value[kind], allowedFailures: Seeds * Attempts);
        }

        [TestMethod]
        [DataRow(PeerKind.OpenSsl)]
        [DataRow(PeerKind.GnuTls)]
        [DataRow(PeerKind.LibcoapOpenSsl)]
        [DataRow(PeerKind.MbedTls)]
        [DataRow(PeerKind.BouncyCastle)]
        public void D12_24_IOT_04_ResumedHandshakeIsRepairedWhicheverFlightGetsLost(PeerKind kind)
        {
            AssertSurvived(s_resumedRuns.Value[kind], allowedFailures: Seeds);
        }

        /// <summary>Waits for runs that no test waited for, because a filter left it out.</summary>
        [ClassCleanup]
        public static void EndAllRuns()
        {
            foreach (Lazy<Dictionary<PeerKind, Task<List<Failure>>>> runs in new[] { s_roughRuns, s_damagingRuns, s_resumedRuns })
            {
                if (runs.IsValueCreated)
                {
                    ((IAsyncResult)Task.WhenAll(runs.Value.Values)).AsyncWaitHandle.WaitOne();
                }
            }
        }

        // With all servers at once: the handshakes wait most of the time.
        private static Dictionary<PeerKind, Task<List<Failure>>> Start(Func<PeerKind, int, List<Failure>> run)
        {
            return Enum.GetValues<PeerKind>().ToDictionary(kind => kind, kind => Start(kind, run));
        }

        private static async Task<List<Failure>> Start(PeerKind kind, Func<PeerKind, int, List<Failure>> run)
        {
            List<Failure>[] failures = await Task.WhenAll(Enumerable.Range(0, Seeds).Select(i => Task.Factory.StartNew(
                () => run(kind, ((int)kind * 100) + (i * 10)), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
            return failures.SelectMany(list => list).ToList();
        }

        private void AssertSurvived(Task<List<Failure>> runs, int allowedFailures)
        {
            List<Failure> failures = runs.GetAwaiter().GetResult();
            string ends = string.Join(", ", failures.Select(failure => failure.Status));
            TestContext.WriteLine("{0} handshakes ended otherwise: {1}", failures.Count, ends);
            foreach (Failure failure in failures)
            {
                TestContext.WriteLine("{0}", failure.Log);
            }

            Assert.IsLessThanOrEqualTo(allowedFailures, failures.Count, ends);
        }

        // Connects, as often as it takes, and sends data both ways. Returns how the attempts before the good one ended.
        private static List<Failure> Run(PeerKind kind, ChaosRates rates, DtlsStatus[] allowed, int firstSeed)
        {
            var failures = new List<Failure>();
            for (int attempt = 0; attempt < Attempts; attempt++)
            {
                // A server that refused a client may be blocked for the next: another one each time.
                using LivePeer peer = LivePeer.Start(kind, new PeerSettings());
                using var proxy = new ChaosProxy(peer.EndPoint, new ChaosPlan(firstSeed + attempt, rates));
                DtlsClientOptions options = Clients.Options();
                options.HandshakeTimeoutMilliseconds = HandshakeTimeout;

                // OpenSSL's server sends what it has read as one record: where the machine stalls, many lines.
                options.MaxRecordPayload = LargestRecord;
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
                    failures.Add(new Failure(status, LogOf(proxy, peer)));
                }
                catch (AssertFailedException) when (HasBegunAnew(peer))
                {
                    failures.Add(new Failure(DtlsStatus.CredentialsRejected, LogOf(proxy, peer)));
                }
                catch (Exception e)
                {
                    throw new AssertFailedException(kind + ", " + LogOf(proxy, peer) + Environment.NewLine + e.Message, e);
                }
            }

            throw new AssertFailedException(kind + " from seed " + firstSeed + ": " + string.Join(Environment.NewLine, failures));
        }

        // A session that was made on a good path is resumed on a bad one.
        private static List<Failure> RunResumed(PeerKind kind, int firstSeed)
        {
            var failures = new List<Failure>();
            for (int attempt = 0; attempt < Attempts; attempt++)
            {
                using LivePeer peer = LivePeer.Start(kind, new PeerSettings { Sessions = PeerSessions.Ids });
                using var proxy = new ChaosProxy(peer.EndPoint, new ChaosPlan(firstSeed + attempt, ChaosRates.None));
                DtlsClientOptions options = Clients.Options();
                options.HandshakeTimeoutMilliseconds = HandshakeTimeout;
                using var client = new DtlsClient(options);
                try
                {
                    Assert.AreEqual(DtlsStatus.Ok, client.Connect(proxy.EndPoint));
                    if (!Proof.IsAlive(client, peer))
                    {
                        // Seen once of OpenSSL's server, on a good path: silent after its Finished, neither reading nor writing.
                        failures.Add(new Failure(DtlsStatus.TimedOut, LogOf(proxy, peer)));
                        continue;
                    }

                    client.Close();

                    proxy.Plan = new ChaosPlan(firstSeed + attempt, s_rough);
                    DtlsStatus status = client.Connect(proxy.EndPoint);
                    if (status == DtlsStatus.Ok)
                    {
                        Assert.IsTrue(client.Connection.IsResumed, "a full handshake");
                        proxy.Plan = new ChaosPlan(firstSeed + attempt, ChaosRates.None);
                        Assert.IsTrue(Proof.IsAlive(client, peer), "nothing passes");
                        return failures;
                    }

                    CollectionAssert.Contains(s_unlucky, status, "with " + client.LastAlert);
                    failures.Add(new Failure(status, LogOf(proxy, peer)));
                }
                catch (AssertFailedException) when (HasBegunAnew(peer))
                {
                    failures.Add(new Failure(DtlsStatus.CredentialsRejected, LogOf(proxy, peer)));
                }
                catch (Exception e)
                {
                    throw new AssertFailedException(kind + ", " + LogOf(proxy, peer) + Environment.NewLine + e.Message, e);
                }
            }

            throw new AssertFailedException(kind + " from seed " + firstSeed + ": " + string.Join(Environment.NewLine, failures));
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
            byte[] room = new byte[LargestRecord];
            while (client.Receive(room, 0, room.Length, 200) > 0)
            {
            }

            Assert.IsTrue(Proof.IsAlive(client, peer), "nothing passes any more");
        }

        // A server that lost its way may print for ever.
        private static string LogOf(ChaosProxy proxy, LivePeer peer)
        {
            const int Limit = 20000;
            string log = peer.Log;
            return proxy.Log + (log.Length > Limit ? log[..Limit] + "..." : log);
        }

        private static bool HasBegunAnew(LivePeer peer)
        {
            return peer is MbedTlsPeer && peer.Log.Contains("initiated a reconnect", StringComparison.Ordinal);
        }

        // What arrives was sent, and arrives once: damage is noticed, and so are repetitions.
        private static void AssertRecordsPass(DtlsClient client, LivePeer peer)
        {
            var sent = new HashSet<string>();
            var received = new HashSet<string>();
            byte[] room = new byte[LargestRecord];
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
                    // OpenSSL's server may read two lines at once and send them as one record.
                    foreach (string text in Encoding.ASCII.GetString(room, 0, count).TrimEnd('\n').Split('\n'))
                    {
                        Assert.IsTrue(sent.Contains(text), "was never sent: " + text);
                        Assert.IsTrue(received.Add(text), "came twice: " + text);
                    }

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
            CoapClientOptions options = new CoapClientOptions { AckTimeoutMilliseconds = 100, MaxRetransmit = 3 };
            CoapClient coap = new CoapClient(new DtlsCoapChannel(client), options);
            CoapResource root = new CoapResource("coaps://127.0.0.1/");
            int answers = 0;
            for (int i = 0; i < 30 && answers < 10; i++)
            {
                CoapStatus status = coap.Get(root);
                Assert.IsTrue(status is CoapStatus.Ok or CoapStatus.TimedOut, status.ToString());
                if (status == CoapStatus.Ok)
                {
                    answers++;
                    Assert.AreEqual(CoapCode.Content, coap.ResponseCode);
                    StringAssert.Contains(Encoding.UTF8.GetString(coap.ResponseBuffer, coap.PayloadOffset, coap.PayloadLength), "libcoap");
                }
            }

            Assert.AreEqual(10, answers);
        }

        private sealed record Failure(DtlsStatus Status, string Log);
    }
}
