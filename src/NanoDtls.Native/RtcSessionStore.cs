// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <summary>
    /// Keeps the state of a session in the memory that stays on in deep sleep: no flash wears, and nothing is left after
    /// power-off. The chip has one slot of <see cref="Capacity"/> bytes, which all instances share, and a checksum over it.
    /// It needs a firmware with the native part of this assembly: see native/README.md.
    /// </summary>
    /// <remarks>
    /// Power failure and every reset but the one that ends deep sleep empty the slot. So a write that is cut off leaves no
    /// state, which <see cref="SessionStore"/> allows for: the next connection makes a handshake.
    /// </remarks>
    public sealed class RtcSessionStore : SessionStore
    {
        /// <summary>Bytes that the slot takes: any state of a session with AES-128.</summary>
        public const int Capacity = 256;

        /// <summary>Initializes a new instance.</summary>
        /// <exception cref="NotSupportedException">The firmware has no native part for this assembly.</exception>
        public RtcSessionStore()
        {
            if (!HardwareCrypto.IsAvailable)
            {
                throw new NotSupportedException();
            }
        }

        /// <inheritdoc/>
        public override int Read(byte[] buffer, int offset, int count)
        {
            int length = ChipCrypto.ReadRtcMemory(buffer, offset, count);
            return length == ChipCrypto.DamagedError ? Damaged : length;
        }

        /// <inheritdoc/>
        public override bool Write(byte[] buffer, int offset, int count)
        {
            return count <= Capacity && ChipCrypto.WriteRtcMemory(buffer, offset, count) == 0;
        }
    }
}
