// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Fleet
{
    /// <summary>What a storm looks like.</summary>
    /// <param name="Nodes">Nodes that lost their connections at time 0.</param>
    /// <param name="AwayMilliseconds">How long the server stays away.</param>
    /// <param name="ServiceMicroseconds">Processor time of the server for a datagram.</param>
    /// <param name="QueueLength">Datagrams that wait at most; more are lost, as in a socket's buffer.</param>
    /// <param name="LatencyMilliseconds">One way.</param>
    internal sealed record Storm(int Nodes, int AwayMilliseconds, int ServiceMicroseconds, int QueueLength, int LatencyMilliseconds);

    /// <summary>How it went.</summary>
    /// <param name="DoneAt">When each node was connected, in seconds, ascending.</param>
    /// <param name="Arrivals">Datagrams that reached the server in each second, those lost there included.</param>
    /// <param name="Sent">Datagrams that the nodes sent.</param>
    /// <param name="Overflows">Datagrams lost because the queue was full.</param>
    internal sealed record StormResult(IReadOnlyList<double> DoneAt, int[] Arrivals, long Sent, long Overflows)
    {
        /// <summary>Most datagrams that reached the server within a second.</summary>
        public int Peak => Arrivals.Max();
    }

    /// <summary>
    /// A fleet that comes back after its server was away, on a virtual clock: the real engine in each node with its own
    /// timers, a server of its own for each (the scripted one of the tests), and one processor and one queue that all of
    /// these share.
    /// </summary>
    internal sealed class StormSimulation
    {
        private const int MaxSeconds = 900;
        private const long Microseconds = 1000;

        private readonly Storm _storm;
        private readonly Func<int, int, long> _pause;
        private readonly DtlsConnection[] _nodes;
        private readonly ScriptedServer?[] _servers;
        private readonly int[] _attempts;
        private readonly PriorityQueue<Action, (long Time, long Order)> _events = new();
        private readonly int[] _arrivals = new int[MaxSeconds + 1];
        private readonly List<double> _doneAt = new();
        private readonly byte[] _datagram = new byte[2048];
        private long _order;
        private long _now;
        private long _serverFree;
        private int _queued;
        private long _sent;
        private long _overflows;

        private StormSimulation(Storm storm, Func<int, int, long> pause)
        {
            _storm = storm;
            _pause = pause;
            _nodes = new DtlsConnection[storm.Nodes];
            _servers = new ScriptedServer[storm.Nodes];
            _attempts = new int[storm.Nodes];
        }

        /// <summary>Runs a storm to its end.</summary>
        /// <param name="storm">Its measures.</param>
        /// <param name="pause">Milliseconds that a node (its number first) waits ahead of its attempt with a number, from 0.</param>
        public static StormResult Run(Storm storm, Func<int, int, long> pause)
        {
            return new StormSimulation(storm, pause).Run();
        }

        private StormResult Run()
        {
            for (int i = 0; i < _nodes.Length; i++)
            {
                int node = i;
                _nodes[i] = new DtlsConnection(new DtlsClientOptions { PskIdentity = FleetNode.Credentials.Identity, PskKey = FleetNode.Credentials.Key });
                At(_pause(i, 0) * Microseconds, () => Start(node));
            }

            while (_doneAt.Count < _nodes.Length && _events.TryDequeue(out Action? action, out (long Time, long Order) key) && key.Time < MaxSeconds * 1000L * Microseconds)
            {
                _now = key.Time;
                action();
            }

            foreach (ScriptedServer? server in _servers)
            {
                server?.Dispose();
            }

            return new StormResult(_doneAt, _arrivals, _sent, _overflows);
        }

        private void At(long microseconds, Action action) => _events.Enqueue(action, (microseconds, _order++));

        private void Start(int node)
        {
            _attempts[node]++;
            _nodes[node].Start(_now / Microseconds);
            Settle(node);
        }

        /// <summary>Sends what a node has to send, and comes back to it at its deadline.</summary>
        private void Settle(int node)
        {
            DtlsConnection connection = _nodes[node];
            int length;
            while ((length = connection.GetDatagram()) > 0)
            {
                byte[] datagram = connection.OutputBuffer[..length];
                _sent++;
                At(_now + (_storm.LatencyMilliseconds * Microseconds), () => Arrive(node, datagram));
            }

            if (connection.State == DtlsState.Handshaking)
            {
                long deadline = connection.NextDeadline;
                At(Math.Max(_now, deadline * Microseconds), () => Wake(node, deadline));
            }
            else if (connection.State == DtlsState.Closed)
            {
                At(_now + (_pause(node, _attempts[node]) * Microseconds), () => Start(node));
            }
        }

        private void Wake(int node, long deadline)
        {
            // A deadline that has moved meanwhile has an event of its own.
            if (_nodes[node].State == DtlsState.Handshaking && _nodes[node].NextDeadline == deadline)
            {
                _nodes[node].HandleTimeout(_now / Microseconds);
                Settle(node);
            }
        }

        private void Arrive(int node, byte[] datagram)
        {
            _arrivals[_now / (1000 * Microseconds)]++;
            if (_now < _storm.AwayMilliseconds * Microseconds)
            {
                return;
            }

            if (_queued == _storm.QueueLength)
            {
                _overflows++;
                return;
            }

            _queued++;
            _serverFree = Math.Max(_now, _serverFree) + _storm.ServiceMicroseconds;
            At(_serverFree, () => Serve(node, datagram));
        }

        private void Serve(int node, byte[] datagram)
        {
            _queued--;
            ScriptedServer server = _servers[node] ??= new ScriptedServer(FleetNode.Credentials);
            server.Receive(datagram);
            while (server.Outbox.TryDequeue(out byte[]? answer))
            {
                At(_now + (_storm.LatencyMilliseconds * Microseconds), () => Deliver(node, answer));
            }
        }

        private void Deliver(int node, byte[] datagram)
        {
            DtlsConnection connection = _nodes[node];
            if (connection.State != DtlsState.Handshaking)
            {
                return;
            }

            datagram.CopyTo(_datagram, 0);
            connection.ProcessDatagram(_datagram, 0, datagram.Length, _now / Microseconds);
            Settle(node);
            if (connection.State == DtlsState.Connected)
            {
                _doneAt.Add(_now / (1000.0 * Microseconds));
                _servers[node]?.Dispose();
                _servers[node] = null;
            }
        }
    }
}
