// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>The suites with AES-256 (RFC 6655 section 4), where the back end has it.</summary>
    [TestClass]
    public sealed class Aes256Tests
    {
        private static readonly DtlsCipherSuite[] s_allSuites =
        {
            DtlsCipherSuite.PskWithAes256Ccm8, DtlsCipherSuite.PskWithAes256Ccm, DtlsCipherSuite.PskWithAes128Ccm8, DtlsCipherSuite.PskWithAes128Ccm,
        };

        public static IEnumerable<object[]> BackendsAndSuites =>
            CryptoBackends.All.Where(backend => backend.CanAes256).SelectMany(backend => s_allSuites, (backend, suite) => new object[] { backend.Name, suite });

        [TestMethod]
        [DynamicData(nameof(BackendsAndSuites))]
        public void CCM_03_EachSuiteConnectsTalksAndResumesAlone(string backend, DtlsCipherSuite suite)
        {
            using Scenario s = Make(backend, suite);
            s.AssertConnects();
            Assert.AreEqual(suite, s.Client.CipherSuite);
            Assert.AreEqual(suite is DtlsCipherSuite.PskWithAes256Ccm8 or DtlsCipherSuite.PskWithAes128Ccm8 ? 8 : 16, s.Server.TagLength);
            Assert.AreEqual(s.Server.TagLength + 21 + 5, s.Link.Write(new byte[5]), "overhead of a record");
            s.AssertReconnects(isResumed: true);
            Assert.AreEqual(suite, s.Client.CipherSuite);
            byte[] data = Enumerable.Range(0, 512).Select(i => (byte)(i * 3)).ToArray();
            for (int length = 0; length <= 512; length += 17)
            {
                s.Link.Write(data[..length]);
                s.Server.Receive(s.LastSent);
                CollectionAssert.AreEqual(data[..length], s.Server.ApplicationData[^1]);
            }
        }

        [TestMethod]
        [DynamicData(nameof(BackendsAndSuites))]
        public void CCM_05_DamagedRecordIsDroppedWithoutItsPlaintext(string backend, DtlsCipherSuite suite)
        {
            using Scenario s = Make(backend, suite);
            s.AssertConnects();
            byte[] record = s.Server.BuildData(new byte[40]);
            for (int bit = 13 * 8; bit < record.Length * 8; bit += 5)
            {
                s.AssertDropped(Wire.With(record, bit / 8, record[bit / 8] ^ (1 << (bit % 8))), DtlsDropReason.BadTag);
                Assert.IsFalse(s.Link.LastDelivered.Slice(21, 40).ContainsAnyExcept((byte)0));
            }

            Assert.AreEqual(1, s.Inject(record));
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Aes256Names), typeof(CryptoBackends))]
        public void T12_08_ServerChoosesAnyOfTheOfferedAndSwitchesBetweenHandshakes(string backend)
        {
            using var s = new Scenario(backend, null, client => Configure(client, backend, s_allSuites));
            foreach (DtlsCipherSuite suite in s_allSuites.Concat(s_allSuites.Reverse()))
            {
                s.Settings.SupportedSuites = new() { (int)suite };
                s.AssertReconnects(isResumed: false);
                Assert.AreEqual(suite, s.Client.CipherSuite);
                CollectionAssert.AreEqual(s_allSuites.Select(offered => (int)offered).Append(Wire.RenegotiationScsv).ToArray(), s.Server.Hello!.CipherSuites);
            }
        }

        [TestMethod]
        public void WithoutABackEndTheConnectionMakesOneThatHasTheKeysItNeeds()
        {
            using var s = new Scenario(nameof(SoftwareCrypto), server => server.SupportedSuites = new() { Wire.SuiteAes256Ccm8 }, client =>
            {
                client.Crypto = null;
                client.CipherSuites = s_allSuites;
            });
            s.AssertConnects();
            Assert.AreEqual(DtlsCipherSuite.PskWithAes256Ccm8, s.Client.CipherSuite);
        }

        [TestMethod]
        public void BackEndWithoutAes256RefusesTheSuites()
        {
            foreach ((string backend, DtlsCipherSuite suite) in s_allSuites.Take(2).SelectMany(suite => new[] { (nameof(SoftwareCrypto), suite), (nameof(HardwareCrypto), suite) }))
            {
                DtlsClientOptions options = Scenario.Options(backend);
                options.CipherSuites = new[] { DtlsCipherSuite.PskWithAes128Ccm8, suite };
                ArgumentException exception = Assert.ThrowsExactly<ArgumentException>(() => new DtlsConnection(options));
                Assert.AreEqual(nameof(DtlsClientOptions.CipherSuites), exception.ParamName);
            }
        }

        [TestMethod]
        public void V30_LongKeysLeaveMemoryWithTheConnection()
        {
            foreach (CryptoBackend backend in CryptoBackends.All.Where(backend => backend.CanAes256))
            {
                using Scenario s = Make(backend.Name, DtlsCipherSuite.PskWithAes256Ccm8);
                s.AssertConnects();
                byte[][] keys = { s.Server.KeyBlock![..32], s.Server.KeyBlock[32..64], s.Server.KeyBlock[64..] };
                if (backend.Name == nameof(SoftwareCrypto))
                {
                    Assert.IsTrue(keys.Take(2).All(key => SecretsTests.Find(s.Client, key) != null), "the scanner sees them while they are there");
                }

                s.Link.Close();
                Assert.IsTrue(keys.All(key => SecretsTests.Find(s.Client, key) == null), backend.Name);
            }
        }

        private static Scenario Make(string backend, DtlsCipherSuite suite)
        {
            return new Scenario(backend, server =>
            {
                server.SupportedSuites = new() { (int)suite };
                server.KeepsSessions = true;
            }, client => Configure(client, backend, suite));
        }

        private static void Configure(DtlsClientOptions options, string backend, params DtlsCipherSuite[] suites)
        {
            options.CipherSuites = suites;
            if (backend == nameof(SoftwareCrypto))
            {
                options.Crypto = new SoftwareCrypto(true);
            }
        }
    }
}
