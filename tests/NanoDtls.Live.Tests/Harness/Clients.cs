// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Live.Tests
{
    /// <summary>Clients of the library under test, with settings for peers that are near.</summary>
    internal static class Clients
    {
        /// <summary>How long a call may take beyond its own time-out on a busy machine, in milliseconds.</summary>
        public const int Slack = 2000;

        /// <summary>How long a test waits for what should come at once, in milliseconds.</summary>
        public const int Patience = 10000;

        /// <summary>
        /// Name of the crypto back end that all clients run over; null is the library's own. test.sh runs all live tests
        /// once more with HardwareCrypto.
        /// </summary>
        public static string? CryptoName { get; } = Environment.GetEnvironmentVariable("NANODTLS_TEST_CRYPTO");

        /// <summary>The right identity and key, both suites, and time enough for a busy machine.</summary>
        public static DtlsClientOptions Options()
        {
            return new DtlsClientOptions
            {
                PskIdentity = Credentials.IdentityBytes,
                PskKey = Credentials.Key,
                HandshakeTimeoutMilliseconds = Patience,
                Crypto = NewCrypto(),
            };
        }

        /// <summary>As <see cref="Options()"/>, with one suite only.</summary>
        public static DtlsClientOptions Options(DtlsCipherSuite suite)
        {
            DtlsClientOptions options = Options();
            options.CipherSuites = [suite];
            return options;
        }

        private static DtlsCrypto? NewCrypto()
        {
            return CryptoName == null ? null : CryptoBackends.Get(CryptoName).Create();
        }
    }
}
