// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Reflection;
using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>How a state is authenticated and hidden, against .NET's primitives, and that the connection's own keys come through it.</summary>
    [TestClass]
    public class StateProtectionTests
    {
        public static IEnumerable<object[]> Backends => CryptoBackends.Names;

        [TestMethod]
        [DynamicData(nameof(Backends))]
        public void AStateIsTheRecordThatTheDocumentDescribes(string backend)
        {
            foreach (bool isResumable in new[] { true, false })
            {
                foreach (bool encrypts in new[] { true, false })
                {
                    using var s = new SessionScenario(backend, server => server.KeepsSessions = isResumable, client => client.EncryptState = encrypts);
                    StateOracle oracle = Oracle(s);
                    byte[] state = s.Export();
                    byte[] secrets = isResumable ? Wire.Concat(s.Server.KeyBlock!, s.Server.Master!) : s.Server.KeyBlock!;
                    Assert.AreEqual(2, state[0], "version");
                    CollectionAssert.AreEqual(oracle.KeyId, state[2..4]);
                    CollectionAssert.AreEqual(encrypts ? secrets : Array.Empty<byte>(), oracle.Open(state));
                    if (!encrypts)
                    {
                        CollectionAssert.AreEqual(secrets, state[^(secrets.Length + 16)..^16]);
                    }
                }
            }
        }

        [TestMethod]
        public void AStateWithAes256KeysIsHiddenUnderTheSameKeyOf128Bits()
        {
            using var s = new SessionScenario(
                nameof(DotNetCrypto),
                server => server.SupportedSuites = new List<int> { Wire.SuiteAes256Ccm8 },
                client => client.CipherSuites = new[] { DtlsCipherSuite.PskWithAes256Ccm8 });
            byte[] state = s.Export();
            CollectionAssert.AreEqual(Wire.Concat(s.Server.KeyBlock!, s.Server.Master!), Oracle(s).Open(state));
            SessionScenario.Import(s.NewClient(), state);
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.NamesAndSuites), typeof(CryptoBackends))]
        public void TheConnectionGoesOnAfterEveryState(string backend, int suite)
        {
            foreach (bool encrypts in new[] { true, false })
            {
                using var s = new SessionScenario(backend, server => server.SupportedSuites = new List<int> { suite }, client => client.EncryptState = encrypts);
                VirtualLink link = s.Connect();
                s.Exchange(link);
                for (int i = 0; i < 3; i++)
                {
                    var state = new byte[DtlsConnection.MaxSessionStateLength];
                    int length = link.Client.ReserveSequences(state, 0);
                    Assert.IsTrue(length > 0);
                    s.Exchange(link);
                    s.Store.Content = state[..length];
                    link.Client.ConfirmReservation();
                    s.Exchange(link);
                    Assert.AreEqual(DtlsStatus.Ok, link.Client.ReserveSession(s.Store));
                    s.Exchange(link);
                    Assert.AreEqual(-(int)DtlsStatus.BufferTooSmall, link.Client.ExportSession(new byte[100], 0));
                    s.Exchange(link);
                    s.Store.Next = MemoryStore.Fault.Refuses;
                    Assert.AreEqual(DtlsStatus.StoreFailed, link.Client.ReserveSession(s.Store));
                    s.Exchange(link);
                }

                // A save that failed leaves a connection that only receives.
                s.Store.Next = MemoryStore.Fault.Refuses;
                Assert.AreEqual(DtlsStatus.StoreFailed, link.Client.SaveSession(s.Store));
                Assert.AreEqual(1, link.DeliverToClient(s.Server.BuildData(new byte[] { 1 })));
                Assert.AreEqual(DtlsStatus.Ok, link.Client.ReserveSession(s.Store));
                s.Exchange(link);
            }
        }

        [TestMethod]
        public void ABufferThatIsTooSmallChangesNothing()
        {
            using var s = new SessionScenario(nameof(SoftwareCrypto));
            VirtualLink link = s.Connect();
            for (int room = 0; room < 200; room++)
            {
                var buffer = new byte[room];
                Assert.AreEqual(-(int)DtlsStatus.BufferTooSmall, link.Client.ReserveSequences(buffer, 0));
                Assert.AreEqual(-(int)DtlsStatus.BufferTooSmall, link.Client.ExportSession(buffer, 0));
                Assert.IsFalse(buffer.AsSpan().ContainsAnyExcept((byte)0));
            }

            // A key block stood in the scratch memory.
            Assert.IsTrue(link.Client.OutputBuffer.AsSpan().IndexOf(s.Server.KeyBlock.AsSpan(0, 8)) < 0);
            Assert.ThrowsExactly<InvalidOperationException>(link.Client.ConfirmReservation, "nothing was reserved");
            s.Exchange(link);
        }

        [TestMethod]
        [DynamicData(nameof(Backends))]
        public void V30_NoKeyOfAStateIsInClearAtAnyOffset(string backend)
        {
            using var s = new SessionScenario(backend);
            byte[] state = s.Export();
            foreach (byte[] secret in new[] { s.Server.KeyBlock!, s.Server.Master!, Oracle(s).Key })
            {
                for (int i = 0; i + 4 <= secret.Length; i++)
                {
                    Assert.IsTrue(state.AsSpan().IndexOf(secret.AsSpan(i, 4)) < 0, $"byte {i}");
                }
            }
        }

        [TestMethod]
        [DynamicData(nameof(Backends))]
        public void V30_TheKeyForStatesIsNowhereAfterClearAndInOnePlaceAfterARefusal(string backend)
        {
            using var s = new SessionScenario(backend);
            byte[] key = Oracle(s).Key;
            byte[] state = s.Export();
            DtlsConnection client = s.NewClient();
            Assert.IsNotNull(SecretsTests.Find(client, key), "the scanner finds it");
            byte[] damaged = Wire.With(state, state.Length - 1, state[^1] ^ 1);
            Assert.AreEqual(DtlsStatus.StateDamaged, client.ImportSession(damaged, 0, damaged.Length));
            AssertOnlyInSavedState(client, key);

            // Genuine, but of no use here.
            DtlsConnection other = s.NewClient(options => options.MaxRecordPayload = 100);
            Assert.AreEqual(DtlsStatus.StateMismatch, other.ImportSession(state, 0, state.Length));
            AssertOnlyInSavedState(other, key);
            foreach (byte[] secret in new[] { s.Server.KeyBlock![..40], s.Server.Master! })
            {
                Assert.IsNull(SecretsTests.Find(other, secret));
            }

            SessionScenario.Import(client, state);
            s.Exchange(s.Link(client));
            client.Clear();
            foreach (byte[] secret in new[] { key, SessionScenario.DeviceKey, s.Server.KeyBlock[..40], s.Server.Master! })
            {
                Assert.IsNull(SecretsTests.Find(client, secret));
            }

            other.Clear();
            Assert.IsNull(SecretsTests.Find(other, key));
        }

        [TestMethod]
        [DataRow(int.MaxValue, 0xFFFFFF)]
        [DataRow(0x1000000, 0xFFFFFF)]
        [DataRow(0xFFFFFF, 0xFFFFFF)]
        [DataRow(0x800001, 0x800001)]
        [DataRow(1, 1)]
        public void V18_NoMoreForgeriesAreLeftAfterAnImportThanBefore(int limit, int left)
        {
            using var s = new SessionScenario(nameof(SoftwareCrypto), null, client => client.ForgeryLimit = limit);
            byte[] state = s.Export();
            DtlsConnection client = s.NewClient();
            SessionScenario.Import(client, state);
            const BindingFlags Private = BindingFlags.Instance | BindingFlags.NonPublic;
            var records = (RecordLayer)typeof(DtlsConnection).GetField("_records", Private)!.GetValue(client)!;
            Assert.AreEqual(left, records.ForgeriesLeft);
            s.Exchange(s.Link(client));
        }

        [TestMethod]
        public void TheLargestStateFitsTheSmallestConnection()
        {
            foreach (bool hasStore in new[] { false, true })
            {
                using var s = new SessionScenario(
                    nameof(DotNetCrypto),
                    server =>
                    {
                        server.ConnectionId = new byte[32];
                        server.SupportedSuites = new List<int> { Wire.SuiteAes256Ccm };
                    },
                    client =>
                    {
                        client.MaxRecordPayload = 64;
                        client.ConnectionId = new byte[32];
                        client.CipherSuites = new[] { DtlsCipherSuite.PskWithAes256Ccm };
                        if (hasStore)
                        {
                            client.PskStore = new PskStore(new[] { new PskEntry(null, client.PskIdentity, client.PskKey, false) });
                            client.PskIdentity = null;
                            client.PskKey = null;
                        }
                    });
                byte[] state = s.Export();
                Assert.HasCount(DtlsConnection.MaxSessionStateLength, state);
                for (int wake = 0; wake < 2; wake++)
                {
                    DtlsConnection client = s.NewClient();
                    SessionScenario.Import(client, state);
                    s.Exchange(s.Link(client));
                    state = SessionScenario.Export(client);
                }
            }
        }

        [TestMethod]
        public void ARecordThatAFaultOfTheChipSpoiledIsAStateThatNobodyTakes()
        {
            // As HardwareCrypto does when the AES unit did not do its work: the whole record is zero.
            var crypto = new FaultyCrypto();
            using var s = new SessionScenario(nameof(SoftwareCrypto), null, client => client.Crypto = crypto.IsClaimed ? new SoftwareCrypto() : crypto);
            VirtualLink link = s.Connect();
            crypto.IsFaulty = true;
            Assert.AreEqual(DtlsStatus.Ok, link.Client.ReserveSession(s.Store));
            crypto.IsFaulty = false;
            Assert.IsFalse(s.Store.Content.AsSpan(StateOracle.ClearLength(s.Store.Content)).ContainsAnyExcept((byte)0), "no secret was left in it");
            Assert.AreEqual(DtlsStatus.StateDamaged, s.NewClient().RestoreSession(s.Store));
            s.Exchange(link);
            Assert.AreEqual(DtlsStatus.Ok, link.Client.ReserveSession(s.Store));
            Assert.AreEqual(DtlsStatus.Ok, s.NewClient().RestoreSession(s.Store));
            s.Exchange(link);
        }

        private static StateOracle Oracle(SessionScenario s)
        {
            return new StateOracle(SessionScenario.DeviceKey, s.Server.Settings.Identity, s.Server.Settings.Key);
        }

        private static void AssertOnlyInSavedState(DtlsConnection client, byte[] key)
        {
            foreach ((string path, byte[] bytes) in ReachableArrays.Find(client))
            {
                byte[] words = key[..8];
                Array.Reverse(words, 0, 4);
                Array.Reverse(words, 4, 4);
                bool isThere = bytes.AsSpan().IndexOf(key.AsSpan(0, 8)) >= 0 || bytes.AsSpan().IndexOf(words) >= 0;
                Assert.AreEqual(path.Contains("._saved._keys", StringComparison.Ordinal), isThere, path);
            }
        }

        private sealed class FaultyCrypto : SoftwareCrypto
        {
            public bool IsFaulty { get; set; }

            public override int SealRecord(byte[] buffer, int offset, int cidLength, int plaintextLength)
            {
                int length = base.SealRecord(buffer, offset, cidLength, plaintextLength);
                if (IsFaulty)
                {
                    Array.Clear(buffer, offset, length);
                }

                return length;
            }
        }
    }
}
