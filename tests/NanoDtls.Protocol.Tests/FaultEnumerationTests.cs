// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>
    /// Every single and every pair of {drop, duplicate, deliver behind the next} over all datagrams of a handshake, and
    /// over the first retransmissions that these cause: generated, not sampled.
    /// </summary>
    [TestClass]
    public sealed class FaultEnumerationTests
    {
        // Datagrams beyond the undisturbed handshake that take faults too.
        private const int Retransmissions = 2;

        // Two losses of the first flight: 1 s and 2 s, each with up to a quarter of jitter, and the round trips.
        private const long LongestHandshake = 4000;

        public TestContext TestContext { get; set; } = null!;

        public static IEnumerable<object[]> Cases =>
            CryptoBackends.All.SelectMany(
                backend => new[] { "packed", "spread", "resumed by ID", "resumed by ticket", "renewed ticket", "fragmented", "fragmented and resumed", "fragmented with renewed ticket" },
                (backend, handshake) => new object[] { backend.Name, handshake });

        [TestMethod]
        [DynamicData(nameof(Cases))]
        public void D12_02_And_D12_20_And_D12_23_And_D12_24_EveryFaultAndEveryPairConverges(string backend, string handshake)
        {
            (int toServer, int toClient) = Undisturbed(backend, handshake);
            int runs = 0;
            long longest = 0;
            int most = 0;
            foreach (Fault[] faults in FaultEnumeration.SinglesAndPairs(toServer + Retransmissions, toClient + Retransmissions))
            {
                var plan = new FaultEnumeration();
                using Scenario s = Prepare(backend, handshake, plan);
                int sent = s.SentCount;
                long start = s.Link.Now;
                long allocated = s.Link.EngineAllocatedBytes;
                plan.Arm(faults);
                s.Link.Connect();
                string what = handshake + ", " + string.Join(" and ", faults.Select(fault => fault.ToString())) + Environment.NewLine + s.Link.Describe();
                Assert.AreEqual(DtlsState.Connected, s.Client.State, what);
                Assert.IsTrue(s.Server.IsConnected, what);
                Assert.AreEqual(IsResumed(handshake), s.Client.IsResumed, what);
                longest = Math.Max(longest, s.Link.Now - start);
                most = Math.Max(most, s.SentCount - sent);

                // Violations name repeated record numbers (nonces) and retransmissions that differ.
                plan.Arm();
                s.AssertTalks();
                s.Link.Settle();
                s.AssertTalks();
                if (CryptoBackends.Get(backend).AllocationFree)
                {
                    Assert.AreEqual(allocated, s.Link.EngineAllocatedBytes, "bytes allocated: " + what);
                }

                runs++;
            }

            TestContext.WriteLine(runs + " runs over " + toServer + " + " + toClient + " datagrams; at most " + longest + " ms and " + most + " datagrams of the client");
            Assert.IsTrue(longest <= LongestHandshake, longest + " ms");
            int positions = toServer + toClient + (2 * Retransmissions);
            Assert.AreEqual((3 * positions) + (9 * positions * (positions - 1) / 2), runs, "singles and pairs");
        }

        [TestMethod]
        public void EnumerationHoldsBackDropsAndDuplicates()
        {
            var plan = new FaultEnumeration();
            plan.Arm(new Fault(FaultKind.BehindNext, Direction.ToClient, 0), new Fault(FaultKind.Drop, Direction.ToServer, 0), new Fault(FaultKind.Duplicate, Direction.ToClient, 2));
            byte[] Deliver(Direction direction, byte name) => plan.Apply(new Packet(direction, 0, new[] { name }, 0)).Select(delivery => delivery.Bytes[0]).ToArray();
            CollectionAssert.AreEqual(Array.Empty<byte>(), Deliver(Direction.ToClient, 1));
            CollectionAssert.AreEqual(Array.Empty<byte>(), Deliver(Direction.ToServer, 9));
            CollectionAssert.AreEqual(new byte[] { 2, 1 }, Deliver(Direction.ToClient, 2));
            CollectionAssert.AreEqual(new byte[] { 3, 3 }, Deliver(Direction.ToClient, 3));
            CollectionAssert.AreEqual(new byte[] { 8 }, Deliver(Direction.ToServer, 8));
        }

        // Counts the datagrams of the handshake; its paths are compiled by then, so that allocations are the engine's.
        private static (int ToServer, int ToClient) Undisturbed(string backend, string handshake)
        {
            var plan = new FaultEnumeration();
            using Scenario s = Prepare(backend, handshake, plan);
            plan.Arm();
            Assert.IsTrue(s.Link.Connect(), s.Link.Describe());
            (int, int) count = (plan.Count(Direction.ToServer), plan.Count(Direction.ToClient));
            Assert.AreEqual(0, s.Link.DeadlinesHandled.Count, s.Link.Describe());
            s.AssertTalks();
            return count;
        }

        private static bool IsResumed(string handshake)
        {
            return handshake.Contains("resumed", StringComparison.Ordinal) || handshake.Contains("renewed", StringComparison.Ordinal);
        }

        private static Scenario Prepare(string backend, string handshake, FaultEnumeration plan)
        {
            bool byTicket = handshake.Contains("ticket", StringComparison.Ordinal);
            bool isFragmented = handshake.StartsWith("fragmented", StringComparison.Ordinal);
            byte[] identity = Enumerable.Repeat((byte)'n', isFragmented ? 128 : 15).ToArray();
            var s = new Scenario(backend, server =>
            {
                server.Identity = identity;
                server.Hint = new byte[] { 1, 2, 3 };
                server.KeepsSessions = !byTicket;
                server.IssuesTickets = byTicket;
                server.RenewsTickets = handshake.Contains("renewed", StringComparison.Ordinal);
                server.Layout = (_, items) => isFragmented ? Layouts.Fragmented(items, 50, oneDatagram: false)
                    : handshake == "packed" ? Layouts.Packed(items)
                    : Layouts.OnePerDatagram(items);
                if (isFragmented)
                {
                    server.Cookies = new() { new byte[200] };
                }
            }, client =>
            {
                client.PskIdentity = identity;
                client.OfferSessionTicket = byTicket;
                client.PathMtu = isFragmented ? 200 : 0;
            }, plan.Apply);
            if (IsResumed(handshake))
            {
                s.AssertConnects();
                s.Link.Close();
                s.Link.Settle();
            }

            return s;
        }
    }
}
