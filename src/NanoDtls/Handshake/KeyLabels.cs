// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls
{
    /// <summary>The PRF labels, in one table because each table costs memory before Main.</summary>
    internal static class KeyLabels
    {
        /// <summary>RFC 7627 section 4.</summary>
        internal const int ExtendedMasterSecret = 0;
        internal const int ExtendedMasterSecretLength = 22;

        /// <summary>RFC 5246 section 8.1: the last 13 bytes of the label above.</summary>
        internal const int MasterSecret = 9;
        internal const int MasterSecretLength = 13;

        /// <summary>RFC 5246 section 6.3.</summary>
        internal const int KeyExpansion = 22;
        internal const int KeyExpansionLength = 13;

        /// <summary>RFC 5246 section 7.4.9.</summary>
        internal const int ClientFinished = 35;
        internal const int ServerFinished = 50;
        internal const int FinishedLength = 15;

        /// <summary>Of the key for exported sessions.</summary>
        internal const int State = 65;
        internal const int StateLength = 14;

        internal static readonly byte[] Table =
        {
            0x65, 0x78, 0x74, 0x65, 0x6E, 0x64, 0x65, 0x64, 0x20, // "extended "
            0x6D, 0x61, 0x73, 0x74, 0x65, 0x72, 0x20, 0x73, 0x65, 0x63, 0x72, 0x65, 0x74, // "master secret"
            0x6B, 0x65, 0x79, 0x20, 0x65, 0x78, 0x70, 0x61, 0x6E, 0x73, 0x69, 0x6F, 0x6E, // "key expansion"
            0x63, 0x6C, 0x69, 0x65, 0x6E, 0x74, 0x20, 0x66, 0x69, 0x6E, 0x69, 0x73, 0x68, 0x65, 0x64, // "client finished"
            0x73, 0x65, 0x72, 0x76, 0x65, 0x72, 0x20, 0x66, 0x69, 0x6E, 0x69, 0x73, 0x68, 0x65, 0x64, // "server finished"
            0x6E, 0x61, 0x6E, 0x6F, 0x64, 0x74, 0x6C, 0x73, 0x20, 0x73, 0x74, 0x61, 0x74, 0x65, // "nanodtls state"
        };
    }
}
