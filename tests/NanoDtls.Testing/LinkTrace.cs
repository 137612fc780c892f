// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text;

namespace NanoDtls.Testing
{
    /// <summary>What happened on a link, in lines for failure messages.</summary>
    internal sealed class LinkTrace
    {
        private const int LinesShown = 60;

        private readonly List<(long Time, string Text)> _lines = new();

        public void Note(long time, string text) => _lines.Add((time, text));

        public string Describe()
        {
            var text = new StringBuilder();
            foreach ((long time, string line) in _lines.TakeLast(LinesShown))
            {
                text.Append(time).Append(' ').AppendLine(line);
            }

            return text.ToString();
        }

        /// <summary>The records of a datagram in words.</summary>
        public static string Summary(byte[] datagram)
        {
            try
            {
                return string.Join(" ", WireRecord.Parse(datagram)) + " = " + datagram.Length + " B";
            }
            catch (WireFormatException)
            {
                return datagram.Length + " B, malformed";
            }
        }
    }
}
