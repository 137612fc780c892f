// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Fuzz.Tests
{
    /// <summary>A ServerHello as a second reader sees it, written from the RFCs for clarity.</summary>
    internal sealed record ReferenceServerHello(int Suite, byte[] SessionId, IReadOnlyList<int> Extensions, int RecordSizeLimit)
    {
        /// <summary>The message, or null when a client has to refuse it.</summary>
        public static ReferenceServerHello? Read(byte[] body, int[] suites, int[] offered, int maxFragmentLength)
        {
            try
            {
                var reader = new ByteReader(body);
                int version = reader.U16();
                reader.Bytes(32);
                byte[] sessionId = reader.Vector8();
                int suite = reader.U16();
                int compression = reader.U8();
                var extensions = new Dictionary<int, byte[]>();
                if (reader.Left > 0)
                {
                    var block = new ByteReader(reader.Vector16());
                    reader.End("ServerHello");
                    while (block.Left > 0)
                    {
                        // RFC 5246 section 7.4.1.4: none twice.
                        if (!extensions.TryAdd(block.U16(), block.Vector16()))
                        {
                            return null;
                        }
                    }
                }

                bool isGood = version == Wire.Dtls12
                    && sessionId.Length <= 32
                    && suites.Contains(suite)
                    && compression == 0
                    && extensions.Keys.All(offered.Contains)
                    && extensions.All(extension => IsGood(extension.Key, extension.Value, maxFragmentLength))
                    && !(extensions.ContainsKey(1) && extensions.ContainsKey(28))
                    && !(extensions.ContainsKey(61) && !extensions.ContainsKey(54));
                int limit = isGood && extensions.TryGetValue(28, out byte[]? value) ? new ByteReader(value).U16() : 0;
                return isGood ? new ReferenceServerHello(suite, sessionId, extensions.Keys.ToArray(), limit) : null;
            }
            catch (WireFormatException)
            {
                return null;
            }
        }

        private static bool IsGood(int type, byte[] body, int maxFragmentLength)
        {
            return type switch
            {
                // RFC 6066 section 4, RFC 8449 section 4, RFC 5746 section 3.4.
                1 => body.Length == 1 && body[0] == maxFragmentLength,
                28 => body.Length == 2 && new ByteReader(body).U16() >= 64,
                Wire.ExtensionRenegotiationInfo => body is [0],

                // RFC 9146 section 3, and no more than this client keeps room for.
                54 => body.Length is > 0 and <= 33 && body[0] == body.Length - 1,
                _ => body.Length == 0,
            };
        }
    }
}
