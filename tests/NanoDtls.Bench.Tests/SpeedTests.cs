// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

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
        public void PseudorandomFunctionsOfBothDeriveTheSameKeys()
        {
            // The set-up compares them, and throws.
            new PrimitiveBenchmarks().SetSecrets();
        }
    }
}
