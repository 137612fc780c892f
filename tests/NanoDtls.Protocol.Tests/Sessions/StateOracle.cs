// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Security.Cryptography;
using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>Exported states as docs/sleep.md describes them, on .NET's own primitives and without a line of the engine's code.</summary>
    internal sealed class StateOracle
    {
        private const int Tag = 16;
        private const int MasterSecret = 48;

        private readonly byte[] _derived;

        public StateOracle(byte[] stateKey, byte[] identity, byte[] psk)
        {
            byte[] secret = Wire.Concat(new[] { (byte)stateKey.Length }, stateKey, new[] { (byte)identity.Length }, identity, psk);
            _derived = TlsKeySchedule.Prf(secret, "nanodtls state", Array.Empty<byte>(), 18);
        }

        public byte[] Key => _derived[..16];

        public byte[] KeyId => _derived[16..];

        public static byte[] Generation(byte[] state) => state[47..55];

        /// <summary>Bytes of a state ahead of what its tag hides.</summary>
        public static int ClearLength(byte[] state)
        {
            int flags = state[1];
            int keyBlock = (flags & 0x02) != 0 ? 72 : 40;
            int secrets = keyBlock + ((flags & 0x08) != 0 ? MasterSecret : 0);
            return state.Length - Tag - ((flags & 0x04) != 0 ? secrets : 0);
        }

        public static byte[] Nonce(byte[] state) => SHA256.HashData(state.AsSpan(0, ClearLength(state)))[..12];

        /// <summary>The hidden part, or null when the tag is wrong.</summary>
        public byte[]? Open(byte[] state)
        {
            int clear = ClearLength(state);
            byte[] digest = SHA256.HashData(state.AsSpan(0, clear));
            int hidden = state.Length - Tag - clear;

            // RFC 9146 section 5.3, for a tls12_cid record with the digest in version, epoch, sequence number and Connection ID.
            byte[] additional = Wire.Concat(
                Enumerable.Repeat((byte)0xFF, 8).ToArray(), new byte[] { 25, 20, 25 }, digest[2..], new byte[] { 0, (byte)hidden });
            var plaintext = new byte[hidden];
            using var ccm = new AesCcm(Key);
            try
            {
                ccm.Decrypt(digest.AsSpan(0, 12), state.AsSpan(clear, hidden), state.AsSpan(clear + hidden), plaintext, additional);
                return plaintext;
            }
            catch (AuthenticationTagMismatchException)
            {
                return null;
            }
        }
    }
}
