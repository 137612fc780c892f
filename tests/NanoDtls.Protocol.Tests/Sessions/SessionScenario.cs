// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>One server, and clients that come and go as a board that sleeps.</summary>
    internal sealed class SessionScenario : IDisposable
    {
        public static readonly byte[] DeviceKey = Enumerable.Range(0, 32).Select(i => (byte)(0x11 * i)).ToArray();

        private readonly string _backend;
        private readonly Action<DtlsClientOptions>? _options;
        private readonly HashSet<(int, long)> _numbers = new();

        public SessionScenario(string backend, Action<ServerSettings>? server = null, Action<DtlsClientOptions>? client = null)
        {
            _backend = backend;
            _options = client;
            var settings = new ServerSettings { KeepsSessions = true, ConnectionId = new byte[] { 0x90, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97 } };
            server?.Invoke(settings);
            Server = new ScriptedServer(settings);
        }

        public ScriptedServer Server { get; }

        public MemoryStore Store { get; } = new();

        /// <summary>A client as after a reset: it knows its options and nothing else.</summary>
        public DtlsConnection NewClient(Action<DtlsClientOptions>? more = null)
        {
            DtlsClientOptions options = Scenario.Options(_backend);
            options.StateKey = DeviceKey;
            _options?.Invoke(options);
            more?.Invoke(options);
            return new DtlsConnection(options);
        }

        public VirtualLink Link(DtlsConnection client) => new(client, Server);

        public VirtualLink Connect(Action<DtlsClientOptions>? more = null)
        {
            VirtualLink link = Link(NewClient(more));
            Assert.IsTrue(link.Connect(), link.Describe());
            return link;
        }

        /// <summary>A client whose session was exported after some traffic.</summary>
        public byte[] Export(int readings = 3)
        {
            VirtualLink link = Connect();
            for (int i = 0; i < readings; i++)
            {
                Exchange(link);
            }

            return Export(link.Client);
        }

        public static byte[] Export(DtlsConnection client)
        {
            var buffer = new byte[7 + DtlsConnection.MaxSessionStateLength];
            int length = client.ExportSession(buffer, 7);
            Assert.IsTrue(length > 0, ((DtlsStatus)(-length)).ToString());
            Assert.IsFalse(buffer.AsSpan(7 + length).ContainsAnyExcept((byte)0));
            return buffer[7..(7 + length)];
        }

        /// <summary>Imports and reserves, as a caller with a storage of its own does.</summary>
        public static void Import(DtlsConnection client, byte[] state)
        {
            Assert.AreEqual(DtlsStatus.Ok, client.ImportSession(state, 0, state.Length));
            var next = new byte[DtlsConnection.MaxSessionStateLength];
            Assert.IsTrue(client.ReserveSequences(next, 0) > 0);
            client.ConfirmReservation();
        }

        /// <summary>A reading up and an answer down, and no record number twice.</summary>
        public void Exchange(VirtualLink link)
        {
            byte[] up = Guid.NewGuid().ToByteArray();
            Assert.IsTrue(link.Write(up) > 0, link.Describe());
            byte[] datagram = link.SentByClient[^1].Bytes;
            Server.Receive(datagram);
            CollectionAssert.AreEqual(up, Server.ApplicationData[^1], link.Describe());
            byte[] down = Guid.NewGuid().ToByteArray();
            Assert.AreEqual(1, link.DeliverToClient(Server.BuildData(down)), link.Describe());
            CollectionAssert.AreEqual(down, link.DataAtClient[^1]);
            Assert.AreEqual(0, Server.Violations.Count, link.Describe());
            WireRecord record = WireRecord.ParseWithCid(datagram, Server.Records.ReceiveCid.Length).Single();
            Assert.IsTrue(_numbers.Add((Server.HandshakesCompleted, record.Sequence)), "number used twice: " + record.Sequence);
        }

        public void Dispose() => Server.Dispose();
    }
}
