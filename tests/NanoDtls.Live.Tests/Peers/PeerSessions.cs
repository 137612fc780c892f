// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Live.Tests
{
    /// <summary>How a peer remembers sessions.</summary>
    public enum PeerSessions
    {
        /// <summary>Not at all.</summary>
        None,

        /// <summary>By their ID, in its own memory.</summary>
        Ids,

        /// <summary>In tickets that the clients keep (RFC 5077).</summary>
        Tickets,
    }
}
