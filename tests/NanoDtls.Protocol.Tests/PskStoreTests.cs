// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>Several identities, chosen by the server's hint (RFC 4279 section 5.2).</summary>
    [TestClass]
    public sealed class PskStoreTests
    {
        private const string Software = nameof(SoftwareCrypto);

        private static readonly byte[][] s_hints = { new byte[] { 1 }, Array.Empty<byte>(), new byte[] { 1, 2 }, Bytes(128, 7), new byte[] { 2 } };

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void PSK_02_HintChoosesItsEntryByteByByte(string backend)
        {
            for (int i = 0; i < s_hints.Length; i++)
            {
                AssertIdentity(backend, s_hints[i], i);
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void PSK_02_WithoutAHintOrWithOneThatNoEntryHasTheFirstServes(string backend)
        {
            foreach (byte[]? hint in new[] { null, new byte[] { 3 }, new byte[] { 0 }, new byte[] { 1, 2, 3 }, Bytes(127, 7), Bytes(129, 7), new byte[250] })
            {
                AssertIdentity(backend, hint, 0);
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void PSK_02_HintTooLongToBeKeptIsStreamedAndTheFirstServes(string backend)
        {
            foreach (int length in new[] { 600, 1400, 20_000 })
            {
                foreach (int size in new[] { 40, 200, 310 })
                {
                    AssertIdentity(backend, Bytes(length, 7), 0, size);
                }
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void PSK_02_HintInFragmentsChoosesItsEntryBesideTheLongestCookie(string backend)
        {
            foreach (int cookie in new[] { 0, 20, 128, 255 })
            {
                for (int size = 8; size <= 128; size += 20)
                {
                    AssertIdentity(backend, s_hints[3], 3, size, cookie);
                    AssertIdentity(backend, s_hints[3], 3, size, cookie, pathMtu: 200);
                }
            }
        }

        [TestMethod]
        public void EntryWithoutHintServesAsTheDefaultOnly()
        {
            var store = new PskStore(new[] { new PskEntry(null, Identity(0), Key(0), false), new PskEntry(new byte[] { 1 }, Identity(1), Key(1), false) });
            using Scenario withHint = Make(Software, new byte[] { 1 }, store);
            withHint.AssertConnects();
            CollectionAssert.AreEqual(Identity(1), withHint.Server.LastIdentity);
            using Scenario withEmpty = Make(Software, Array.Empty<byte>(), store);
            withEmpty.AssertConnects();
            CollectionAssert.AreEqual(Identity(0), withEmpty.Server.LastIdentity);
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void EachHandshakeChoosesAnewAndAResumedOneNeedsNoChoice(string backend)
        {
            using Scenario s = Make(backend, s_hints[2], Store());
            s.Settings.KeepsSessions = true;
            s.AssertConnects();
            CollectionAssert.AreEqual(Identity(2), s.Server.LastIdentity);
            s.AssertReconnects(isResumed: true);
            s.Server.ForgetSessions();
            s.Settings.Hint = null;
            s.AssertReconnects(isResumed: false);
            CollectionAssert.AreEqual(Identity(0), s.Server.LastIdentity);
            s.Server.ForgetSessions();
            s.Settings.Hint = s_hints[4];
            s.AssertReconnects(isResumed: false);
            CollectionAssert.AreEqual(Identity(4), s.Server.LastIdentity);
        }

        [TestMethod]
        public void OneStoreServesTwoConnections()
        {
            PskStore store = Store();
            using Scenario a = Make(Software, s_hints[0], store);
            using Scenario b = Make(Software, s_hints[3], store);
            a.AssertConnects();
            b.AssertConnects();
            a.Client.Clear();
            b.AssertTalks();
            b.AssertReconnects(isResumed: false);
        }

        [TestMethod]
        public void SelectionAllocatesNothing()
        {
            using Scenario s = Make(Software, s_hints[3], Store());
            s.AssertConnects();
            long before = s.Link.EngineAllocatedBytes;
            s.AssertReconnects(isResumed: false);
            Assert.AreEqual(before, s.Link.EngineAllocatedBytes);
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void V30_ClearOfTheStoreZeroesTheKeysAndTheConnectionHasNoneOfItsOwn(string backend)
        {
            PskStore store = Store();
            using Scenario s = Make(backend, s_hints[2], store);
            s.AssertConnects();
            Assert.IsNotNull(SecretsTests.Find(s.Client, Key(2)), "the store itself holds the key");
            store.Clear();
            for (int i = 0; i < s_hints.Length; i++)
            {
                Assert.IsNull(SecretsTests.Find(s.Client, Key(i)));
            }

            s.AssertTalks();
            s.Client.Clear();
        }

        [TestMethod]
        public void EntriesAndStoresOutOfRangeAreRefused()
        {
            byte[] key = Key(0);
            byte[] identity = Identity(0);
            Assert.AreEqual("PskIdentity", Assert.ThrowsExactly<ArgumentNullException>(() => new PskEntry(null, null!, key, false)).ParamName);
            Assert.AreEqual("PskKey", Assert.ThrowsExactly<ArgumentNullException>(() => new PskEntry(null, identity, null!, false)).ParamName);
            foreach (int length in new[] { 0, 129, 70_000 })
            {
                Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new PskEntry(null, new byte[length], key, false));
            }

            foreach (int length in new[] { 0, 15, 65 })
            {
                Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new PskEntry(null, identity, new byte[length], false));
            }

            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new PskEntry(null, identity, Array.Empty<byte>(), true));
            Assert.AreEqual("hint", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new PskEntry(new byte[129], identity, key, false)).ParamName);
            Assert.ThrowsExactly<ArgumentNullException>(() => new PskStore(null!));
            Assert.ThrowsExactly<ArgumentException>(() => new PskStore(Array.Empty<PskEntry>()));
            Assert.ThrowsExactly<ArgumentNullException>(() => new PskStore(new PskEntry[] { null! }));
            Assert.ThrowsExactly<ArgumentNullException>(() => new PskStore(new[] { new PskEntry(null, identity, key, false), null! }));
        }

        [TestMethod]
        public void EntriesCopyWhatTheyAreGiven()
        {
            byte[] hint = { 1 };
            byte[] identity = Identity(0);
            byte[] key = Key(0);
            PskEntry[] entries = { new PskEntry(hint, identity, key, false) };
            var store = new PskStore(entries);
            Array.Clear(hint);
            Array.Clear(identity);
            Array.Clear(key);
            entries[0] = null!;
            using Scenario s = Make(Software, new byte[] { 1 }, store);
            s.AssertConnects();
            CollectionAssert.AreEqual(Identity(0), s.Server.LastIdentity);
        }

        [TestMethod]
        public void WeakKeyOfAnEntryConnectsWithConsent()
        {
            var store = new PskStore(new[] { new PskEntry(null, new byte[] { 5 }, new byte[] { 9 }, true) });
            using Scenario s = Make(Software, null, store);
            s.Settings.MoreKeys.Add((new byte[] { 5 }, new byte[] { 9 }));
            s.AssertConnects();
        }

        private static void AssertIdentity(
            string backend, byte[]? hint, int expected, int? fragmentSize = null, int cookieLength = 20, int pathMtu = 0)
        {
            foreach (int payload in new[] { 64, 512 })
            {
                using Scenario s = Make(backend, hint, Store(), client =>
                {
                    client.MaxRecordPayload = payload;
                    client.PathMtu = pathMtu;
                });
                s.Settings.Cookies = new() { Bytes(cookieLength, 3) };
                s.Settings.Layout = (_, items) => fragmentSize is int size
                    ? Layouts.Fragmented(items, size, oneDatagram: false)
                    : Layouts.OnePerDatagram(items);
                s.AssertConnects();
                string what = "payload " + payload + ", hint of " + hint?.Length + ", fragments of " + fragmentSize + ", cookie of " + cookieLength + ", PMTU " + pathMtu;
                CollectionAssert.AreEqual(Identity(expected), s.Server.LastIdentity, what);
                Assert.AreEqual(0, s.Link.DeadlinesHandled.Count, what);
            }
        }

        private static Scenario Make(string backend, byte[]? hint, PskStore store, Action<DtlsClientOptions>? configure = null)
        {
            return new Scenario(backend, server =>
            {
                server.Hint = hint;
                server.MoreKeys.AddRange(Enumerable.Range(0, s_hints.Length).Select(i => (Identity(i), Key(i))));
            }, client =>
            {
                client.PskIdentity = null;
                client.PskKey = null;
                client.PskStore = store;
                configure?.Invoke(client);
            });
        }

        private static PskStore Store()
        {
            return new PskStore(s_hints.Select((hint, i) => new PskEntry(hint, Identity(i), Key(i), false)).ToArray());
        }

        private static byte[] Identity(int i) => Bytes(10 + (i * 20), (byte)('a' + i));

        private static byte[] Key(int i) => Enumerable.Range(1, 16 + (i * 10)).Select(k => (byte)((k * 11) + (i * 50))).ToArray();

        private static byte[] Bytes(int count, byte value) => Enumerable.Repeat(value, count).ToArray();
    }
}
