// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Buffers.Binary;
using System.Security.Cryptography;
using NanoDtls.Testing;

namespace NanoDtls.Fuzz.Tests
{
    /// <summary>The server's half of the record keys on .NET's AES-CCM (RFC 6655 section 3).</summary>
    internal sealed class ServerKeys
    {
        private readonly AesCcm _server;
        private readonly AesCcm _client;
        private readonly byte[] _serverNonce = new byte[12];
        private readonly byte[] _clientNonce = new byte[12];
        private readonly byte[] _additional = new byte[13];

        /// <summary>Takes a key block apart (RFC 5246 section 6.3).</summary>
        public ServerKeys(ReadOnlySpan<byte> keyBlock, int keyLength, int tagLength)
        {
            _client = new AesCcm(keyBlock[..keyLength]);
            _server = new AesCcm(keyBlock.Slice(keyLength, keyLength));
            keyBlock.Slice(2 * keyLength, 4).CopyTo(_clientNonce);
            keyBlock.Slice((2 * keyLength) + 4, 4).CopyTo(_serverNonce);
            TagLength = tagLength;
        }

        public int TagLength { get; }

        /// <summary>Fills in the fragment behind a record header: explicit nonce, ciphertext, tag.</summary>
        public void Seal(Span<byte> record, ReadOnlySpan<byte> plaintext)
        {
            record.Slice(3, 8).CopyTo(record[13..]);
            record.Slice(3, 8).CopyTo(_serverNonce.AsSpan(4));
            Span<byte> content = record.Slice(21, plaintext.Length);
            _server.Encrypt(_serverNonce, plaintext, content, record.Slice(21 + plaintext.Length, TagLength), Additional(record, plaintext.Length));
        }

        /// <summary>The plaintext of a record of the server, or null when the tag is wrong.</summary>
        public byte[]? OpenServers(ReadOnlySpan<byte> record) => Open(_server, _serverNonce, record);

        /// <summary>The plaintext of a record of the client, or null when the tag is wrong.</summary>
        public byte[]? OpenClients(ReadOnlySpan<byte> record) => Open(_client, _clientNonce, record);

        private byte[]? Open(AesCcm ccm, byte[] nonce, ReadOnlySpan<byte> record)
        {
            int length = record.Length - Wire.RecordHeaderLength - 8 - TagLength;
            if (length < 0)
            {
                return null;
            }

            record.Slice(13, 8).CopyTo(nonce.AsSpan(4));
            byte[] plaintext = new byte[length];
            try
            {
                ccm.Decrypt(nonce, record.Slice(21, length), record.Slice(21 + length, TagLength), plaintext, Additional(record, length));
                return plaintext;
            }
            catch (AuthenticationTagMismatchException)
            {
                return null;
            }
        }

        // RFC 5246 6.2.3.3: epoch and sequence number, type, version, length of the plaintext.
        private byte[] Additional(ReadOnlySpan<byte> record, int length)
        {
            record.Slice(3, 8).CopyTo(_additional);
            record[..3].CopyTo(_additional.AsSpan(8));
            BinaryPrimitives.WriteUInt16BigEndian(_additional.AsSpan(11), (ushort)length);
            return _additional;
        }
    }
}
