// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls
{
    /// <summary>
    /// The crypto seam: everything that the engine needs of AES-CCM and SHA-256, in few large calls,
    /// because a call into native code costs as much as twenty interpreted instructions. An instance
    /// holds the secrets of one connection and serves one connection at a time. No member allocates.
    /// The engine checks all ranges before it calls.
    /// </summary>
    public abstract class DtlsCrypto
    {
        /// <summary>Secret slot of the premaster secret: set once when the connection is constructed.</summary>
        public const int PremasterSecret = 0;

        /// <summary>
        /// Secret slot of the master secret of the current session; while a connection is constructed, of what the key for exported
        /// sessions is made of.
        /// </summary>
        public const int MasterSecret = 1;

        /// <summary>Bytes of the longest Connection ID that records carry here (RFC 9146 section 3 allows 255).</summary>
        public const int MaxCidLength = 32;

        /// <summary>Bytes of the longest key block: two keys of 32 bytes and two IVs.</summary>
        public const int MaxKeyBlockLength = 72;

        /// <summary>Bytes of a record header (RFC 6347 section 4.1).</summary>
        public const int RecordHeaderLength = 13;

        /// <summary>Bytes of the explicit nonce (RFC 6655 section 3).</summary>
        public const int ExplicitNonceLength = 8;

        /// <summary>Bytes of a SHA-256 digest.</summary>
        public const int DigestLength = 32;

        /// <summary>Whether <see cref="SetRecordKeys"/> takes keys of 32 bytes. Default <c>false</c>.</summary>
        public virtual bool SupportsAes256
        {
            get { return false; }
        }

        /// <summary>Whether a connection uses this instance: its secrets are that connection's.</summary>
        internal bool IsClaimed;

        /// <summary>Fills a range with cryptographically strong random bytes.</summary>
        /// <param name="buffer">The caller's array.</param>
        /// <param name="offset">First byte to fill.</param>
        /// <param name="count">Number of bytes, at most 64.</param>
        /// <returns><c>false</c> when the source failed or gave zeros only; the range is then zero.</returns>
        public abstract bool FillRandom(byte[] buffer, int offset, int count);

        /// <summary>Starts a new handshake transcript (SHA-256).</summary>
        public abstract void TranscriptReset();

        /// <summary>Appends handshake bytes to the transcript.</summary>
        /// <param name="data">Array with the bytes.</param>
        /// <param name="offset">First byte.</param>
        /// <param name="count">Number of bytes.</param>
        public abstract void TranscriptUpdate(byte[] data, int offset, int count);

        /// <summary>Writes the 32-byte digest of the transcript so far, which can go on afterwards.</summary>
        /// <param name="digest">Array that takes the digest.</param>
        /// <param name="offset">Where in it.</param>
        public abstract void TranscriptDigest(byte[] digest, int offset);

        /// <summary>Keeps the two HMAC-SHA-256 key states of a PRF secret; the secret itself is not kept.</summary>
        /// <param name="slot"><see cref="PremasterSecret"/> or <see cref="MasterSecret"/>.</param>
        /// <param name="secret">Array with the secret, owned and cleared by the caller.</param>
        /// <param name="offset">First byte.</param>
        /// <param name="count">Number of bytes, any.</param>
        public abstract void SetSecret(int slot, byte[] secret, int offset, int count);

        /// <summary>The TLS 1.2 PRF with SHA-256 (RFC 5246 section 5) under a secret that was set.</summary>
        /// <param name="slot">Slot of the secret.</param>
        /// <param name="labelAndSeed">Array with the ASCII label followed by the seed. May be the same array as
        /// <paramref name="output"/>, without overlap.</param>
        /// <param name="offset">First byte of the label.</param>
        /// <param name="count">Bytes of label and seed together.</param>
        /// <param name="output">Array that takes the result.</param>
        /// <param name="outputOffset">Where in it.</param>
        /// <param name="outputCount">Number of bytes to derive.</param>
        public abstract void Prf(int slot, byte[] labelAndSeed, int offset, int count, byte[] output, int outputOffset, int outputCount);

        /// <summary>
        /// Takes the record keys into use from a key block: client_write_key, server_write_key,
        /// client_write_IV, server_write_IV (4 bytes each). The client seals, the server's records
        /// are opened.
        /// </summary>
        /// <param name="keyBlock">Array with the key block, owned and cleared by the caller.</param>
        /// <param name="offset">First byte.</param>
        /// <param name="keyLength">Bytes of a key: 16, or 32 where <see cref="SupportsAes256"/> is true.</param>
        /// <param name="tagLength">8 or 16.</param>
        public abstract void SetRecordKeys(byte[] keyBlock, int offset, int keyLength, int tagLength);

        /// <summary>
        /// Writes the key block that <see cref="SetRecordKeys"/> took, for the export of a session. It is secret: the caller
        /// clears it.
        /// </summary>
        /// <param name="keyBlock">Array that takes it, with room for <see cref="MaxKeyBlockLength"/> bytes.</param>
        /// <param name="offset">Where in it.</param>
        /// <returns>Its length: 40 bytes with keys of 16 bytes, 72 with keys of 32.</returns>
        public abstract int ExportRecordKeys(byte[] keyBlock, int offset);

        /// <summary>
        /// Protects one record in place (RFC 6655 section 3, RFC 5246 section 6.2.3.3). On entry the array
        /// holds type, version, epoch and sequence number of the header at <paramref name="offset"/>, behind them the
        /// Connection ID if there is one, and the plaintext 21 + <paramref name="cidLength"/> bytes from the start. On return it
        /// holds the whole record: length field, explicit nonce (epoch and sequence number), ciphertext and tag.
        /// </summary>
        /// <param name="buffer">Array with the record, with room for the tag behind the plaintext.</param>
        /// <param name="offset">First byte of the record header.</param>
        /// <param name="cidLength">
        /// 0 for a record without Connection ID. 1 to <see cref="MaxCidLength"/> for a tls12_cid record, of type 25 and with the
        /// additional data of RFC 9146 section 5.3; the plaintext is then a DTLSInnerPlaintext, complete.
        /// </param>
        /// <param name="plaintextLength">Bytes of plaintext, 0 to 16384; one more in a tls12_cid record.</param>
        /// <returns>Length of the record with its header.</returns>
        public abstract int SealRecord(byte[] buffer, int offset, int cidLength, int plaintextLength);

        /// <summary>
        /// Verifies and decrypts one record in place. The plaintext then starts 21 + <paramref name="cidLength"/> bytes after
        /// <paramref name="offset"/>. When the tag is wrong, the bytes that were decrypted are cleared
        /// before the call returns: no unverified plaintext is released.
        /// </summary>
        /// <param name="buffer">Array with the whole record.</param>
        /// <param name="offset">First byte of the record header.</param>
        /// <param name="cidLength">Bytes of the Connection ID in the header, as in <see cref="SealRecord"/>.</param>
        /// <param name="fragmentLength">The header's length field, which is what follows it: at least 8 plus the tag.</param>
        /// <returns>Length of the plaintext, or -1 when the tag is wrong.</returns>
        public abstract int OpenRecord(byte[] buffer, int offset, int cidLength, int fragmentLength);

        /// <summary>Zeroes the master secret, the record keys, the transcript and all scratch memory.</summary>
        public abstract void ClearSession();

        /// <summary>Zeroes everything, the states of the premaster secret included.</summary>
        public abstract void Clear();

        /// <summary>
        /// Compares two ranges in a time that depends on <paramref name="count"/> only.
        /// </summary>
        /// <param name="left">First array.</param>
        /// <param name="leftOffset">First byte in it.</param>
        /// <param name="right">Second array.</param>
        /// <param name="rightOffset">First byte in it.</param>
        /// <param name="count">Number of bytes to compare.</param>
        /// <returns><c>true</c> when all bytes are equal.</returns>
        public static bool FixedTimeEquals(byte[] left, int leftOffset, byte[] right, int rightOffset, int count)
        {
            // Four bytes a round, because counting costs an interpreter as much as comparing.
            int difference = 0;
            int end = leftOffset + count;
            int last = end - 4;
            for (; leftOffset <= last; leftOffset += 4)
            {
                difference |= (left[leftOffset] ^ right[rightOffset])
                    | (left[leftOffset + 1] ^ right[rightOffset + 1])
                    | (left[leftOffset + 2] ^ right[rightOffset + 2])
                    | (left[leftOffset + 3] ^ right[rightOffset + 3]);
                rightOffset += 4;
            }

            for (; leftOffset < end; leftOffset++)
            {
                difference |= left[leftOffset] ^ right[rightOffset];
                rightOffset++;
            }

            return difference == 0;
        }
    }
}
