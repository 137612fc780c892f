// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>Settings of resumption, timers, path and names: their ranges to the last value, and their defaults.</summary>
    [TestClass]
    public sealed class OptionTests
    {
        [TestMethod]
        public void NumbersOutOfRangeAreRefusedAndTheEndsOfTheRangeAreTaken()
        {
            AssertRange(nameof(DtlsClientOptions.MaxSessionTicket), (options, value) =>
            {
                options.OfferSessionTicket = true;
                options.MaxSessionTicket = value;
            }, new[] { int.MinValue, -1, 0, 31, 4097, int.MaxValue }, new[] { 32, 4096 });
            AssertRange(
                nameof(DtlsClientOptions.MaxSessionTicket),
                (options, value) => options.MaxSessionTicket = value,
                new[] { 0, 31, 4097 },
                new[] { 32, 4096 });
            AssertRange(
                nameof(DtlsClientOptions.PathMtu),
                (options, value) => options.PathMtu = value,
                new[] { int.MinValue, -1, 1, 199, 65508, int.MaxValue },
                new[] { 0, 200, 65507 });
            AssertRange(
                nameof(DtlsClientOptions.ForgeryLimit),
                (options, value) => options.ForgeryLimit = value,
                new[] { int.MinValue, -1 },
                new[] { 0, 1, int.MaxValue });
            AssertRange(
                nameof(DtlsClientOptions.InitialRetransmitMilliseconds),
                (options, value) => options.InitialRetransmitMilliseconds = value,
                new[] { int.MinValue, -1 },
                new[] { 0, 1, 60_000 });
            AssertRange(
                nameof(DtlsClientOptions.MaxRetransmitMilliseconds),
                (options, value) => options.MaxRetransmitMilliseconds = value,
                new[] { int.MinValue, -1, 0 },
                new[] { 1, int.MaxValue });
            AssertRange(
                nameof(DtlsClientOptions.Retransmission),
                (options, value) => options.Retransmission = (DtlsRetransmission)value,
                new[] { int.MinValue, -1, 3, int.MaxValue },
                new[] { 0, 1, 2 });
        }

        [TestMethod]
        public void ServerNamesOutOfRangeAreRefused()
        {
            foreach (string name in new[] { string.Empty, new string('a', 256), new string('a', 70_000) })
            {
                AssertRefused<ArgumentOutOfRangeException>(options => options.ServerName = name, nameof(DtlsClientOptions.ServerName));
            }

            foreach (string name in new[] { "a b", "a\0b", "\u00E9.example", "a\u0100", "tab\t", "del\u007F", "\uFFFFx", " a", "a " })
            {
                AssertRefused<ArgumentException>(options => options.ServerName = name, nameof(DtlsClientOptions.ServerName));
            }
        }

        [TestMethod]
        public void StoreAndSingleIdentityExcludeEachOther()
        {
            var store = new PskStore(new[] { new PskEntry(null, new byte[1], new byte[16], false) });
            AssertRefused<ArgumentException>(options => options.PskStore = store, nameof(DtlsClientOptions.PskStore));
            AssertRefused<ArgumentException>(options =>
            {
                options.PskStore = store;
                options.PskKey = null;
            }, nameof(DtlsClientOptions.PskStore));
            AssertRefused<ArgumentException>(options =>
            {
                options.PskStore = store;
                options.PskIdentity = null;
            }, nameof(DtlsClientOptions.PskStore));
        }

        [TestMethod]
        public void DefaultsOfTheNewerSettingsAreTheDocumentedOnes()
        {
            var options = new DtlsClientOptions();
            Assert.AreEqual(
                (DtlsRetransmission.Adaptive, true, false, 512, 0, true, 0),
                (options.Retransmission, options.EnableResumption, options.OfferSessionTicket, options.MaxSessionTicket, options.PathMtu, options.PmtuBackoff, options.ForgeryLimit));
            Assert.IsNull(options.ServerName);
            Assert.IsNull(options.PskStore);
        }

        [TestMethod]
        public void SettingsAreCopied()
        {
            DtlsClientOptions options = Scenario.Options(nameof(SoftwareCrypto));
            options.ServerName = "host";
            options.OfferSessionTicket = true;
            var client = new DtlsConnection(options);
            options.ServerName = null;
            options.OfferSessionTicket = false;
            options.EnableResumption = false;
            options.MaxSessionTicket = -1;
            options.PathMtu = -1;
            options.ForgeryLimit = -1;
            options.Retransmission = (DtlsRetransmission)99;
            using var server = new ScriptedServer();
            Assert.IsTrue(new VirtualLink(client, server).Connect());
            Assert.IsNotNull(server.Hello!.Find(Wire.ExtensionServerName));
            Assert.IsNotNull(server.Hello.Find(Wire.ExtensionSessionTicket));
        }

        private static void AssertRange(string name, Action<DtlsClientOptions, int> set, int[] refused, int[] taken)
        {
            foreach (int value in refused)
            {
                AssertRefused<ArgumentOutOfRangeException>(options => set(options, value), name);
            }

            foreach (int value in taken)
            {
                using var s = new Scenario(nameof(SoftwareCrypto), null, options => set(options, value));
                s.AssertConnects();
            }
        }

        private static void AssertRefused<TException>(Action<DtlsClientOptions> configure, string parameter)
            where TException : ArgumentException
        {
            DtlsClientOptions options = Scenario.Options(nameof(SoftwareCrypto));
            configure(options);
            TException exception = Assert.ThrowsExactly<TException>(() => new DtlsConnection(options));
            Assert.AreEqual(parameter, exception.ParamName);
        }
    }
}
