// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Net;
using System.Net.Sockets;

namespace NanoDtls.Live.Tests
{
    /// <summary>
    /// Stands between one client and a server, and keeps a copy of all that passes. It needs no
    /// privileges, unlike a capture on the loopback interface.
    /// </summary>
    internal sealed class UdpRelay : IDisposable
    {
        private readonly Socket _front = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        private readonly Socket _back = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        private readonly List<CapturedDatagram> _captured = new List<CapturedDatagram>();
        private readonly Thread _thread;
        private volatile bool _stop;
        private EndPoint? _client;

        public UdpRelay(IPEndPoint server)
        {
            _front.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            _back.Connect(server);
            EndPoint = (IPEndPoint)_front.LocalEndPoint!;
            _thread = new Thread(Run) { IsBackground = true };
            _thread.Start();
        }

        /// <summary>Where clients find the relay.</summary>
        public IPEndPoint EndPoint { get; }

        /// <summary>What has passed so far, in order.</summary>
        public CapturedDatagram[] Captured
        {
            get
            {
                lock (_captured)
                {
                    return _captured.ToArray();
                }
            }
        }

        /// <summary>Datagrams that the client gets before each one of the server, from the same address.</summary>
        public byte[][] Noise { get; set; } = [];

        public void Dispose()
        {
            _stop = true;
            _thread.Join();
            _front.Dispose();
            _back.Dispose();
        }

        private void Run()
        {
            byte[] buffer = new byte[65536];
            List<Socket> readable = new List<Socket>();
            while (!_stop)
            {
                readable.Clear();
                readable.Add(_front);
                readable.Add(_back);
                Socket.Select(readable, null, null, 20000);
                foreach (Socket socket in readable)
                {
                    Forward(socket, buffer);
                }
            }
        }

        private void Forward(Socket socket, byte[] buffer)
        {
            bool fromClient = socket == _front;
            int count;
            try
            {
                if (fromClient)
                {
                    EndPoint sender = new IPEndPoint(IPAddress.Any, 0);
                    count = _front.ReceiveFrom(buffer, ref sender);
                    _client = sender;
                }
                else
                {
                    count = _back.Receive(buffer);
                }

                lock (_captured)
                {
                    _captured.Add(new CapturedDatagram(DateTime.UtcNow, fromClient, buffer.AsSpan(0, count).ToArray()));
                }

                if (fromClient)
                {
                    _back.Send(buffer, count, SocketFlags.None);
                }
                else
                {
                    foreach (byte[] noise in Noise)
                    {
                        _front.SendTo(noise, _client!);
                    }

                    _front.SendTo(buffer, count, SocketFlags.None, _client!);
                }
            }
            catch (SocketException)
            {
                // An ICMP error from a server that is gone: to the client that is a lost datagram.
            }
        }
    }
}
