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
        // What the constructor found. The values of all options, each behind a byte with its length, and where those of
        // Uri-Host and of Uri-Path end.
        internal readonly byte[] Options;
        internal readonly int HostLength;
        internal readonly int PrefixLength;
        internal int Length;
        internal bool IsSecure;
        internal int Port;

        // Where the host stands in the URI, without brackets.
        internal int HostStart;
        internal int HostEnd;

        private const int MaxValueLength = 255;

        private readonly string _uri;
        private readonly int[] _segmentStarts;
        private int _position;


        /// <summary>Parses; throws <see cref="ArgumentException"/> for anything but a valid URI.</summary>
        internal CoapUriParser(string uri)
        {
            _uri = uri;
            // No value is longer than the text that it comes from, and each but the first has a delimiter in front.
            Options = new byte[uri.Length + 1];
            _segmentStarts = new int[uri.Length + 1];
            ParseScheme();
            ParseAuthority();
            HostLength = Length;
            ParsePath();
            PrefixLength = Length;
            ParseQuery();
        }

        private void ParseScheme()
        {
            Expect("coap");
            IsSecure = CoapUriSyntax.Lower(Peek()) == 's';
            if (IsSecure)
            {
                _position++;
            }

            Expect("://");
            Port = IsSecure ? 5684 : 5683;
        }

        private void ParseAuthority()
        {
            bool isName = false;
            bool isGroup;
            if (Peek() == '[')
            {
                _position++;
                HostStart = _position;
                HostEnd = CoapUriSyntax.SkipIPv6Address(_uri, HostStart);
                _position = HostEnd;
                Expect("]");
                // RFC 4291 section 2.7: ff00::/8. With two colons there are five characters, the bracket included.
                isGroup = (_uri[HostStart] | 0x20) == 'f' && (_uri[HostStart + 1] | 0x20) == 'f' && _uri[HostStart + 4] == ':';
            }
            else
            {
                HostStart = _position;
                while (!CoapUriSyntax.IsAuthorityEnd(Peek()))
                {
                    _position++;
                }

                HostEnd = _position;
                int octet = CoapUriSyntax.FirstOctet(_uri, HostStart, HostEnd);
                isName = octet < 0;
                // RFC 5771: 224.0.0.0/4.
                isGroup = octet >> 4 == 0xE;
            }

            // RFC 7252 section 8: coaps has no multicast.
            if (HostEnd == HostStart || (IsSecure && isGroup))
            {
                throw new ArgumentException();
            }

            if (isName)
            {
                AddOption(HostStart, HostEnd, true);
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
                int valueLength = AddOption(start, _position, false);
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
                AddOption(_position, _position, false);
                segments++;
            }

            // A path of one empty segment is "/", which is no option at all.
            if (segments == 1 && Options[pathStart] == 0)
            {
                segments = 0;
            }

            if (segments == 0)
            {
                Length = pathStart;
            }
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

                    AddOption(start, _position, false);
                }
                while (Peek() == '&');
            }

            // A fragment, or any character that the authority does not end with (RFC 7252 section 6.4 step 4).
            if (_position != _uri.Length)
            {
                throw new ArgumentException();
            }
        }

        /// <summary>Appends an option with the decoded text behind its length, which it returns.</summary>
        private int AddOption(int start, int end, bool isHost)
        {
            int position = Length + 1;
            for (int i = start; i < end; i++)
            {
                int c = _uri[i];
                if (c == '%')
                {
                    // Throws unless two hexadecimal digits follow.
                    c = (CoapUriSyntax.HexValue(_uri, i + 1, end) << 4) | CoapUriSyntax.HexValue(_uri, i + 2, end);
                    i += 2;
                }
                else if (!CoapUriSyntax.IsAllowed(c, isHost))
                {
                    throw new ArgumentException();
                }
                else if (isHost)
                {
                    c = CoapUriSyntax.Lower(c);
                }

                Options[position++] = (byte)c;
            }

            int length = position - Length - 1;
            if (length > MaxValueLength)
            {
                throw new ArgumentException();
            }

            Options[Length] = (byte)length;
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

        private void Expect(string expected)
        {
            for (int i = 0; i < expected.Length; i++)
            {
                if (CoapUriSyntax.Lower(Peek()) != expected[i])
                {
                    throw new ArgumentException();
                }

                _position++;
            }
        }

        private int Peek()
        {
            return _position < _uri.Length ? _uri[_position] : -1;
        }
    }
}
