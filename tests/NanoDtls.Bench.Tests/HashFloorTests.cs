// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Bench.Native;
using NanoDtls.Bench.Reporting;

namespace NanoDtls.Bench.Tests
{
    /// <summary>A handshake hashes as little as TLS 1.2 allows.</summary>
    [TestClass]
    public class HashFloorTests
    {
        [TestMethod]
        public void HandshakeReachesTheFloorThatIsComputedFromItsMessages()
        {
            var report = new MeterReport("test");
            new HandshakeHashMeter().Measure(report, new BenchOptions(Quick: true, Details: false, Live: false));
            IReadOnlyList<string[]> rows = report.Tables.Single().Rows;

            string floor = rows.Single(row => row[0] == "Sum")[1];
            Assert.AreEqual(floor, rows.Single(row => row[0] == "Counted")[1]);
            Assert.AreEqual(floor, report.Figures.Single().Value.ToString(null, System.Globalization.CultureInfo.InvariantCulture));
        }

        [TestMethod]
        public void FloorOfKnownLengthsIsRight()
        {
            // Counted by hand. Transcript: 100 bytes are one block and 36 more, padded into one; 130 bytes two blocks, of
            // which one is known, and 2 more. PRF: A(1) and A(2) with two each, and twice three for 54 bytes behind A(i).
            var recorded = new RecordingCrypto(new SoftwareCrypto());
            recorded.TranscriptReset();
            recorded.TranscriptUpdate(new byte[200], 0, 100);
            recorded.TranscriptDigest(new byte[32], 0);
            recorded.TranscriptDigest(new byte[32], 0);
            recorded.TranscriptUpdate(new byte[200], 0, 30);
            recorded.TranscriptDigest(new byte[32], 0);
            recorded.SetSecret(DtlsCrypto.MasterSecret, new byte[48], 0, 48);
            recorded.Prf(DtlsCrypto.MasterSecret, new byte[54], 0, 54, new byte[48], 0, 48);

            CollectionAssert.AreEqual(new[] { 4, 2, 10 }, HashFloor.Of(recorded).Select(part => part.Count).ToArray());
        }
    }
}
