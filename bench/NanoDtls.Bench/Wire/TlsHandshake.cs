// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text.RegularExpressions;
using NanoDtls.Bench.Reporting;
using NanoDtls.Bench.Wire.Capture;

namespace NanoDtls.Bench.Wire
{
    /// <summary>What the same security costs over TCP: the figures that docs/energy.md compares with.</summary>
    internal static partial class TlsHandshake
    {
        public static void Measure(MeterReport report)
        {
            DtlsClientOptions options = LoopbackSession.Options();
            using var server = new OpenSslServer(options, isTcp: true);
            string output = WireClients.RunTool("openssl", new[]
            {
                "s_client", "-tls1_2", "-connect", server.EndPoint.ToString(), "-psk_identity", System.Text.Encoding.ASCII.GetString(options.PskIdentity),
                "-psk", Convert.ToHexString(options.PskKey), "-cipher", "PSK-AES128-CCM8", "-no_ticket",
            });
            Match bytes = Bytes().Match(output);
            if (!bytes.Success || !output.Contains("PSK-AES128-CCM8", StringComparison.Ordinal))
            {
                throw new InvalidOperationException("openssl s_client did not complete a TLS handshake: " + output);
            }

            report.Figures.Add(new Figure(
                "tls.client_bytes", int.Parse(bytes.Groups[2].Value, null), "bytes", "TCP payload from client to server in a full TLS 1.2 handshake of OpenSSL with TLS_PSK_WITH_AES_128_CCM_8"));
            report.Figures.Add(new Figure("tls.server_bytes", int.Parse(bytes.Groups[1].Value, null), "bytes", "From server to client in the same handshake"));
        }

        [GeneratedRegex("SSL handshake has read ([0-9]+) bytes and written ([0-9]+) bytes")]
        private static partial Regex Bytes();
    }
}
