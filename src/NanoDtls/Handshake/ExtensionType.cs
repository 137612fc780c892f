// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls
{
    /// <summary>Hello extensions by their IANA code points.</summary>
    internal static class ExtensionType
    {
        /// <summary>server_name, RFC 6066 section 3.</summary>
        internal const int ServerName = 0;

        /// <summary>max_fragment_length, RFC 6066 section 4.</summary>
        internal const int MaxFragmentLength = 1;

        /// <summary>extended_master_secret, RFC 7627 section 5.1.</summary>
        internal const int ExtendedMasterSecret = 23;

        /// <summary>record_size_limit, RFC 8449 section 4.</summary>
        internal const int RecordSizeLimit = 28;

        /// <summary>SessionTicket, RFC 5077 section 3.2.</summary>
        internal const int SessionTicket = 35;

        /// <summary>connection_id, RFC 9146 section 3. The number 53 of its drafts is another format and is not offered.</summary>
        internal const int ConnectionId = 54;

        /// <summary>rrc, RFC 9853 section 3.</summary>
        internal const int ReturnRoutabilityCheck = 61;

        /// <summary>renegotiation_info, RFC 5746 section 3.2.</summary>
        internal const int RenegotiationInfo = 0xFF01;
    }
}
