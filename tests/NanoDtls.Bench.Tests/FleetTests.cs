// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
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
        public void PlotNamesItsAxesAndCurvesAndKeepsTheirTextInsideTheFrame()
        {
            string path = Path.GetTempFileName();
            try
            {
                Plot.Write(path, "A title", "things", ("first, of many words", Plot.Cumulative(new[] { 1.0, 2.0, 30.0 })), ("second", Plot.Cumulative(new[] { 5.0 })));

                XDocument plot = XDocument.Load(path);
                double width = double.Parse(plot.Root!.Attribute("width")!.Value, CultureInfo.InvariantCulture);
                Dictionary<string, XElement> texts = plot.Descendants().Where(element => element.Name.LocalName == "text").GroupBy(element => element.Value).ToDictionary(group => group.Key, group => group.First());
                foreach (string text in new[] { "A title", "things", "seconds", "first, of many words", "second" })
                {
                    Assert.IsTrue(texts.ContainsKey(text), text);
                    double size = double.Parse(texts[text].Attribute("font-size")!.Value, CultureInfo.InvariantCulture);
                    double[] at = Regex.Matches(texts[text].Attribute("transform")!.Value, "[0-9.]+").Select(number => double.Parse(number.Value, CultureInfo.InvariantCulture)).ToArray();

                    // What the text is cut off at: the frame, or a rectangle of its group. Wide letters are two thirds of the size.
                    double end = width;
                    if (texts[text].Parent!.Attribute("clip-path")?.Value is string clip)
                    {
                        XElement rectangle = plot.Descendants().Single(element => element.Attribute("id")?.Value == Regex.Match(clip, @"#(\w+)").Groups[1].Value).Elements().Single();
                        end = double.Parse(rectangle.Attribute("x")!.Value, CultureInfo.InvariantCulture) + double.Parse(rectangle.Attribute("width")!.Value, CultureInfo.InvariantCulture);
                    }

                    bool isCentred = texts[text].Attribute("text-anchor")?.Value == "middle";
                    Assert.IsLessThanOrEqualTo(end, at[0] + (text.Length * size * (isCentred ? 0.33 : 0.66)), text);
                    Assert.IsGreaterThanOrEqualTo(size * 0.8, at[1], text + ": its base line is below the upper edge");
                }
            }
            finally
            {
                File.Delete(path);
            }
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
