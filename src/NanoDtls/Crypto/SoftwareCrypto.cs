// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <summary>
    /// The crypto of a connection in C#: works on stock firmware, and is the reference that faster back ends are
    /// tested against. An instance has 600 bytes of arrays; the first one also makes 2,336 bytes of
    /// tables that all instances share. Nothing is allocated after construction. Not safe for use by two threads
    /// at a time. Its AES looks tables up by secret values: see the remarks.
    /// </summary>
    /// <remarks>
    /// Tags and digests are compared in constant time, but the time of table lookups can depend on a data cache.
    /// Where other parties' code runs on the same chip and the managed heap lies in cached memory (PSRAM), use a
    /// back end on the chip's AES engine.
    /// </remarks>
    public partial class SoftwareCrypto : DtlsCrypto
    {
        // An AES block, a tag, or what is drawn of randomness at a time.
        private const int ScratchLength = 16;

        private readonly uint[] _words;

        // The bytes of the transcript behind its last whole block.
        private readonly byte[] _block = new byte[Sha256.BlockLength];

        // Free between calls. An array of its own, because some sources of entropy fill whole arrays only.
        private readonly byte[] _scratch = new byte[ScratchLength];

        private int _transcriptLength;
        private int _keyLength;
        private int _tagLength;
        private int _expandedKey = NoKey;

        /// <summary>Initializes a new instance without secrets, for suites with AES-128. All memory is allocated here.</summary>
        public SoftwareCrypto()
            : this(false)
        {
        }

        /// <summary>Initializes a new instance without secrets. All memory is allocated here.</summary>
        /// <param name="supportsAes256">Makes room for keys of 32 bytes too, which takes 32 bytes more.</param>
        public SoftwareCrypto(bool supportsAes256)
        {
            SoftwareTables.Make();
            _words = new uint[SoftwareWords.KeyBlock + (supportsAes256 ? KeyBlockWords256 : KeyBlockWords128)];
            TranscriptReset();
        }

        /// <inheritdoc/>
        public override bool SupportsAes256
        {
            get { return _words.Length == SoftwareWords.KeyBlock + KeyBlockWords256; }
        }

        /// <inheritdoc/>
        public override bool FillRandom(byte[] buffer, int offset, int count)
        {
            int position = offset;
            int end = offset + count;
            bool good = true;
            while (good && position < end)
            {
                // Whole draws are checked for zeros, since a short range may be zero by chance.
                good = Draw();
                int part = end - position;
                if (part > ScratchLength)
                {
                    part = ScratchLength;
                }

                Array.Copy(_scratch, 0, buffer, position, part);
                position += part;
            }

            Array.Clear(_scratch, 0, ScratchLength);
            if (!good)
            {
                Array.Clear(buffer, offset, count);
            }

            return good;
        }

        /// <inheritdoc/>
        public override void ClearSession()
        {
            _transcriptLength = 0;
            _keyLength = 0;
            _expandedKey = NoKey;
            Array.Clear(_words, 0, SoftwareWords.Secrets);
            Array.Clear(_words, SecretIndex(MasterSecret), SoftwareWords.SecretLength);
            Array.Clear(_words, SoftwareWords.KeyBlock, _words.Length - SoftwareWords.KeyBlock);
            Array.Clear(_block, 0, Sha256.BlockLength);
            Array.Clear(_scratch, 0, ScratchLength);
        }

        /// <inheritdoc/>
        public override void Clear()
        {
            ClearSession();
            Array.Clear(_words, 0, _words.Length);
        }

        /// <summary>
        /// Reads from the entropy source; override it to use another one. <see cref="FillRandom"/> draws
        /// 16 bytes at a time and takes an exception, <c>false</c> or nothing but zeros as a failure.
        /// </summary>
        /// <param name="buffer">Array to fill.</param>
        /// <param name="offset">First byte.</param>
        /// <param name="count">Number of bytes.</param>
        /// <returns><c>false</c> when the source failed.</returns>
        protected virtual bool ReadEntropy(byte[] buffer, int offset, int count)
        {
            return SoftwareTables.Shared.Entropy.Fill(buffer, offset, count);
        }

        private bool Draw()
        {
            try
            {
                if (!ReadEntropy(_scratch, 0, ScratchLength))
                {
                    return false;
                }
            }
            catch (Exception)
            {
                return false;
            }

            byte[] drawn = _scratch;
            int all = 0;
            for (int i = 0; i < ScratchLength; i++)
            {
                all |= drawn[i];
            }

            return all != 0;
        }
    }
}
