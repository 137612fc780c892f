// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Globalization;
using System.Text;
using NanoDtls;
using SensorNode.Desktop.Server;
using ResponseCode = NanoDtls.Coap.CoapCode;

namespace SensorNode.Desktop
{
    /// <summary>Text for the console. Nothing that came from outside reaches the terminal's control sequences.</summary>
    internal static class Printable
    {
        private const int LongestHexDump = 64;

        /// <summary>A text on one line, control characters replaced.</summary>
        internal static string Text(string text)
        {
            return string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character)).Trim();
        }

        /// <summary>Records as name, value and unit.</summary>
        internal static string Records(IEnumerable<SenMlRecord> records)
        {
            IEnumerable<string> values = records.Select(
                record => string.Create(CultureInfo.InvariantCulture, $"{record.Name} {record.Value:0.######} {record.Unit}"));
            return Text(string.Join(", ", values));
        }

        /// <summary>The last reading of a sensor, as it was sent.</summary>
        internal static string Reading(SensorSource sensor)
        {
            IEnumerable<string> values = Enumerable.Range(0, sensor.ChannelCount).Select(channel => string.Create(
                CultureInfo.InvariantCulture,
                $"{sensor.GetName(channel)} {sensor.GetMilliValue(channel) / 1000.0:0.######} {sensor.GetUnit(channel)}"));
            return string.Join(", ", values);
        }

        /// <summary>A payload: the values of a SenML pack, else text, else hexadecimal.</summary>
        internal static string Payload(ReadOnlySpan<byte> payload)
        {
            byte[] copy = payload.ToArray();
            try
            {
                return Records(SenMlReader.Read(copy));
            }
            catch (Exception exception) when (exception is FormatException or System.Formats.Cbor.CborContentException)
            {
                return TextOrHex(copy);
            }
        }

        /// <summary>An alert by number and name.</summary>
        internal static string Alert(DtlsAlert alert)
        {
            return Enum.IsDefined(alert) ? $"alert {(int)alert}, {alert}" : $"alert {(int)alert}";
        }

        /// <summary>A suite by its IANA name.</summary>
        internal static string Suite(DtlsCipherSuite suite)
        {
            return suite == DtlsCipherSuite.PskWithAes128Ccm8 ? "TLS_PSK_WITH_AES_128_CCM_8" : "TLS_PSK_WITH_AES_128_CCM";
        }

        /// <summary>A CoAP code as class, detail and name (RFC 7252 section 12.1.2).</summary>
        internal static string Code(int code)
        {
            string number = $"{ResponseCode.ClassOf(code)}.{ResponseCode.DetailOf(code):00}";
            string name = code switch
            {
                ResponseCode.Created => " Created",
                ResponseCode.Changed => " Changed",
                ResponseCode.Content => " Content",
                ResponseCode.BadRequest => " Bad Request",
                ResponseCode.Unauthorized => " Unauthorized",
                ResponseCode.BadOption => " Bad Option",
                ResponseCode.Forbidden => " Forbidden",
                ResponseCode.NotFound => " Not Found",
                ResponseCode.MethodNotAllowed => " Method Not Allowed",
                ResponseCode.NotAcceptable => " Not Acceptable",
                ResponseCode.RequestEntityTooLarge => " Request Entity Too Large",
                ResponseCode.UnsupportedContentFormat => " Unsupported Content-Format",
                ResponseCode.TooManyRequests => " Too Many Requests",
                ResponseCode.InternalServerError => " Internal Server Error",
                ResponseCode.NotImplemented => " Not Implemented",
                ResponseCode.ServiceUnavailable => " Service Unavailable",
                _ => string.Empty,
            };
            return number + name;
        }

        private static string TextOrHex(byte[] payload)
        {
            try
            {
                string text = new UTF8Encoding(false, true).GetString(payload);
                if (!text.TrimEnd().Any(char.IsControl))
                {
                    return $"\"{Text(text)}\"";
                }
            }
            catch (DecoderFallbackException)
            {
                // Not text.
            }

            string more = payload.Length > LongestHexDump ? "..." : string.Empty;
            return Convert.ToHexStringLower(payload.AsSpan(0, Math.Min(payload.Length, LongestHexDump))) + more;
        }
    }
}
