// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Net;
using System.Net.Sockets;
using NanoDtls.Live.Tests;

namespace NanoDtls.Bench.Wire.Capture
{
    /// <summary>
    /// Stands between clients and a server and keeps a copy of what passes, a list for each port of a client. A capture on
    /// the loopback interface would need privileges.
    /// </summary>
    internal sealed class CaptureRelay : IDisposable
    {
        private const int SliceMicroseconds = 20_000;

        private readonly Socket _front = NewSocket();
        private readonly Dictionary<EndPoint, Flow> _flows = new();
        private readonly List<Flow> _order = new();
        private readonly IPEndPoint _server;
        private readonly Thread _thread;
        private volatile bool _stop;

        /// <param name="server">Where the datagrams of the clients go.</param>
        public CaptureRelay(IPEndPoint server)
        {
            _server = server;
            _front.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            EndPoint = (IPEndPoint)_front.LocalEndPoint!;
            _thread = new Thread(Run) { IsBackground = true };
            _thread.Start();
        }

        /// <summary>Where clients find the relay.</summary>
        public IPEndPoint EndPoint { get; }

        /// <summary>Stops, and gives what passed: the connections in the order of their first datagrams.</summary>
        public List<List<CapturedDatagram>> Stop()
        {
            _stop = true;
            _thread.Join();
            return _order.Select(flow => flow.Captured).ToList();
        }

        public void Dispose()
        {
            Stop();
            _front.Dispose();
            _order.ForEach(flow => flow.Back.Dispose());
        }

        private static Socket NewSocket() => new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

        private void Run()
        {
            byte[] buffer = new byte[65536];
            var readable = new List<Socket>();
            while (!_stop)
            {
                readable.Clear();
                readable.Add(_front);
                readable.AddRange(_order.Select(flow => flow.Back));
                Socket.Select(readable, null, null, SliceMicroseconds);
                foreach (Socket socket in readable)
                {
                    try
                    {
                        Forward(socket, buffer);
                    }
                    catch (SocketException)
                    {
                        // The ICMP error of an end that is gone: nothing passed.
                    }
                }
            }
        }

        private void Forward(Socket socket, byte[] buffer)
        {
            if (socket == _front)
            {
                EndPoint client = new IPEndPoint(IPAddress.Any, 0);
                int count = _front.ReceiveFrom(buffer, ref client);
                if (!_flows.TryGetValue(client, out Flow? flow))
                {
                    flow = new Flow(client, NewSocket());
                    flow.Back.Connect(_server);
                    _flows.Add(client, flow);
                    _order.Add(flow);
                }

                flow.Captured.Add(new CapturedDatagram(DateTime.UtcNow, true, buffer[..count]));
                flow.Back.Send(buffer, count, SocketFlags.None);
            }
            else
            {
                Flow flow = _order.Single(f => f.Back == socket);
                int count = socket.Receive(buffer);
                flow.Captured.Add(new CapturedDatagram(DateTime.UtcNow, false, buffer[..count]));
                _front.SendTo(buffer, count, SocketFlags.None, flow.Client);
            }
        }

        private sealed record Flow(EndPoint Client, Socket Back)
        {
            public List<CapturedDatagram> Captured { get; } = new();
        }
    }
}
