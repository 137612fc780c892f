// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace NanoDtls.Setup.Tests.Docs
{
    /// <summary>The README's table of figures, made from bench/results.json: a figure that was not measured has no row.</summary>
    internal static class ReadmeFigures
    {
        private const string Begin = "<!-- figures -->\n";
        private const string End = "<!-- end of figures -->";

        // Key, what it is, unit, what it is compared with: figures in braces, without which there is no comparison.
        private static readonly (string Key, string Text, string Unit, string Comparison)[] s_rows =
        {
            ("handshake.client_bytes", "full handshake, client to server, 15-byte identity, 20-byte cookie", "bytes", "same server, same run: Mbed TLS {handshake.client_bytes.mbedtls}, OpenSSL {handshake.client_bytes.openssl}, "
                + "GnuTLS {handshake.client_bytes.gnutls}, BouncyCastle {handshake.client_bytes.bouncycastle}"),
            ("handshake.datagrams", "datagrams of a full handshake, both ways, with a server that packs its flights", "", ""),
            ("resumed.datagrams", "... of a resumed one", "", ""),
            ("wake.datagrams", "datagrams of a reading after deep sleep, both ways, session kept", "", ""),
            ("wake.bytes", "bytes of that reading, client to server", "bytes", ""),
            ("record.overhead", "overhead of a record with CCM_8", "bytes", ""),
            ("state.bytes", "exported session, 8-byte Connection ID", "bytes", ""),
            ("alloc.handshake", "allocated by a handshake after construction", "bytes", ""),
            ("alloc.record", "allocated by a record each way", "bytes", ""),
            ("connection.array_bytes", "arrays of a connection with its socket buffer, for records of 512 bytes", "bytes", ""),
            ("connection.engine_heap_bytes", "heap of a `DtlsConnection` with all that it holds but the crypto, which may be the chip's", "bytes", ""),
            ("connection.software_heap_bytes", "... with `SoftwareCrypto`, its shared tables apart", "bytes", "Mbed TLS in a handshake, 32-bit C, with its buffer to receive {mbedtls.rv32.heap_bytes}"),
            ("connection.heap_bytes", "... of a `DtlsClient`, `SoftwareCrypto` and socket buffer included", "bytes", ""),
            ("il.size.NanoDtls", "IL of NanoDtls, `SoftwareCrypto` included", "bytes", ""),
            ("il.size.NanoDtls.Coap", "IL of NanoDtls.Coap", "bytes", ""),
            ("handshake.sha256_blocks", "SHA-256 compressions of a handshake", "", ""),
            ("il.executed.handshake", "executed IL of a handshake, crypto apart", "instructions", ""),
            ("il.executed.send64", "... of sending 64 bytes", "instructions", ""),
            ("il.executed.receive64", "... of receiving 64 bytes", "instructions", ""),
            ("coap.senml_bytes", "CoAP message with temperature and humidity", "bytes", ""),
            ("native.rv32.seal64", "native: sealing 64 bytes with CCM_8, rv32imc, constant time", "instructions", "Mbed TLS {mbedtls.rv32.seal64} with tables, not constant time"),
            ("native.rv32.sha256_block", "native: one block of SHA-256, rv32imc", "instructions", "Mbed TLS {mbedtls.rv32.sha256_block}"),
            ("native.rv32.code_bytes", "native: code of the software back end, rv32imc", "bytes", "Mbed TLS {mbedtls.rv32.code_bytes}"),
            ("native.stack_bytes", "native: stack of any call", "bytes", "Mbed TLS {mbedtls.rv32.stack_bytes}"),
            ("loss30.completed", "handshakes out of 50 that complete at 30 % loss", "", ""),
        };

        /// <summary>The README with its table as the results have it.</summary>
        public static string Fill(string readme, string results)
        {
            int begin = readme.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
            int end = readme.IndexOf(End, StringComparison.Ordinal);
            return readme[..begin] + Table(results) + readme[end..];
        }

        private static string Table(string results)
        {
            JsonElement figures = JsonDocument.Parse(results).RootElement;
            var table = new StringBuilder("| | NanoDtls | for comparison |\n|---|--:|---|\n");
            foreach ((string key, string text, string unit, string comparison) in s_rows)
            {
                if (figures.TryGetProperty(key, out JsonElement value))
                {
                    table.Append(CultureInfo.InvariantCulture, $"| {text} | {(Number(value) + " " + unit).Trim()} | {Compare(comparison, figures)} |\n");
                }
            }

            return table.ToString();
        }

        private static string Compare(string comparison, JsonElement figures)
        {
            bool isMeasured = true;
            string text = Regex.Replace(comparison, @"\{([\w.]+)\}", match =>
            {
                isMeasured &= figures.TryGetProperty(match.Groups[1].Value, out JsonElement value);
                return isMeasured ? Number(value) : "";
            });
            return isMeasured ? text : "";
        }

        private static string Number(JsonElement value) => value.GetDouble().ToString("#,0.###", CultureInfo.InvariantCulture);
    }
}
