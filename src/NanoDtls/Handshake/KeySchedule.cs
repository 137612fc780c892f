// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <summary>
    /// Master secret, record keys and verify_data (RFC 5246 sections 6.3, 7.4.9 and 8.1, RFC 7627 section 4).
    /// It works in scratch memory that the caller names, at the end of the free part of the output buffer,
    /// and clears it.
    /// </summary>
    internal static class KeySchedule
    {
        /// <summary>Scratch bytes of the methods that make keys.</summary>
        internal const int KeyScratch = SeedLength + KeyBlockLength;

        /// <summary>Scratch bytes of <see cref="MakeVerifyData"/> and <see cref="VerifyServer"/>.</summary>
        internal const int VerifyScratch = KeyLabels.FinishedLength + DtlsCrypto.DigestLength + HandshakeCodec.VerifyDataLength;

        /// <summary>Scratch bytes of a full handshake: the seed of the client's Finished stands behind the keys' scratch.</summary>
        internal const int FullScratch = KeyScratch + VerifyScratch;

        private const int RandomLength = HandshakeCodec.RandomLength;
        private const int MasterSecretLength = SessionState.MasterSecretLength;

        // Two keys and two IVs.
        private const int KeyBlockLength = 72;
        internal const int IvLength = 4;

        // The longest label with two randoms behind it.
        private const int SeedLength = KeyLabels.KeyExpansionLength + (2 * RandomLength);

        /// <summary>RFC 6655 section 4: the CCM_8 suites have the short tag.</summary>
        internal static int TagLength(int agreement)
        {
            int suite = agreement & 0xFFFF;
            return suite == (int)DtlsCipherSuite.PskWithAes128Ccm8 || suite == (int)DtlsCipherSuite.PskWithAes256Ccm8 ? 8 : 16;
        }

        /// <summary>
        /// Makes the master secret of a full handshake, with the transcript at ClientKeyExchange, and leaves it in the session
        /// and the hash for <see cref="MakeVerifyData"/>. The scratch memory is cleared by <see cref="MakeRecordKeys"/>, which
        /// follows.
        /// </summary>
        internal static void MakeMasterSecret(DtlsCrypto crypto, byte[] buffer, int scratch, byte[] session, bool isExtended)
        {
            int seedLength;

            // session_hash and the hash of the client's Finished are the same: it is computed once.
            int hash = scratch + KeyScratch + KeyLabels.FinishedLength;
            crypto.TranscriptDigest(buffer, hash);
            if (isExtended)
            {
                seedLength = KeyLabels.ExtendedMasterSecretLength + DtlsCrypto.DigestLength;
                Array.Copy(KeyLabels.Table, KeyLabels.ExtendedMasterSecret, buffer, scratch, KeyLabels.ExtendedMasterSecretLength);
                Array.Copy(buffer, hash, buffer, scratch + KeyLabels.ExtendedMasterSecretLength, DtlsCrypto.DigestLength);
            }
            else
            {
                seedLength = SeedLength;
                Array.Copy(KeyLabels.Table, KeyLabels.MasterSecret, buffer, scratch, KeyLabels.MasterSecretLength);
                Array.Copy(session, SessionState.ClientRandom, buffer, scratch + KeyLabels.MasterSecretLength, 2 * RandomLength);
            }

            crypto.Prf(DtlsCrypto.PremasterSecret, buffer, scratch, seedLength, session, SessionState.MasterSecret, MasterSecretLength);
            crypto.SetSecret(DtlsCrypto.MasterSecret, session, SessionState.MasterSecret, MasterSecretLength);
        }

        /// <summary>Makes the record keys.</summary>
        internal static void MakeRecordKeys(DtlsCrypto crypto, byte[] buffer, int scratch, byte[] session, int agreement, int tagLength)
        {
            int keyLength = OptionsValidation.IsAes256((DtlsCipherSuite)(agreement & 0xFFFF)) ? 32 : 16;

            // RFC 5246 section 6.3: here the server's random comes first.
            int random = scratch + KeyLabels.KeyExpansionLength;
            int keys = scratch + SeedLength;
            Array.Copy(KeyLabels.Table, KeyLabels.KeyExpansion, buffer, scratch, KeyLabels.KeyExpansionLength);
            Array.Copy(session, SessionState.ServerRandom, buffer, random, RandomLength);
            Array.Copy(session, SessionState.ClientRandom, buffer, random + RandomLength, RandomLength);
            crypto.Prf(DtlsCrypto.MasterSecret, buffer, scratch, SeedLength, buffer, keys, 2 * (keyLength + IvLength));
            crypto.SetRecordKeys(buffer, keys, keyLength, tagLength);
            Array.Clear(buffer, scratch, KeyScratch);
        }

        /// <summary>Makes the client's verify_data, and keeps it for retransmissions.</summary>
        /// <param name="crypto">Has transcript and master secret.</param>
        /// <param name="buffer">The output buffer.</param>
        /// <param name="scratch">Scratch memory in it.</param>
        /// <param name="session">Takes it.</param>
        /// <param name="isHashed">Whether the hash of the transcript is in the scratch memory already.</param>
        internal static void MakeVerifyData(DtlsCrypto crypto, byte[] buffer, int scratch, byte[] session, bool isHashed)
        {
            Compute(crypto, KeyLabels.ClientFinished, buffer, scratch, isHashed, session, SessionState.VerifyData);
            Array.Clear(buffer, scratch, VerifyScratch);
        }

        /// <summary>Checks the server's verify_data against the transcript so far, in constant time.</summary>
        internal static bool VerifyServer(DtlsCrypto crypto, byte[] buffer, int scratch, byte[] message, int verifyDataOffset)
        {
            int expected = scratch + KeyLabels.FinishedLength + DtlsCrypto.DigestLength;
            Compute(crypto, KeyLabels.ServerFinished, buffer, scratch, false, buffer, expected);
            bool isEqual = DtlsCrypto.FixedTimeEquals(buffer, expected, message, verifyDataOffset, HandshakeCodec.VerifyDataLength);
            Array.Clear(buffer, scratch, VerifyScratch);
            return isEqual;
        }

        private static void Compute(DtlsCrypto crypto, int label, byte[] buffer, int scratch, bool isHashed, byte[] output, int outputOffset)
        {
            Array.Copy(KeyLabels.Table, label, buffer, scratch, KeyLabels.FinishedLength);
            if (!isHashed)
            {
                crypto.TranscriptDigest(buffer, scratch + KeyLabels.FinishedLength);
            }

            crypto.Prf(
                DtlsCrypto.MasterSecret,
                buffer,
                scratch,
                KeyLabels.FinishedLength + DtlsCrypto.DigestLength,
                output,
                outputOffset,
                HandshakeCodec.VerifyDataLength);
        }
    }
}
