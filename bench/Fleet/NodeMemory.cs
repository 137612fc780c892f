// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Fleet
{
    /// <summary>What a node takes of the managed heap.</summary>
    internal static class NodeMemory
    {
        /// <summary>Makes a fleet of connected nodes and weighs it.</summary>
        /// <param name="count">Nodes.</param>
        /// <param name="connected">How many of them go through a handshake before they are weighed.</param>
        /// <returns>Bytes of a node.</returns>
        public static double Measure(int count, int connected)
        {
            // Once unweighed: the tables that all share, and what .NET makes once.
            Connect(new FleetNode());
            var nodes = new FleetNode[count];
            long before = GC.GetTotalMemory(forceFullCollection: true);
            for (int i = 0; i < count; i++)
            {
                nodes[i] = new FleetNode();
            }

            foreach (FleetNode node in nodes.AsSpan(0, connected))
            {
                Connect(node);
            }

            long after = GC.GetTotalMemory(forceFullCollection: true);
            GC.KeepAlive(nodes);
            return (after - before) / (double)count;
        }

        private static void Connect(FleetNode node)
        {
            using var server = new ScriptedServer(FleetNode.Credentials);
            var link = new VirtualLink(node.Connection, server);
            if (!link.Connect())
            {
                throw new InvalidOperationException(link.Describe());
            }
        }
    }
}
