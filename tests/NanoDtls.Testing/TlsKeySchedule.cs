// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Security.Cryptography;
using System.Text;

namespace NanoDtls.Testing
{
    /// <summary>The key schedule of TLS 1.2 with PSK on .NET's HMAC, independent of <c>src/</c>.</summary>
    public static class TlsKeySchedule
    {
        /// <summary>RFC 5246 section 5: P_SHA256(secret, label + seed).</summary>
        public static byte[] Prf(byte[] secret, string label, byte[] seed, int count)
        {
            byte[] labelAndSeed = Wire.Concat(Encoding.ASCII.GetBytes(label), seed);
            var output = new ByteWriter();
            byte[] a = labelAndSeed;
            while (output.Length < count)
            {
                a = HMACSHA256.HashData(secret, a);
                output.Bytes(HMACSHA256.HashData(secret, Wire.Concat(a, labelAndSeed)));
            }

            return output.ToArray()[..count];
        }

        /// <summary>RFC 4279 section 2.</summary>
        public static byte[] Premaster(byte[] psk)
        {
            return new ByteWriter().Vector16(new byte[psk.Length]).Vector16(psk).ToArray();
        }

        /// <summary>RFC 5246 section 8.1.</summary>
        public static byte[] Master(byte[] premaster, byte[] clientRandom, byte[] serverRandom)
        {
            return Prf(premaster, "master secret", Wire.Concat(clientRandom, serverRandom), 48);
        }

        /// <summary>RFC 7627 section 4.</summary>
        public static byte[] ExtendedMaster(byte[] premaster, byte[] sessionHash)
        {
            return Prf(premaster, "extended master secret", sessionHash, 48);
        }

        /// <summary>RFC 5246 section 6.3, for AES-CCM: two keys and two 4-byte IVs.</summary>
        public static byte[] KeyBlock(byte[] master, byte[] clientRandom, byte[] serverRandom, int keyLength = 16)
        {
            return Prf(master, "key expansion", Wire.Concat(serverRandom, clientRandom), 2 * (keyLength + 4));
        }

        /// <summary>RFC 5705 section 4: keying material; a null context is not the same as an empty one.</summary>
        public static byte[] Export(byte[] master, string label, byte[] clientRandom, byte[] serverRandom, byte[]? context, int count)
        {
            byte[] seed = Wire.Concat(clientRandom, serverRandom);
            return Prf(master, label, context == null ? seed : Wire.Concat(seed, new ByteWriter().Vector16(context).ToArray()), count);
        }

        /// <summary>RFC 5246 section 7.4.9.</summary>
        public static byte[] VerifyData(byte[] master, string label, byte[] transcript)
        {
            return Prf(master, label, SHA256.HashData(transcript), 12);
        }
    }
}
