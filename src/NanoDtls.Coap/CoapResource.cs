// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls.Coap
{
    /// <summary>
    /// The target of requests: a coap or coaps URI, decomposed once into the options that name it
    /// (RFC 7252 section 6.4), so that a request only copies bytes.
    /// </summary>
    public sealed class CoapResource
    {
        // The values of Uri-Host, Uri-Path and Uri-Query, each behind a byte with its length: other options come in
        // between.
        internal readonly byte[] Options;
        internal readonly int HostEnd;
        internal readonly int PathEnd;

        /// <summary>Decomposes a URI.</summary>
        /// <param name="uri">
        /// An absolute URI with the scheme coap or coaps, such as <c>coaps://server.example/s/1?k=v</c>.
        /// </param>
        /// <exception cref="ArgumentNullException"><paramref name="uri"/> is <c>null</c>.</exception>
        /// <exception cref="ArgumentException">
        /// It is no valid URI of these schemes (RFC 7252 sections 6.1 and 6.2), has a fragment, a port of 0, a
        /// host, path segment or query argument over 255 bytes, or names a multicast group with the scheme coaps,
        /// which has no multicast (section 8).
        /// </exception>
        public CoapResource(string uri)
        {
            if (uri == null)
            {
                throw new ArgumentNullException(nameof(uri));
            }

            CoapUriParser parser = new CoapUriParser(uri);
            IsSecure = parser.IsSecure;
            Port = parser.Port;
            Host = uri.Substring(parser.HostStart, parser.HostEnd - parser.HostStart).ToLower();
            HostEnd = parser.HostLength;
            PathEnd = parser.PrefixLength;
            Options = new byte[parser.Length];
            Array.Copy(parser.Options, 0, Options, 0, parser.Length);
        }

        /// <summary>
        /// The host in lower case, as the URI has it (an IPv6 address without its brackets), to be resolved
        /// by the caller. Percent-encodings are kept here; the Uri-Host option has them decoded.
        /// </summary>
        public string Host { get; }

        /// <summary>UDP port, 1 to 65535; 5683 or, for coaps, 5684 when the URI names none.</summary>
        public int Port { get; }

        /// <summary>Whether the scheme is coaps.</summary>
        public bool IsSecure { get; }
    }
}
