// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls
{
    /// <summary>Where a connection stands.</summary>
    public enum DtlsState
    {
        /// <summary>No handshake was started yet.</summary>
        Idle = 0,

        /// <summary>A handshake is under way.</summary>
        Handshaking = 1,

        /// <summary>Both Finished messages are verified; application data can pass.</summary>
        Connected = 2,

        /// <summary>The connection ended, by either side or by a failure. A new handshake may be started.</summary>
        Closed = 3,
    }
}
