// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Live.Tests
{
    /// <summary>What cipher suites a peer is told to accept.</summary>
    public enum PeerSuites
    {
        /// <summary>CCM_8 and CCM.</summary>
        Both,

        /// <summary>PSK suites, but neither of the two that the client can offer.</summary>
        NeitherCcm,

        /// <summary>CCM_8 and CCM with AES-256.</summary>
        Aes256,
    }
}
