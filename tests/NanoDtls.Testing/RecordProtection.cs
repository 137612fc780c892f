// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Security.Cryptography;

namespace NanoDtls.Testing
{
    /// <summary>One direction of AES-CCM record protection on .NET's <see cref="AesCcm"/> (RFC 6655 section 3).</summary>
    public sealed class RecordProtection : IDisposable
    {
        private readonly AesCcm _ccm;
        private readonly byte[] _salt;

        public RecordProtection(byte[] key, byte[] salt, int tagLength)
        {
            _ccm = new AesCcm(key);
            _salt = salt;
            TagLength = tagLength;
        }

        public int TagLength { get; }

        /// <summary>The fragment of a protected record: explicit nonce, ciphertext, tag.</summary>
        public byte[] Seal(int type, int version, int epoch, long sequence, byte[] plaintext, byte[]? explicitNonce = null, byte[]? cid = null)
        {
            byte[] nonce = explicitNonce ?? new ByteWriter().U16(epoch).U48(sequence).ToArray();
            byte[] ciphertext = new byte[plaintext.Length];
            byte[] tag = new byte[TagLength];
            _ccm.Encrypt(Wire.Concat(_salt, nonce), plaintext, ciphertext, tag, Additional(type, version, epoch, sequence, plaintext.Length, cid));
            return Wire.Concat(nonce, ciphertext, tag);
        }

        /// <summary>The plaintext of a protected record, or null when the tag is wrong.</summary>
        public byte[]? Open(WireRecord record)
        {
            int length = record.Fragment.Length - 8 - TagLength;
            if (length < 0)
            {
                return null;
            }

            byte[] plaintext = new byte[length];
            try
            {
                _ccm.Decrypt(
                    Wire.Concat(_salt, record.Fragment[..8]),
                    record.Fragment.AsSpan(8, length),
                    record.Fragment.AsSpan(8 + length),
                    plaintext,
                    Additional(record.Type, record.Version, record.Epoch, record.Sequence, length, record.Cid));
            }
            catch (AuthenticationTagMismatchException)
            {
                return null;
            }

            return plaintext;
        }

        public void Dispose() => _ccm.Dispose();

        // RFC 5246 6.2.3.3 with the epoch and sequence number of DTLS for seq_num; with a Connection ID RFC 9146 5.3.
        private static byte[] Additional(int type, int version, int epoch, long sequence, int length, byte[]? cid)
        {
            if (cid is { Length: > 0 })
            {
                return new ByteWriter().Bytes(Enumerable.Repeat((byte)0xFF, 8).ToArray()).U8(Wire.Tls12Cid).U8(cid.Length).U8(type).U16(version)
                    .U16(epoch).U48(sequence).Bytes(cid).U16(length).ToArray();
            }

            return new ByteWriter().U16(epoch).U48(sequence).U8(type).U16(version).U16(length).ToArray();
        }
    }
}
