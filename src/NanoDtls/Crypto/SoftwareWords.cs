// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls
{
    /// <summary>
    /// Where the parts of <see cref="SoftwareCrypto"/> are in the one array of words that an instance has: on the device an
    /// array costs 20 bytes and a field 12 beside what they hold. Hashing and encrypting take turns with the first 80 words,
    /// so that a hash overwrites the round keys, which are expanded again from the key block.
    /// </summary>
    internal static class SoftwareWords
    {
        /// <summary>The message schedule of SHA-256, 64 words, of which the first 16 are the message block.</summary>
        public const int Schedule = 0;

        /// <summary>The eight words of the hash that is worked on.</summary>
        public const int Hash = 64;

        /// <summary>A(i) of the PRF, eight words.</summary>
        public const int Chain = 72;

        /// <summary>The CBC-MAC, and the first of the three blocks of <see cref="AesBlock.Encrypt"/>.</summary>
        public const int Mac = 0;

        /// <summary>The counter block.</summary>
        public const int Counter = 4;

        /// <summary>The key stream, which is the encrypted counter block.</summary>
        public const int Stream = 8;

        /// <summary>The round keys of one direction, up to 60 words.</summary>
        public const int RoundKeys = 12;

        /// <summary>End of what is free between two calls, but for the round keys.</summary>
        public const int EndOfScratch = 80;

        /// <summary>The hash of the transcript up to its last whole block, eight words.</summary>
        public const int Transcript = 80;

        /// <summary>The HMAC states of two secrets, <see cref="SecretLength"/> words each: of the inner pad, then of the outer one.</summary>
        public const int Secrets = 88;

        /// <summary>Words of the HMAC states of a secret.</summary>
        public const int SecretLength = 16;

        /// <summary>The key block: two keys and two IVs, 10 words or, where AES-256 is supported, 18.</summary>
        public const int KeyBlock = 120;
    }
}
