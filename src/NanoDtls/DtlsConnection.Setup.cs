// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <content>What the constructor makes of the options.</content>
    public sealed partial class DtlsConnection
    {
        // RFC 6066 section 4: code n stands for 2^(8 + n) bytes, n from 1 to 4.
        private const int MaxFragmentLengthCodes = 4;

        /// <summary>
        /// The largest max_fragment_length within a limit, so that a server cannot send more than the buffers hold.
        /// </summary>
        /// <returns>Its code, or 0 where the extension has no value that fits or none is needed.</returns>
        private static int MaxFragmentLengthCode(int limit)
        {
            if (limit >= MaxPlaintext)
            {
                return 0;
            }

            int code = MaxFragmentLengthCodes;
            while (code > 0 && MaxFragmentLength(code) > limit)
            {
                code--;
            }

            return code;
        }

        private static int MaxFragmentLength(int code)
        {
            return 256 << code;
        }

        /// <summary>
        /// RFC 4279 section 2: the premaster secret is the key's length, as many zeros, the length again and
        /// the key. Only its HMAC states are kept, in the back end.
        /// </summary>
        private static void SetPremasterSecret(DtlsCrypto crypto, byte[] premaster, byte[] key)
        {
            premaster[1] = (byte)key.Length;
            CopyBehindLength(premaster, 2 + key.Length, key);
            crypto.SetSecret(DtlsCrypto.PremasterSecret, premaster, 0, premaster.Length);
            Array.Clear(premaster, 0, premaster.Length);
        }

        /// <summary>A vector with two bytes of length before it, as on the wire.</summary>
        private static byte[] CopyBehindLength(byte[] target, int offset, byte[] value)
        {
            target[offset] = (byte)(value.Length >> 8);
            target[offset + 1] = (byte)value.Length;
            Array.Copy(value, 0, target, offset + 2, value.Length);
            return target;
        }
    }
}
