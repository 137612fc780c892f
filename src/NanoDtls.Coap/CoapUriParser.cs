// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls.Coap
{
    /// <summary>
    /// Decomposes an absolute coap or coaps URI into options (RFC 7252 section 6.4). Used while a
    /// <see cref="CoapResource"/> is constructed and thrown away afterwards.
    /// </summary>
    internal sealed class CoapUriParser
    {
        private const int MaxValueLength = 255;

        private readonly string _uri;
        private readonly int[] _segmentStarts;
        private int _position;

        /// <summary>Parses; throws <see cref="ArgumentException"/> for anything but a valid URI.</summary>
        internal CoapUriParser(string uri)
        {
            _uri = uri;
            // No option is longer than the text that it comes from, but for its header.
            Options = new byte[(uri.Length * 2) + CoapOption.MaxHeaderLength];
            _segmentStarts = new int[uri.Length + 1];
            ParseScheme();
            ParseAuthority();
            ParsePath();
            PrefixLength = Length;
            ParseQuery();
        }

        /// <summary>The encoded options; see <see cref="CoapResource"/>.</summary>
        internal byte[] Options { get; }

        /// <summary>Bytes used of <see cref="Options"/>.</summary>
        internal int Length { get; private set; }

        /// <summary>Bytes of Uri-Host and Uri-Path.</summary>
        internal int PrefixLength { get; }

        /// <summary>Number of the last option of the prefix, 0 when it is empty.</summary>
        internal int LastPrefixOption { get; private set; }

        internal bool IsSecure { get; private set; }

        internal int Port { get; private set; }

        /// <summary>Where the host stands in the URI, without brackets.</summary>
        internal int HostStart { get; private set; }

        internal int HostEnd { get; private set; }

        private void ParseScheme()
        {
            Expect('c');
            Expect('o');
            Expect('a');
            Expect('p');
            IsSecure = CoapUriSyntax.Lower(Peek()) == 's';
            if (IsSecure)
            {
                _position++;
            }

            Expect(':');
            Expect('/');
            Expect('/');
            Port = IsSecure ? 5684 : 5683;
        }

        private void ParseAuthority()
        {
            bool isName = false;
            if (Peek() == '[')
            {
                _position++;
                HostStart = _position;
                HostEnd = CoapUriSyntax.SkipIPv6Address(_uri, HostStart);
                _position = HostEnd;
                Expect(']');
            }
            else
            {
                HostStart = _position;
                while (!CoapUriSyntax.IsAuthorityEnd(Peek()))
                {
                    _position++;
                }

                HostEnd = _position;
                isName = !CoapUriSyntax.IsIPv4Address(_uri, HostStart, HostEnd);
            }

            if (HostEnd == HostStart)
            {
                throw new ArgumentException();
            }

            if (isName)
            {
                AddOption(CoapOption.UriHost, HostStart, HostEnd, true);
                LastPrefixOption = CoapOption.UriHost;
            }

            if (Peek() == ':')
            {
                _position++;
                ParsePort();
            }
        }

        private void ParsePort()
        {
            // RFC 3986 section 3.2.3: an empty port means the default.
            int start = _position;
            int port = 0;
            while (CoapUriSyntax.IsDigit(Peek()) && port <= 0xFFFF)
            {
                port = (port * 10) + (Peek() - '0');
                _position++;
            }

            if (_position == start)
            {
                return;
            }

            if (port < 1 || port > 0xFFFF)
            {
                throw new ArgumentException();
            }

            Port = port;
        }

        private void ParsePath()
        {
            if (Peek() != '/')
            {
                return;
            }

            int pathStart = Length;
            int segments = 0;
            bool endsInDots = false;
            while (Peek() == '/')
            {
                _position++;
                int start = _position;
                while (!CoapUriSyntax.IsSegmentEnd(Peek()))
                {
                    _position++;
                }

                int optionStart = Length;
                int valueLength = AddOption(CoapOption.UriPath - (segments == 0 ? LastPrefixOption : CoapOption.UriPath), start, _position, false);
                int dots = CountDots(valueLength);
                endsInDots = dots != 0;
                if (!endsInDots)
                {
                    _segmentStarts[segments++] = optionStart;
                    continue;
                }

                // RFC 3986 section 5.2.4, and RFC 7252 section 5.10.1: no Uri-Path may be "." or "..".
                Length = optionStart;
                if (dots == 2 && segments != 0)
                {
                    Length = _segmentStarts[--segments];
                }
            }

            if (endsInDots && segments != 0)
            {
                // "/a/b/.." is "/a/", whose last segment is empty.
                AddOption(0, _position, _position, false);
                segments++;
            }

            // A path of one empty segment is "/", which is no option at all.
            if (segments == 1 && Options[pathStart] == (CoapOption.UriPath - LastPrefixOption) << 4)
            {
                segments = 0;
            }

            if (segments == 0)
            {
                Length = pathStart;
                return;
            }

            LastPrefixOption = CoapOption.UriPath;
        }

        private void ParseQuery()
        {
            if (Peek() == '?')
            {
                do
                {
                    _position++;
                    int start = _position;
                    while (!CoapUriSyntax.IsArgumentEnd(Peek()))
                    {
                        _position++;
                    }

                    AddOption(0, start, _position, false);
                }
                while (Peek() == '&');
            }

            // A fragment, or any character that the authority does not end with (RFC 7252 section 6.4 step 4).
            if (_position != _uri.Length)
            {
                throw new ArgumentException();
            }
        }

        /// <summary>Appends an option with the decoded text; returns the length of its value.</summary>
        private int AddOption(int delta, int start, int end, bool isHost)
        {
            int length = 0;
            for (int i = start; i < end; i++)
            {
                char c = _uri[i];
                if (c == '%')
                {
                    // Throws unless two hexadecimal digits follow.
                    CoapUriSyntax.HexValue(_uri, i + 1, end);
                    CoapUriSyntax.HexValue(_uri, i + 2, end);
                    i += 2;
                }
                else if (!CoapUriSyntax.IsAllowed(c, isHost))
                {
                    throw new ArgumentException();
                }

                length++;
            }

            if (length > MaxValueLength)
            {
                throw new ArgumentException();
            }

            int position = CoapOption.WriteHeader(Options, Length, delta, length);
            for (int i = start; i < end; i++)
            {
                int c = _uri[i];
                if (c == '%')
                {
                    c = (CoapUriSyntax.HexValue(_uri, i + 1, end) << 4) | CoapUriSyntax.HexValue(_uri, i + 2, end);
                    i += 2;
                }
                else if (isHost)
                {
                    c = CoapUriSyntax.Lower(c);
                }

                Options[position++] = (byte)c;
            }

            Length = position;
            return length;
        }

        /// <summary>1 or 2 when the option just written is "." or "..", else 0.</summary>
        private int CountDots(int valueLength)
        {
            bool isDots = (valueLength == 1 || valueLength == 2)
                && Options[Length - 1] == '.'
                && Options[Length - valueLength] == '.';
            return isDots ? valueLength : 0;
        }

        private void Expect(int expected)
        {
            if (CoapUriSyntax.Lower(Peek()) != expected)
            {
                throw new ArgumentException();
            }

            _position++;
        }

        private int Peek()
        {
            return _position < _uri.Length ? _uri[_position] : -1;
        }
    }
}
