// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>The engine allocates nothing after its constructor: exactly 0 bytes, on every path.</summary>
    [TestClass]
    public sealed class AllocationTests
    {
        [TestMethod]
        public void TheMeterSeesAnAllocationInsideTheEngine()
        {
            // DotNetCrypto allocates on purpose: a meter that reads 0 for it would prove nothing.
            using var s = new Scenario(nameof(DotNetCrypto));
            s.AssertConnects();
            Assert.IsTrue(s.Link.EngineAllocatedBytes > 0);
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.AllocationFreeNames), typeof(CryptoBackends))]
        public void WholeHandshakesWithAndWithoutLossesAllocateNothing(string backend)
        {
            var plans = new List<FaultPlan> { Faults.None };
            foreach (Direction direction in Enum.GetValues<Direction>())
            {
                for (int i = 0; i < 3; i++)
                {
                    plans.Add(Faults.Drop(direction, i));
                    plans.Add(Faults.Duplicate(direction, i));
                    plans.Add(Faults.Delay(direction, i));
                }
            }

            for (int seed = 0; seed < 50; seed++)
            {
                plans.Add(Faults.Random(new Random(seed), 30, 20, 30));
            }

            AssertNothing(() =>
            {
                long bytes = 0;
                foreach (FaultPlan plan in plans)
                {
                    for (int fragment = 10; fragment < 80; fragment += 30)
                    {
                        using var s = new Scenario(backend, server =>
                        {
                            server.Hint = new byte[30];
                            server.Layout = (_, items) => fragment > 60 ? Layouts.Packed(items) : Layouts.Fragmented(items, fragment, oneDatagram: false);
                        }, null, plan);
                        s.Link.Connect();
                        s.AssertNoViolations();
                        s.Link.Close();
                        bytes += s.Link.EngineAllocatedBytes;
                    }
                }

                return bytes;
            });
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.NamesAndSuites), typeof(CryptoBackends))]
        public void TenThousandWritesAndReadsAllocateNothing(string backend, int suite)
        {
            if (!CryptoBackends.Get(backend).AllocationFree)
            {
                return;
            }

            AssertNothing(() =>
            {
                using Scenario s = Scenario.At(Stage.Connected, backend, server => server.SupportedSuites = new() { suite });
                byte[] data = new byte[64];
                for (int i = 0; i < 10_000; i++)
                {
                    Assert.IsTrue(s.Link.Write(data) > 0);
                    Assert.AreEqual(1, s.Inject(s.Server.BuildData(data)));
                }

                return s.Link.EngineAllocatedBytes;
            });
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.AllocationFreeNames), typeof(CryptoBackends))]
        public void RejectedRecordsAtEveryStageAllocateNothing(string backend)
        {
            AssertNothing(() =>
            {
                long bytes = 0;
                foreach (Stage stage in Scenario.Stages)
                {
                    using Scenario s = Scenario.At(stage, backend);
                    for (int i = 0; i < 50; i++)
                    {
                        s.Inject(Wire.Record(Wire.ApplicationData, 0, i, new byte[20]));
                        s.Inject(Wire.Record(Wire.ApplicationData, 1, 200 + i, new byte[40]));
                        s.Inject(Wire.Record(99, 0, i, new byte[20]));
                        s.Inject(Wire.Record(Wire.Handshake, 7, i, new byte[20]));
                        s.Inject(Wire.Record(Wire.Handshake, 0, i, new byte[5]));
                        s.Inject(Wire.Record(Wire.Alert, 0, i, new byte[3]));
                        s.Inject(Wire.Record(Wire.Handshake, 0, i, new byte[10], length: 11));
                        s.Inject(Wire.Record(Wire.ChangeCipherSpec, 0, i, new byte[] { 9 }));
                    }

                    Assert.IsTrue(s.Client.DropCount >= 350, s.Link.Describe());
                    bytes += s.Link.EngineAllocatedBytes;
                }

                return bytes;
            });
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.AllocationFreeNames), typeof(CryptoBackends))]
        public void AbortsTimeoutsClosesAndNewHandshakesAllocateNothing(string backend)
        {
            AssertNothing(() =>
            {
                using Scenario s = Scenario.At(Stage.Connected, backend);
                s.Link.Close();
                foreach (Stage stage in Scenario.HandshakeStages)
                {
                    s.Advance(stage);
                    s.Link.RunUntil(() => s.Client.State == DtlsState.Closed);
                    s.Advance(stage);
                    s.Inject(s.Server.BuildAlert(Wire.Fatal, 40, stage == Stage.ChangeCipherSpecReceived ? 1 : 0));
                    Assert.AreEqual(DtlsState.Closed, s.Client.State);
                    s.Advance(stage);
                    s.Link.Close();
                }

                s.Advance(Stage.ServerHelloReceived);
                s.Inject(s.Server.BuildHandshake(Wire.Certificate, 2, new byte[9]));
                Assert.AreEqual(DtlsStatus.ProtocolError, s.Client.CloseReason);
                s.Advance(Stage.Connected);
                s.Inject(s.Server.BuildHelloRequest());
                s.Inject(s.Server.BuildAlert(Wire.Warning, 0, 1));
                Assert.AreEqual(DtlsStatus.Closed, s.Client.CloseReason);
                return s.Link.EngineAllocatedBytes;
            });
        }

        [TestMethod]
        [DataRow(64)]
        [DataRow(512)]
        [DataRow(16384)]
        public void ArraysOfAConnectionAreCountedAndBounded(int payload)
        {
            // Without the crypto back end, which is measured by its own tests.
            using var s = new Scenario(nameof(DotNetCrypto), null, client => client.MaxRecordPayload = payload);
            long bytes = ReachableArrays.Find(s.Client)
                .Where(array => !array.Path.Contains(".Crypto", StringComparison.Ordinal) && !array.Path.EndsWith("(fields)", StringComparison.Ordinal))
                .Sum(array => (long)array.Bytes.Length);
            Assert.IsTrue(bytes <= Math.Max(850, payload + 350), payload + ": " + bytes + " bytes of arrays");
        }

        // The first run pays for what the runtime sets up once; the second is measured.
        private static void AssertNothing(Func<long> run)
        {
            run();
            Assert.AreEqual(0L, run(), "bytes allocated inside calls of the engine");
        }
    }
}
