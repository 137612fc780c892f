// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using BenchmarkDotNet.Attributes;
using NanoDtls.Testing;
using Org.BouncyCastle.Tls;

namespace NanoDtls.Speed.Handshakes
{
    /// <summary>
    /// The client's side of a full handshake and its close_notify, TLS_PSK_WITH_AES_128_CCM_8, with cookie exchange and extended
    /// master secret. The server's datagrams were recorded before: nothing but the client is timed.
    /// </summary>
    public class HandshakeBenchmarks
    {
        private readonly ServerSettings _settings = new() { SupportedSuites = new() { Wire.SuiteCcm8 } };
        private readonly FixedRandom.BouncyCastleCrypto _bouncyCastle = new();
        private readonly byte[] _datagram = new byte[1024];
        private DtlsConnection _connection = null!;
        private List<byte[]> _forNanoDtls = null!;
        private List<byte[]> _forBouncyCastle = null!;

        [GlobalSetup]
        public void Record()
        {
            _connection = new DtlsConnection(new DtlsClientOptions { PskIdentity = _settings.Identity, PskKey = _settings.Key, Crypto = new FixedRandom.Crypto() });
            using (var server = new ScriptedServer(_settings))
            {
                var link = new VirtualLink(_connection, server);
                Require(link.Connect() && server.IsConnected && server.Violations.Count == 0, link.Describe());
                _forNanoDtls = link.SentByServer.Select(sent => sent.Bytes).ToList();
                _connection.Close();
                Drain(_connection);
            }

            using (var server = new ScriptedServer(_settings))
            {
                _forBouncyCastle = new List<byte[]>();
                byte[]? Next()
                {
                    if (server.Outbox.TryDequeue(out byte[]? datagram))
                    {
                        _forBouncyCastle.Add(datagram);
                    }

                    return datagram;
                }

                ConnectBouncyCastle(new MemoryTransport(server.Receive, Next));
                Require(server.HandshakesCompleted == 1, "BouncyCastle's handshake");
            }

            // The replays have to work as the recordings did.
            NanoDtls();
            BouncyCastle();
        }

        [Benchmark(Description = "NanoDtls")]
        public DtlsState NanoDtls()
        {
            DtlsConnection connection = _connection;
            connection.Start(0);
            Drain(connection);
            foreach (byte[] datagram in _forNanoDtls)
            {
                Buffer.BlockCopy(datagram, 0, _datagram, 0, datagram.Length);
                connection.ProcessDatagram(_datagram, 0, datagram.Length, 0);
                Drain(connection);
            }

            DtlsState state = connection.State;
            Require(state == DtlsState.Connected, "a replayed handshake of NanoDtls");
            connection.Close();
            Drain(connection);
            return state;
        }

        [Benchmark(Description = "BouncyCastle")]
        public object BouncyCastle()
        {
            int next = 0;
            return ConnectBouncyCastle(new MemoryTransport(null, () => next < _forBouncyCastle.Count ? _forBouncyCastle[next++] : null));
        }

        private static void Drain(DtlsConnection connection)
        {
            while (connection.GetDatagram() > 0)
            {
            }
        }

        private DtlsTransport ConnectBouncyCastle(DatagramTransport transport)
        {
            DtlsTransport records = new DtlsClientProtocol().Connect(new BouncyCastleClient(_bouncyCastle, _settings), transport);
            records.Close();
            return records;
        }

        private static void Require(bool isGood, string what)
        {
            if (!isGood)
            {
                throw new InvalidOperationException(what + " went wrong");
            }
        }
    }
}
