// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Formats.Cbor;
using System.Globalization;
using System.Text;

namespace NanoDtls.Coap.Tests.Support
{
    /// <summary>Packs as the tests see them: finished as hexadecimal digits, and read by a decoder that shares no code with the library.</summary>
    internal static class SenMlPack
    {
        public static string Finish(SenMlCborWriter writer)
        {
            int length = writer.EndPack();
            Assert.AreEqual(SenMlStatus.Ok, writer.Status);
            return Convert.ToHexString(writer.Buffer, 0, length);
        }

        public static string Decode(byte[] pack)
        {
            StringBuilder text = new();
            CborReader reader = new(pack, CborConformanceMode.Strict);
            for (int records = reader.ReadStartArray()!.Value; records > 0; records--)
            {
                List<string> fields = [];
                for (int count = reader.ReadStartMap()!.Value; count > 0; count--)
                {
                    int label = reader.ReadInt32();
                    fields.Add(label + ":" + reader.PeekState() switch
                    {
                        CborReaderState.TextString => reader.ReadTextString(),
                        CborReaderState.ByteString => Convert.ToHexString(reader.ReadByteString()),
                        CborReaderState.Boolean => reader.ReadBoolean().ToString(),
                        CborReaderState.Tag => reader.ReadDecimal().ToString(CultureInfo.InvariantCulture),
                        CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger => reader.ReadInt64().ToString(CultureInfo.InvariantCulture),
                        _ => reader.ReadDouble().ToString(CultureInfo.InvariantCulture),
                    });
                }

                reader.ReadEndMap();
                text.Append('[').AppendJoin(' ', fields).Append(']');
            }

            reader.ReadEndArray();
            Assert.AreEqual(0, reader.BytesRemaining);
            return text.ToString();
        }

        public static byte[] Utf8(string text)
        {
            return Encoding.UTF8.GetBytes(text);
        }
    }
}
