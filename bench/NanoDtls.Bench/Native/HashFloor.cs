// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Bench.Native
{
    /// <summary>The fewest compressions of SHA-256 for what a handshake has to hash.</summary>
    internal static class HashFloor
    {
        private const int Block = 64;
        private const int Digest = 32;

        // A one bit and the length (FIPS 180-4 section 5.1.1).
        private const int Padding = 9;

        /// <summary>The parts of the sum for what was recorded.</summary>
        public static IReadOnlyList<(string What, int Count)> Of(RecordingCrypto recorded)
        {
            var parts = new List<(string, int)>();

            // A state that was hashed stays: only what follows it and the padding count again.
            int hashed = 0;
            int transcript = 0;
            foreach (int length in recorded.DigestLengths.Distinct().Order())
            {
                transcript += (length / Block) - hashed + Blocks((length % Block) + Padding);
                hashed = length / Block;
            }

            parts.Add(($"Transcript of {recorded.DigestLengths.Max()} bytes, {recorded.DigestLengths.Distinct().Count()} digests", transcript));
            parts.Add(("HMAC states of the master secret", 2 * recorded.SecretsSet));
            foreach ((int seed, int output) in recorded.Prfs)
            {
                parts.Add(($"PRF of {seed} bytes of label and seed for {output} bytes", Prf(seed, output)));
            }

            return parts;
        }

        /// <summary>RFC 5246 section 5: A(i), and a part of the output for each.</summary>
        private static int Prf(int seed, int output)
        {
            int rounds = (output + Digest - 1) / Digest;
            return Hmac(seed) + ((rounds - 1) * Hmac(Digest)) + (rounds * Hmac(Digest + seed));
        }

        /// <summary>The inner hash goes on from the key's state, the outer one takes one block.</summary>
        private static int Hmac(int length)
        {
            return Blocks(length + Padding) + 1;
        }

        private static int Blocks(int length)
        {
            return (length + Block - 1) / Block;
        }
    }
}
