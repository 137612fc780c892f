// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace SensorNode.Desktop.Server
{
    /// <summary>Message types (RFC 7252 section 3).</summary>
    internal enum CoapType
    {
        Confirmable = 0,
        NonConfirmable = 1,
        Acknowledgement = 2,
        Reset = 3,
    }

    /// <summary>Codes as they are on the wire, class in the upper three bits (RFC 7252 section 12.1).</summary>
    internal enum CoapCode
    {
        Empty = 0x00,
        Get = 0x01,
        Post = 0x02,
        Put = 0x03,
        Changed = 0x44,
        Content = 0x45,
        BadRequest = 0x80,
        BadOption = 0x82,
        NotFound = 0x84,
        MethodNotAllowed = 0x85,
        UnsupportedContentFormat = 0x8F,
        ProxyingNotSupported = 0xA5,
    }

    /// <summary>Option numbers (RFC 7252 section 12.2). Odd ones are critical.</summary>
    internal enum CoapOption
    {
        UriHost = 3,
        ETag = 4,
        Observe = 6,
        UriPort = 7,
        UriPath = 11,
        ContentFormat = 12,
        UriQuery = 15,
        Accept = 17,
        Block2 = 23,
        ProxyUri = 35,
        ProxyScheme = 39,
    }
}
