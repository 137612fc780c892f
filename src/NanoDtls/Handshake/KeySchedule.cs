// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <summary>
    /// Master secret, record keys and verify_data (RFC 5246 sections 6.3, 7.4.9 and 8.1, RFC 7627 section 4).
    /// It works in scratch memory at the end of the output buffer, and clears it.
    /// </summary>
    internal sealed class KeySchedule
    {
        /// <summary>
        /// Bytes that are kept at the very end of the buffer: server_random until the keys are made, the
        /// client's verify_data from then on.
        /// </summary>
        internal const int KeptLength = HandshakeCodec.RandomLength;

        /// <summary>Bytes at the end of the buffer that <see cref="DeriveKeys"/> overwrites.</summary>
        internal const int DeriveLength = (2 * SeedLength) + MasterSecretLength + KeptLength;

        /// <summary>Bytes at the end of the buffer that <see cref="VerifyServer"/> overwrites.</summary>
        internal const int VerifyLength = FinishedSeedLength + HandshakeCodec.VerifyDataLength + KeptLength;

        private const int RandomLength = HandshakeCodec.RandomLength;
        private const int MasterSecretLength = 48;
        private const int KeyBlockLength = 40;

        // The longest label with two randoms behind it.
        private const int SeedLength = KeyLabels.KeyExpansionLength + (2 * RandomLength);
        private const int FinishedSeedLength = KeyLabels.FinishedLength + DtlsCrypto.DigestLength;

        private readonly DtlsCrypto _crypto;
        private readonly byte[] _buffer;

        internal KeySchedule(DtlsCrypto crypto, byte[] buffer)
        {
            _crypto = crypto;
            _buffer = buffer;
        }

        /// <summary>Where the client's verify_data stands after <see cref="DeriveKeys"/>.</summary>
        internal int VerifyDataOffset
        {
            get { return _buffer.Length - KeptLength; }
        }

        internal void KeepServerRandom(byte[] source, int offset)
        {
            Array.Copy(source, offset, _buffer, _buffer.Length - KeptLength, RandomLength);
        }

        /// <summary>Starts <see cref="DeriveKeys"/>: takes the randoms before the flight overwrites client_random.</summary>
        internal void CollectRandoms(int clientRandomOffset, bool isExtendedMasterSecret)
        {
            byte[] buffer = _buffer;
            int serverRandom = buffer.Length - KeptLength;
            int expansion = buffer.Length - DeriveLength;
            int master = expansion + SeedLength;

            Array.Copy(KeyLabels.Table, KeyLabels.KeyExpansion, buffer, expansion, KeyLabels.KeyExpansionLength);
            expansion += KeyLabels.KeyExpansionLength;
            Array.Copy(buffer, serverRandom, buffer, expansion, RandomLength);
            Array.Copy(buffer, clientRandomOffset, buffer, expansion + RandomLength, RandomLength);
            if (!isExtendedMasterSecret)
            {
                Array.Copy(KeyLabels.Table, KeyLabels.MasterSecret, buffer, master, KeyLabels.MasterSecretLength);
                master += KeyLabels.MasterSecretLength;
                Array.Copy(buffer, clientRandomOffset, buffer, master, RandomLength);
                Array.Copy(buffer, serverRandom, buffer, master + RandomLength, RandomLength);
            }
        }

        /// <summary>
        /// Makes all secrets of the session, with the transcript at ClientKeyExchange, where session_hash and
        /// the hash of the client's Finished are the same: it is finished only once.
        /// </summary>
        internal void DeriveKeys(bool isExtendedMasterSecret, int tagLength)
        {
            DtlsCrypto crypto = _crypto;
            byte[] buffer = _buffer;
            int expansion = buffer.Length - DeriveLength;
            int master = expansion + SeedLength;
            int secret = master + SeedLength;
            int finishedHash = master + KeyLabels.FinishedLength;

            if (isExtendedMasterSecret)
            {
                int sessionHash = master + KeyLabels.ExtendedMasterSecretLength;
                Array.Copy(KeyLabels.Table, KeyLabels.ExtendedMasterSecret, buffer, master, KeyLabels.ExtendedMasterSecretLength);
                crypto.TranscriptDigest(buffer, sessionHash);
                crypto.Prf(
                    DtlsCrypto.PremasterSecret,
                    buffer,
                    master,
                    KeyLabels.ExtendedMasterSecretLength + DtlsCrypto.DigestLength,
                    buffer,
                    secret,
                    MasterSecretLength);
                Array.Copy(buffer, sessionHash, buffer, finishedHash, DtlsCrypto.DigestLength);
            }
            else
            {
                crypto.Prf(DtlsCrypto.PremasterSecret, buffer, master, SeedLength, buffer, secret, MasterSecretLength);
                crypto.TranscriptDigest(buffer, finishedHash);
            }

            crypto.SetSecret(DtlsCrypto.MasterSecret, buffer, secret, MasterSecretLength);
            crypto.Prf(DtlsCrypto.MasterSecret, buffer, expansion, SeedLength, buffer, secret, KeyBlockLength);
            crypto.SetRecordKeys(buffer, secret, tagLength);

            Array.Copy(KeyLabels.Table, KeyLabels.ClientFinished, buffer, master, KeyLabels.FinishedLength);
            crypto.Prf(
                DtlsCrypto.MasterSecret,
                buffer,
                master,
                FinishedSeedLength,
                buffer,
                buffer.Length - KeptLength,
                HandshakeCodec.VerifyDataLength);
            Array.Clear(buffer, expansion, DeriveLength - KeptLength);
        }

        /// <summary>Checks the server's verify_data against the transcript so far, in constant time.</summary>
        internal bool VerifyServer(byte[] message, int verifyDataOffset)
        {
            byte[] buffer = _buffer;
            int seed = buffer.Length - VerifyLength;
            int expected = seed + FinishedSeedLength;
            Array.Copy(KeyLabels.Table, KeyLabels.ServerFinished, buffer, seed, KeyLabels.FinishedLength);
            _crypto.TranscriptDigest(buffer, seed + KeyLabels.FinishedLength);
            _crypto.Prf(DtlsCrypto.MasterSecret, buffer, seed, FinishedSeedLength, buffer, expected, HandshakeCodec.VerifyDataLength);
            bool isEqual = DtlsCrypto.FixedTimeEquals(buffer, expected, message, verifyDataOffset, HandshakeCodec.VerifyDataLength);
            Array.Clear(buffer, seed, VerifyLength);
            return isEqual;
        }
    }
}
