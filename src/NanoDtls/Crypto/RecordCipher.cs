// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <summary>
    /// AES-128-CCM and CCM_8 (RFC 3610 with L = 3, RFC 6655) over records, both directions of one connection.
    /// Arrays: 352 bytes of round keys, 8 of IVs, 64 of scratch.
    /// </summary>
    internal sealed class RecordCipher
    {
        private const int BlockLength = 16;
        private const int KeyLength = 16;
        private const int PayloadOffset = DtlsCrypto.RecordHeaderLength + DtlsCrypto.ExplicitNonceLength;

        private const int IVLength = 4;

        // The last word of a counter block: one byte of the nonce, three of the counter.
        private const uint NonceMask = 0xFF000000;

        // A direction is named by the first word of its expanded key.
        private const int ClientKey = 0;
        private const int ServerKey = AesBlock.RoundKeyWords;

        private readonly ulong[] _table;
        private readonly uint[] _keys = new uint[2 * AesBlock.RoundKeyWords];
        private readonly byte[] _ivs = new byte[2 * IVLength];
        private readonly uint[] _mac = new uint[4];
        private readonly uint[] _counter = new uint[4];
        private readonly uint[] _stream = new uint[4];
        private readonly byte[] _block = new byte[BlockLength];
        private int _tagLength;

        /// <summary>Initializes a new instance without keys.</summary>
        /// <param name="table">The table of <see cref="SoftwareTables.Aes"/>.</param>
        public RecordCipher(ulong[] table)
        {
            _table = table;
        }

        /// <summary>Takes keys and IVs from a key block (RFC 5246 section 6.3).</summary>
        /// <param name="keyBlock">Array with the 40 bytes.</param>
        /// <param name="offset">First byte.</param>
        /// <param name="tagLength">8 or 16.</param>
        public void SetKeys(byte[] keyBlock, int offset, int tagLength)
        {
            _tagLength = tagLength;
            AesBlock.ExpandKey(_table, keyBlock, offset, _keys, ClientKey);
            AesBlock.ExpandKey(_table, keyBlock, offset + KeyLength, _keys, ServerKey);
            Array.Copy(keyBlock, offset + (2 * KeyLength), _ivs, 0, 2 * IVLength);
        }

        /// <summary>Protects a record in place.</summary>
        /// <param name="buffer">Array with the record.</param>
        /// <param name="offset">First byte of its header.</param>
        /// <param name="length">Bytes of plaintext.</param>
        /// <returns>Length of the record.</returns>
        public int Seal(byte[] buffer, int offset, int length)
        {
            int fragmentLength = DtlsCrypto.ExplicitNonceLength + length + _tagLength;
            buffer[offset + 11] = (byte)(fragmentLength >> 8);
            buffer[offset + 12] = (byte)fragmentLength;

            // RFC 6655 section 3: in DTLS the explicit nonce is epoch and sequence number, unique by design.
            Array.Copy(buffer, offset + 3, buffer, offset + DtlsCrypto.RecordHeaderLength, DtlsCrypto.ExplicitNonceLength);
            Start(ClientKey, buffer, offset, length);
            int position = offset + PayloadOffset;
            int end = position + length;
            for (; position <= end - BlockLength; position += BlockLength)
            {
                Authenticate(ClientKey, buffer, position);
                ApplyStream(ClientKey, buffer, position);
            }

            if (position < end)
            {
                Array.Clear(_block, 0, BlockLength);
                Array.Copy(buffer, position, _block, 0, end - position);
                Authenticate(ClientKey, _block, 0);
                ApplyStream(ClientKey, _block, 0);
                Array.Copy(_block, 0, buffer, position, end - position);
            }

            FinishTag(ClientKey);
            Array.Copy(_block, 0, buffer, end, _tagLength);
            return DtlsCrypto.RecordHeaderLength + fragmentLength;
        }

        /// <summary>Verifies and decrypts a record in place.</summary>
        /// <param name="buffer">Array with the record.</param>
        /// <param name="offset">First byte of its header.</param>
        /// <param name="fragmentLength">Bytes behind the header.</param>
        /// <returns>Length of the plaintext, or -1 when the tag is wrong.</returns>
        public int Open(byte[] buffer, int offset, int fragmentLength)
        {
            int length = fragmentLength - DtlsCrypto.ExplicitNonceLength - _tagLength;
            Start(ServerKey, buffer, offset, length);
            int start = offset + PayloadOffset;
            int position = start;
            int end = start + length;
            for (; position <= end - BlockLength; position += BlockLength)
            {
                ApplyStream(ServerKey, buffer, position);
                Authenticate(ServerKey, buffer, position);
            }

            if (position < end)
            {
                int rest = end - position;
                Array.Copy(buffer, position, _block, 0, rest);
                ApplyStream(ServerKey, _block, 0);
                Array.Copy(_block, 0, buffer, position, rest);
                Array.Clear(_block, rest, BlockLength - rest);
                Authenticate(ServerKey, _block, 0);
            }

            FinishTag(ServerKey);
            if (!DtlsCrypto.FixedTimeEquals(_block, 0, buffer, end, _tagLength))
            {
                Array.Clear(buffer, start, length);
                return -1;
            }

            return length;
        }

        /// <summary>Zeroes keys and scratch.</summary>
        public void Clear()
        {
            Array.Clear(_keys, 0, 2 * AesBlock.RoundKeyWords);
            Array.Clear(_ivs, 0, 2 * IVLength);
            Array.Clear(_mac, 0, 4);
            Array.Clear(_counter, 0, 4);
            Array.Clear(_stream, 0, 4);
            Array.Clear(_block, 0, BlockLength);
        }

        /// <summary>
        /// Sets the counter to A_0 and authenticates B_0 and the additional data (RFC 3610 sections 2.2, 2.3),
        /// which is epoch, sequence number, type, version, plaintext length (RFC 5246 section 6.2.3.3).
        /// </summary>
        private void Start(int key, byte[] buffer, int offset, int length)
        {
            byte[] block = _block;
            byte lengthHigh = (byte)(length >> 8);
            byte lengthLow = (byte)length;

            // B_0: flags (Adata, tag length, L), the nonce of IV and explicit part, the plaintext length.
            block[0] = (byte)(0x42 + ((_tagLength - 2) << 2));
            Array.Copy(_ivs, key == ClientKey ? 0 : IVLength, block, 1, IVLength);
            Array.Copy(buffer, offset + DtlsCrypto.RecordHeaderLength, block, 1 + IVLength, DtlsCrypto.ExplicitNonceLength);
            block[13] = 0;
            block[14] = lengthHigh;
            block[15] = lengthLow;
            Array.Clear(_mac, 0, 4);
            Authenticate(key, block, 0);

            // A_0: the same nonce between other flags and a counter of 0.
            block[0] = 0x02;
            BigEndian.Load(block, 0, _counter, 0, 4);
            _counter[3] = _counter[3] & NonceMask;

            // The additional data fits one block: its length in 2 bytes, 13 bytes, and one of padding.
            block[0] = 0;
            block[1] = 13;
            Array.Copy(buffer, offset + 3, block, 2, 8);
            Array.Copy(buffer, offset, block, 10, 3);
            block[13] = lengthHigh;
            block[14] = lengthLow;
            block[15] = 0;
            Authenticate(key, block, 0);
        }

        /// <summary>Takes 16 bytes of plaintext into the CBC-MAC.</summary>
        private void Authenticate(int key, byte[] data, int offset)
        {
            uint[] mac = _mac;
            for (int i = 0; i < 4; i++)
            {
                mac[i] = mac[i] ^ (uint)(data[offset] << 24 | data[offset + 1] << 16 | data[offset + 2] << 8 | data[offset + 3]);
                offset += 4;
            }

            AesBlock.Encrypt(_table, _keys, key, mac, mac);
        }

        /// <summary>Encrypts or decrypts 16 bytes with the key stream of the next counter.</summary>
        private void ApplyStream(int key, byte[] data, int offset)
        {
            uint[] stream = _stream;
            _counter[3] = _counter[3] + 1;
            AesBlock.Encrypt(_table, _keys, key, _counter, stream);
            for (int i = 0; i < 4; i++)
            {
                uint word = stream[i];
                data[offset] ^= (byte)(word >> 24);
                data[offset + 1] ^= (byte)(word >> 16);
                data[offset + 2] ^= (byte)(word >> 8);
                data[offset + 3] ^= (byte)word;
                offset += 4;
            }
        }

        /// <summary>Leaves the tag in the scratch block: the CBC-MAC encrypted with the key stream of A_0.</summary>
        private void FinishTag(int key)
        {
            BigEndian.Store(_mac, 4, _block, 0);

            // One less than 0: ApplyStream counts first. The 24 bits below the nonce never carry.
            _counter[3] = (_counter[3] & NonceMask) - 1;
            ApplyStream(key, _block, 0);
        }
    }
}
