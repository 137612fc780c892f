// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls
{
    /// <summary>
    /// Layout of an exported session, version 2, numbers in network byte order. Behind the fixed part stand the peer's
    /// Connection ID, the client's, for resumption the session ID behind its length, then the secrets (key block, master
    /// secret) and the tag. Fields are in groups of eight bytes, each written as one number.
    /// </summary>
    internal static class StateFormat
    {
        internal const int Version = 2;

        internal const int FlagsOffset = 1;

        // The first bytes of a code that the protecting key gives: tells a foreign state from a damaged one.
        internal const int KeyIdOffset = 2;

        /// <summary>
        /// Largest plaintext of a record that both sides agreed on, in 16 bits, and the first sequence number that whoever restores
        /// the state may use, in 48.
        /// </summary>
        internal const int SequenceOffset = 4;
        internal const int LimitShift = 48;

        /// <summary>
        /// Length of the peer's Connection ID; forgeries left, in 24 bits; sequence numbers spent or skipped since the application's
        /// bytes were set, in 32.
        /// </summary>
        internal const int PeerCidLengthOffset = 12;
        internal const int PeerCidLengthShift = 24;
        internal const int ForgeriesShift = 32;
        internal const int MaxForgeries = 0xFFFFFF;

        /// <summary>Length of the client's Connection ID, and the right end of the replay window, in 48 bits.</summary>
        internal const int OwnCidLengthOffset = 20;
        internal const int OwnCidLengthShift = 48;

        /// <summary>Where that group begins, as one of eight bytes: the first is the last of the group ahead.</summary>
        internal const int WindowHighestOffset = 19;

        internal const int WindowReceivedOffset = 27;

        internal const int ApplicationOffset = 35;
        internal const int ApplicationLength = 12;

        /// <summary>
        /// Begins at the first bytes of the handshake's verify_data, which no other session has, and is one more than in the state
        /// that this one takes the place of: no two states under a key are the same, but copies.
        /// </summary>
        internal const int GenerationOffset = 47;
        internal const int GenerationLength = 8;

        internal const int VariableOffset = 55;

        internal const int TagLength = 16;

        internal const int MaxSecretsLength = DtlsCrypto.MaxKeyBlockLength + SessionState.MasterSecretLength;

        /// <summary>With two Connection IDs of 32 bytes, AES-256 and all that resumption needs.</summary>
        internal const int MaxLength =
            VariableOffset + (2 * DtlsCrypto.MaxCidLength) + 1 + SessionState.MaxSessionIdLength + MaxSecretsLength + TagLength;

        // Flags: of the agreement's, extended_master_secret and the routability check, 16 bits down, and of the suite the bits that
        // tell the four from one another, for AES-256 and for the short tag, one bit up.
        internal const int IsEncrypted = 0x04;
        internal const int IsResumable = 0x08;
        private const int ExtensionFlags = (ServerHello.ExtendedMasterSecret | ServerHello.ReturnRoutabilityCheck) >> ExtensionShift;
        private const int ExtensionShift = 16;
        private const int IsAes256 = 0x01;
        private const int HasShortTag = 0x08;
        private const int SuiteShift = 1;

        /// <summary>Flags of what was agreed on.</summary>
        internal static int Flags(int agreement)
        {
            return ((agreement >> ExtensionShift) & ExtensionFlags) | ((agreement & (IsAes256 | HasShortTag)) << SuiteShift);
        }

        /// <summary>What was agreed on, from the flags.</summary>
        internal static int Agreement(int flags)
        {
            // C0A4 and C0A5 have the long tag, C0A8 and C0A9 the short one.
            int suite = (flags >> SuiteShift) & (IsAes256 | HasShortTag);
            return ((flags & ExtensionFlags) << ExtensionShift)
                | ((int)DtlsCipherSuite.PskWithAes128Ccm & 0xFFF0)
                | suite
                | (((suite & HasShortTag) ^ HasShortTag) >> 1);
        }

        /// <summary>Bytes of a record key, from the flags: 16 or 32.</summary>
        internal static int KeyLength(int flags)
        {
            return 16 + ((flags & (IsAes256 << SuiteShift)) << 3);
        }
    }
}
