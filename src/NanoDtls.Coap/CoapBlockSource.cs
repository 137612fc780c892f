// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Coap
{
    /// <summary>
    /// A body to be sent (RFC 7959 section 2.5), asked for block by block, so that it never has to be in memory as a
    /// whole. Blocks come in order; one is asked for again when its message is repeated, and the body from its start
    /// when the server lost it: the same position must always give the same bytes. No request may be made from its calls.
    /// </summary>
    public abstract class CoapBlockSource
    {
        /// <summary>Bytes of the body, 0 or more; it does not change during a request.</summary>
        public abstract int Length { get; }

        /// <summary>Copies a part of the body.</summary>
        /// <param name="position">First byte of the part.</param>
        /// <param name="buffer">Array that takes it, valid during the call.</param>
        /// <param name="offset">Where in it.</param>
        /// <param name="count">Bytes, all inside the body.</param>
        public abstract void Read(int position, byte[] buffer, int offset, int count);
    }
}
