// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Coap
{
    /// <summary>Request methods (RFC 7252 section 5.8, RFC 8132). The values are the codes on the wire.</summary>
    public enum CoapMethod
    {
        /// <summary>Retrieves the resource's representation.</summary>
        Get = 1,

        /// <summary>Has the resource process the payload.</summary>
        Post = 2,

        /// <summary>Creates or replaces the resource.</summary>
        Put = 3,

        /// <summary>Deletes the resource.</summary>
        Delete = 4,

        /// <summary>Retrieves the part of the resource that the payload describes (RFC 8132 section 2).</summary>
        Fetch = 5,

        /// <summary>Changes the part of the resource that the payload describes (RFC 8132 section 3).</summary>
        Patch = 6,

        /// <summary>As <see cref="Patch"/>, with the same effect when it is repeated (RFC 8132 section 3).</summary>
        IPatch = 7,
    }
}
