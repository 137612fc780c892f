// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Diagnostics;
using NanoDtls;

namespace SensorNode.Tests
{
    /// <summary>Wakes of one node that keeps its session: what each costs, by what the server can do.</summary>
    [TestClass]
    public sealed class NodeSessionTests : IDisposable
    {
        private readonly string _file = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));

        public void Dispose()
        {
            File.Delete(_file);
            File.Delete(_file + ".new");
        }

        [TestMethod]
        public void WithConnectionIds_EveryWakeAfterTheFirst_GoesWithoutAHandshake()
        {
            using var server = new TestServer(connectionIdLength: 8);

            CollectionAssert.Contains(Wake(server), "connected");
            for (int i = 0; i < 3; i++)
            {
                List<string> lines = Wake(server);
                CollectionAssert.Contains(lines, "session restored");
                CollectionAssert.DoesNotContain(lines, "connected");
            }

            Assert.HasCount(4, server.Readings);
        }

        [TestMethod]
        public void WithoutConnectionIdsAndFromAnyPort_AWakeShakesHandsAtOnce_AndWaitsForNothing()
        {
            using var server = new TestServer();
            Wake(server);
            var time = Stopwatch.StartNew();

            List<string> lines = Wake(server);

            CollectionAssert.Contains(lines, "session not restored, status 3");
            CollectionAssert.Contains(lines, "connected");
            Assert.HasCount(2, server.Readings);
            Assert.IsLessThan(10.0, time.Elapsed.TotalSeconds, "the silence of a server that does not know the new port");
        }

        [TestMethod]
        public void SessionWithAnotherServer_IsRefused_AndAHandshakeFollows()
        {
            using var first = new TestServer(connectionIdLength: 8);
            using var second = new TestServer(connectionIdLength: 8);
            Wake(first);

            List<string> lines = Wake(second);

            Assert.IsTrue(lines.Any(line => line.StartsWith("session not restored", StringComparison.Ordinal)), string.Join('\n', lines));
            Assert.HasCount(1, second.Readings);
        }

        [TestMethod]
        public void NodeThatKeepsNoSession_AsksForNoStore()
        {
            using var server = new TestServer();

            List<string> lines = Wake(server, "keep-session = no\n");

            CollectionAssert.Contains(lines, "connected");
            Assert.IsFalse(File.Exists(_file));
        }

        [TestMethod]
        public void StoreThatFails_CostsNoReading()
        {
            using var server = new TestServer(connectionIdLength: 8);

            for (int i = 0; i < 2; i++)
            {
                List<string> lines = Wake(server, store: new FileSessionStore("/nowhere/session"));
                Assert.IsTrue(lines.Any(line => line.StartsWith("session not stored", StringComparison.Ordinal)), string.Join('\n', lines));
            }

            Assert.HasCount(2, server.Readings);
        }

        [TestMethod]
        public void V30_StoredSession_HoldsNeitherThePresharedKeyNorTheIdentityInTheClear()
        {
            using var server = new TestServer(connectionIdLength: 8);

            Wake(server);

            string stored = Convert.ToHexString(File.ReadAllBytes(_file));
            Assert.IsFalse(stored.Contains(TestServer.KeyHex, StringComparison.Ordinal));
            Assert.IsFalse(stored.Contains(Convert.ToHexString(System.Text.Encoding.ASCII.GetBytes(TestServer.Identity)), StringComparison.Ordinal));
        }

        // A new board each time: deep sleep is a reset.
        private List<string> Wake(TestServer server, string more = "", SessionStore? store = null)
        {
            var board = new FakeBoard
            {
                IsAfterTimer = true,
                Configuration = () => $"server = {server.Uri}\npsk-identity = {TestServer.Identity}\npsk-key = {TestServer.KeyHex}\nsensor = simulated\n{more}",
                Store = () => store ?? new FileSessionStore(_file),
            };
            Assert.AreEqual(NodeSignal.Off, new NodeSupervisor(board, new NodeLimits()).RunOnce(), string.Join('\n', board.Lines));
            return board.Lines;
        }
    }
}
