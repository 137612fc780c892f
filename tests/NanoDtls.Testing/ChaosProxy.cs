// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NanoDtls.Testing
{
    /// <summary>
    /// Stands between clients and a server on 127.0.0.1 and does to their datagrams what a <see cref="ChaosPlan"/>
    /// says. The server sees each client under a port of its own.
    /// </summary>
    public sealed class ChaosProxy : IDisposable
    {
        private readonly Socket _front = NewSocket();
        private readonly Dictionary<EndPoint, Flow> _flows = new();
        private readonly Dictionary<Socket, Flow> _flowOfSocket = new();
        private readonly PriorityQueue<(Flow Flow, Direction Direction, byte[] Bytes), (long Time, int Order)> _inFlight = new();
        private readonly Stopwatch _clock = Stopwatch.StartNew();
        private readonly StringBuilder _log = new();
        private readonly byte[] _buffer = new byte[65536];
        private readonly IPEndPoint _server;
        private readonly Thread _thread;
        private volatile ChaosPlan _plan;
        private volatile bool _stop;
        private int _order;
        private int _toServer;
        private int _toClient;

        /// <summary>Starts the proxy.</summary>
        /// <param name="server">Where the datagrams of the clients go.</param>
        /// <param name="plan">What becomes of them. Print it when the test fails: it says the seed.</param>
        public ChaosProxy(IPEndPoint server, ChaosPlan plan)
        {
            _server = server;
            _plan = plan;
            _front.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            EndPoint = (IPEndPoint)_front.LocalEndPoint!;
            _thread = new Thread(Run) { IsBackground = true };
            _thread.Start();
        }

        /// <summary>Where clients find the proxy.</summary>
        public IPEndPoint EndPoint { get; }

        /// <summary>The plan; may be replaced while datagrams pass. The datagrams' numbers go on.</summary>
        public ChaosPlan Plan
        {
            get => _plan;
            set => _plan = value;
        }

        /// <summary>Datagrams that clients sent, lost ones included.</summary>
        public int FromClients => Volatile.Read(ref _toServer);

        /// <summary>Datagrams that the server sent, lost ones included.</summary>
        public int FromServer => Volatile.Read(ref _toClient);

        /// <summary>The plan, then a line for each datagram and what became of it.</summary>
        public string Log
        {
            get
            {
                lock (_log)
                {
                    return _plan + Environment.NewLine + _log;
                }
            }
        }

        public void Dispose()
        {
            _stop = true;
            _thread.Join();
            _front.Dispose();
            foreach (Flow flow in _flows.Values)
            {
                flow.Back.Dispose();
            }
        }

        private static Socket NewSocket() => new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

        private void Run()
        {
            var readable = new List<Socket>();
            while (!_stop)
            {
                Deliver();
                readable.Clear();
                readable.Add(_front);
                readable.AddRange(_flowOfSocket.Keys);
                Socket.Select(readable, null, null, Wait());
                foreach (Socket socket in readable)
                {
                    try
                    {
                        Receive(socket);
                    }
                    catch (SocketException)
                    {
                        // The ICMP error of an end that is gone: to the other end that is a lost datagram.
                    }
                }
            }
        }

        // Microseconds until there is something to do, 20 ms at most.
        private int Wait()
        {
            const int Slice = 20_000;
            if (!_inFlight.TryPeek(out _, out (long Time, int Order) next))
            {
                return Slice;
            }

            return (int)Math.Clamp((next.Time - _clock.ElapsedMilliseconds) * 1000, 0, Slice);
        }

        private void Receive(Socket socket)
        {
            if (socket == _front)
            {
                EndPoint sender = new IPEndPoint(IPAddress.Any, 0);
                int count = _front.ReceiveFrom(_buffer, ref sender);
                Pass(FlowOf(sender), Direction.ToServer, _buffer[..count]);
            }
            else
            {
                int count = socket.Receive(_buffer);
                Pass(_flowOfSocket[socket], Direction.ToClient, _buffer[..count]);
            }
        }

        private Flow FlowOf(EndPoint client)
        {
            if (!_flows.TryGetValue(client, out Flow? flow))
            {
                flow = new Flow(_flows.Count, client, NewSocket());
                flow.Back.Connect(_server);
                _flows.Add(client, flow);
                _flowOfSocket.Add(flow.Back, flow);
            }

            return flow;
        }

        private void Pass(Flow flow, Direction direction, byte[] bytes)
        {
            Interlocked.Increment(ref direction == Direction.ToServer ? ref _toServer : ref _toClient);
            long now = _clock.ElapsedMilliseconds;
            var packet = new Packet(direction, flow.Sent[(int)direction]++, bytes, now);
            IReadOnlyList<Delivery> deliveries = _plan.Decide(flow.Number, packet);
            Note(flow, packet, deliveries);
            foreach (Delivery delivery in deliveries)
            {
                _inFlight.Enqueue((flow, direction, delivery.Bytes), (now + delivery.Delay, _order++));
            }

            Deliver();
        }

        private void Deliver()
        {
            while (_inFlight.TryPeek(out (Flow Flow, Direction Direction, byte[] Bytes) item, out (long Time, int Order) due)
                && due.Time <= _clock.ElapsedMilliseconds)
            {
                _inFlight.Dequeue();
                try
                {
                    if (item.Direction == Direction.ToServer)
                    {
                        item.Flow.Back.Send(item.Bytes);
                    }
                    else
                    {
                        _front.SendTo(item.Bytes, item.Flow.Client);
                    }
                }
                catch (SocketException)
                {
                    // As above.
                }
            }
        }

        private void Note(Flow flow, Packet packet, IReadOnlyList<Delivery> deliveries)
        {
            string fate = deliveries.Count == 0
                ? " lost"
                : string.Concat(deliveries.Select(delivery =>
                    " +" + delivery.Delay + " ms" + (ReferenceEquals(delivery.Bytes, packet.Bytes) ? "" : " damaged")));
            lock (_log)
            {
                _log.Append(CultureInfo.InvariantCulture, $"{packet.SentAt,7} ms  client {flow.Number} {packet.Direction} #{packet.Index} {LinkTrace.Summary(packet.Bytes)}:{fate}")
                    .AppendLine();
            }
        }

        private sealed record Flow(int Number, EndPoint Client, Socket Back)
        {
            public int[] Sent { get; } = new int[2];
        }
    }
}
