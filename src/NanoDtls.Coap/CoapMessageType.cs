// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Coap
{
    /// <summary>Types of a message (RFC 7252 section 3). The values are those on the wire.</summary>
    public enum CoapMessageType
    {
        /// <summary>CON: wants an acknowledgement.</summary>
        Confirmable = 0,

        /// <summary>NON: wants none.</summary>
        NonConfirmable = 1,

        /// <summary>ACK: acknowledges a confirmable message and may carry the response.</summary>
        Acknowledgement = 2,

        /// <summary>RST: a message arrived that cannot be processed.</summary>
        Reset = 3,
    }
}
