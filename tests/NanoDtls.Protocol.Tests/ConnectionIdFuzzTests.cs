// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>Damaged records with Connection IDs.</summary>
    [TestClass]
    public class ConnectionIdFuzzTests
    {
        [TestMethod]
        public void V29_CID_03_MutatedRecordsNeitherThrowNorAllocateNorDeliver()
        {
            const int Seed = 9146;
            var mutator = new Mutator(Seed);
            using Scenario s = new(
                nameof(SoftwareCrypto),
                server =>
                {
                    server.ConnectionId = new byte[] { 9, 8, 7, 6, 5, 4, 3, 2 };
                    server.AnswerReturnRoutabilityCheck = true;
                },
                client =>
                {
                    client.ConnectionId = new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 };
                    client.OfferReturnRoutabilityCheck = true;
                });
            s.AssertConnects();
            s.Server.Records.SetNextSequence(1, 100);
            long allocated = s.Link.EngineAllocatedBytes;
            List<byte[]> templates = Enumerable.Range(0, 6).Select(i => s.Server.BuildData(new byte[1 + (i * 30)])).ToList();
            templates.Add(s.Server.BuildAlert(Wire.Fatal, 40, 1));
            templates.Add(s.Server.Build(Wire.ReturnRoutabilityCheck, 1, new byte[9]));
            HashSet<string> genuine = templates.Select(Convert.ToHexString).ToHashSet();
            for (int i = 0; i < 60_000; i++)
            {
                byte[] datagram = mutator.Mutate(templates[i % templates.Count], templates);
                if (datagram.Length > s.Client.MaxDatagram || genuine.Any(record => Convert.ToHexString(datagram).Contains(record, StringComparison.Ordinal)))
                {
                    continue;
                }

                Assert.AreEqual(0, s.Inject(datagram), $"seed {Seed}, datagram {i}: {Convert.ToHexString(datagram)}");
                Assert.AreEqual(DtlsState.Connected, s.Client.State, $"seed {Seed}, datagram {i}");
                Assert.AreEqual(allocated, s.Link.EngineAllocatedBytes, $"seed {Seed}, datagram {i}");
            }

            s.AssertTalks();
        }
    }
}
