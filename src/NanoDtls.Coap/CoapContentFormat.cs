// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Coap
{
    /// <summary>Content-Format numbers (RFC 7252 section 12.3, RFC 8428 section 12.3). Any value 0 to 65535 is allowed.</summary>
    public static class CoapContentFormat
    {
        /// <summary>No Content-Format option.</summary>
        public const int None = -1;

        /// <summary>text/plain; charset=utf-8.</summary>
        public const int TextPlain = 0;

        /// <summary>application/link-format.</summary>
        public const int LinkFormat = 40;

        /// <summary>application/xml.</summary>
        public const int Xml = 41;

        /// <summary>application/octet-stream.</summary>
        public const int OctetStream = 42;

        /// <summary>application/json.</summary>
        public const int Json = 50;

        /// <summary>application/cbor.</summary>
        public const int Cbor = 60;

        /// <summary>application/senml+json.</summary>
        public const int SenMlJson = 110;

        /// <summary>application/senml+cbor.</summary>
        public const int SenMlCbor = 112;
    }
}
