// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Coap
{
    /// <summary>Where the one exchange of a <see cref="CoapEngine"/> stands.</summary>
    public enum CoapExchangeState
    {
        /// <summary>No request was made yet.</summary>
        Idle = 0,

        /// <summary>The request is being sent and retransmitted until it is acknowledged.</summary>
        AwaitingAcknowledgement = 1,

        /// <summary>The server acknowledged the request and will answer in a message of its own.</summary>
        AwaitingResponse = 2,

        /// <summary>A response arrived.</summary>
        Completed = 3,

        /// <summary>The exchange ended without a response; <see cref="CoapEngine.Status"/> says why.</summary>
        Failed = 4,
    }
}
