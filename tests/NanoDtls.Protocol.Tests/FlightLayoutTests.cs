// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>How a server may lay out its flights: packed, apart, in any order, twice.</summary>
    [TestClass]
    public sealed class FlightLayoutTests
    {
        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void D12_09_FlightInOneTwoOrThreeDatagramsIsProcessedInOrder(string backend)
        {
            Check(backend, Layouts.Packed);
            Check(backend, Layouts.OnePerDatagram);
            Check(backend, items => Group(items, 1));
            Check(backend, items => Group(items, 2));
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void MessagesThatShareARecordAreProcessed(string backend)
        {
            Check(backend, Layouts.Coalesced);
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void D12_20_AllOrdersOfTheServersMessagesConnectWithoutRetransmission(string backend)
        {
            foreach (int[] order in Layouts.Permutations(3))
            {
                using var s = new Scenario(backend, server =>
                {
                    server.Hint = new byte[] { 1, 2, 3, 4 };
                    server.Layout = (flight, items) => flight == 4 ? Layouts.Ordered(items, order) : Layouts.Packed(items);
                });
                s.AssertConnects();
                Assert.AreEqual(0, s.Link.DeadlinesHandled.Count, string.Join(",", order) + Environment.NewLine + s.Link.Describe());
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void D12_20_AllOrdersOfTheServersFragmentsConnectWithoutRetransmission(string backend)
        {
            foreach (int[] order in Layouts.Permutations(5))
            {
                using var s = new Scenario(backend, server =>
                {
                    server.Hint = new byte[] { 1, 2, 3, 4 };
                    server.Layout = (flight, items) =>
                    {
                        if (flight != 4)
                        {
                            return Layouts.Packed(items);
                        }

                        RecordPlan[] parts =
                        {
                            items[0].Fragment(0, 20), items[0].Fragment(20, items[0].Body.Length - 20),
                            items[1].Fragment(0, 3), items[1].Fragment(3, 3), items[2].Whole(),
                        };
                        return order.Select(i => new[] { parts[i] });
                    };
                });
                s.AssertConnects();
                Assert.AreEqual(0, s.Link.DeadlinesHandled.Count, string.Join(",", order) + Environment.NewLine + s.Link.Describe());
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void D12_07_FinishedBeforeChangeCipherSpecNeedsNoSecondFlight(string backend)
        {
            using var s = new Scenario(backend, server =>
                server.Layout = (flight, items) => flight == 6 ? Layouts.Ordered(items, new[] { 1, 0 }) : Layouts.Packed(items));
            s.AssertConnects();
            Assert.AreEqual(0, s.Link.DeadlinesHandled.Count, s.Link.Describe());
            Assert.AreEqual(4, s.SentCount, s.Link.Describe());
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void D12_07_FinishedInFragmentsAroundTheChangeCipherSpecConnects(string backend)
        {
            foreach (int[] order in Layouts.Permutations(3))
            {
                using var s = new Scenario(backend, server => server.Layout = (flight, items) =>
                {
                    if (flight != 6)
                    {
                        return Layouts.Packed(items);
                    }

                    RecordPlan[] parts = { items[0].Whole(), items[1].Fragment(0, 5), items[1].Fragment(5, 7) };
                    return order.Select(i => new[] { parts[i] });
                });
                s.AssertConnects();
                Assert.AreEqual(0, s.Link.DeadlinesHandled.Count, string.Join(",", order) + Environment.NewLine + s.Link.Describe());
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void D12_20_FlightsSentTwiceByTheServerTriggerNoDatagramOfTheClient(string backend)
        {
            foreach (bool packed in new[] { true, false })
            {
                using var s = new Scenario(backend, server =>
                {
                    server.Hint = new byte[] { 1 };
                    server.Layout = (_, items) => packed
                        ? Layouts.Packed(items).Concat(Layouts.Packed(items))
                        : Layouts.OnePerDatagram(items).Concat(Layouts.OnePerDatagram(items));
                });
                s.AssertConnects();
                Assert.AreEqual(4, s.SentCount, s.Link.Describe());
                Assert.AreEqual(0, s.Link.DeadlinesHandled.Count);
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void D12_24_RepeatedLastFlightOfTheServerIsTakenAsADuplicateOnceConnected(string backend)
        {
            using Scenario s = Scenario.At(Stage.Connected, backend);
            int sent = s.SentCount;
            for (int i = 0; i < 10; i++)
            {
                s.Server.RepeatLastFlight();
                while (s.Server.Outbox.TryDequeue(out byte[]? datagram))
                {
                    s.Inject(datagram);
                }
            }

            Assert.AreEqual(sent, s.SentCount, "the server owns the last flight: there is nothing to answer");
            s.AssertTalks();
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void DataBehindTheFinishedInOneDatagramIsDelivered(string backend)
        {
            using var s = new Scenario(backend, server => server.Layout = (flight, items) => flight == 6
                ? new[] { items.Select(item => item.Whole()).Append(new RecordPlan(Wire.ApplicationData, 1, new byte[] { 42 })).ToArray() }
                : Layouts.Packed(items));
            Assert.IsTrue(s.Link.Connect(), s.Link.Describe());
            Assert.AreEqual(1, s.Link.DataAtClient.Count, s.Link.Describe());
            CollectionAssert.AreEqual(new byte[] { 42 }, s.Link.DataAtClient[0]);
            s.AssertTalks();
        }

        private static void Check(string backend, Func<IReadOnlyList<FlightItem>, IEnumerable<IReadOnlyList<RecordPlan>>> layout)
        {
            using var s = new Scenario(backend, server =>
            {
                server.Hint = new byte[] { 1, 2, 3 };
                server.Layout = (_, items) => layout(items);
            });
            s.AssertConnects();
            Assert.AreEqual(0, s.Link.DeadlinesHandled.Count, s.Link.Describe());
            Assert.AreEqual(0, s.Client.DropCount, s.Link.Describe());
        }

        // The first messages in a datagram, the rest in another.
        private static IEnumerable<IReadOnlyList<RecordPlan>> Group(IReadOnlyList<FlightItem> items, int first)
        {
            RecordPlan[] records = items.Select(item => item.Whole()).ToArray();
            return new[] { records.Take(first).ToArray(), records.Skip(first).ToArray() }.Where(group => group.Length > 0);
        }
    }
}
