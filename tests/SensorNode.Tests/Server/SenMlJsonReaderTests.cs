// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text;
using NanoDtls.Coap;
using SensorNode.Desktop.Server;

namespace SensorNode.Tests
{
    /// <summary>SenML packs in JSON as the collector reads them: the RFC's, and what the library writes.</summary>
    [TestClass]
    public class SenMlJsonReaderTests
    {
        [TestMethod]
        public void S_01_ExamplesOfTheRfcAreResolved()
        {
            // RFC 8428 section 5.1.2, the second example, resolved in section 5.1.4 in the same way.
            IReadOnlyList<SenMlRecord> records = Read("""
                [{"bn":"urn:dev:ow:10e2073a0108006:","bt":1.276020076001e+09,"bu":"A","bver":5,"n":"voltage","u":"V","v":120.1},
                 {"n":"current","t":-5,"v":1.2},{"n":"current","t":-4,"v":1.3},{"n":"current","t":-3,"v":1.4},
                 {"n":"current","t":-2,"v":1.5},{"n":"current","t":-1,"v":1.6},{"n":"current","v":1.7}]
                """);
            Assert.HasCount(7, records);
            Assert.AreEqual(new SenMlRecord("urn:dev:ow:10e2073a0108006:voltage", "V", 120.1, 1276020076.001), records[0]);
            Assert.AreEqual(new SenMlRecord("urn:dev:ow:10e2073a0108006:current", "A", 1.2, 1276020071.001), records[1]);
            Assert.AreEqual(new SenMlRecord("urn:dev:ow:10e2073a0108006:current", "A", 1.7, 1276020076.001), records[6]);

            // Section 5.1.3: records of other kinds are left out.
            records = Read("""
                [{"bn":"urn:dev:ow:10e2073a01080063:","n":"temp","u":"Cel","v":23.1},{"n":"label","vs":"Machine Room"},
                 {"n":"open","vb":false},{"n":"nfc-reader","vd":"aGkgCg"}]
                """);
            Assert.HasCount(1, records);
        }

        [TestMethod]
        public void S_01_S_03_BothEncodingsOfOnePackAreReadAlike()
        {
            SenMlWriter[] writers = [new SenMlJsonWriter(new byte[300]), new SenMlCborWriter(new byte[300])];
            List<string> read = [];
            foreach (SenMlWriter writer in writers)
            {
                writer.BeginRecord();
                writer.WriteBaseName("node-7:"u8.ToArray());
                writer.WriteBaseUnit("Cel"u8.ToArray());
                writer.WriteBaseTime(-60L);
                writer.WriteBaseValue(20);
                writer.WriteName("t"u8.ToArray());
                writer.WriteDecimalValue(153, 2);
                writer.AddRecord("h"u8.ToArray(), "%RH"u8.ToArray(), 45.5);
                writer.BeginRecord();
                writer.WriteName("late"u8.ToArray());
                writer.WriteTime(268435456L);
                writer.WriteValue(-1L);
                ReadOnlyMemory<byte> pack = writer.Buffer.AsMemory(0, writer.EndPack());
                IReadOnlyList<SenMlRecord> records = writer is SenMlJsonWriter ? SenMlJsonReader.Read(pack) : SenMlReader.Read(pack);
                read.Add(string.Join('|', records));
            }

            Assert.AreEqual(read[1], read[0]);
            StringAssert.Contains(read[0], "node-7:t");
        }

        [TestMethod]
        [DataRow("")]
        [DataRow("[]")]
        [DataRow("{}")]
        [DataRow("[1]")]
        [DataRow("[{\"n\":\"a\"}]")]
        [DataRow("[{\"v\":1}]")]
        [DataRow("[{\"n\":\"-a\",\"v\":1}]")]
        [DataRow("[{\"n\":1,\"v\":1}]")]
        [DataRow("[{\"n\":\"a\",\"v\":\"1\"}]")]
        [DataRow("[{\"bver\":11,\"n\":\"a\",\"v\":1}]")]
        [DataRow("[{\"must_\":1,\"n\":\"a\",\"v\":1}]")]
        [DataRow("[{\"n\":\"a\",\"v\":1}")]
        public void S_01_WhatIsNoPackIsRefused(string text)
        {
            Assert.ThrowsExactly<FormatException>(() => Read(text));
        }

        private static IReadOnlyList<SenMlRecord> Read(string text)
        {
            return SenMlJsonReader.Read(Encoding.UTF8.GetBytes(text));
        }
    }
}
