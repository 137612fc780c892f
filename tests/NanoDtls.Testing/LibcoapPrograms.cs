// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Testing
{
    /// <summary>Builds the programs of <c>tests/peers</c> that use the installed libcoap, each once a process.</summary>
    public static class LibcoapPrograms
    {
        /// <summary>What Debian and Ubuntu call what is needed.</summary>
        public const string Packages = "gcc libc6-dev libcoap3-dev";

        private const string Library = "-lcoap-3-openssl";

        private static readonly Lazy<string> s_decoder = new(() => CompiledProgram.Build("coap_decode", Packages, Library));
        private static readonly Lazy<string> s_requests = new(() => CompiledProgram.Build("coap_requests", Packages, Library));

        /// <summary>Full path of the program that decodes messages.</summary>
        /// <exception cref="InvalidOperationException">It could not be built; the message says what to install.</exception>
        public static string Decoder => s_decoder.Value;

        /// <summary>Full path of the client that counts its requests.</summary>
        /// <exception cref="InvalidOperationException">It could not be built; the message says what to install.</exception>
        public static string Requests => s_requests.Value;
    }
}
