// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using SensorNode.Desktop;

namespace SensorNode.Tests
{
    /// <summary>The run without arguments: the project's main job.</summary>
    [TestClass]
    public class DefaultRunTests
    {
        private const string ReadingLine =
            @"^reading (\d): (.+) \(as the server decoded it\); 2\.04 Changed; (\d+) bytes out, (\d+) in, 2 datagrams$";

        [TestMethod]
        public void ShowsFiveReadingsAsTheServerSawThem_AndEndsWithSuccess()
        {
            DemoRun run = DemoRun.Execute();
            Assert.AreEqual(ExitCode.Success, run.ExitCode, run.ToString());
            Assert.IsEmpty(run.Errors);
            Assert.HasCount(10, run.Output, run.ToString());

            Assert.Contains("the embedded server on 127.0.0.1:", run.Output[0]);
            Assert.Contains("TLS_PSK_WITH_AES_128_CCM_8, extended master secret", run.Output[1]);
            string[] expected = Samples.Printed(5);
            string[] readings = run.Output.Where(line => line.StartsWith("reading ", StringComparison.Ordinal)).ToArray();
            for (int i = 0; i < 5; i++)
            {
                Match match = Regex.Match(readings[i], ReadingLine);
                Assert.IsTrue(match.Success, readings[i]);
                Assert.AreEqual((i + 1).ToString(CultureInfo.InvariantCulture), match.Groups[1].Value);
                Assert.AreEqual(expected[i], match.Groups[2].Value);
            }
        }

        [TestMethod]
        [TestCategory("Generated")]
        public void ReadmeShowsWhatReallyComes()
        {
            const string Command = "$ dotnet run --project samples/SensorNode.Desktop\n";
            string path = typeof(DefaultRunTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Readme").Value!;
            string readme = File.ReadAllText(path);
            int begin = readme.IndexOf(Command, StringComparison.Ordinal) + Command.Length;
            int end = readme.IndexOf("```", begin, StringComparison.Ordinal);

            DemoRun run = DemoRun.Execute();

            string output = string.Join('\n', run.Output) + "\n";
            if (Comparable(readme[begin..end]) != Comparable(output))
            {
                if (Environment.GetEnvironmentVariable("NANODTLS_UPDATE_GENERATED") != "1")
                {
                    Assert.AreEqual(Comparable(readme[begin..end]), Comparable(output), "run tests/tools/generate.sh");
                }

                File.WriteAllText(path, readme[..begin] + output + readme[end..]);
            }
        }

        [TestMethod]
        public void O_01_B_02_ShowsWhatTheServerPushesAndTheConfigurationThatTakesSeveralBlocks()
        {
            DemoRun run = DemoRun.Execute("--interval", "400");
            string[] lines = run.Output.Where(line => line.StartsWith("the server wants", StringComparison.Ordinal)).ToArray();
            Assert.HasCount(2, lines, run.ToString());
            Assert.Contains("every 400 ms", lines[0]);
            Assert.Contains("every 200 ms", lines[1]);
            foreach (string line in lines)
            {
                Assert.IsGreaterThan(2000, int.Parse(Regex.Match(line, @"in blocks: (\d+) bytes$").Groups[1].Value, CultureInfo.InvariantCulture));
            }
        }

        [TestMethod]
        public void SummaryGivesTimeAndTheHandshakesBytesAndDatagrams()
        {
            DemoRun run = DemoRun.Execute("--count", "2", "--interval", "300");
            Match match = Regex.Match(
                run.Output[^1],
                @"^2 readings delivered in (\d+\.\d\d) s; handshake: (\d+) bytes out, (\d+) in, (\d+) datagrams$");
            Assert.IsTrue(match.Success, run.ToString());
            double seconds = double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);

            // Printed to the hundredth; the loop's clock ticks every few milliseconds.
            Assert.IsInRange(0.28, run.Elapsed.TotalSeconds + 0.01, seconds);
            Assert.IsInRange(200, 400, int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture));

            // BouncyCastle sends ServerHello and ChangeCipherSpec in datagrams of their own.
            Assert.IsInRange(6, 8, int.Parse(match.Groups[4].Value, CultureInfo.InvariantCulture));
        }

        [TestMethod]
        public void RunsAsAProgram_WithExitCodeZeroAndNothingOnStandardError()
        {
            using var program = new ProgramRun();
            Assert.AreEqual(0, program.WaitForExit(30000));
            Assert.IsEmpty(program.Errors);
            Assert.HasCount(5, program.Output.Where(line => Regex.IsMatch(line, ReadingLine)).ToArray(), string.Join('\n', program.Output));
        }

        [TestMethod]
        [DataRow("POST", "ccm8", "TLS_PSK_WITH_AES_128_CCM_8")]
        [DataRow("put", "PSK-AES128-CCM8", "TLS_PSK_WITH_AES_128_CCM_8")]
        [DataRow("PUT", "TLS_PSK_WITH_AES_128_CCM", "TLS_PSK_WITH_AES_128_CCM,")]
        [DataRow("post", "Ccm", "TLS_PSK_WITH_AES_128_CCM,")]
        public void MethodAndSuiteAreTheUsersChoice(string method, string suite, string name)
        {
            DemoRun run = DemoRun.Execute("--method", method, "--suite", suite, "--count", "1");
            Assert.AreEqual(ExitCode.Success, run.ExitCode, run.ToString());
            Assert.Contains($"by CoAP {method.ToUpperInvariant()} to", run.Output[0]);
            Assert.Contains(name, run.Output[1]);
        }

        [TestMethod]
        public void RawRun_PrintsWhatComesBack()
        {
            DemoRun run = DemoRun.Execute("--transport", "raw", "--count", "2", "--interval", "0");
            Assert.AreEqual(ExitCode.Success, run.ExitCode, run.ToString());
            string[] expected = Samples.Printed(2);
            Assert.StartsWith($"reading 1: {expected[0]} (as sent); came back: {expected[0]}; ", run.Output[2]);
            Assert.StartsWith($"reading 2: {expected[1]} (as sent); came back: {expected[1]}; ", run.Output[3]);
        }

        // Without ports and times, and sorted: whether the server is heard a reading sooner or later is a matter of time too.
        private static string Comparable(string text)
        {
            string masked = Regex.Replace(text, @"(?<=127\.0\.0\.1:)\d+|(?<= in )\d+(?= ms)|(?<= in )\d+\.\d+(?= s)", "#");
            return string.Join('\n', masked.Split('\n').Order(StringComparer.Ordinal));
        }
    }
}
