// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>States that are damaged, cut off, foreign or unfit: refused for a reason, and nothing changed.</summary>
    [TestClass]
    public class DamageTests
    {
        private const int Version = 0;
        private const int KeyId = 2;

        public static IEnumerable<object[]> Backends => CryptoBackends.Names;

        [TestMethod]
        [DynamicData(nameof(Backends))]
        public void EveryFlippedBitIsRefused(string backend)
        {
            foreach (bool encrypts in new[] { true, false })
            {
                using var s = new SessionScenario(backend, null, client => client.EncryptState = encrypts);
                byte[] state = s.Export();
                DtlsConnection client = s.NewClient();
                for (int bit = 0; bit < state.Length * 8; bit++)
                {
                    byte[] damaged = Wire.With(state, bit / 8, state[bit / 8] ^ (1 << (bit % 8)));
                    DtlsStatus expected = (bit / 8) switch
                    {
                        Version => DtlsStatus.StateVersion,
                        KeyId or KeyId + 1 => DtlsStatus.StateForeign,
                        _ => DtlsStatus.StateDamaged,
                    };
                    AssertRefused(client, damaged, expected, $"bit {bit}");
                }

                AssertGood(s, client, state);
            }
        }

        [TestMethod]
        [DynamicData(nameof(Backends))]
        public void EveryTruncationAndEveryExtensionIsRefused(string backend)
        {
            using var s = new SessionScenario(backend);
            byte[] state = s.Export();
            DtlsConnection client = s.NewClient();
            for (int length = 1; length < state.Length; length++)
            {
                AssertRefused(client, state[..length], DtlsStatus.StateDamaged, $"{length} bytes");
            }

            foreach (int more in new[] { 1, 2, 16, 48, 400, 5000 })
            {
                AssertRefused(client, Wire.Concat(state, new byte[more]), DtlsStatus.StateDamaged, $"{more} more bytes");
            }

            AssertGood(s, client, state);
        }

        [TestMethod]
        public void RandomBytesAreRefused()
        {
            const int Seed = 501;
            var random = new Random(Seed);
            using var s = new SessionScenario(nameof(SoftwareCrypto));
            byte[] state = s.Export();
            DtlsConnection client = s.NewClient();
            for (int i = 0; i < 3000; i++)
            {
                var bytes = new byte[1 + random.Next(320)];
                random.NextBytes(bytes);

                // Half of them with the header of a genuine one, so that its lengths are looked at.
                if (i % 2 == 0)
                {
                    Array.Copy(state, bytes, Math.Min(bytes.Length, 6));
                }

                Assert.AreNotEqual(DtlsStatus.Ok, client.ImportSession(bytes, 0, bytes.Length), $"seed {Seed}, {i}");
                Assert.AreEqual(DtlsState.Idle, client.State);
            }

            AssertGood(s, client, state);
        }

        [TestMethod]
        [DynamicData(nameof(Backends))]
        public void OtherKeysIdentitiesAndCredentialsAreForeign(string backend)
        {
            using var s = new SessionScenario(backend);
            byte[] state = s.Export();
            foreach (Action<DtlsClientOptions> other in new Action<DtlsClientOptions>[]
            {
                options => options.StateKey = Wire.With(options.StateKey, 0, options.StateKey[0] ^ 1),
                options => options.StateKey = options.StateKey[..31],
                options => options.StateKey = Wire.Concat(options.StateKey, new byte[1]),
                options => options.PskIdentity = Wire.With(options.PskIdentity, 3, 'x'),
                options => options.PskKey = Wire.With(options.PskKey, 3, options.PskKey[3] ^ 1),

                // The same bytes, divided in another way.
                options =>
                {
                    options.PskKey = Wire.Concat(options.PskIdentity[^1..], options.PskKey);
                    options.PskIdentity = options.PskIdentity[..^1];
                },
                options =>
                {
                    options.PskStore = new PskStore(new[] { new PskEntry(null, options.PskIdentity, options.PskKey, false) });
                    options.PskIdentity = null;
                    options.PskKey = null;
                },
            })
            {
                AssertRefused(s.NewClient(other), state, DtlsStatus.StateForeign, "");
            }

            AssertGood(s, s.NewClient(), state);
        }

        [TestMethod]
        public void OptionsThatTheSessionDoesNotFitAreAMismatch()
        {
            using var s = new SessionScenario(nameof(DotNetCrypto), null, client =>
            {
                client.MaxRecordPayload = 600;
                client.ConnectionId = new byte[4];
            });
            byte[] state = s.Export();
            foreach (Action<DtlsClientOptions> other in new Action<DtlsClientOptions>[]
            {
                options => options.CipherSuites = new[] { DtlsCipherSuite.PskWithAes128Ccm },
                options => options.MaxRecordPayload = 511,
                options => options.ConnectionId = null,
                options => options.ConnectionId = new byte[0],
                options => options.ConnectionId = new byte[5],
            })
            {
                AssertRefused(s.NewClient(other), state, DtlsStatus.StateMismatch, "");
            }

            // Another Connection ID of the same length does: the session's own is in the state.
            DtlsConnection client = s.NewClient(options => options.ConnectionId = new byte[] { 9, 9, 9, 9 });
            AssertGood(s, client, state);

            using var old = new SessionScenario(
                nameof(SoftwareCrypto), server => server.ExtendedMasterSecret = false, options => options.RequireExtendedMasterSecret = false);
            AssertRefused(old.NewClient(options => options.RequireExtendedMasterSecret = true), old.Export(), DtlsStatus.StateMismatch, "EMS_03");
        }

        [TestMethod]
        public void AStateWithoutNumbersLeftIsRefused()
        {
            using var s = new SessionScenario(nameof(SoftwareCrypto));
            VirtualLink link = s.Connect();
            SequenceTests.SetNextNumber(link.Client, (1L << 48) - 2);
            Assert.IsTrue(link.Write(new byte[1]) > 0);
            Assert.AreEqual(-(int)DtlsStatus.SequenceExhausted, link.Write(new byte[1]));
            byte[] state = SessionScenario.Export(link.Client);
            AssertRefused(s.NewClient(), state, DtlsStatus.SequenceExhausted, "D12_03");
        }

        private static void AssertRefused(DtlsConnection client, byte[] state, DtlsStatus expected, string message)
        {
            byte[] copy = (byte[])state.Clone();
            List<(string Path, byte[] Bytes)> before = ReachableArrays.Find(client);
            Assert.AreEqual(expected, client.ImportSession(copy, 0, copy.Length), message);
            CollectionAssert.AreEqual(state, copy, "the caller's bytes");
            List<(string Path, byte[] Bytes)> after = ReachableArrays.Find(client);

            // The back end keeps the expanded pads of whatever it hashed last; the engine keeps nothing.
            foreach (((string path, byte[] old), (_, byte[] now)) in before.Zip(after))
            {
                if (!path.Contains(".Crypto", StringComparison.Ordinal))
                {
                    CollectionAssert.AreEqual(old, now, $"{message}: {path}");
                }
            }
        }

        private static void AssertGood(SessionScenario s, DtlsConnection client, byte[] state)
        {
            SessionScenario.Import(client, state);
            s.Exchange(s.Link(client));
        }
    }
}
