// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Diagnostics;
using NanoDtls.Energy;

namespace NanoDtls.Bench.Tests
{
    /// <summary>The energy model against sums by hand.</summary>
    [TestClass]
    public class EnergyTests
    {
        private static readonly Chip s_chip = new("test", 10, 100, 300, 20);
        private static readonly Scenario s_scenario = new(s_chip, 100, 1000, BootMilliseconds: 500, JoinMilliseconds: 1000, RoundTripMilliseconds: 50, MegabitsPerSecond: 8);

        [TestMethod]
        public void ChargeIsTimeByCurrent()
        {
            // 2 packets out, 1 in, no payload: 3 x (200 us + (28 + 52) x 1 us); 2 round trips of 50 ms; 10,000 instructions of 1 us.
            var exchange = new Exchange("", 2, 2, 1, 0, 0, 28, 10_000);

            Cost cost = EnergyModel.Charge(exchange, s_scenario);

            double send = 2 * 280e-6;
            double expected = ((0.1 + 0.01 + send + 280e-6) * 100) + (send * 200) + (0.01 * 10);
            Assert.AreEqual(expected, cost.ExchangeMillicoulombs, 1e-9);
            Assert.AreEqual(expected + 5 + 100, cost.WakeMillicoulombs, 1e-9);
            Assert.AreEqual((cost.WakeMillicoulombs * 10) + 20, cost.AverageMicroamperes, 1e-9);
            Assert.AreEqual(1000 * 1000 / cost.AverageMicroamperes / 24, cost.BatteryDays, 1e-9);
            Assert.AreEqual(0.5 + 1 + 0.1 + 0.01 + send + 280e-6, cost.AwakeSeconds, 1e-9);
        }

        [TestMethod]
        public void PayloadAddsItsTimeOnAirAndNothingElse()
        {
            Cost without = EnergyModel.Charge(new Exchange("", 1, 1, 1, 0, 0, 28, 0), s_scenario);
            Cost with = EnergyModel.Charge(new Exchange("", 1, 1, 1, 1000, 500, 28, 0), s_scenario);

            // 8 bits at 8 Mbit/s: a microsecond for a byte.
            Assert.AreEqual((1000e-6 * 300) + (500e-6 * 100), with.ExchangeMillicoulombs - without.ExchangeMillicoulombs, 1e-9);
        }

        [TestMethod]
        public void FigureThatWasNotMeasuredIsAnErrorThatSaysWhatToDo()
        {
            var figures = new Figures(new Dictionary<string, double> { ["a"] = 1 });

            Assert.AreEqual(1, figures["a"]);
            InvalidOperationException e = Assert.ThrowsExactly<InvalidOperationException>(() => figures["b"]);
            Assert.Contains("./bench/run.sh", e.Message);
        }

        [TestMethod]
        [DataRow(2, "2500")]
        [DataRow(2, "--interval", "0")]
        [DataRow(2, "--interval", "-60")]
        [DataRow(2, "--battery", "much")]
        [DataRow(2, "--rtt", "NaN")]
        [DataRow(2, "--join", "1e400")]
        [DataRow(2, "--interval")]
        [DataRow(2, "--chip", "esp8266")]
        [DataRow(2, "--frequency", "1")]
        [DataRow(0, "--help")]
        [DataRow(0, "--interval", "60", "--battery", "2500")]
        [DataRow(0, "--interval", "3600", "--native", "--chip", "esp32-s2")]
        public void WrongArgumentsAreRefusedAndRightOnesAnswered(int code, params string[] arguments)
        {
            (int result, string output, string errors) = Run(arguments);

            Assert.AreEqual(code, result, output + errors);
            Assert.AreEqual(code == 0, errors.Length == 0, errors);
        }

        [TestMethod]
        public void CalculatorSaysWhatItAssumesAndThatItIsAModel()
        {
            string output = Run("--interval", "60", "--battery", "2500").Output;

            Assert.StartsWith("esp32, a reading every 60 s, 2,500 mAh, boot 270 ms, join 800 ms, round trip 30 ms, 6 Mbit/s, SoftwareCrypto:", output);
            Assert.Contains("DTLS, restored with Connection ID", output);
            Assert.Contains("TLS over TCP, MQTT", output);
            Assert.Contains("A model from published currents, not a measurement", output);
        }

        [TestMethod]
        public void IntervalThatAWakeDoesNotFitIntoHasNoBatteryLife()
        {
            Assert.Contains("takes longer than the interval", Run("--interval", "1").Output);
            Assert.DoesNotContain("takes longer than the interval", Run("--interval", "10").Output);
        }

        [TestMethod]
        public void WithNativeCryptoARestoredSessionCostsLessThanResumedThanFullThanMqtt()
        {
            var figures = new Figures(new Dictionary<string, double>
            {
                ["record.overhead"] = 29, ["coap.senml_bytes"] = 40, ["handshake.datagrams"] = 6, ["handshake.client_bytes"] = 293, ["handshake.server_bytes"] = 219,
                ["resumed.datagrams"] = 5, ["resumed.client_bytes"] = 315, ["resumed.server_bytes"] = 226, ["wake.bytes"] = 120, ["tls.client_bytes"] = 177,
                ["tls.server_bytes"] = 142, ["il.executed.handshake"] = 5000, ["il.executed.resumed"] = 4500, ["il.executed.wake"] = 9000, ["il.executed.wake_software"] = 200_000,
                ["il.executed.coap_round_trip"] = 2900, ["il.executed.send64"] = 98, ["il.executed.receive64"] = 300, ["il.executed.handshake_software"] = 360_000,
                ["il.executed.resumed_software"] = 270_000, ["il.executed.send64_software"] = 22_000, ["il.executed.receive64_software"] = 22_300,
            });

            List<double> charges = Exchange.All(figures, isNative: true).Select(exchange => EnergyModel.Charge(exchange, s_scenario).WakeMillicoulombs).ToList();

            Assert.HasCount(4, charges);
            Assert.IsTrue(charges[2] < charges[1] && charges[1] < charges[0] && charges[0] < charges[3], string.Join(", ", charges));

            // In C# each way has its own crypto's instructions.
            List<double> software = Exchange.All(figures, isNative: false).Select(exchange => exchange.Instructions).ToList();
            double reading = 2900 + 22_000 - 98 + 22_300 - 300;
            CollectionAssert.AreEqual(new[] { 360_000 + reading, 270_000 + reading, 200_000 + reading, 360_000 + (2 * reading) }, software);
        }

        private static (int Code, string Output, string Errors) Run(params string[] arguments)
        {
            var start = new ProcessStartInfo("dotnet", arguments.Prepend(typeof(EnergyModel).Assembly.Location)) { RedirectStandardOutput = true, RedirectStandardError = true };
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, errors.Result);
        }
    }
}
