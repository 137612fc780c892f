// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Security.Cryptography;

namespace NanoDtls.Testing
{
    /// <summary>
    /// A second back end of the crypto seam, on .NET's own primitives. It shows that the seam can be
    /// implemented by others, and runs the protocol tests without a line of <see cref="SoftwareCrypto"/>.
    /// It allocates, unlike what the seam asks for.
    /// </summary>
    public sealed class DotNetCrypto : DtlsCrypto, IDisposable
    {
        private readonly IncrementalHash?[] _secrets = new IncrementalHash?[2];
        private IncrementalHash _transcript = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private AesCcm? _seal;
        private AesCcm? _open;
        private readonly byte[] _sealNonce = new byte[12];
        private readonly byte[] _openNonce = new byte[12];
        private byte[] _keyBlock = [];
        private int _tagLength;

        public override bool FillRandom(byte[] buffer, int offset, int count)
        {
            RandomNumberGenerator.Fill(buffer.AsSpan(offset, count));
            return true;
        }

        public override void TranscriptReset()
        {
            _transcript.Dispose();
            _transcript = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        }

        public override void TranscriptUpdate(byte[] data, int offset, int count) => _transcript.AppendData(data, offset, count);

        public override void TranscriptDigest(byte[] digest, int offset) => _transcript.GetCurrentHash(digest.AsSpan(offset, DigestLength));

        public override void SetSecret(int slot, byte[] secret, int offset, int count)
        {
            _secrets[slot]?.Dispose();
            _secrets[slot] = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret.AsSpan(offset, count));
        }

        public override void Prf(int slot, byte[] labelAndSeed, int offset, int count, byte[] output, int outputOffset, int outputCount)
        {
            IncrementalHash hmac = _secrets[slot] ?? throw new InvalidOperationException();
            byte[] seed = labelAndSeed.AsSpan(offset, count).ToArray();
            hmac.AppendData(seed);
            byte[] a = hmac.GetHashAndReset();
            for (int done = 0; done < outputCount; done += DigestLength)
            {
                hmac.AppendData(a);
                hmac.AppendData(seed);
                byte[] block = hmac.GetHashAndReset();
                block.AsSpan(0, Math.Min(DigestLength, outputCount - done)).CopyTo(output.AsSpan(outputOffset + done));
                CryptographicOperations.ZeroMemory(block);
                hmac.AppendData(a);
                a = hmac.GetHashAndReset();
            }
        }

        public override bool SupportsAes256 => true;

        public override void SetRecordKeys(byte[] keyBlock, int offset, int keyLength, int tagLength)
        {
            _seal?.Dispose();
            _open?.Dispose();
            _seal = new AesCcm(keyBlock.AsSpan(offset, keyLength));
            _open = new AesCcm(keyBlock.AsSpan(offset + keyLength, keyLength));
            Array.Copy(keyBlock, offset + (2 * keyLength), _sealNonce, 0, 4);
            Array.Copy(keyBlock, offset + (2 * keyLength) + 4, _openNonce, 0, 4);
            CryptographicOperations.ZeroMemory(_keyBlock);
            _keyBlock = keyBlock.AsSpan(offset, 2 * (keyLength + 4)).ToArray();
            _tagLength = tagLength;
        }

        public override int ExportRecordKeys(byte[] keyBlock, int offset)
        {
            _keyBlock.CopyTo(keyBlock, offset);
            return _keyBlock.Length;
        }

        public override int SealRecord(byte[] buffer, int offset, int cidLength, int plaintextLength)
        {
            AesCcm ccm = _seal ?? throw new InvalidOperationException();
            int nonce = offset + RecordHeaderLength + cidLength;
            int content = nonce + ExplicitNonceLength;
            byte[] additional = Additional(buffer, offset, cidLength, plaintextLength);
            Array.Copy(buffer, offset + 3, _sealNonce, 4, 8);
            Array.Copy(buffer, offset + 3, buffer, nonce, 8);
            byte[] plaintext = buffer.AsSpan(content, plaintextLength).ToArray();
            ccm.Encrypt(_sealNonce, plaintext, buffer.AsSpan(content, plaintextLength), buffer.AsSpan(content + plaintextLength, _tagLength), additional);
            CryptographicOperations.ZeroMemory(plaintext);
            int fragment = ExplicitNonceLength + plaintextLength + _tagLength;
            buffer[nonce - 2] = (byte)(fragment >> 8);
            buffer[nonce - 1] = (byte)fragment;
            return nonce - offset + fragment;
        }

        public override int OpenRecord(byte[] buffer, int offset, int cidLength, int fragmentLength)
        {
            AesCcm ccm = _open ?? throw new InvalidOperationException();
            int content = offset + RecordHeaderLength + cidLength + ExplicitNonceLength;
            int length = fragmentLength - ExplicitNonceLength - _tagLength;
            Array.Copy(buffer, offset + RecordHeaderLength + cidLength, _openNonce, 4, 8);
            byte[] plaintext = new byte[length];
            try
            {
                ccm.Decrypt(_openNonce, buffer.AsSpan(content, length), buffer.AsSpan(content + length, _tagLength), plaintext, Additional(buffer, offset, cidLength, length));
            }
            catch (AuthenticationTagMismatchException)
            {
                buffer.AsSpan(content, length).Clear();
                return -1;
            }

            plaintext.CopyTo(buffer, content);
            CryptographicOperations.ZeroMemory(plaintext);
            return length;
        }

        public override void ClearSession()
        {
            _secrets[MasterSecret]?.Dispose();
            _secrets[MasterSecret] = null;
            _seal?.Dispose();
            _open?.Dispose();
            _seal = null;
            _open = null;
            Array.Clear(_sealNonce);
            Array.Clear(_openNonce);
            CryptographicOperations.ZeroMemory(_keyBlock);
            TranscriptReset();
        }

        public override void Clear()
        {
            ClearSession();
            _secrets[PremasterSecret]?.Dispose();
            _secrets[PremasterSecret] = null;
        }

        public void Dispose()
        {
            Clear();
            _transcript.Dispose();
        }

        private static byte[] Additional(byte[] buffer, int offset, int cidLength, int length)
        {
            ReadOnlySpan<byte> header = buffer.AsSpan(offset, RecordHeaderLength - 2 + cidLength);
            byte[] lengthField = [(byte)(length >> 8), (byte)length];
            return cidLength == 0
                ? [.. header[3..], .. header[..3], .. lengthField]
                : [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 25, (byte)cidLength, .. header, .. lengthField];
        }
    }
}
