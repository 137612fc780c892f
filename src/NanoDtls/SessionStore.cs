// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls
{
    /// <summary>
    /// A place that outlives power failures for the state of one session: a file, or RTC memory. It holds one state, the last
    /// one written; the library checks what it holds and decides what may be written. No member needs to look into a state.
    /// </summary>
    public abstract class SessionStore
    {
        /// <summary>What <see cref="Read"/> returns when there is something that is no state as it was written.</summary>
        public const int Damaged = -2;

        /// <summary>Reads the stored state.</summary>
        /// <param name="buffer">Array that takes it, owned by the caller.</param>
        /// <param name="offset">Where in it.</param>
        /// <param name="count">Room in bytes.</param>
        /// <returns>
        /// Its length; 0 when there is none; more than <paramref name="count"/> when it does not fit, and nothing was copied;
        /// <see cref="Damaged"/> when the store can tell that it is; -1 when it cannot be read now.
        /// </returns>
        public abstract int Read(byte[] buffer, int offset, int count);

        /// <summary>
        /// Stores a state in place of the last one, whole or not at all: when the power fails on the way, the next
        /// <see cref="Read"/> finds either the one or the other. It is stored for good when the call returns <c>true</c>.
        /// </summary>
        /// <param name="buffer">Array with the state, owned by the caller.</param>
        /// <param name="offset">First byte.</param>
        /// <param name="count">Bytes of the state.</param>
        /// <returns><c>false</c> when it could not be stored.</returns>
        public abstract bool Write(byte[] buffer, int offset, int count);
    }
}
