// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Coap
{
    /// <summary>
    /// Codes of a message (RFC 7252 sections 3 and 12.1): class in the upper three bits, detail in the lower
    /// five, so that 2.05 is 0x45. A response code that is not listed counts as x.00 of its class
    /// (section 5.9).
    /// </summary>
    public static class CoapCode
    {
        /// <summary>0.00, an empty message.</summary>
        public const int Empty = 0x00;

        /// <summary>2.01 Created.</summary>
        public const int Created = 0x41;

        /// <summary>2.02 Deleted.</summary>
        public const int Deleted = 0x42;

        /// <summary>2.03 Valid.</summary>
        public const int Valid = 0x43;

        /// <summary>2.04 Changed.</summary>
        public const int Changed = 0x44;

        /// <summary>2.05 Content.</summary>
        public const int Content = 0x45;

        /// <summary>2.31 Continue (RFC 7959 section 2.9.1).</summary>
        public const int Continue = 0x5F;

        /// <summary>4.00 Bad Request.</summary>
        public const int BadRequest = 0x80;

        /// <summary>4.01 Unauthorized.</summary>
        public const int Unauthorized = 0x81;

        /// <summary>4.02 Bad Option.</summary>
        public const int BadOption = 0x82;

        /// <summary>4.03 Forbidden.</summary>
        public const int Forbidden = 0x83;

        /// <summary>4.04 Not Found.</summary>
        public const int NotFound = 0x84;

        /// <summary>4.05 Method Not Allowed.</summary>
        public const int MethodNotAllowed = 0x85;

        /// <summary>4.06 Not Acceptable.</summary>
        public const int NotAcceptable = 0x86;

        /// <summary>4.08 Request Entity Incomplete (RFC 7959 section 2.9.2).</summary>
        public const int RequestEntityIncomplete = 0x88;

        /// <summary>4.09 Conflict (RFC 8132 section 3.4).</summary>
        public const int Conflict = 0x89;

        /// <summary>4.12 Precondition Failed.</summary>
        public const int PreconditionFailed = 0x8C;

        /// <summary>4.13 Request Entity Too Large.</summary>
        public const int RequestEntityTooLarge = 0x8D;

        /// <summary>4.15 Unsupported Content-Format.</summary>
        public const int UnsupportedContentFormat = 0x8F;

        /// <summary>4.22 Unprocessable Entity (RFC 8132 section 3.4).</summary>
        public const int UnprocessableEntity = 0x96;

        /// <summary>4.29 Too Many Requests (RFC 8516).</summary>
        public const int TooManyRequests = 0x9D;

        /// <summary>5.00 Internal Server Error.</summary>
        public const int InternalServerError = 0xA0;

        /// <summary>5.01 Not Implemented.</summary>
        public const int NotImplemented = 0xA1;

        /// <summary>5.02 Bad Gateway.</summary>
        public const int BadGateway = 0xA2;

        /// <summary>5.03 Service Unavailable.</summary>
        public const int ServiceUnavailable = 0xA3;

        /// <summary>5.04 Gateway Timeout.</summary>
        public const int GatewayTimeout = 0xA4;

        /// <summary>5.05 Proxying Not Supported.</summary>
        public const int ProxyingNotSupported = 0xA5;

        /// <summary>5.08 Hop Limit Reached (RFC 8768).</summary>
        public const int HopLimitReached = 0xA8;

        /// <summary>The class of a code: 2 success, 4 client error, 5 server error.</summary>
        /// <param name="code">A code, 0 to 255.</param>
        /// <returns>0 to 7.</returns>
        public static int ClassOf(int code)
        {
            return code >> 5;
        }

        /// <summary>The detail of a code: 5 of 2.05.</summary>
        /// <param name="code">A code, 0 to 255.</param>
        /// <returns>0 to 31.</returns>
        public static int DetailOf(int code)
        {
            return code & 0x1F;
        }
    }
}
