// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Net;
using System.Net.Sockets;

namespace NanoDtls.Testing
{
    /// <summary>Runs the scripted server on a UDP socket of 127.0.0.1, for foreign clients.</summary>
    public sealed class UdpServerHost : IDisposable
    {
        private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        private readonly byte[] _buffer = new byte[65536];
        private EndPoint _peer = new IPEndPoint(IPAddress.Any, 0);

        public UdpServerHost(ScriptedServer server)
        {
            Server = server;
            _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        }

        public ScriptedServer Server { get; }

        public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

        /// <summary>Serves until the condition holds or the time is up; returns whether it held.</summary>
        public bool RunUntil(Func<bool> condition, TimeSpan limit)
        {
            long end = Environment.TickCount64 + (long)limit.TotalMilliseconds;
            while (Environment.TickCount64 < end)
            {
                Flush();
                if (condition())
                {
                    return true;
                }

                if (_socket.Poll(20_000, SelectMode.SelectRead))
                {
                    int length = _socket.ReceiveFrom(_buffer, ref _peer);
                    Server.Receive(_buffer[..length]);
                }
            }

            return condition();
        }

        public void Flush()
        {
            while (Server.Outbox.TryDequeue(out byte[]? datagram))
            {
                _socket.SendTo(datagram, _peer);
            }
        }

        public void Dispose() => _socket.Dispose();
    }
}
