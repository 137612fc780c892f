// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls.Coap
{
    /// <summary>Character classes and the IPv4 form of RFC 3986 appendix A. Characters are ints; -1 is the end of the text.</summary>
    internal static class CoapUriSyntax
    {
        internal static int Lower(int c)
        {
            return c >= 'A' && c <= 'Z' ? c + 32 : c;
        }

        internal static bool IsDigit(int c)
        {
            return c >= '0' && c <= '9';
        }

        internal static bool IsHexDigit(int c)
        {
            int lower = Lower(c);
            return IsDigit(c) || (lower >= 'a' && lower <= 'f');
        }

        internal static int HexValue(string uri, int index, int end)
        {
            int c = index < end ? uri[index] : -1;
            if (!IsHexDigit(c))
            {
                throw new ArgumentException();
            }

            return IsDigit(c) ? c - '0' : Lower(c) - 'a' + 10;
        }

        internal static bool IsAuthorityEnd(int c)
        {
            return c == ':' || IsSegmentEnd(c);
        }

        internal static bool IsSegmentEnd(int c)
        {
            return c == '/' || c == '?' || c == '#' || c < 0;
        }

        internal static bool IsArgumentEnd(int c)
        {
            return c == '&' || c == '#' || c < 0;
        }

        /// <summary>
        /// RFC 3986 appendix A: pchar, and "/" and "?", which only a query can still hold here; in a host
        /// neither ":" nor "@".
        /// </summary>
        internal static bool IsAllowed(int c, bool isHost)
        {
            int lower = Lower(c);
            if (lower >= 'a' && lower <= 'z')
            {
                return true;
            }

            switch (c)
            {
                case '"':
                case '#':
                case '<':
                case '>':
                    return false;
                case ':':
                case '?':
                case '@':
                    return !isHost;
                default:
                    // "!" to "=" are digits, unreserved or sub-delims, once those above are out.
                    return (c >= '!' && c <= '=') || c == '_' || c == '~';
            }
        }

        /// <summary>
        /// The first octet of an IPv4 address (RFC 3986 section 3.2.2: four decimal octets without leading zeros); -1 for
        /// anything else, which is a name.
        /// </summary>
        internal static int FirstOctet(string uri, int start, int end)
        {
            int octets = 0;
            int first = 0;
            int digits = 0;
            int value = 0;
            for (int i = start; i <= end; i++)
            {
                int c = i == end ? '.' : uri[i];
                if (c == '.')
                {
                    if (digits == 0)
                    {
                        return -1;
                    }

                    first = octets == 0 ? value : first;
                    octets++;
                    digits = 0;
                    value = 0;
                    continue;
                }

                if (!IsDigit(c) || (digits != 0 && value == 0))
                {
                    return -1;
                }

                value = (value * 10) + (c - '0');
                digits++;
                if (value > 255)
                {
                    return -1;
                }
            }

            return octets == 4 ? first : -1;
        }

        /// <summary>
        /// The end of the IPv6 address that starts there. Only its characters are checked: whoever resolves the
        /// host parses it. Zones (RFC 6874) are no part of the coap scheme.
        /// </summary>
        internal static int SkipIPv6Address(string uri, int start)
        {
            int colons = 0;
            int position = start;
            while (position < uri.Length && (IsHexDigit(uri[position]) || uri[position] == ':' || uri[position] == '.'))
            {
                if (uri[position] == ':')
                {
                    colons++;
                }

                position++;
            }

            if (colons < 2 || colons > 8)
            {
                throw new ArgumentException();
            }

            return position;
        }
    }
}
