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
        // Uri-Host and Uri-Path, encoded as they go out, then Uri-Query, encoded as if the option before it
        // were a Uri-Query too: Content-Format can come in between and changes the first delta.
        private readonly byte[] _options;
        private readonly int _prefixLength;
        private readonly int _lastPrefixOption;

        /// <summary>Decomposes a URI.</summary>
        /// <param name="uri">
        /// An absolute URI with the scheme coap or coaps, such as <c>coaps://server.example/s/1?k=v</c>.
        /// </param>
        /// <exception cref="ArgumentNullException"><paramref name="uri"/> is <c>null</c>.</exception>
        /// <exception cref="ArgumentException">
        /// It is no valid URI of these schemes (RFC 7252 sections 6.1 and 6.2), has a fragment, a port of 0, or
        /// a host, path segment or query argument over 255 bytes.
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
            _prefixLength = parser.PrefixLength;
            _lastPrefixOption = parser.LastPrefixOption;
            _options = new byte[parser.Length];
            Array.Copy(parser.Options, 0, _options, 0, parser.Length);
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

        /// <summary>
        /// Bytes of the resource's options; a Uri-Query that comes first takes one more.
        /// </summary>
        internal int OptionsLength
        {
            get { return _options.Length; }
        }

        /// <summary>
        /// Writes all options of a request: those of the resource, Content-Format and Accept, in their order
        /// on the wire. The caller made sure that there is room for <see cref="OptionsLength"/> and 8 bytes.
        /// </summary>
        internal int WriteOptions(byte[] buffer, int position, int contentFormat, int accept)
        {
            byte[] options = _options;
            int prefixLength = _prefixLength;
            Array.Copy(options, 0, buffer, position, prefixLength);
            position += prefixLength;
            int last = _lastPrefixOption;
            if (contentFormat >= 0)
            {
                position = CoapOption.WriteUInt16(buffer, position, CoapOption.ContentFormat - last, contentFormat);
                last = CoapOption.ContentFormat;
            }

            int rest = options.Length - prefixLength;
            if (rest != 0)
            {
                // Replaces the first byte, which has the delta 0 and the length in its lower half.
                int delta = CoapOption.UriQuery - last;
                int first = options[prefixLength];
                if (delta < 13)
                {
                    buffer[position++] = (byte)(first | (delta << 4));
                }
                else
                {
                    buffer[position++] = (byte)(first | 0xD0);
                    buffer[position++] = (byte)(delta - 13);
                }

                Array.Copy(options, prefixLength + 1, buffer, position, rest - 1);
                position += rest - 1;
                last = CoapOption.UriQuery;
            }

            if (accept >= 0)
            {
                position = CoapOption.WriteUInt16(buffer, position, CoapOption.Accept - last, accept);
            }

            return position;
        }
    }
}
