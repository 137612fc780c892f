// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <summary>
    /// AES-CCM and CCM_8 (RFC 3610 with L = 3, RFC 6655) over records, both directions of one connection.
    /// Arrays: 40 bytes of keys and IVs and 176 of round keys (72 and 240 where AES-256 is supported), those of the direction that was used last:
    /// expanding a key costs a sixteenth of a short record, keeping both would cost as many bytes again.
    /// </summary>
    internal sealed class RecordCipher
    {
        private const int BlockLength = 16;

        // The length field ends the header, behind the Connection ID if there is one.
        private const int LengthOffset = DtlsCrypto.RecordHeaderLength - 2;

        private const int IVLength = 4;

        // A direction is named by the index of its key in the key block (RFC 5246 section 6.3).
        private const int ClientKey = 0;
        private const int ServerKey = 1;
        private const int NoKey = -1;

        // Blocks in the scratch words.
        private const int Mac = 0;
        private const int Counter = 4;
        private const int Stream = 8;

        // RFC 9146: the content type tls12_cid, and the bytes of additional data ahead of the header (section 5.3).
        private const byte CidType = 25;
        private const int CidPrefixLength = 10;

        // The last word of a counter block: one byte of the nonce, three of the counter.
        private const uint NonceMask = 0xFF000000;

        private readonly ulong[] _table;
        private readonly uint[] _words;
        private readonly byte[] _block;
        private readonly byte[] _keyBlock;
        private readonly uint[] _roundKeys;
        private int _keyLength;
        private int _lastRound;
        private int _expandedKey = NoKey;
        private int _tagLength;

        /// <summary>Initializes a new instance without keys.</summary>
        /// <param name="table">The table of <see cref="SoftwareTables.Aes"/>.</param>
        /// <param name="words">At least 12 words of scratch, free between calls.</param>
        /// <param name="block">At least 16 bytes of scratch, free between calls.</param>
        /// <param name="supportsAes256">Whether to make room for the longer keys.</param>
        public RecordCipher(ulong[] table, uint[] words, byte[] block, bool supportsAes256)
        {
            _keyBlock = new byte[2 * ((supportsAes256 ? 32 : 16) + IVLength)];
            _roundKeys = new uint[supportsAes256 ? AesBlock.Words256 : AesBlock.Words128];
            _table = table;
            _words = words;
            _block = block;
        }

        /// <summary>Takes keys and IVs from a key block.</summary>
        /// <param name="keyBlock">Array with the key block.</param>
        /// <param name="offset">First byte.</param>
        /// <param name="keyLength">16 or 32.</param>
        /// <param name="tagLength">8 or 16.</param>
        public void SetKeys(byte[] keyBlock, int offset, int keyLength, int tagLength)
        {
            _tagLength = tagLength;
            _keyLength = keyLength;
            _lastRound = (keyLength == 16 ? AesBlock.Words128 : AesBlock.Words256) - 4;
            _expandedKey = NoKey;
            Array.Copy(keyBlock, offset, _keyBlock, 0, 2 * (keyLength + IVLength));
        }

        /// <summary>Writes keys and IVs as <see cref="SetKeys"/> took them.</summary>
        /// <param name="keyBlock">Array that takes the key block.</param>
        /// <param name="offset">Where in it.</param>
        /// <returns>Bytes of the key block.</returns>
        public int ExportKeys(byte[] keyBlock, int offset)
        {
            int length = 2 * (_keyLength + IVLength);
            Array.Copy(_keyBlock, 0, keyBlock, offset, length);
            return length;
        }

        /// <summary>Protects a record in place.</summary>
        /// <param name="buffer">Array with the record.</param>
        /// <param name="offset">First byte of its header.</param>
        /// <param name="cidLength">Bytes of the Connection ID in its header.</param>
        /// <param name="length">Bytes of plaintext.</param>
        /// <returns>Length of the record.</returns>
        public int Seal(byte[] buffer, int offset, int cidLength, int length)
        {
            int nonce = offset + DtlsCrypto.RecordHeaderLength + cidLength;
            int fragmentLength = DtlsCrypto.ExplicitNonceLength + length + _tagLength;

            // RFC 6655 section 3: in DTLS the explicit nonce is epoch and sequence number, unique by design.
            Array.Copy(buffer, offset + 3, buffer, nonce, DtlsCrypto.ExplicitNonceLength);
            Start(ClientKey, buffer, offset, cidLength, length);
            buffer[nonce - 2] = (byte)(fragmentLength >> 8);
            buffer[nonce - 1] = (byte)fragmentLength;
            int start = nonce + DtlsCrypto.ExplicitNonceLength;
            int end = start + length;
            Crypt(buffer, start, end, false);
            FinishTag();
            Array.Copy(_block, 0, buffer, end, _tagLength);
            return DtlsCrypto.RecordHeaderLength + cidLength + fragmentLength;
        }

        /// <summary>Verifies and decrypts a record in place.</summary>
        /// <param name="buffer">Array with the record.</param>
        /// <param name="offset">First byte of its header.</param>
        /// <param name="cidLength">Bytes of the Connection ID in its header.</param>
        /// <param name="fragmentLength">Bytes behind the header.</param>
        /// <returns>Length of the plaintext, or -1 when the tag is wrong.</returns>
        public int Open(byte[] buffer, int offset, int cidLength, int fragmentLength)
        {
            int length = fragmentLength - DtlsCrypto.ExplicitNonceLength - _tagLength;
            Start(ServerKey, buffer, offset, cidLength, length);
            int start = offset + DtlsCrypto.RecordHeaderLength + cidLength + DtlsCrypto.ExplicitNonceLength;
            int end = start + length;
            Crypt(buffer, start, end, true);
            FinishTag();
            if (!DtlsCrypto.FixedTimeEquals(_block, 0, buffer, end, _tagLength))
            {
                Array.Clear(buffer, start, length);
                return -1;
            }

            return length;
        }

        /// <summary>Zeroes the keys. The scratch memory is cleared by its owner.</summary>
        public void Clear()
        {
            _expandedKey = NoKey;
            _keyLength = 0;
            _lastRound = 0;
            Array.Clear(_keyBlock, 0, _keyBlock.Length);
            Array.Clear(_roundKeys, 0, _roundKeys.Length);
        }

        /// <summary>
        /// Sets the counter to A_0 and authenticates B_0 and the additional data (RFC 3610 sections 2.2, 2.3),
        /// which is epoch, sequence number, type, version, plaintext length (RFC 5246 section 6.2.3.3).
        /// </summary>
        private void Start(int key, byte[] buffer, int offset, int cidLength, int length)
        {
            if (key != _expandedKey)
            {
                AesBlock.ExpandKey(_table, _keyBlock, key * _keyLength, _keyLength >> 2, _roundKeys);
                _expandedKey = key;
            }

            uint[] words = _words;
            byte[] block = _block;
            byte lengthHigh = (byte)(length >> 8);
            byte lengthLow = (byte)length;

            // B_0: flags (Adata, tag length, L), the nonce of IV and explicit part, the plaintext length.
            block[0] = (byte)(0x42 + ((_tagLength - 2) << 2));
            Array.Copy(_keyBlock, (2 * _keyLength) + (key * IVLength), block, 1, IVLength);
            Array.Copy(
                buffer, offset + DtlsCrypto.RecordHeaderLength + cidLength, block, 1 + IVLength, DtlsCrypto.ExplicitNonceLength);
            block[13] = 0;
            block[14] = lengthHigh;
            block[15] = lengthLow;
            BigEndian.Load(block, 0, words, Mac, 4);

            // A_0: the same nonce between other flags and a counter of 0.
            words[Counter] = (words[Mac] & 0x00FFFFFF) | 0x02000000;
            words[Counter + 1] = words[Mac + 1];
            words[Counter + 2] = words[Mac + 2];
            words[Counter + 3] = words[Mac + 3] & NonceMask;

            if (cidLength != 0)
            {
                AuthenticateCidHeader(buffer, offset, cidLength, lengthHigh, lengthLow);
                return;
            }

            // The additional data fits one block: its length in 2 bytes, 13 bytes, and one of padding. Epoch and sequence
            // number are the header's: the sender may have chosen another nonce.
            AesBlock.Encrypt(_table, _roundKeys, _lastRound, words, false);
            words[Mac] = words[Mac] ^ (uint)(13 << 16 | buffer[offset + 3] << 8 | buffer[offset + 4]);
            words[Mac + 1] = words[Mac + 1]
                ^ (uint)(buffer[offset + 5] << 24 | buffer[offset + 6] << 16 | buffer[offset + 7] << 8 | buffer[offset + 8]);
            words[Mac + 2] = words[Mac + 2]
                ^ (uint)(buffer[offset + 9] << 24 | buffer[offset + 10] << 16 | buffer[offset] << 8 | buffer[offset + 1]);
            words[Mac + 3] = words[Mac + 3] ^ (uint)(buffer[offset + 2] << 24 | length << 8);
        }

        /// <summary>
        /// The additional data of RFC 9146 section 5.3: eight bytes of ones, the type, the CID's length, then the header as
        /// it stands in the record, with the length of the plaintext in place of the fragment's.
        /// </summary>
        private void AuthenticateCidHeader(byte[] buffer, int offset, int cidLength, byte lengthHigh, byte lengthLow)
        {
            byte[] block = _block;
            int lengthField = offset + LengthOffset + cidLength;
            byte fieldHigh = buffer[lengthField];
            byte fieldLow = buffer[lengthField + 1];
            buffer[lengthField] = lengthHigh;
            buffer[lengthField + 1] = lengthLow;

            block[0] = 0;
            block[1] = (byte)(CidPrefixLength + DtlsCrypto.RecordHeaderLength + cidLength);
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
            for (; position <= end - BlockLength; position += BlockLength)
            {
                Authenticate(buffer, position);
            }

            // 9 bytes and the CID's are left of the header: a CID of 7 or 23 ends a block.
            if (position < end)
            {
                Array.Clear(block, 0, BlockLength);
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
            AesBlock.Encrypt(_table, _roundKeys, _lastRound, words, false);
            for (int i = Mac; i < Mac + 4; i++)
            {
                words[i] = words[i] ^ (uint)(data[offset] << 24 | data[offset + 1] << 16 | data[offset + 2] << 8 | data[offset + 3]);
                offset += 4;
            }
        }

        /// <summary>Makes the key stream of the next counter, and encrypts what the CBC-MAC was given last.</summary>
        private void NextBlock()
        {
            uint[] words = _words;
            words[Counter + 3] = words[Counter + 3] + 1;
            AesBlock.Encrypt(_table, _roundKeys, _lastRound, words, true);
        }

        /// <summary>Encrypts or decrypts, and gives the plaintext to the CBC-MAC.</summary>
        private void Crypt(byte[] buffer, int position, int end, bool isCiphertext)
        {
            for (; position <= end - BlockLength; position += BlockLength)
            {
                NextBlock();
                CryptBlock(buffer, position, isCiphertext);
            }

            if (position == end)
            {
                return;
            }

            NextBlock();
            byte[] block = _block;
            if (isCiphertext)
            {
                // Behind the ciphertext the key stream itself, which decrypts to the zeros of the padding.
                BigEndian.Store(_words, Stream, 4, block, 0);
            }
            else
            {
                Array.Clear(block, 0, BlockLength);
            }

            Array.Copy(buffer, position, block, 0, end - position);
            CryptBlock(block, 0, isCiphertext);
            Array.Copy(block, 0, buffer, position, end - position);
        }

        /// <summary>The same for 16 bytes, with the key stream at hand.</summary>
        private void CryptBlock(byte[] data, int offset, bool isCiphertext)
        {
            uint[] words = _words;
            for (int i = Mac; i < Mac + 4; i++)
            {
                uint word = (uint)(data[offset] << 24 | data[offset + 1] << 16 | data[offset + 2] << 8 | data[offset + 3]);
                uint result = word ^ words[i + Stream];
                words[i] = words[i] ^ (isCiphertext ? result : word);
                data[offset] = (byte)(result >> 24);
                data[offset + 1] = (byte)(result >> 16);
                data[offset + 2] = (byte)(result >> 8);
                data[offset + 3] = (byte)result;
                offset += 4;
            }
        }

        /// <summary>Leaves the tag in the scratch bytes: the CBC-MAC encrypted with the key stream of A_0.</summary>
        private void FinishTag()
        {
            uint[] words = _words;
            words[Counter + 3] = words[Counter + 3] & NonceMask;
            AesBlock.Encrypt(_table, _roundKeys, _lastRound, words, true);
            for (int i = Mac; i < Mac + 4; i++)
            {
                words[i] = words[i] ^ words[i + Stream];
            }

            BigEndian.Store(words, Mac, 4, _block, 0);
        }
    }
}
