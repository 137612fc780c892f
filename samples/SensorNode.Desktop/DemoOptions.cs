// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls;
using NanoDtls.Coap;

namespace SensorNode.Desktop
{
    /// <summary>A valid command line.</summary>
    internal sealed class DemoOptions
    {
        /// <summary>The user's server; <c>null</c> for the embedded one.</summary>
        internal CoapResource? Server { get; init; }

        /// <summary>PSK identity, 1 to 128 bytes.</summary>
        internal required byte[] PskIdentity { get; init; }

        /// <summary>Pre-shared key, 1 to 64 bytes.</summary>
        internal required byte[] PskKey { get; init; }

        /// <summary>Whether keys under 16 bytes are accepted.</summary>
        internal bool AllowWeakPsk { get; init; }

        /// <summary>Offered suites, most preferred first.</summary>
        internal required DtlsCipherSuite[] CipherSuites { get; init; }

        /// <summary>POST or PUT.</summary>
        internal CoapMethod Method { get; init; }

        /// <summary>Number of readings; 0 for no end.</summary>
        internal int Count { get; init; }

        /// <summary>Milliseconds from one reading to the next.</summary>
        internal int IntervalMilliseconds { get; init; }

        /// <summary>Longest time a handshake may take, in milliseconds.</summary>
        internal int TimeoutMilliseconds { get; init; }

        /// <summary>Whether readings travel as bare records instead of CoAP requests.</summary>
        internal bool IsRaw { get; init; }

        /// <summary>File that keeps the session between runs; <c>null</c> for none.</summary>
        internal string? StateFile { get; init; }

        /// <summary>Port to send from; 0 for any.</summary>
        internal int LocalPort { get; init; }

        /// <summary>File to append the secrets of connections to; always <c>null</c> but in debug builds.</summary>
        internal string? KeyLog { get; init; }
    }
}
