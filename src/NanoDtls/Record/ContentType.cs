// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls
{
    /// <summary>Record content types (RFC 5246 section 6.2.1, RFC 9146 section 4, RFC 9853 section 4).</summary>
    internal static class ContentType
    {
        internal const int ChangeCipherSpec = 20;
        internal const int Alert = 21;
        internal const int Handshake = 22;
        internal const int ApplicationData = 23;
        internal const int Tls12Cid = 25;
        internal const int ReturnRoutabilityCheck = 27;
    }
}
