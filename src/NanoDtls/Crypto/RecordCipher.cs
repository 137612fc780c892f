// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <summary>
    /// AES-128-CCM and CCM_8 (RFC 3610 with L = 3, RFC 6655) over records, both directions of one connection.
    /// Arrays: 360 bytes of round keys and IVs, 64 of scratch.
    /// </summary>
    internal sealed class RecordCipher
    {
        private const int BlockLength = 16;
        private const int KeyLength = 16;
        private const int PayloadOffset = DtlsCrypto.RecordHeaderLength + DtlsCrypto.ExplicitNonceLength;

        // A direction is its expanded key, then its IV as one word.
        private const int ClientKey = 0;
        private const int ServerKey = AesBlock.RoundKeyWords + 1;
        private const int KeysLength = 2 * ServerKey;

        private readonly ulong[] _table;
        private readonly uint[] _keys = new uint[KeysLength];
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
            offset += 2 * KeyLength;
            BigEndian.Load(keyBlock, offset, _keys, ClientKey + AesBlock.RoundKeyWords, 1);
            BigEndian.Load(keyBlock, offset + 4, _keys, ServerKey + AesBlock.RoundKeyWords, 1);
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
            Array.Clear(_keys, 0, KeysLength);
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
            uint[] counter = _counter;
            uint[] mac = _mac;
            uint plaintextLength = (uint)length;

            // The 12 bytes of the nonce, moved by the flags byte in front of them.
            uint iv = _keys[key + AesBlock.RoundKeyWords];
            BigEndian.Load(buffer, offset + DtlsCrypto.RecordHeaderLength, mac, 0, 2);
            uint high = mac[0];
            uint low = mac[1];
            counter[0] = 0x02000000 | iv >> 8;
            counter[1] = iv << 24 | high >> 8;
            counter[2] = high << 24 | low >> 8;
            counter[3] = low << 24;

            // B_0 is A_0 with Adata and tag length in the flags, and the plaintext length as counter.
            Array.Copy(counter, 0, mac, 0, 4);
            mac[0] = mac[0] | (_tagLength == 8 ? 0x58000000u : 0x78000000u);
            mac[3] = mac[3] | plaintextLength;
            AesBlock.Encrypt(_table, _keys, key, mac, mac);

            // The additional data fits one block: its length in 2 bytes, 13 bytes, and one of padding.
            BigEndian.Load(buffer, offset + 3, _stream, 0, 2);
            high = _stream[0];
            low = _stream[1];
            BigEndian.Load(buffer, offset, _stream, 0, 1);
            uint typeAndVersion = _stream[0] >> 8;
            mac[0] = mac[0] ^ (0x000D0000 | high >> 16);
            mac[1] = mac[1] ^ (high << 16 | low >> 16);
            mac[2] = mac[2] ^ (low << 16 | typeAndVersion >> 8);
            mac[3] = mac[3] ^ (typeAndVersion << 24 | plaintextLength << 8);
            AesBlock.Encrypt(_table, _keys, key, mac, mac);
        }

        /// <summary>Takes 16 bytes of plaintext into the CBC-MAC.</summary>
        private void Authenticate(int key, byte[] data, int offset)
        {
            uint[] mac = _mac;
            mac[0] = mac[0] ^ (uint)(data[offset] << 24 | data[offset + 1] << 16 | data[offset + 2] << 8 | data[offset + 3]);
            mac[1] = mac[1] ^ (uint)(data[offset + 4] << 24 | data[offset + 5] << 16 | data[offset + 6] << 8 | data[offset + 7]);
            mac[2] = mac[2] ^ (uint)(data[offset + 8] << 24 | data[offset + 9] << 16 | data[offset + 10] << 8 | data[offset + 11]);
            mac[3] = mac[3] ^ (uint)(data[offset + 12] << 24 | data[offset + 13] << 16 | data[offset + 14] << 8 | data[offset + 15]);
            AesBlock.Encrypt(_table, _keys, key, mac, mac);
        }

        /// <summary>Encrypts or decrypts 16 bytes with the key stream of the next counter.</summary>
        private void ApplyStream(int key, byte[] data, int offset)
        {
            _counter[3] = _counter[3] + 1;
            AesBlock.Encrypt(_table, _keys, key, _counter, _stream);
            for (int i = 0; i < 4; i++)
            {
                uint word = _stream[i];
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
            _counter[3] = (_counter[3] & 0xFF000000) - 1;
            ApplyStream(key, _block, 0);
        }
    }
}
