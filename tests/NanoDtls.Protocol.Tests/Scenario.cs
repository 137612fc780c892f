// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>How far a handshake went, by what the client waits for.</summary>
    public enum Stage
    {
        /// <summary>ClientHello 1 is out; a HelloVerifyRequest or a ServerHello may come.</summary>
        HelloSent,

        /// <summary>ClientHello 2, with the cookie, is out.</summary>
        CookieSent,

        /// <summary>The ServerHello is in, a ServerKeyExchange or ServerHelloDone may come.</summary>
        ServerHelloReceived,

        /// <summary>The ServerKeyExchange is in, only a ServerHelloDone may come.</summary>
        ServerKeyExchangeReceived,

        /// <summary>Flight 5 is out, a ChangeCipherSpec must come.</summary>
        FinishedSent,

        /// <summary>The ChangeCipherSpec is in, the server's Finished must come.</summary>
        ChangeCipherSpecReceived,

        Connected,
    }

    /// <summary>An engine, a scripted server and the link between them.</summary>
    internal sealed class Scenario : IDisposable
    {
        private readonly Queue<byte[]> _pending = new();
        private int _taken;

        public Scenario(
            string backend,
            Action<ServerSettings>? server = null,
            Action<DtlsClientOptions>? client = null,
            FaultPlan? faults = null)
        {
            Settings = new ServerSettings();
            server?.Invoke(Settings);
            Server = new ScriptedServer(Settings);
            DtlsClientOptions options = Options(backend);
            client?.Invoke(options);
            Client = new DtlsConnection(options);
            Link = new VirtualLink(Client, Server, faults);
        }

        public static IEnumerable<Stage> Stages => Enum.GetValues<Stage>();

        public static IEnumerable<Stage> HandshakeStages => Stages.Where(stage => stage != Stage.Connected);

        public ServerSettings Settings { get; }

        public ScriptedServer Server { get; }

        public DtlsConnection Client { get; }

        public VirtualLink Link { get; }

        public byte[] LastSent => Link.SentByClient[^1].Bytes;

        public int SentCount => Link.SentByClient.Count;

        /// <summary>What the server has sent and the client has not received yet.</summary>
        public IReadOnlyCollection<byte[]> Pending => _pending;

        public static DtlsClientOptions Options(string backend)
        {
            var defaults = new ServerSettings();
            return new DtlsClientOptions
            {
                PskIdentity = defaults.Identity,
                PskKey = defaults.Key,
                Crypto = CryptoBackends.Get(backend).Create(),
            };
        }

        /// <summary>Timers to the millisecond: the default profile adapts them and adds jitter.</summary>
        public static void ExactTimers(DtlsClientOptions options)
        {
            options.Retransmission = DtlsRetransmission.Rfc6347;
        }

        /// <summary>
        /// A scenario whose client waits at a stage. The server sends each message in a datagram of its own;
        /// what it has sent beyond the stage is pending and <see cref="Finish"/> delivers it.
        /// </summary>
        public static Scenario At(Stage stage, string backend, Action<ServerSettings>? server = null, Action<DtlsClientOptions>? client = null)
        {
            var scenario = new Scenario(backend, settings =>
            {
                settings.Hint = new byte[] { 0x68 };
                settings.Layout = (_, items) => Layouts.OnePerDatagram(items);
                server?.Invoke(settings);
            }, client);
            scenario.Advance(stage);
            return scenario;
        }

        /// <summary>Starts a handshake, message by message, up to a stage.</summary>
        public void Advance(Stage stage)
        {
            AdvanceBy((int)stage);
            AssertWaiting(stage);
        }

        /// <summary>Starts a handshake and delivers so many datagrams of the server.</summary>
        public void AdvanceBy(int deliveries)
        {
            Link.ServerAttached = false;
            _taken = SentCount;
            _pending.Clear();
            Assert.AreEqual(DtlsStatus.Ok, Link.Start());
            TakeClientDatagrams();
            for (int i = 0; i < deliveries; i++)
            {
                DeliverPending();
            }
        }

        /// <summary>Hands the server what the client sent since, and collects its answers.</summary>
        public void TakeClientDatagrams()
        {
            while (_taken < SentCount)
            {
                Server.Receive(Link.SentByClient[_taken++].Bytes);
            }

            while (Server.Outbox.TryDequeue(out byte[]? datagram))
            {
                _pending.Enqueue(datagram);
            }
        }

        /// <summary>The datagram that the server has ready for the client next.</summary>
        public byte[] TakePending() => _pending.Dequeue();

        public void DeliverPending()
        {
            Link.DeliverToClient(_pending.Dequeue());
            TakeClientDatagrams();
        }

        /// <summary>Delivers everything until both sides have nothing more to say.</summary>
        public void Finish()
        {
            TakeClientDatagrams();
            while (_pending.Count > 0)
            {
                DeliverPending();
            }
        }

        /// <summary>Hands the client one datagram of the test's making.</summary>
        public int Inject(byte[] datagram) => Link.DeliverToClient(datagram);

        /// <summary>The datagram is dropped for the given reason: no answer, no data, no change of state.</summary>
        public void AssertDropped(byte[] datagram, DtlsDropReason reason, int drops = 1)
        {
            DtlsState state = Client.State;
            DtlsStatus closeReason = Client.CloseReason;
            int count = Client.DropCount;
            int sent = SentCount;
            Assert.AreEqual(0, Inject(datagram), "data was delivered" + Environment.NewLine + Link.Describe());
            Assert.AreEqual(state, Client.State, Link.Describe());
            Assert.AreEqual(closeReason, Client.CloseReason, Link.Describe());
            Assert.AreEqual(sent, SentCount, "the client answered" + Environment.NewLine + Link.Describe());
            Assert.AreEqual(count + drops, Client.DropCount, Link.Describe());
            Assert.AreEqual(reason, Client.LastDropReason, Link.Describe());
        }

        /// <summary>The datagram ends the handshake by a fatal alert of the client, in the right epoch.</summary>
        public void AssertAborts(byte[] datagram, DtlsAlert alert)
        {
            int epoch = Server.Records.HasKeys ? 1 : 0;
            int sent = SentCount;
            Assert.AreEqual(0, Inject(datagram), "data was delivered");
            AssertAborted(alert, epoch, sent + 1);
        }

        public void AssertAborted(DtlsAlert alert, int epoch, int sentCount)
        {
            Assert.AreEqual(DtlsState.Closed, Client.State, Link.Describe());
            Assert.AreEqual(DtlsStatus.ProtocolError, Client.CloseReason, Link.Describe());
            Assert.AreEqual(alert, Client.LastAlert, Link.Describe());
            Assert.AreEqual(sentCount, SentCount, "exactly one alert leaves" + Environment.NewLine + Link.Describe());
            Server.Alerts.Clear();
            Server.Receive(LastSent);
            CollectionAssert.AreEqual(new[] { (Wire.Fatal, (int)alert, epoch) }, Server.Alerts, Link.Describe());
            Assert.AreEqual(long.MaxValue, Client.NextDeadline, "a closed connection has no deadline");
        }

        public void AssertHandshaking()
        {
            Assert.AreEqual(DtlsState.Handshaking, Client.State, Link.Describe());
        }

        /// <summary>Both sides are connected, data passes both ways, and the client broke no rule.</summary>
        public void AssertTalks()
        {
            Assert.AreEqual(DtlsState.Connected, Client.State, Link.Describe());
            Assert.AreEqual(DtlsStatus.Ok, Client.CloseReason, Link.Describe());
            Assert.AreEqual(long.MaxValue, Client.NextDeadline, Link.Describe());
            byte[] up = { 1, 2, 3, (byte)SentCount };
            byte[] down = { 9, 8, 7, (byte)SentCount };
            Assert.IsTrue(Link.Write(up) > 0, Link.Describe());
            Server.Receive(LastSent);
            Assert.IsTrue(Server.ApplicationData.Count > 0, Link.Describe());
            CollectionAssert.AreEqual(up, Server.ApplicationData[^1], Link.Describe());
            Assert.AreEqual(1, Inject(Server.BuildData(down)), Link.Describe());
            CollectionAssert.AreEqual(down, Link.DataAtClient[^1], Link.Describe());
            AssertNoViolations();
            _taken = SentCount;
        }

        public void AssertNoViolations()
        {
            Assert.AreEqual(0, Server.Violations.Count, Link.Describe());
        }

        /// <summary>A handshake over the link, ended by data both ways.</summary>
        public void AssertConnects(long limit = 300_000)
        {
            Link.Connect(limit);
            AssertTalks();
        }

        /// <summary>Closes, waits for what is under way, and connects again; asks whether the session was taken up.</summary>
        public void AssertReconnects(bool isResumed)
        {
            Link.Close();
            Link.Settle();
            AssertConnects();
            Assert.AreEqual(isResumed, Client.IsResumed, Link.Describe());
            Assert.AreEqual(isResumed, Server.IsResumed, Link.Describe());
        }

        public void Dispose() => Server.Dispose();

        private void AssertWaiting(Stage stage)
        {
            DtlsState expected = stage == Stage.Connected ? DtlsState.Connected : DtlsState.Handshaking;
            Assert.AreEqual(expected, Client.State, "at " + stage + Environment.NewLine + Link.Describe());
        }
    }
}
