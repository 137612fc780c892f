// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text;

namespace NanoDtls.Live.Tests
{
    /// <summary>Data to send: of many lengths, and never the same twice in a test.</summary>
    internal static class Payload
    {
        /// <summary>Record <paramref name="index"/> of a series: 1 to <paramref name="limit"/> bytes of any value.</summary>
        public static byte[] Binary(int index, int limit)
        {
            byte[] data = new byte[1 + (index * 37 % limit)];
            for (int i = 0; i < data.Length; i++)
            {
                data[i] = (byte)((index * 31) + (i * 7));
            }

            return data;
        }

        /// <summary>A line of text of at most <paramref name="limit"/> characters, without its end.</summary>
        public static string Line(string direction, int index, int limit)
        {
            StringBuilder line = new StringBuilder(direction).Append(' ').Append(index).Append(' ');
            int length = line.Length + (index * 37 % (limit - line.Length + 1));
            while (line.Length < length)
            {
                line.Append((char)('a' + ((line.Length + index) % 26)));
            }

            return line.ToString();
        }
    }
}
