// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace NanoDtls.Fleet
{
    /// <summary>How a run went.</summary>
    /// <param name="Seconds">Until the last node was done, or the time was over.</param>
    /// <param name="Sent">Datagrams that the nodes sent.</param>
    /// <param name="DoneAt">When each node was done, in seconds, ascending.</param>
    internal sealed record SwarmRun(double Seconds, long Sent, IReadOnlyList<double> DoneAt)
    {
        /// <summary>Seconds until a share of all nodes was done; infinite when it never was.</summary>
        public double Until(double share, int nodes)
        {
            int wanted = (int)Math.Ceiling(share * nodes);
            return wanted <= DoneAt.Count ? DoneAt[wanted - 1] : double.PositiveInfinity;
        }
    }

    /// <summary>Nodes on UDP ports of their own, all driven by one thread in real time.</summary>
    internal sealed class Swarm : IDisposable
    {
        private const int SliceMicroseconds = 10_000;

        private readonly FleetNode[] _nodes;
        private readonly byte[] _datagram = new byte[2048];
        private readonly Stopwatch _clock = new();
        private long _sent;

        public Swarm(int count, IPEndPoint server)
        {
            _nodes = new FleetNode[count];
            for (int i = 0; i < count; i++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
                socket.Connect(server);
                _nodes[i] = new FleetNode { Socket = socket };
            }
        }

        public int Count => _nodes.Length;

        public void Dispose()
        {
            foreach (FleetNode node in _nodes)
            {
                node.Socket!.Dispose();
            }
        }

        /// <summary>Lets all nodes do something.</summary>
        /// <param name="task">What.</param>
        /// <param name="atOnce">How many may be at it at a time.</param>
        /// <param name="limit">Longest time.</param>
        public SwarmRun Run(SwarmTask task, int atOnce, TimeSpan limit)
        {
            _clock.Restart();
            long sentBefore = _sent;
            var waiting = new PriorityQueue<FleetNode, long>(_nodes.Select(node => (node, task.FirstPause(node))));
            var active = new Dictionary<Socket, FleetNode>();
            var doneAt = new List<double>();
            var readable = new List<Socket>();
            while (doneAt.Count < _nodes.Length && _clock.Elapsed < limit)
            {
                long now = _clock.ElapsedMilliseconds;
                while (active.Count < atOnce && waiting.TryPeek(out FleetNode? next, out long start) && start <= now)
                {
                    waiting.Dequeue();
                    active.Add(next.Socket!, next);
                    task.Wake(next, now, this);
                }

                if (active.Count == 0)
                {
                    Thread.Sleep(1);
                    continue;
                }

                readable.Clear();
                readable.AddRange(active.Keys);
                Socket.Select(readable, null, null, SliceMicroseconds);
                now = _clock.ElapsedMilliseconds;
                foreach (Socket socket in readable)
                {
                    FleetNode node = active[socket];
                    Receive(node, now);
                    if (task.Received(node, now, this))
                    {
                        active.Remove(socket);
                        doneAt.Add(_clock.Elapsed.TotalSeconds);
                    }
                }

                foreach (FleetNode node in active.Values)
                {
                    if (node.Deadline <= now)
                    {
                        task.Wake(node, now, this);
                    }
                }
            }

            return new SwarmRun(_clock.Elapsed.TotalSeconds, _sent - sentBefore, doneAt);
        }

        /// <summary>Lets all nodes forget their connections without a word to the server, which is gone.</summary>
        public void Forget()
        {
            foreach (FleetNode node in _nodes)
            {
                node.Connection.Close();
                node.Connection.GetDatagram();
                node.Attempts = 0;
            }
        }

        /// <summary>Sends what a node's engine has to send.</summary>
        public void Flush(FleetNode node)
        {
            int length;
            while ((length = node.Connection.GetDatagram()) > 0)
            {
                Send(node, length);
            }
        }

        /// <summary>Sends the datagram in the output buffer of a node's engine.</summary>
        public void Send(FleetNode node, int length)
        {
            if (length <= 0)
            {
                throw new InvalidOperationException("the engine did not write a record: " + (DtlsStatus)(-length));
            }

            _sent++;
            try
            {
                node.Socket!.Send(node.Connection.OutputBuffer, length, SocketFlags.None);
            }
            catch (SocketException)
            {
                // An ICMP error of an earlier datagram: the server is away. To the node that is silence.
            }
        }

        private void Receive(FleetNode node, long now)
        {
            int count;
            try
            {
                count = node.Socket!.Receive(_datagram);
            }
            catch (SocketException)
            {
                // As above.
                return;
            }

            int length = node.Connection.ProcessDatagram(_datagram, 0, count, now);
            while (length > 0)
            {
                node.Acknowledge(_datagram.AsSpan(node.Connection.DataOffset, length));
                length = node.Connection.ProcessNext(now);
            }
        }
    }
}
