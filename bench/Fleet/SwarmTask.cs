// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Fleet
{
    /// <summary>Something that every node of a swarm has to do once.</summary>
    internal abstract class SwarmTask
    {
        /// <summary>When a node begins, in milliseconds from the start.</summary>
        public abstract long FirstPause(FleetNode node);

        /// <summary>A node begins, or goes on at its deadline. Leaves the next deadline with the node.</summary>
        public abstract void Wake(FleetNode node, long now, Swarm swarm);

        /// <summary>A node took a datagram in; leaves its next deadline with it.</summary>
        /// <returns>Whether the node is done.</returns>
        public abstract bool Received(FleetNode node, long now, Swarm swarm);
    }

    /// <summary>A handshake, begun again after a pause when it failed.</summary>
    internal sealed class ConnectTask : SwarmTask
    {
        private readonly Func<FleetNode, long> _pause;

        /// <param name="pause">Milliseconds ahead of the node's next attempt.</param>
        public ConnectTask(Func<FleetNode, long> pause)
        {
            _pause = pause;
        }

        public override long FirstPause(FleetNode node) => _pause(node);

        public override void Wake(FleetNode node, long now, Swarm swarm)
        {
            if (node.Connection.State == DtlsState.Handshaking)
            {
                node.Connection.HandleTimeout(now);
            }
            else
            {
                node.Attempts++;
                node.Connection.Start(now);
            }

            Settle(node, now, swarm);
        }

        public override bool Received(FleetNode node, long now, Swarm swarm)
        {
            if (node.Connection.State == DtlsState.Idle)
            {
                return false;
            }

            Settle(node, now, swarm);
            return node.Connection.State == DtlsState.Connected;
        }

        private void Settle(FleetNode node, long now, Swarm swarm)
        {
            swarm.Flush(node);
            node.Deadline = node.Connection.State == DtlsState.Handshaking ? node.Connection.NextDeadline : now + _pause(node);
        }
    }

    /// <summary>A confirmable report, sent again until it is acknowledged (RFC 7252 section 4.2).</summary>
    internal sealed class ReportTask : SwarmTask
    {
        private const int Timeout = 2000;
        private const int MaxTransmissions = 5;

        private readonly byte[] _message = new byte[256];

        public override long FirstPause(FleetNode node)
        {
            node.Attempts = 0;
            return 0;
        }

        public override void Wake(FleetNode node, long now, Swarm swarm)
        {
            if (node.Attempts < MaxTransmissions)
            {
                swarm.Send(node, node.WriteReport(isAgain: node.Attempts > 0, _message));
            }

            node.Deadline = now + (Timeout << node.Attempts);
            node.Attempts++;
        }

        public override bool Received(FleetNode node, long now, Swarm swarm) => node.Pending == 0;
    }
}
