// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Coap
{
    /// <summary>
    /// Takes the body of a response block by block (RFC 7959 section 2.4). Blocks come in order and without gaps;
    /// position 0 begins the body, also for the second time when the resource changed on the way. No request may be made from its calls.
    /// </summary>
    public abstract class CoapBlockSink
    {
        /// <summary>Longest body in bytes; a longer one ends the request with <see cref="CoapStatus.BodyTooLong"/>.</summary>
        public abstract int MaxLength { get; }

        /// <summary>Takes a part of the body.</summary>
        /// <param name="position">Its first byte in the body; never more than <see cref="MaxLength"/> with <paramref name="count"/> added.</param>
        /// <param name="buffer">Array with the part, valid during the call.</param>
        /// <param name="offset">Where in it.</param>
        /// <param name="count">Bytes; 0 for an empty body.</param>
        /// <returns><c>false</c> to end the request with <see cref="CoapStatus.Cancelled"/>.</returns>
        public abstract bool Write(int position, byte[] buffer, int offset, int count);
    }
}
