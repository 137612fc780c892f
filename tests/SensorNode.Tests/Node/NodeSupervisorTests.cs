// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Net;
using System.Net.Sockets;

namespace SensorNode.Tests
{
    /// <summary>The firmware's supervisor above a board of the test: every failure ends in sleep, and nothing ends the node.</summary>
    [TestClass]
    public class NodeSupervisorTests
    {
        [TestMethod]
        public void ReadingArrivesAndTheBoardSleepsForTheRestOfItsInterval()
        {
            using var server = new TestServer();
            var board = new FakeBoard { Configuration = () => Text(server.Uri) };

            Assert.AreEqual(NodeSignal.Off, Run(board));

            Assert.HasCount(1, server.Readings);
            Assert.HasCount(2, server.Readings[0]);
            Assert.IsInRange(85_000, 90_000, board.Sleeps.Single());
            CollectionAssert.AreEqual(new[] { "network joined", "connected", "reading 1: delivered" }, board.Lines.Skip(1).Take(3).ToList());
            Assert.AreEqual(NodeSignal.Off, board.Signals[^1]);
        }

        [TestMethod]
        public void AwakeNodeGoesOnUntilTheServerIsGone()
        {
            var server = new TestServer();
            var board = new FakeBoard { Configuration = () => Text(server.Uri, "interval = 1\ndeep-sleep = no") };
            var sensor = new DriftingSensor();
            int taken = 0;
            board.Sensor = () => new StoppingSensor(sensor, () => ++taken == 3, server.Dispose);

            NodeSignal result = Run(board, limits => limits.HandshakeMilliseconds = 300);

            Assert.AreEqual(NodeSignal.Server, result);
            Assert.IsGreaterThanOrEqualTo(2, server.Readings.Length);
            Assert.HasCount(1, board.Sleeps);
        }

        [TestMethod]
        public void AwakeNodeFollowsTheServer()
        {
            using var server = new TestServer();
            server.Coap.SetInterval(20);
            var board = new FakeBoard { Configuration = () => Text(server.Uri, "interval = 1\ndeep-sleep = no\nfollow-server = yes") };
            var sensor = new DriftingSensor();
            int taken = 0;
            board.Sensor = () => new StoppingSensor(sensor, () => ++taken == 6, server.Dispose);

            Run(board, limits => limits.HandshakeMilliseconds = 300);

            CollectionAssert.Contains(board.Lines, $"the server wants a reading every 20 ms; its configuration has {server.Coap.Document.Length} bytes");
        }

        [TestMethod]
        public void AddressInBracketsIsFollowedToo()
        {
            var board = new FakeBoard { Configuration = () => Text("coaps://[::1]:9/s/1", "deep-sleep = no\nfollow-server = yes") };

            Assert.AreEqual(NodeSignal.Server, Run(board, limits => limits.HandshakeMilliseconds = 100));
        }

        [TestMethod]
        public void MissingConfigurationIsSaidAndBlinkedAndReadAgain()
        {
            var board = new FakeBoard();

            Assert.AreEqual(NodeSignal.Configuration, Run(board));

            Assert.HasCount(3, board.Lines.Where(line => line == "configuration file missing: deploy it with nanoff").ToList());
            Assert.HasCount(3, board.Signals.Where(signal => signal == NodeSignal.Configuration).ToList());
            Assert.IsInRange(600_000, 900_000, board.Sleeps.Single());
        }

        [TestMethod]
        public void WrongConfigurationIsSaidWithItsLine()
        {
            var board = new FakeBoard { Configuration = () => "server = coaps://x\ninterval = soon" };

            Assert.AreEqual(NodeSignal.Configuration, Run(board));

            CollectionAssert.Contains(board.Lines, "configuration: line 2: interval is not a number of seconds from 1 to 86400");
        }

        [TestMethod]
        public void ConfigurationDeployedMeanwhileIsTaken()
        {
            using var server = new TestServer();
            int reads = 0;
            var board = new FakeBoard { Configuration = () => ++reads < 3 ? null : Text(server.Uri) };

            Assert.AreEqual(NodeSignal.Off, Run(board));

            Assert.HasCount(1, server.Readings);
        }

        [TestMethod]
        public void NetworkIsTriedAFewTimesWithGrowingPausesAndThenTheBoardSleeps()
        {
            int tries = 0;
            var board = new FakeBoard { Configuration = () => Text("coaps://192.0.2.7/s"), IsAfterTimer = true };
            board.Network = () => ++tries == 0;

            Assert.AreEqual(NodeSignal.Network, Run(board, limits => limits.NetworkAttempts = 4));

            Assert.AreEqual(4, tries);
            int most = 10;
            foreach (int pause in board.Pauses)
            {
                Assert.IsInRange(most / 2, most, pause);
                most = Math.Min(2 * most, 40);
            }

            Assert.IsInRange(90_000, 135_000, board.Sleeps.Single());
        }

        [TestMethod]
        public void NameWithoutAnAddressEndsInSleep()
        {
            var board = new FakeBoard { Configuration = () => Text("coaps://nowhere.example/s") };

            Assert.AreEqual(NodeSignal.Name, Run(board));

            Assert.HasCount(1, board.Sleeps);
        }

        [TestMethod]
        public void SilentServerEndsInSleepAfterTheFailuresThatAreAllowed()
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            int port = ((IPEndPoint)socket.LocalEndPoint!).Port;
            var board = new FakeBoard { Configuration = () => Text($"coaps://127.0.0.1:{port}/s") };

            NodeSignal result = Run(board, limits =>
            {
                limits.HandshakeMilliseconds = 100;
                limits.ReportFailures = 3;
            });

            Assert.AreEqual(NodeSignal.Server, result);
            Assert.HasCount(3, board.Lines.Where(line => line.StartsWith("not connected, status 1", StringComparison.Ordinal)).ToList());
            Assert.HasCount(1, board.Sleeps);
        }

        [TestMethod]
        public void WrongKeyIsToldFromASilentServer()
        {
            using var server = new TestServer();
            var board = new FakeBoard { Configuration = () => Text(server.Uri).Replace(TestServer.KeyHex, new string('7', 32)) };

            NodeSignal result = Run(board, limits =>
            {
                limits.HandshakeMilliseconds = 1500;
                limits.ReportFailures = 1;
            });

            Assert.AreEqual(NodeSignal.Credentials, result);
        }

        [TestMethod]
        public void SensorThatDoesNotAnswerIsNoReasonToStayAwake()
        {
            using var server = new TestServer();
            var board = new FakeBoard { Configuration = () => Text(server.Uri), Sensor = () => new StoppingSensor(null, () => false, () => { }) };

            Assert.AreEqual(NodeSignal.Sensor, Run(board));

            Assert.HasCount(1, board.Sleeps);
            Assert.IsEmpty(server.Readings);
        }

        [TestMethod]
        [DataRow("configuration")]
        [DataRow("network")]
        [DataRow("name")]
        [DataRow("sensor")]
        [DataRow("light")]
        [DataRow("sleep")]
        public void NothingThatABoardThrowsEndsTheNode(string where)
        {
            using var server = new TestServer();
            var board = new FakeBoard { Configuration = () => Text(server.Uri) };
            Action fail = () => throw new InvalidOperationException("secret text of " + where);
            switch (where)
            {
                case "configuration": board.Configuration = () => { fail(); return null; }; break;
                case "network": board.Network = () => { fail(); return false; }; break;
                case "name": board.Names = _ => { fail(); return null; }; break;
                case "sensor": board.Sensor = () => { fail(); return new DriftingSensor(); }; break;
                case "light": board.Light = _ => fail(); break;
                default: board.Sleeping = fail; break;
            }

            Assert.AreEqual(NodeSignal.Fault, Run(board));

            Assert.HasCount(1, board.Sleeps);
            Assert.IsTrue(board.Lines.Any(line => line.Contains("InvalidOperationException", StringComparison.Ordinal)), string.Join('\n', board.Lines));
            Assert.IsFalse(board.Lines.Any(line => line.Contains("secret", StringComparison.Ordinal)), "the text of an exception is not for the log");
        }

        [TestMethod]
        public void V30_KeyIsForgottenOnceTheConnectionHasIt()
        {
            using var server = new TestServer();
            var board = new FakeBoard { Configuration = () => Text(server.Uri) };

            Run(board);

            CollectionAssert.AreEqual(new byte[16], board.Configured!.PskKey);
            Assert.IsFalse(board.Lines.Any(line => line.Contains(TestServer.KeyHex, StringComparison.OrdinalIgnoreCase)));
        }

        [TestMethod]
        public void SleepingNodeIsWatchedAndAnAwakeOneIsNot()
        {
            var sleeping = new FakeBoard { Configuration = () => Text("coaps://nowhere.example/s"), IsAfterTimer = true };
            var awake = new FakeBoard { Configuration = () => Text("coaps://nowhere.example/s", "deep-sleep = no"), IsAfterTimer = true };

            Run(sleeping, limits => limits.WakeSeconds = 321);
            Run(awake);

            Assert.AreEqual(321_000, sleeping.Watches.Single().Awake);
            Assert.IsInRange(90_000, 135_000, sleeping.Watches.Single().Sleep);
            Assert.IsEmpty(awake.Watches);
        }

        [TestMethod]
        public void AllAttemptsTogetherFitIntoAWake()
        {
            var limits = new NodeLimits();
            const int CoapSeconds = 93;

            int seconds = ((limits.NetworkAttempts * (limits.JoinMilliseconds + limits.MaxPauseMilliseconds))
                + (limits.NameAttempts * (30_000 + limits.MaxPauseMilliseconds))
                + (limits.ReportFailures * (limits.HandshakeMilliseconds + limits.MaxPauseMilliseconds))) / 1000;

            Assert.IsLessThan(limits.WakeSeconds, seconds + CoapSeconds);
        }

        [TestMethod]
        public void BoardThatWasResetWaitsForToolsAndOneThatTheTimerWokeDoesNot()
        {
            using var server = new TestServer();
            var reset = new FakeBoard { Configuration = () => Text(server.Uri) };
            var timer = new FakeBoard { Configuration = () => Text(server.Uri), IsAfterTimer = true };

            Run(reset, limits => limits.StartWindowMilliseconds = 5000);
            Run(timer, limits => limits.StartWindowMilliseconds = 5000);

            CollectionAssert.AreEqual(new[] { 5000 }, reset.Pauses);
            Assert.IsEmpty(timer.Pauses);
        }

        private static string Text(string server, string more = "interval = 90")
        {
            return $"server = {server}\npsk-identity = {TestServer.Identity}\npsk-key = {TestServer.KeyHex}\nsensor = simulated\n{more}\n";
        }

        private static NodeSignal Run(FakeBoard board, Action<NodeLimits>? configure = null)
        {
            var limits = new NodeLimits
            {
                StartWindowMilliseconds = 0,
                ConfigurationAttempts = 3,
                NetworkAttempts = 2,
                NameAttempts = 2,
                ReportFailures = 2,
                InitialPauseMilliseconds = 10,
                MaxPauseMilliseconds = 40,
            };
            configure?.Invoke(limits);
            return new NodeSupervisor(board, limits).RunOnce();
        }

        /// <summary>A sensor that fails without a real one, and does something when it is read the right number of times.</summary>
        private sealed class StoppingSensor(SensorSource? sensor, Func<bool> isDue, Action action) : SensorSource(["temperature"], ["Cel"])
        {
            public override bool Read()
            {
                if (isDue())
                {
                    action();
                }

                return sensor != null && sensor.Read();
            }
        }
    }
}
