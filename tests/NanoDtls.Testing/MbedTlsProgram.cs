// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Testing
{
    /// <summary>Builds <c>tests/peers/mbedtls_server.c</c> against the installed Mbed TLS, once a process.</summary>
    public static class MbedTlsProgram
    {
        /// <summary>What Debian and Ubuntu call what is needed.</summary>
        public const string Packages = "gcc libc6-dev libmbedtls-dev";

        private static readonly Lazy<string> s_path = new(() => CompiledProgram.Build("mbedtls_server", Packages, "-lmbedtls", "-lmbedx509", "-lmbedcrypto"));

        /// <summary>Full path of the server program.</summary>
        /// <exception cref="InvalidOperationException">It could not be built; the message says what to install.</exception>
        public static string Path => s_path.Value;
    }
}
