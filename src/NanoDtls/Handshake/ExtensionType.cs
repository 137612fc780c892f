// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls
{
    /// <summary>Hello extensions by their IANA code points.</summary>
    internal static class ExtensionType
    {
        /// <summary>max_fragment_length, RFC 6066 section 4.</summary>
        internal const int MaxFragmentLength = 1;

        /// <summary>extended_master_secret, RFC 7627 section 5.1.</summary>
        internal const int ExtendedMasterSecret = 23;

        /// <summary>renegotiation_info, RFC 5746 section 3.2.</summary>
        internal const int RenegotiationInfo = 0xFF01;
    }
}
