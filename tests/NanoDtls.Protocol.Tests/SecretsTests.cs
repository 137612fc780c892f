// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>Secrets leave memory when they are done with, and a source of randomness that fails is noticed.</summary>
    [TestClass]
    public sealed class SecretsTests
    {
        // Any this many consecutive bytes of a secret count as the secret.
        private const int Pattern = 8;

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.NamesAndSuites), typeof(CryptoBackends))]
        public void T12_12_And_V30_PremasterAndMasterSecretAreGoneOnceConnected(string backend, int suite)
        {
            using Scenario s = Scenario.At(Stage.Connected, backend, server => server.SupportedSuites = new() { suite }, WithoutResumption);
            AssertAbsent(s, "PSK", s.Settings.Key);
            AssertAbsent(s, "premaster secret", s.Server.Premaster![(2 + s.Settings.Key.Length)..]);
            AssertAbsent(s, "master secret", s.Server.Master!);
            s.AssertTalks();
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.NamesAndSuites), typeof(CryptoBackends))]
        public void V30_NoSecretOfTheSessionIsLeftAfterClose(string backend, int suite)
        {
            using Scenario s = Scenario.At(Stage.Connected, backend, server => server.SupportedSuites = new() { suite }, WithoutResumption);
            s.AssertTalks();
            s.Link.Close();
            AssertNoSessionSecret(s);
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void V30_NoSecretOfTheSessionIsLeftAfterAFailureAtAnyStage(string backend)
        {
            foreach (Stage stage in new[] { Stage.FinishedSent, Stage.ChangeCipherSpecReceived, Stage.Connected })
            {
                foreach (string end in new[] { "alert", "clear", "close", "timeout" })
                {
                    using Scenario s = Scenario.At(stage, backend, null, WithoutResumption);
                    switch (end)
                    {
                        case "alert":
                            s.Inject(s.Server.BuildAlert(Wire.Fatal, 80, 1));
                            break;
                        case "clear":
                            s.Client.Clear();
                            break;
                        case "close":
                            s.Link.Close();
                            break;
                        default:
                            if (stage == Stage.Connected)
                            {
                                continue;
                            }

                            s.Link.RunUntil(() => s.Client.State == DtlsState.Closed);
                            break;
                    }

                    Assert.AreEqual(DtlsState.Closed, s.Client.State, s.Link.Describe());
                    AssertNoSessionSecret(s);
                }
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void V30_ClearZeroesEverythingTheKeyWasMadeInto(string backend)
        {
            using Scenario s = Scenario.At(Stage.Connected, backend);
            s.AssertTalks();
            s.Client.Clear();
            AssertNoSessionSecret(s);

            // Not the key itself, but the HMAC states made of it, let a reader derive every session: after
            // Clear two connections with different keys hold the same bytes.
            using Scenario other = Scenario.At(Stage.Connected, backend, server => server.Key = new byte[32], client => client.PskKey = new byte[32]);
            other.AssertTalks();
            other.Client.Clear();
            List<(string Path, byte[] Bytes)> mine = ReachableArrays.Find(s.Client);
            Dictionary<string, byte[]> theirs = ReachableArrays.Find(other.Client).ToDictionary(array => array.Path, array => array.Bytes);
            List<(string Path, byte[] Bytes)> ofCrypto = mine.Where(array => array.Path.Contains(".Crypto", StringComparison.Ordinal)).ToList();
            Assert.IsNotEmpty(ofCrypto);
            foreach ((string path, byte[] bytes) in ofCrypto)
            {
                Assert.IsTrue(theirs[path].AsSpan().SequenceEqual(bytes), path + " depends on the key");
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void T12_12_And_V30_KeysExistInTheBackEndOnly(string backend)
        {
            foreach (bool isExtended in new[] { true, false })
            {
                foreach (Stage stage in Scenario.Stages.Where(stage => stage >= Stage.FinishedSent))
                {
                    using Scenario s = Scenario.At(
                        stage,
                        backend,
                        server => server.ExtendedMasterSecret = isExtended,
                        client => client.RequireExtendedMasterSecret = false);
                    byte[] buffer = s.Client.OutputBuffer;
                    foreach (byte[] secret in new[] { s.Settings.Key, s.Server.Master!, s.Server.KeyBlock! })
                    {
                        for (int i = 0; i + Pattern <= secret.Length; i++)
                        {
                            Assert.IsTrue(buffer.AsSpan().IndexOf(secret.AsSpan(i, Pattern)) < 0, "byte " + i + " of a secret of " + secret.Length + " bytes at " + stage);
                        }
                    }
                }
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void V30_OutputBufferHoldsNothingButTheGoodbyeAfterTheEnd(string backend)
        {
            foreach (Stage stage in Scenario.Stages)
            {
                using Scenario s = Scenario.At(stage, backend);
                s.Link.Close();
                int goodbye = s.LastSent.Length;
                Assert.IsFalse(s.Client.OutputBuffer.AsSpan(goodbye).ContainsAnyExcept((byte)0), "at " + stage);
                s.Client.Clear();
                Assert.IsFalse(s.Client.OutputBuffer.AsSpan(goodbye).ContainsAnyExcept((byte)0), "cleared at " + stage);
            }
        }

        [TestMethod]
        public void V30_ScannerFindsASecretThatIsThere()
        {
            // The record keys are in use while the connection is open: a scan that cannot find them then
            // would prove nothing afterwards.
            using Scenario s = Scenario.At(Stage.Connected, nameof(SoftwareCrypto));
            Assert.IsNotNull(Find(s.Client, s.Server.KeyBlock![..16]), "client_write_key");
            Assert.IsNotNull(Find(s.Client, s.Server.KeyBlock![16..32]), "server_write_key");
        }

        [TestMethod]
        public void V30_NoTextOfAnyExceptionHoldsTheKey()
        {
            DtlsClientOptions options = Scenario.Options(nameof(SoftwareCrypto));
            options.PskKey = "secret-sensor-key-0123456789-0123456789-0123456789-0123456789-0123456789"u8.ToArray();
            ArgumentOutOfRangeException exception = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new DtlsConnection(options));
            Assert.IsFalse(exception.ToString().Contains("secret-sensor", StringComparison.Ordinal));
            Assert.IsNull(exception.ActualValue);
        }

        [TestMethod]
        public void V23_And_T12_07_FailingSourceOfRandomnessFailsTheStartAndSendsNothing()
        {
            var crypto = new UnreliableCrypto { Works = false };
            using var s = new Scenario(nameof(SoftwareCrypto), null, client => client.Crypto = crypto);
            for (int i = 0; i < 3; i++)
            {
                Assert.AreEqual(DtlsStatus.RandomFailed, s.Link.Start());
                Assert.AreEqual(DtlsState.Idle, s.Client.State);
                Assert.AreEqual(0, s.SentCount);
                Assert.AreEqual(long.MaxValue, s.Client.NextDeadline);
            }

            crypto.Works = true;
            s.AssertConnects();
            s.Link.Close();
            int sent = s.SentCount;
            crypto.Works = false;
            Assert.AreEqual(DtlsStatus.RandomFailed, s.Link.Start());
            Assert.AreEqual(DtlsState.Closed, s.Client.State);
            Assert.AreEqual(sent, s.SentCount);
        }

        [TestMethod]
        public void V23_And_T12_04_GoodbyeThatWaitsOutlastsAStartThatFails()
        {
            var crypto = new UnreliableCrypto { Works = true };
            using var s = new Scenario(nameof(SoftwareCrypto), null, client => client.Crypto = crypto);
            s.AssertConnects();
            s.Client.Close();
            crypto.Works = false;
            Assert.AreEqual(DtlsStatus.RandomFailed, s.Client.Start(s.Link.Now));
            int length = s.Client.GetDatagram();
            Assert.IsTrue(length > 0);
            s.Server.Receive(s.Client.OutputBuffer.AsSpan(0, length).ToArray());
            CollectionAssert.AreEqual(new[] { (Wire.Warning, 0, 1) }, s.Server.Alerts);
            crypto.Works = true;
            s.AssertConnects();
        }

        // A session that can be resumed keeps its master secret: SessionSecretsTests look after that.
        private static void WithoutResumption(DtlsClientOptions options) => options.EnableResumption = false;

        private static void AssertNoSessionSecret(Scenario s)
        {
            AssertAbsent(s, "PSK", s.Settings.Key);
            AssertAbsent(s, "master secret", s.Server.Master!);
            AssertAbsent(s, "client_write_key", s.Server.KeyBlock![..16]);
            AssertAbsent(s, "server_write_key", s.Server.KeyBlock![16..32]);
            AssertAbsent(s, "key block", s.Server.KeyBlock![..40]);
            AssertAbsent(s, "write IVs", s.Server.KeyBlock![32..40]);
        }

        private static void AssertAbsent(Scenario s, string name, byte[] secret)
        {
            string? path = Find(s.Client, secret);
            Assert.IsNull(path, name + " in " + path + ", " + s.Client.State);
        }

        // Where a part of a secret is, as bytes or as the words of an int array.
        internal static string? Find(DtlsConnection client, byte[] secret)
        {
            foreach ((string path, byte[] bytes) in ReachableArrays.Find(client))
            {
                for (int i = 0; i + Pattern <= secret.Length; i++)
                {
                    ReadOnlySpan<byte> part = secret.AsSpan(i, Pattern);
                    if (bytes.AsSpan().IndexOf(part) >= 0 || bytes.AsSpan().IndexOf(SwapWords(part)) >= 0)
                    {
                        return path;
                    }
                }
            }

            return null;
        }

        // Words of an int or uint array lie in memory the other way round.
        private static byte[] SwapWords(ReadOnlySpan<byte> bytes)
        {
            byte[] copy = bytes.ToArray();
            Array.Reverse(copy, 0, 4);
            Array.Reverse(copy, 4, 4);
            return copy;
        }

        private sealed class UnreliableCrypto : SoftwareCrypto
        {
            public bool Works { get; set; }

            public override bool FillRandom(byte[] buffer, int offset, int count)
            {
                if (Works)
                {
                    return base.FillRandom(buffer, offset, count);
                }

                Array.Clear(buffer, offset, count);
                return false;
            }
        }
    }
}
