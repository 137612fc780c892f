// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Bench.Reporting;
using NanoDtls.Bench.Wire.Capture;
using NanoDtls.Live.Tests;
using NanoDtls.Testing;

namespace NanoDtls.Bench.Tests
{
    /// <summary>Captures are taken apart at the right places, and reports survive the way between processes.</summary>
    [TestClass]
    public class CaptureTests
    {
        private static readonly DateTime s_start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

        [TestMethod]
        public void ConnectionsOnOnePortAreSplitAtTheirFirstPlaintextHandshake()
        {
            List<WireConnection> connections = WireConnection.Split(new[]
            {
                Datagram(0, true, Testing.Wire.Handshake, 0, 69),
                Datagram(1, false, Testing.Wire.Handshake, 0, 35),
                Datagram(2, true, Testing.Wire.Handshake, 1, 40),
                Datagram(3, true, Testing.Wire.ApplicationData, 1, 56),
                Datagram(4, true, Testing.Wire.ApplicationData, 1, 57),
                Datagram(5, false, Testing.Wire.ApplicationData, 1, 58),
                Datagram(6, true, Testing.Wire.Alert, 1, 18),
                Datagram(600, true, Testing.Wire.Handshake, 0, 80),
                Datagram(601, true, Testing.Wire.Alert, 1, 18),
            }).ToList();

            Assert.HasCount(2, connections);
            Assert.AreEqual(13 + 69 + 13 + 40, connections[0].ClientBytes);
            Assert.AreEqual(13 + 35, connections[0].ServerBytes);
            Assert.AreEqual(13 + 56, connections[0].Reading!.Data.Length);
            CollectionAssert.AreEqual(new[] { 13 + 56, 13 + 57, 13 + 58 }, connections[0].Behind.Select(datagram => datagram.Data.Length).ToArray());
            Assert.HasCount(1, connections[1].Handshake);
            Assert.IsEmpty(connections[1].Behind);
            Assert.IsNull(connections[1].Reading);
        }

        [TestMethod]
        [DataRow(449, true)]
        [DataRow(450, false)]
        public void LongPauseInAHandshakeIsARetransmission(int milliseconds, bool isUndisturbed)
        {
            WireConnection connection = WireConnection.Split(new[]
            {
                Datagram(0, true, Testing.Wire.Handshake, 0, 69),
                Datagram(milliseconds, true, Testing.Wire.Handshake, 0, 69),
                Datagram(milliseconds + 1000, true, Testing.Wire.ApplicationData, 1, 56),
            }).Single();

            Assert.AreEqual(isUndisturbed, connection.IsUndisturbed);
        }

        [TestMethod]
        public void ConnectionWithoutAnEndIsAnError()
        {
            Assert.ThrowsExactly<InvalidOperationException>(() => WireConnection.Split(new[] { Datagram(0, true, Testing.Wire.Handshake, 0, 69) }).ToList());
        }

        [TestMethod]
        public void ReportIsTheSameBehindTheFile()
        {
            var report = new MeterReport("A title");
            report.Figures.Add(new Figure("a.b", 0.25, "ratio", "What it is"));
            var table = new ReportTable("A table", "A note", "Name", "Number");
            table.Add("x", 1234.5);
            report.Tables.Add(table);
            report.Details.Add(table);
            string path = Path.GetTempFileName();
            try
            {
                ReportFile.Write(path, report);
                var read = new MeterReport("A title");
                ReportFile.ReadInto(path, read);

                CollectionAssert.AreEqual(report.Figures, read.Figures);
                Assert.AreEqual(TextTable.Markdown(table), TextTable.Markdown(read.Tables.Single()));
                Assert.AreEqual("A note", read.Details.Single().Note);
            }
            finally
            {
                File.Delete(path);
            }
        }

        private static CapturedDatagram Datagram(int milliseconds, bool fromClient, int type, int epoch, int length)
        {
            return new CapturedDatagram(s_start.AddMilliseconds(milliseconds), fromClient, Testing.Wire.Record(type, epoch, milliseconds, new byte[length], Testing.Wire.Dtls12));
        }
    }
}
