// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Fleet;
using NanoDtls.Testing;

namespace NanoDtls.Bench.Tests
{
    /// <summary>The fleet: its memory, and storms on the virtual clock.</summary>
    [TestClass]
    public class FleetTests
    {
        private static readonly Storm s_storm = new(200, AwayMilliseconds: 3000, ServiceMicroseconds: 2000, QueueLength: 20, LatencyMilliseconds: 20);

        [TestMethod]
        public void NodeTakesAtMost4Kilobytes()
        {
            double bytes = NodeMemory.Measure(500, 10);

            Assert.IsTrue(bytes is > 1000 and <= 4096, bytes.ToString());
        }

        [TestMethod]
        public void AllNodesComeBackOnceTheServerIsThere()
        {
            StormResult result = StormSimulation.Run(s_storm, (_, attempt) => attempt * 1000);

            Assert.HasCount(s_storm.Nodes, result.DoneAt);
            Assert.IsGreaterThan(3.0, result.DoneAt[0], "nobody is served while the server is away");
            CollectionAssert.AreEqual(result.DoneAt.Order().ToList(), result.DoneAt.ToList());

            // 200 nodes with 3 datagrams of 2 ms each.
            Assert.IsGreaterThan(3.0 + 1.2, result.DoneAt[^1]);
        }

        [TestMethod]
        public void StormThatIsSpreadReachesTheServerWithoutAPeak()
        {
            StormResult atOnce = StormSimulation.Run(s_storm, (_, attempt) => attempt * 1000);
            StormResult spread = StormSimulation.Run(s_storm, (node, attempt) => attempt == 0 ? 3000 + (node * 20) : 1000);

            Assert.HasCount(s_storm.Nodes, spread.DoneAt);
            Assert.IsLessThan(atOnce.Peak / 2, spread.Peak);
            Assert.IsGreaterThan(0L, atOnce.Overflows);
            Assert.AreEqual(0, spread.Overflows);
            Assert.AreEqual(3L * s_storm.Nodes, spread.Sent);
        }

        [TestMethod]
        public void SwarmReportsOverUdpAndKnowsItsAcknowledgements()
        {
            using var server = new BouncyCastleServer();
            using var swarm = new Swarm(20, server.EndPoint);

            SwarmRun connect = swarm.Run(new ConnectTask(_ => 0), 8, TimeSpan.FromSeconds(30));
            SwarmRun report = swarm.Run(new ReportTask(), 8, TimeSpan.FromSeconds(30));

            Assert.HasCount(20, connect.DoneAt);
            Assert.HasCount(20, report.DoneAt);
        }

        [TestMethod]
        public void AcknowledgementOfAnotherReportIsNone()
        {
            var node = new FleetNode();
            var link = new VirtualLink(node.Connection, new ScriptedServer(FleetNode.Credentials));
            Assert.IsTrue(link.Connect(), link.Describe());
            byte[] message = new byte[256];
            node.WriteReport(isAgain: false, message);

            Assert.IsFalse(node.Acknowledge(new byte[] { 0x62, 0x44, 0, 2, 0, 2 }), "another message ID");
            Assert.IsFalse(node.Acknowledge(new byte[] { 0x62, 0x84, 0, 1, 0, 1 }), "4.04");
            Assert.IsFalse(node.Acknowledge(new byte[] { 0x42, 0x44, 0, 1, 0, 1 }), "no acknowledgement");
            Assert.IsFalse(node.Acknowledge(new byte[] { 0x62, 0x44 }), "cut off");
            Assert.AreEqual(1, node.Pending);
            Assert.IsTrue(node.Acknowledge(new byte[] { 0x62, 0x44, 0, 1, 0, 1 }));
            Assert.AreEqual(0, node.Pending);
        }
    }
}
