// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Bench.Reporting;
using NanoDtls.Bench.Scale;
using NanoDtls.Energy;

namespace NanoDtls.Bench.Tests
{
    /// <summary>What documents compute from the results is computed right, and is that of the results that are here.</summary>
    [TestClass]
    public class DocumentTests
    {
        private static readonly Dictionary<string, double> s_figures = new()
        {
            ["fleet.server_us_per_handshake"] = 100, ["fleet.server_us_per_reading"] = 30, ["fleet.server_bytes_per_session"] = 40_000,
            ["wake.bytes"] = 78, ["record.overhead"] = 29, ["handshake.datagrams"] = 6, ["handshake.client_bytes"] = 303, ["handshake.server_bytes"] = 219, ["coap.senml_bytes"] = 40,
        };

        public static IEnumerable<object[]> ScalePaths => ScaleDocuments.Paths.Select(path => new object[] { path });

        [TestMethod]
        [TestCategory("Generated")]
        public void TablesOfTheEnergyModelAreThoseOfTheBench()
        {
            string path = Repository.At("docs/energy.md");
            string document = File.ReadAllText(path);
            string expected = EnergyDocument.Fill(document, Figures.Load(Repository.At("bench/results.json")), Scenario.Standard);
            if (Environment.GetEnvironmentVariable("NANODTLS_UPDATE_GENERATED") == "1")
            {
                File.WriteAllText(path, document = expected);
            }

            Assert.AreEqual(expected, document, "docs/energy.md is stale: ./bench/run.sh writes it, or tests/tools/generate.sh");
        }

        [TestMethod]
        public void LoadOfAMillionNodesIsThatOfASumByHand()
        {
            var nodes = new MillionNodes(s_figures);

            // 10,000 readings a second; 78 bytes out and 35 in, with headers of 28 each.
            ServerLoad kept = nodes.Kept(100);
            Assert.AreEqual(0.3, kept.Cores, 1e-9);
            Assert.AreEqual(20_000, kept.Datagrams, 1e-6);
            Assert.AreEqual(10_000 * (78 + 35 + 56) * 8 / 1e6, kept.Megabits, 1e-9);
            Assert.AreEqual(40, kept.Gigabytes, 1e-9);

            // 6 datagrams of the handshake, 69 bytes out and 35 in.
            ServerLoad fresh = nodes.Fresh(100);
            Assert.AreEqual(1.3, fresh.Cores, 1e-9);
            Assert.AreEqual(80_000, fresh.Datagrams, 1e-6);
            Assert.AreEqual(10_000 * (303 + 219 + 69 + 35 + (8 * 28)) * 8 / 1e6, fresh.Megabits, 1e-9);
            Assert.AreEqual(10_000 * 45 * 40_000.0 / 1e9, fresh.Gigabytes, 1e-9);

            // Four cores, a third of each, 100 us.
            Assert.AreEqual(13_333, nodes.HandshakesPerSecond, 1);
            Assert.AreEqual(75, nodes.RestartSeconds, 1e-6);
        }

        [TestMethod]
        public void ComputedPartIsMadeAnewAndNothingElse()
        {
            const string Old = "before\n<!-- computed by bench/run.sh: after a restart -->\n\nold\n\n<!-- end of what is computed -->\nbehind\n";

            string filled = ScaleDocuments.Fill(Old, s_figures);

            Assert.StartsWith("before\n<!-- computed by bench/run.sh: after a restart -->\n\n```\n4 cores x 1/3 / 100 us = 13,300 handshakes a second\n", filled);
            Assert.EndsWith("\n\n<!-- end of what is computed -->\nbehind\n", filled);
            Assert.DoesNotContain("old", filled);
            Assert.AreEqual(filled, ScaleDocuments.Fill(filled, s_figures));
        }

        [TestMethod]
        [DataRow("<!-- computed by bench/run.sh: after a restart -->\n")]
        [DataRow("<!-- computed by bench/run.sh: something else -->\n<!-- end of what is computed -->")]
        [DataRow("<!-- computed by bench/run.sh: storms -->\n<!-- end of what is computed -->")]
        public void PartThatCannotBeComputedIsAnError(string document)
        {
            Assert.ThrowsExactly<InvalidOperationException>(() => ScaleDocuments.Fill(document, s_figures));
        }

        [TestMethod]
        public void StormThatNeverEndsHasNoTimeInTheTable()
        {
            var figures = new Dictionary<string, double>(s_figures);
            foreach (string name in new[] { "fleet.restart_datagrams", "fleet.storm_s", "fleet.storm_datagrams", "fleet.storm_peak", "fleet.storm_lost" })
            {
                figures[name] = 12_345;
                figures[name + "_spread"] = 3;
            }

            string filled = ScaleDocuments.Fill("<!-- computed by bench/run.sh: storms -->\n<!-- end of what is computed -->", figures);

            Assert.Contains("the last one connected after, s | never | never |", filled);
            Assert.Contains("| ... lost because its buffer was full | 12,300 | 3 |", filled);
        }

        [TestMethod]
        [TestCategory("Generated")]
        [DynamicData(nameof(ScalePaths))]
        public void FiguresOfAMillionNodesAreThoseOfTheBench(string path)
        {
            if (Environment.GetEnvironmentVariable("NANODTLS_UPDATE_GENERATED") == "1")
            {
                ScaleDocuments.WriteFromSource();
            }

            string document = File.ReadAllText(Repository.At(path));

            Assert.Contains("<!-- computed by bench/run.sh", document);
            Assert.AreEqual(ScaleDocuments.Fill(document, ResultsJson.Read(ScaleDocuments.Source)), document, path + " is stale: ./bench/run.sh writes it, or tests/tools/generate.sh");
        }
    }
}
