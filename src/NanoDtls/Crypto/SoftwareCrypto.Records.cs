// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <content>
    /// AES-CCM and CCM_8 (RFC 3610 with L = 3, RFC 6655) over records. There are round keys for the direction that was used
    /// last: expanding a key costs a sixteenth of a short record, keeping both would cost 176 bytes again.
    /// </content>
    public partial class SoftwareCrypto
    {
        private const int AesBlockLength = 16;
        private const int AesBlockWords = 4;

        // The length field ends the header, behind the Connection ID if there is one.
        private const int LengthOffset = RecordHeaderLength - 2;

        // Two keys and two IVs of a word each.
        private const int KeyBlockWords128 = 10;
        private const int KeyBlockWords256 = 18;

        // A direction is named by the index of its key in the key block (RFC 5246 section 6.3).
        private const int ClientKey = 0;
        private const int ServerKey = 1;
        private const int NoKey = -1;

        // RFC 9146: the content type tls12_cid, and the bytes of additional data ahead of the header (section 5.3).
        private const byte CidType = 25;
        private const int CidPrefixLength = 10;

        // The last word of a counter block: one byte of the nonce, three of the counter.
        private const uint NonceMask = 0xFF000000;

        /// <inheritdoc/>
        public override void SetRecordKeys(byte[] keyBlock, int offset, int keyLength, int tagLength)
        {
            _tagLength = tagLength;
            _keyLength = keyLength;
            _expandedKey = NoKey;
            BigEndian.Load(keyBlock, offset, _words, SoftwareWords.KeyBlock, (keyLength + 4) >> 1);
        }

        /// <inheritdoc/>
        public override int ExportRecordKeys(byte[] keyBlock, int offset)
        {
            int count = (_keyLength + 4) >> 1;
            BigEndian.Store(_words, SoftwareWords.KeyBlock, count, keyBlock, offset);
            return count << 2;
        }

        /// <inheritdoc/>
        public override int SealRecord(byte[] buffer, int offset, int cidLength, int plaintextLength)
        {
            int nonce = offset + RecordHeaderLength + cidLength;
            int fragmentLength = ExplicitNonceLength + plaintextLength + _tagLength;

            // RFC 6655 section 3: in DTLS the explicit nonce is epoch and sequence number, unique by design.
            Array.Copy(buffer, offset + 3, buffer, nonce, ExplicitNonceLength);
            StartRecord(ClientKey, buffer, offset, cidLength, plaintextLength);
            buffer[nonce - 2] = (byte)(fragmentLength >> 8);
            buffer[nonce - 1] = (byte)fragmentLength;
            int start = nonce + ExplicitNonceLength;
            int end = start + plaintextLength;
            CryptRecord(buffer, start, end, false);
            FinishTag(buffer, end);
            return RecordHeaderLength + cidLength + fragmentLength;
        }

        /// <inheritdoc/>
        public override int OpenRecord(byte[] buffer, int offset, int cidLength, int fragmentLength)
        {
            int length = fragmentLength - ExplicitNonceLength - _tagLength;
            StartRecord(ServerKey, buffer, offset, cidLength, length);
            int start = offset + RecordHeaderLength + cidLength + ExplicitNonceLength;
            int end = start + length;
            CryptRecord(buffer, start, end, true);
            FinishTag(_scratch, 0);
            if (!FixedTimeEquals(_scratch, 0, buffer, end, _tagLength))
            {
                Array.Clear(buffer, start, length);
                return -1;
            }

            return length;
        }

        /// <summary>
        /// Sets the counter to A_0 and authenticates B_0 and the additional data (RFC 3610 sections 2.2, 2.3),
        /// which is epoch, sequence number, type, version, plaintext length (RFC 5246 section 6.2.3.3).
        /// </summary>
        private void StartRecord(int key, byte[] buffer, int offset, int cidLength, int length)
        {
            uint[] words = _words;
            if (key != _expandedKey)
            {
                AesBlock.ExpandKey(SoftwareTables.Shared.Aes, words, SoftwareWords.KeyBlock + (key * _keyLength >> 2), _keyLength >> 2);
                _expandedKey = key;
            }

            // The nonce is the IV, then the explicit part.
            uint nonce = words[SoftwareWords.KeyBlock + (_keyLength >> 1) + key];
            BigEndian.Load(buffer, offset + RecordHeaderLength + cidLength, words, SoftwareWords.Counter, 2);
            uint nonce2 = words[SoftwareWords.Counter];
            uint nonce3 = words[SoftwareWords.Counter + 1];

            // B_0: flags (Adata, tag length, L), the nonce, the plaintext length.
            words[SoftwareWords.Mac] = (uint)((0x42 + ((_tagLength - 2) << 2)) << 24) | nonce >> 8;
            words[SoftwareWords.Mac + 1] = nonce << 24 | nonce2 >> 8;
            words[SoftwareWords.Mac + 2] = nonce2 << 24 | nonce3 >> 8;
            words[SoftwareWords.Mac + 3] = nonce3 << 24 | (uint)length;

            // A_0: the same nonce between other flags and a counter of 0.
            words[SoftwareWords.Counter] = 0x02000000 | nonce >> 8;
            words[SoftwareWords.Counter + 1] = words[SoftwareWords.Mac + 1];
            words[SoftwareWords.Counter + 2] = words[SoftwareWords.Mac + 2];
            words[SoftwareWords.Counter + 3] = nonce3 << 24;

            if (cidLength != 0)
            {
                AuthenticateCidHeader(buffer, offset, cidLength, length);
                return;
            }

            // The additional data fits one block: its length in 2 bytes, 13 bytes, and one of padding. Epoch and sequence
            // number are the header's: the sender may have chosen another nonce.
            AesBlock.Encrypt(SoftwareTables.Shared.Aes, words, _keyLength, false);
            words[SoftwareWords.Mac] = words[SoftwareWords.Mac] ^ (uint)(13 << 16 | buffer[offset + 3] << 8 | buffer[offset + 4]);
            words[SoftwareWords.Mac + 1] = words[SoftwareWords.Mac + 1]
                ^ (uint)(buffer[offset + 5] << 24 | buffer[offset + 6] << 16 | buffer[offset + 7] << 8 | buffer[offset + 8]);
            words[SoftwareWords.Mac + 2] = words[SoftwareWords.Mac + 2]
                ^ (uint)(buffer[offset + 9] << 24 | buffer[offset + 10] << 16 | buffer[offset] << 8 | buffer[offset + 1]);
            words[SoftwareWords.Mac + 3] = words[SoftwareWords.Mac + 3] ^ (uint)(buffer[offset + 2] << 24 | length << 8);
        }

        /// <summary>
        /// The additional data of RFC 9146 section 5.3: eight bytes of ones, the type, the CID's length, then the header as
        /// it stands in the record, with the length of the plaintext in place of the fragment's.
        /// </summary>
        private void AuthenticateCidHeader(byte[] buffer, int offset, int cidLength, int length)
        {
            byte[] block = _scratch;
            int lengthField = offset + LengthOffset + cidLength;
            byte fieldHigh = buffer[lengthField];
            byte fieldLow = buffer[lengthField + 1];
            buffer[lengthField] = (byte)(length >> 8);
            buffer[lengthField + 1] = (byte)length;

            block[0] = 0;
            block[1] = (byte)(CidPrefixLength + RecordHeaderLength + cidLength);
            for (int i = 2; i < 10; i++)
            {
                block[i] = 0xFF;
            }

            block[10] = CidType;
            block[11] = (byte)cidLength;
            Array.Copy(buffer, offset, block, 12, 4);
            Authenticate(block, 0);

            int position = offset + 4;
            int end = lengthField + 2;
            for (; position <= end - AesBlockLength; position += AesBlockLength)
            {
                Authenticate(buffer, position);
            }

            // 9 bytes and the CID's are left of the header: a CID of 7 or 23 ends a block.
            if (position < end)
            {
                Array.Clear(block, 0, AesBlockLength);
                Array.Copy(buffer, position, block, 0, end - position);
                Authenticate(block, 0);
            }

            buffer[lengthField] = fieldHigh;
            buffer[lengthField + 1] = fieldLow;
        }

        /// <summary>
        /// Takes 16 bytes of additional data into the CBC-MAC. The block cipher runs ahead of what it is given: what came
        /// last is encrypted together with the next key stream.
        /// </summary>
        private void Authenticate(byte[] data, int offset)
        {
            uint[] words = _words;
            AesBlock.Encrypt(SoftwareTables.Shared.Aes, words, _keyLength, false);
            for (int i = SoftwareWords.Mac; i < SoftwareWords.Mac + AesBlockWords; i++)
            {
                words[i] = words[i] ^ (uint)(data[offset] << 24 | data[offset + 1] << 16 | data[offset + 2] << 8 | data[offset + 3]);
                offset += 4;
            }
        }

        /// <summary>Encrypts or decrypts, and gives the plaintext to the CBC-MAC.</summary>
        private void CryptRecord(byte[] buffer, int position, int end, bool isCiphertext)
        {
            uint[] words = _words;
            for (; position < end; position += AesBlockLength)
            {
                // The key stream of the next counter, and the encryption of what the CBC-MAC was given last.
                words[SoftwareWords.Counter + 3] = words[SoftwareWords.Counter + 3] + 1;
                AesBlock.Encrypt(SoftwareTables.Shared.Aes, words, _keyLength, true);
                int count = end - position;
                if (count >= AesBlockLength)
                {
                    CryptBlock(words, buffer, position, isCiphertext);
                    continue;
                }

                byte[] block = _scratch;
                if (isCiphertext)
                {
                    // Behind the ciphertext the key stream itself, which decrypts to the zeros of the padding.
                    BigEndian.Store(words, SoftwareWords.Stream, AesBlockWords, block, 0);
                }
                else
                {
                    Array.Clear(block, 0, AesBlockLength);
                }

                Array.Copy(buffer, position, block, 0, count);
                CryptBlock(words, block, 0, isCiphertext);
                Array.Copy(block, 0, buffer, position, count);
            }
        }

        /// <summary>The same for 16 bytes, with the key stream at hand.</summary>
        private static void CryptBlock(uint[] words, byte[] data, int offset, bool isCiphertext)
        {
            for (int i = SoftwareWords.Mac; i < SoftwareWords.Mac + AesBlockWords; i++)
            {
                uint word = (uint)(data[offset] << 24 | data[offset + 1] << 16 | data[offset + 2] << 8 | data[offset + 3]);
                uint result = word ^ words[i + SoftwareWords.Stream];
                words[i] = words[i] ^ (isCiphertext ? result : word);
                data[offset] = (byte)(result >> 24);
                data[offset + 1] = (byte)(result >> 16);
                data[offset + 2] = (byte)(result >> 8);
                data[offset + 3] = (byte)result;
                offset += 4;
            }
        }

        /// <summary>Writes the tag: the CBC-MAC encrypted with the key stream of A_0.</summary>
        private void FinishTag(byte[] tag, int offset)
        {
            uint[] words = _words;
            words[SoftwareWords.Counter + 3] = words[SoftwareWords.Counter + 3] & NonceMask;
            AesBlock.Encrypt(SoftwareTables.Shared.Aes, words, _keyLength, true);
            for (int i = SoftwareWords.Mac; i < SoftwareWords.Mac + AesBlockWords; i++)
            {
                words[i] = words[i] ^ words[i + SoftwareWords.Stream];
            }

            BigEndian.Store(words, SoftwareWords.Mac, _tagLength >> 2, tag, offset);
        }
    }
}
