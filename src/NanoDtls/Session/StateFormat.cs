// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls
{
    /// <summary>
    /// Layout of an exported session, version 1, numbers in network byte order. Behind the fixed part stand the peer's
    /// Connection ID, the client's, for resumption the session ID behind its length, then the secrets (key block, master
    /// secret) and the tag.
    /// </summary>
    internal static class StateFormat
    {
        internal const int Version = 1;

        internal const int FlagsOffset = 1;

        // The first bytes of a code that the protecting key gives: tells a foreign state from a damaged one.
        internal const int KeyIdOffset = 2;

        /// <summary>Largest plaintext of a record that both sides agreed on.</summary>
        internal const int LimitOffset = 4;

        internal const int EpochOffset = 6;

        /// <summary>The first sequence number that whoever restores the state may use.</summary>
        internal const int SequenceOffset = 8;

        internal const int WindowHighestOffset = 14;
        internal const int WindowReceivedOffset = 20;
        internal const int ForgeriesOffset = 28;

        /// <summary>Sequence numbers spent or skipped since the application's bytes were set.</summary>
        internal const int ApplicationAgeOffset = 32;

        internal const int ApplicationOffset = 36;
        internal const int ApplicationLength = 12;

        /// <summary>One more than in the state that this one takes the place of: no two states of a session are the same.</summary>
        internal const int GenerationOffset = 48;

        internal const int PeerCidLengthOffset = 52;
        internal const int OwnCidLengthOffset = 53;
        internal const int VariableOffset = 54;

        internal const int TagLength = 16;

        internal const int MaxSecretsLength = DtlsCrypto.MaxKeyBlockLength + SessionState.MasterSecretLength;

        /// <summary>With two Connection IDs of 32 bytes, AES-256 and all that resumption needs.</summary>
        internal const int MaxLength =
            VariableOffset + (2 * DtlsCrypto.MaxCidLength) + 1 + SessionState.MaxSessionIdLength + MaxSecretsLength + TagLength;

        // Flags. The suite is an index into its four values.
        internal const int IsEncrypted = 0x01;
        internal const int IsExtended = 0x02;
        internal const int HasRoutabilityCheck = 0x04;
        internal const int IsResumable = 0x08;
        internal const int SuiteShift = 4;

        /// <summary>Index of a suite: bit 0 for AES-256, bit 1 for the short tag, as in the low bits of the code points.</summary>
        internal static int SuiteIndex(int suite)
        {
            return (suite & 1) | ((suite >> 2) & 2);
        }

        /// <summary>Suite of an index.</summary>
        internal static int Suite(int index)
        {
            return (int)DtlsCipherSuite.PskWithAes128Ccm + (index & 1) + ((index & 2) << 1);
        }
    }
}
