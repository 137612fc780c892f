// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Speed;
using NanoDtls.Speed.Handshakes;
using NanoDtls.Speed.Primitives;
using NanoDtls.Speed.Records;
using Org.BouncyCastle.Tls.Crypto;

namespace NanoDtls.Bench.Tests
{
    /// <summary>What the benchmarks time is what they say: the times themselves are no test's business.</summary>
    [TestClass]
    public class SpeedTests
    {
        [TestMethod]
        public void HandshakesReplayAnyNumberOfTimes()
        {
            var benchmarks = new HandshakeBenchmarks();
            benchmarks.Record();

            for (int i = 0; i < 3; i++)
            {
                Assert.AreEqual(DtlsState.Connected, benchmarks.NanoDtls());
                Assert.IsNotNull(benchmarks.BouncyCastle());
            }
        }

        [TestMethod]
        [DataRow(16)]
        [DataRow(64)]
        [DataRow(512)]
        [DataRow(1024)]
        public void EveryImplementationOpensWhatItSealed(int length)
        {
            // The set-up compares the plaintexts, and throws.
            var benchmarks = new RecordBenchmarks { Length = length };
            benchmarks.MakeKeys();

            Assert.AreEqual(length, benchmarks.NanoDtls());
            TlsDecodeResult opened = benchmarks.BouncyCastle();
            Assert.AreEqual(length, opened.len);
            Assert.AreEqual(length, benchmarks.BareBouncyCastle());
            Assert.AreEqual(length, benchmarks.DotNet());
        }

        [TestMethod]
        public void BlocksAndCodesOfAllAreTheSame()
        {
            // The set-up compares them, and throws. The round keys serve a second block too.
            var benchmarks = new BlockBenchmarks();
            benchmarks.SetKeys();
            benchmarks.NanoDtlsBlocks();
            benchmarks.BouncyCastleBlocks();
            benchmarks.BouncyCastleHmacKey();
        }

        [TestMethod]
        public void PseudorandomFunctionsOfBothDeriveTheSameKeys()
        {
            // The set-up compares them, and throws.
            new PrimitiveBenchmarks().SetSecrets();
        }

        [TestMethod]
        public void PairedRatioOfAThingAndFourTimesTheSameIsAQuarter()
        {
            byte[] data = new byte[4096];
            byte[] digest = new byte[32];
            void Once() => System.Security.Cryptography.SHA256.HashData(data, digest);

            double ratio = PairedRatio.Measure(Once, () => { Once(); Once(); Once(); Once(); }, 15);

            // Processor time of slices that take turns: far from 0.2 and 0.3 even on a busy machine.
            Assert.IsTrue(ratio is > 0.2 and < 0.3, ratio.ToString());
        }
    }
}
