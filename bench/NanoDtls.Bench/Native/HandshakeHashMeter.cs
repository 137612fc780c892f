// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Bench.Reporting;
using NanoDtls.Testing;
using NanoDtls.Testing.Native;

namespace NanoDtls.Bench.Native
{
    /// <summary>
    /// Counts the compressions of SHA-256 that native code makes in a handshake, beside the fewest that TLS 1.2 allows for the same
    /// messages.
    /// </summary>
    internal sealed class HandshakeHashMeter : Meter
    {
        public override string Title => "Hashing in a handshake";

        public override void Measure(MeterReport report, BenchOptions options)
        {
            var crypto = new RecordingCrypto(new HardwareCrypto());
            var settings = new ServerSettings();
            using var server = new ScriptedServer(settings);
            var client = new DtlsConnection(new DtlsClientOptions { PskIdentity = settings.Identity, PskKey = settings.Key, Crypto = crypto });
            var link = new VirtualLink(client, server);
            crypto.Forget();
            uint before = NativeLibraryCalls.nanodtls_count_compressions();
            if (!link.Connect())
            {
                throw new InvalidOperationException("the handshake failed: " + link.Describe());
            }

            uint measured = NativeLibraryCalls.nanodtls_count_compressions() - before;
            IReadOnlyList<(string What, int Count)> floor = HashFloor.Of(crypto);
            report.Figures.Add(new Figure(
                "handshake.sha256_blocks",
                measured,
                "calls",
                "SHA-256 compressions of the client in a full handshake over HardwareCrypto; the pre-shared key's own states are made before, by the constructor"));

            var table = new ReportTable(
                "SHA-256 compressions of one handshake",
                "The fewest for these messages: every message hashed once, one digest for the session hash and the client's Finished, HMAC keys as saved states. "
                    + "All of it is asked for by RFC 5246 and RFC 7627.",
                "What", "Fewest");
            foreach ((string what, int count) in floor)
            {
                table.Add(what, count);
            }

            table.Add("Sum", floor.Sum(part => part.Count));
            table.Add("Counted", measured);
            report.Tables.Add(table);
        }
    }
}
