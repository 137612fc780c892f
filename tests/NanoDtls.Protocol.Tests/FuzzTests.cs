// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>A million mutated datagrams: no exception, no allocation, no false data, and it still connects.</summary>
    [TestClass]
    public sealed class FuzzTests
    {
        private const string Software = nameof(SoftwareCrypto);
        private const int Margin = 16;
        private const int DataLength = 12;

        private static readonly byte[] s_mark = { 0x47, 0x4F, 0x4F, 0x44 };

        public static IEnumerable<object[]> StageRows => Scenario.Stages.Select(stage => new object[] { stage });

        // All stages together make a million; NANODTLS_LONG=1 makes it twenty.
        private static int Iterations =>
            (Environment.GetEnvironmentVariable("NANODTLS_LONG") == "1" ? 20_000_000 : 1_000_000) / Scenario.Stages.Count() + 1;

        [TestMethod]
        [DynamicData(nameof(StageRows))]
        public void V29_And_V05_And_V06_MutatedDatagramsNeitherThrowNorAllocateNorDeliverData(Stage stage)
        {
            int seed = 1000 + (int)stage;
            var mutator = new Mutator(seed);
            Scenario s = Scenario.At(stage, Software);
            List<byte[]> templates = Templates(s, stage);
            var delivered = new HashSet<string>();
            byte[] buffer = new byte[4096];
            long allocated = 0;
            int restarts = 0;
            int counter = 0;
            int iterations = Iterations;
            for (int i = 0; i < iterations; i++)
            {
                if (i % 40 == 39 || s.Client.State != (stage == Stage.Connected ? DtlsState.Connected : DtlsState.Handshaking))
                {
                    // What was accepted may have moved the handshake on: go back to the stage.
                    bool isNew = ++restarts % 200 == 0;
                    if (isNew)
                    {
                        AssertStillConnects(s, seed, i);
                        s.Dispose();
                        s = Scenario.At(stage, Software);
                    }
                    else
                    {
                        s.Client.Close();
                        s.Client.GetDatagram();
                        s.Advance(stage);
                    }

                    delivered.Clear();
                    templates = Templates(s, stage);
                }

                byte[] datagram = Next(s, mutator, templates, ref counter);
                int length = Math.Min(datagram.Length, buffer.Length - (2 * Margin));
                buffer.AsSpan(0, Margin).Fill(0xEE);
                datagram.AsSpan(0, length).CopyTo(buffer.AsSpan(Margin));
                buffer.AsSpan(Margin + length, Margin).Fill(0xEE);
                try
                {
                    allocated += Process(s.Client, buffer, length, delivered);
                }
                catch (Exception e) when (e is not AssertFailedException)
                {
                    throw new AssertFailedException("seed " + seed + ", datagram " + i + ": " + Convert.ToHexString(datagram), e);
                }

                Assert.AreEqual(0L, i < 1000 ? 0 : allocated, "bytes allocated, seed " + seed + ", datagram " + i);
                if (i < 1000)
                {
                    allocated = 0;
                }

                if (buffer.AsSpan(0, Margin).ContainsAnyExcept((byte)0xEE) || buffer.AsSpan(Margin + length, Margin).ContainsAnyExcept((byte)0xEE))
                {
                    Assert.Fail("wrote outside of the datagram, seed " + seed + ", datagram " + i);
                }
            }

            AssertStillConnects(s, seed, iterations);
            s.Dispose();
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void D12_14_ForgedDatagramsNeitherDisturbAConnectionNorMakeItAnswer(string backend)
        {
            const int Seed = 31337;
            var mutator = new Mutator(Seed);
            using Scenario s = Scenario.At(Stage.Connected, backend);
            List<byte[]> templates = Templates(s, Stage.Connected);

            // Their numbers are used up: whatever is left of them is a replay or has a wrong tag.
            foreach (byte[] template in templates.Where(template => template[0] == Wire.ApplicationData && template[4] == 1))
            {
                s.Inject(template);
            }

            templates.RemoveAll(template => template[0] != Wire.ApplicationData && template[4] == 1);
            int data = s.Link.DataAtClient.Count;
            int sent = s.SentCount;
            for (int i = 0; i < 30_000; i++)
            {
                s.Inject(mutator.Mutate(templates[mutator.Random.Next(templates.Count)], templates));
                Assert.AreEqual(DtlsState.Connected, s.Client.State, "seed " + Seed + ", datagram " + i);
            }

            Assert.AreEqual(sent, s.SentCount, "bytes sent");
            Assert.AreEqual(data, s.Link.DataAtClient.Count, "data delivered");
            s.AssertTalks();
        }

        // Mutated as a whole, or sealed under the session's keys after its content was mutated.
        private static byte[] Next(Scenario s, Mutator mutator, List<byte[]> templates, ref int counter)
        {
            if (s.Server.Records.HasKeys && mutator.Random.Next(3) == 0)
            {
                byte[] content = mutator.Mutate(new byte[] { (byte)mutator.Random.Next(3), (byte)mutator.Random.Next(256) }, templates);
                int type = mutator.Random.Next(4) switch { 0 => Wire.Alert, 1 => Wire.Handshake, 2 => Wire.ChangeCipherSpec, _ => mutator.Random.Next(24, 256) };
                return s.Server.Build(type, 1, content);
            }

            if (s.Server.Records.HasKeys && mutator.Random.Next(3) == 0)
            {
                byte[] data = new ByteWriter().Bytes(s_mark).U48(counter++).U16(0).ToArray();
                return mutator.Mutate(s.Server.BuildData(data), templates);
            }

            return mutator.Mutate(templates[mutator.Random.Next(templates.Count)], templates);
        }

        // Returns the bytes allocated inside of the engine.
        private static long Process(DtlsConnection client, byte[] buffer, int length, HashSet<string> delivered)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            int count = client.ProcessDatagram(buffer, Margin, length, 10_000);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            for (int steps = 0; count > 0; steps++)
            {
                Assert.IsTrue(steps <= length / Wire.RecordHeaderLength, "more steps than records");
                ReadOnlySpan<byte> data = buffer.AsSpan(client.DataOffset, count);
                Assert.IsTrue(count == DataLength && data.StartsWith(s_mark), "data that the server did not send");
                Assert.IsTrue(delivered.Add(Convert.ToHexString(data)), "data delivered twice");
                before = GC.GetAllocatedBytesForCurrentThread();
                count = client.ProcessNext(10_000);
                allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            }

            before = GC.GetAllocatedBytesForCurrentThread();
            for (int datagrams = 0; client.GetDatagram() > 0; datagrams++)
            {
                Assert.IsTrue(datagrams < 2, "one datagram in, one out");
            }

            return allocated + GC.GetAllocatedBytesForCurrentThread() - before;
        }

        private static void AssertStillConnects(Scenario s, int seed, int i)
        {
            s.Client.Close();
            s.Client.GetDatagram();
            s.Advance(Stage.Connected);
            Assert.AreEqual(DtlsState.Connected, s.Client.State, "seed " + seed + ", after datagram " + i);
            s.AssertTalks();
        }

        private static List<byte[]> Templates(Scenario s, Stage stage)
        {
            var templates = new List<byte[]>(s.Pending);
            int next = Math.Min((int)stage, 4);
            templates.Add(Wire.Record(Wire.Alert, 0, 90, new byte[] { 1, 90 }));
            templates.Add(Wire.Record(Wire.ChangeCipherSpec, 0, 91, new byte[] { 1 }));
            templates.Add(Wire.Record(Wire.ApplicationData, 0, 92, new byte[20]));
            templates.Add(Wire.Record(Wire.Handshake, 0, 93, Wire.HandshakeMessage(Wire.HelloRequest, next, Array.Empty<byte>())));
            templates.Add(Wire.Record(Wire.Handshake, 0, 94, Wire.HandshakeMessage(Wire.ServerKeyExchange, next, new byte[] { 0, 3, 1, 2, 3 })));
            templates.Add(Wire.Record(Wire.Handshake, 0, 95, Wire.HandshakeFragment(Wire.ServerKeyExchange, 900, next, 0, new byte[100])));
            templates.Add(Wire.Record(Wire.Handshake, 0, 96, Wire.HandshakeFragment(Wire.ServerHello, 60, next, 20, new byte[20])));
            templates.Add(Wire.Record(Wire.Handshake, 1, 97, Wire.HandshakeMessage(Wire.Finished, next, new byte[12])));
            if (s.Server.Records.HasKeys)
            {
                templates.Add(s.Server.BuildData(new ByteWriter().Bytes(s_mark).Bytes(new byte[8]).ToArray()));
                templates.Add(s.Server.BuildAlert(Wire.Warning, 90, 1));
                templates.Add(s.Server.BuildHelloRequest());
            }

            return templates;
        }
    }
}
