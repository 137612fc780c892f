// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text;
using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>Keying material for protocols above (RFC 5705), against a computation of its own.</summary>
    [TestClass]
    public sealed class ExporterTests
    {
        private const string Software = nameof(SoftwareCrypto);
        private const string Label = "EXPORTER-nano-test";

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.NamesAndSuites), typeof(CryptoBackends))]
        public void MaterialEqualsTheServersForEveryContextAndLength(string backend, int suite)
        {
            using var s = new Scenario(backend, server =>
            {
                server.SupportedSuites = new() { suite };
                server.KeepsSessions = true;
            });
            s.AssertConnects();
            AssertMaterial(s);
            s.AssertReconnects(isResumed: true);
            AssertMaterial(s);
        }

        [TestMethod]
        public void NullContextIsNotAnEmptyOneAndLabelsAndSessionsDiffer()
        {
            using var s = new Scenario(Software, server => server.KeepsSessions = true);
            s.AssertConnects();
            var seen = new HashSet<string>
            {
                Export(s, Label, null, 32), Export(s, Label, Array.Empty<byte>(), 32), Export(s, Label, new byte[1], 32), Export(s, Label + "2", null, 32),
            };
            s.AssertReconnects(isResumed: true);
            seen.Add(Export(s, Label, null, 32));
            Assert.AreEqual(5, seen.Count);
            Assert.AreEqual(Export(s, Label, null, 32), Export(s, Label, null, 32), "asked twice, answered alike");
        }

        [TestMethod]
        public void OnlyTheRangeIsWrittenNothingIsAllocatedAndTheConnectionGoesOn()
        {
            using var s = new Scenario(Software);
            s.AssertConnects();
            byte[] label = Encoding.ASCII.GetBytes(Label);
            byte[] output = Enumerable.Repeat((byte)0x77, 64).ToArray();
            s.Client.ExportKeyingMaterial(label, null, output, 0, 1);
            output[0] = 0x77;
            long before = GC.GetAllocatedBytesForCurrentThread();
            DtlsStatus status = s.Client.ExportKeyingMaterial(label, null, output, 10, 40);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.AreEqual((DtlsStatus.Ok, 0L), (status, allocated));
            Assert.IsTrue(output.Take(10).Concat(output.Skip(50)).All(value => value == 0x77));
            Assert.IsNull(SecretsTests.Find(s.Client, output[10..50]), "none of it stays behind");
            Assert.AreEqual(0, s.Client.GetDatagram());
            s.AssertTalks();
        }

        [TestMethod]
        public void WithoutExtendedMasterSecretThereIsNoMaterial()
        {
            using var s = new Scenario(Software, server => server.ExtendedMasterSecret = false, client => client.RequireExtendedMasterSecret = false);
            s.AssertConnects();
            Assert.ThrowsExactly<InvalidOperationException>(() => s.Client.ExportKeyingMaterial(new byte[1], null, new byte[8], 0, 8));
            s.AssertTalks();
        }

        [TestMethod]
        public void WithoutAConnectionThereIsNoMaterial()
        {
            using var idle = new Scenario(Software);
            Assert.ThrowsExactly<InvalidOperationException>(() => idle.Client.ExportKeyingMaterial(new byte[1], null, new byte[8], 0, 8));
            foreach (Stage stage in Scenario.Stages)
            {
                using Scenario s = Scenario.At(stage, Software);
                if (stage != Stage.Connected)
                {
                    Assert.ThrowsExactly<InvalidOperationException>(() => s.Client.ExportKeyingMaterial(new byte[1], null, new byte[8], 0, 8));
                }

                byte[] output = new byte[8];
                s.Inject(s.Server.BuildAlert(Wire.Fatal, 80, stage >= Stage.ChangeCipherSpecReceived ? 1 : 0));
                Assert.AreEqual(DtlsStatus.PeerAlert, s.Client.ExportKeyingMaterial(new byte[1], null, output, 0, 8));
                Assert.IsTrue(output.All(value => value == 0));
            }
        }

        [TestMethod]
        public void ArgumentsOutOfRangeAreRefused()
        {
            using var s = new Scenario(Software);
            s.AssertConnects();
            DtlsConnection client = s.Client;
            byte[] output = new byte[8];
            Assert.ThrowsExactly<ArgumentNullException>(() => client.ExportKeyingMaterial(null!, null, output, 0, 8));
            Assert.ThrowsExactly<ArgumentNullException>(() => client.ExportKeyingMaterial(new byte[1], null, null!, 0, 8));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => client.ExportKeyingMaterial(Array.Empty<byte>(), null, output, 0, 8));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => client.ExportKeyingMaterial(new byte[129], null, output, 0, 8));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => client.ExportKeyingMaterial(new byte[1], new byte[129], output, 0, 8));
            foreach ((int offset, int count) in new[] { (0, 0), (-1, 1), (0, -1), (0, 9), (8, 1), (9, 0), (int.MaxValue, int.MaxValue) })
            {
                Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => client.ExportKeyingMaterial(new byte[1], null, output, offset, count), offset + ", " + count);
            }

            s.AssertTalks();
        }

        [TestMethod]
        public void ADatagramThatWaitsIsNotLostToTheLongestLabelAndContext()
        {
            using var s = new Scenario(Software, client: options => options.MaxRecordPayload = 64);
            s.AssertConnects();
            byte[] request = s.Server.BuildHelloRequest();
            Assert.AreEqual(0, s.Client.ProcessDatagram(request, 0, request.Length, 0));
            byte[] context = Enumerable.Repeat((byte)9, 128).ToArray();
            string label = new('L', 128);
            byte[] expected = TlsKeySchedule.Export(s.Server.Master!, label, s.Server.Hello!.Random, s.Server.ServerRandom, context, 32);
            Assert.AreEqual(Convert.ToHexString(expected), Export(s, label, context, 32));
            int length = s.Client.GetDatagram();
            Assert.AreNotEqual(0, length);
            s.Server.Receive(s.Client.OutputBuffer[..length]);
            Assert.AreEqual((Wire.Warning, 100, 1), s.Server.Alerts[^1]);
            s.AssertTalks();
        }

        private static void AssertMaterial(Scenario s)
        {
            foreach (byte[]? context in new[] { null, Array.Empty<byte>(), new byte[] { 1, 2, 3 }, Enumerable.Repeat((byte)9, 128).ToArray() })
            {
                foreach (int count in new[] { 1, 16, 31, 32, 33, 64, 100, 1000 })
                {
                    byte[] expected = TlsKeySchedule.Export(s.Server.Master!, Label, s.Server.Hello!.Random, s.Server.ServerRandom, context, count);
                    Assert.AreEqual(Convert.ToHexString(expected), Export(s, Label, context, count), "context " + context?.Length + ", " + count + " bytes");
                }
            }

            s.AssertTalks();
        }

        private static string Export(Scenario s, string label, byte[]? context, int count)
        {
            byte[] output = new byte[count];
            Assert.AreEqual(DtlsStatus.Ok, s.Client.ExportKeyingMaterial(Encoding.ASCII.GetBytes(label), context, output, 0, count));
            return Convert.ToHexString(output);
        }
    }
}
