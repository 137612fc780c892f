// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Coap
{
    /// <summary>Request methods (RFC 7252 section 5.8). The values are the codes on the wire.</summary>
    public enum CoapMethod
    {
        /// <summary>Retrieves the resource's representation.</summary>
        Get = 1,

        /// <summary>Has the resource process the payload.</summary>
        Post = 2,

        /// <summary>Creates or replaces the resource.</summary>
        Put = 3,
    }
}
