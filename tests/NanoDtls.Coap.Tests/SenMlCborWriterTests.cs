// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Formats.Cbor;
using System.Globalization;
using NanoDtls.Coap.Tests.Support;
using static NanoDtls.Coap.Tests.Support.SenMlPack;

namespace NanoDtls.Coap.Tests
{
    [TestClass]
    public class SenMlCborWriterTests
    {
        // RFC 8428 section 6: the CBOR of the example of section 5.1.2.
        private const string RfcExample =
            "87A721781B75726E3A6465763A6F773A3130653230373361303130383030363A22FB41D303A15B00106223614120050067766F6C7461676501615602FB405E066666666666"
            + "A3006763757272656E74062402FB3FF3333333333333A3006763757272656E74062302FB3FF4CCCCCCCCCCCD"
            + "A3006763757272656E74062202FB3FF6666666666666A3006763757272656E74062102F93E00"
            + "A3006763757272656E74062002FB3FF999999999999AA2006763757272656E7402FB3FFB333333333333";

        public TestContext TestContext { get; set; } = null!;

        [TestMethod]
        public void S_01_S_02_ExampleOfTheRfcIsWrittenByteForByte()
        {
            SenMlCborWriter writer = new(new byte[256]);
            writer.BeginRecord();
            writer.WriteBaseName(Utf8("urn:dev:ow:10e2073a0108006:"));
            writer.WriteBaseTime(1.276020076001e9);
            writer.WriteBaseUnit(Utf8("A"));
            writer.WriteBaseVersion(5);
            writer.WriteName(Utf8("voltage"));
            writer.WriteUnit(Utf8("V"));
            writer.WriteValue(120.1);
            for (int i = 5; i >= 0; i--)
            {
                writer.BeginRecord();
                writer.WriteName(Utf8("current"));
                if (i != 0)
                {
                    writer.WriteTime(-i);
                }

                writer.WriteValue((17 - i) / 10.0);
            }

            Assert.AreEqual(RfcExample, Finish(writer));
            Assert.AreEqual(193, writer.Length);
        }

        [TestMethod]
        public void S_01_ExampleOfTheRfcIsReadByAnIndependentDecoder()
        {
            Assert.AreEqual(
                "[-2:urn:dev:ow:10e2073a0108006: -3:1276020076.001 -4:A -1:5 0:voltage 1:V 2:120.1]"
                + "[0:current 6:-5 2:1.2][0:current 6:-4 2:1.3][0:current 6:-3 2:1.4][0:current 6:-2 2:1.5][0:current 6:-1 2:1.6][0:current 2:1.7]",
                Decode(Convert.FromHexString(RfcExample)));
        }

        [TestMethod]
        public void S_02_EveryFieldHasTheLabelOfTheRfc()
        {
            SenMlCborWriter writer = new(new byte[256]);
            writer.BeginRecord();
            writer.WriteBaseName(Utf8("b"));
            writer.WriteBaseTime(1L);
            writer.WriteBaseUnit(Utf8("u"));
            writer.WriteBaseValue(2);
            writer.WriteBaseSum(3);
            writer.WriteBaseVersion(10);
            writer.WriteName(Utf8("n"));
            writer.WriteUnit(Utf8("%RH"));
            writer.WriteValue(4L);
            writer.WriteSum(5);
            writer.WriteTime(6L);
            writer.WriteUpdateTime(7);
            writer.BeginRecord();
            writer.WriteStringValue(Utf8("xstringx"), 1, 6);
            writer.BeginRecord();
            writer.WriteBooleanValue(true);
            writer.BeginRecord();
            writer.WriteBooleanValue(false);
            writer.BeginRecord();
            writer.WriteDataValue([9, 1, 2, 9], 1, 2);
            writer.BeginRecord();
            writer.WriteSum(1.5);

            Assert.AreEqual(
                "[-2:b -3:1 -4:u -5:2 -6:3 -1:10 0:n 1:%RH 2:4 5:5 6:6 7:7][3:string][4:True][4:False][8:0102][5:1.5]",
                Decode(Convert.FromHexString(Finish(writer))));
        }

        [TestMethod]
        public void S_02_ArrayHasADefiniteLengthForAnyNumberOfRecords()
        {
            byte[] buffer = new byte[4096];
            SenMlCborWriter writer = new(buffer);
            foreach (int records in new[] { 1, 2, 22, 23, 24, 25, 100, 255 })
            {
                writer.BeginPack();
                for (int i = 0; i < records; i++)
                {
                    writer.AddRecord(Utf8("n" + i.ToString(CultureInfo.InvariantCulture)), null!, (double)i);
                }

                byte[] pack = Convert.FromHexString(Finish(writer));
                Assert.AreEqual(records, new CborReader(pack, CborConformanceMode.Ctap2Canonical).ReadStartArray());
                Assert.AreEqual(string.Concat(Enumerable.Range(0, records).Select(i => $"[0:n{i} 2:{i}]")), Decode(pack));
                Assert.AreEqual(records, writer.RecordCount);
            }

            writer.BeginRecord();
            Assert.AreEqual(SenMlStatus.TooManyRecords, writer.Status);
            Assert.AreEqual(0, writer.EndPack());
        }

        [TestMethod]
        public void PackThatDoesNotFitIsAStatusForEveryLengthOfTheBuffer()
        {
            byte[] name = Utf8("name");
            int needed = Fill(new SenMlCborWriter(new byte[1024]));
            Assert.IsGreaterThan(100, needed);
            for (int length = 16; length <= needed; length++)
            {
                SenMlCborWriter writer = new(new byte[length]);
                Assert.AreEqual(length == needed ? needed : 0, Fill(writer), $"{length} of {needed}");
                Assert.AreEqual(length == needed ? SenMlStatus.Ok : SenMlStatus.BufferTooSmall, writer.Status);
            }

            int Fill(SenMlCborWriter writer)
            {
                for (int i = 0; i < 6; i++)
                {
                    writer.AddRecord(name, name, 1.1);
                    writer.BeginRecord();
                    writer.WriteStringValue(name, 0, 4);
                    writer.WriteName(name);
                    writer.BeginRecord();
                    writer.WriteBooleanValue(true);
                    writer.WriteName(name);
                    writer.AddRecord(name, null!, 2153, 2);
                    writer.BeginRecord();
                    writer.WriteDataValue(name, 0, 4);
                    writer.WriteName(name);
                    writer.WriteTime(-1000L);
                }

                return writer.EndPack();
            }
        }

        [TestMethod]
        public void EndPackMayBeCalledTwiceAndAPackReused()
        {
            SenMlCborWriter writer = new(new byte[32]);
            writer.AddRecord(Utf8("n"), Utf8("V"), 1.0);
            int length = writer.EndPack();
            Assert.AreEqual(length, writer.EndPack());
            writer.AddRecord(Utf8("m"), Utf8("V"), 2.0);
            Assert.AreEqual("[0:n 1:V 2:1][0:m 1:V 2:2]", Decode(Convert.FromHexString(Finish(writer))));
        }

        [TestMethod]
        public void MisuseIsAnException()
        {
            SenMlCborWriter writer = new(new byte[32]);
            Assert.ThrowsExactly<ArgumentNullException>(() => new SenMlCborWriter(null!));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new SenMlCborWriter(new byte[15]));
            Assert.ThrowsExactly<InvalidOperationException>(() => writer.WriteValue(1L));
            Assert.ThrowsExactly<ArgumentNullException>(() => writer.WriteName(null!));
            Assert.ThrowsExactly<ArgumentNullException>(() => writer.WriteBaseName(null!));
            Assert.ThrowsExactly<ArgumentNullException>(() => writer.WriteUnit(null!));
            Assert.ThrowsExactly<ArgumentNullException>(() => writer.WriteBaseUnit(null!));
            Assert.ThrowsExactly<ArgumentNullException>(() => writer.WriteDataValue(null!, 0, 0));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => writer.WriteStringValue(new byte[3], 2, 2));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => writer.WriteDecimalValue(1, 19));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => writer.WriteDecimalValue(1, -1));
            writer.BeginRecord();
            writer.WriteName(Utf8("n"));
            writer.WriteValue(1L);
            writer.EndPack();
            Assert.ThrowsExactly<InvalidOperationException>(() => writer.WriteUnit(Utf8("V")), "the record is closed");
        }

        [TestMethod]
        public void S_02_ReadingOfTemperatureAndHumidityIsACoapMessageOfAtMost40Bytes()
        {
            SenMlCborWriter writer = new(new byte[64]);
            writer.AddRecord(Utf8("t"), Utf8("Cel"), 21.5);
            writer.AddRecord(Utf8("h"), Utf8("%RH"), 455, 1);
            byte[] pack = Convert.FromHexString(Finish(writer));

            EngineBench bench = new(new CoapClientOptions { InitialMessageId = 1 });
            WireMessage request = bench.Start(CoapMethod.Post, new CoapResource("coaps://192.0.2.1/s/1"), pack, CoapContentFormat.SenMlCbor);

            Assert.AreEqual("[0:t 1:Cel 2:21.5][0:h 1:%RH 2:45.5]", Decode(request.Payload));
            TestContext.WriteLine($"{pack.Length} bytes of SenML, {bench.Sent[0].Length} bytes of CoAP");
            Assert.IsLessThanOrEqualTo(40, bench.Sent[0].Length);
        }

        [TestMethod]
        public void PacksAllocateNothing()
        {
            SenMlCborWriter writer = new(new byte[512]);
            byte[] name = Utf8("name");
            void Pack(int i)
            {
                writer.BeginPack();
                writer.BeginRecord();
                writer.WriteBaseName(name);
                writer.WriteBaseTime(1.6e9 + i);
                writer.WriteStringValue(name, 0, 4);
                for (int n = 0; n < 30; n++)
                {
                    writer.AddRecord(name, name, i / 3.0);
                }

                writer.AddRecord(name, name, i, 3);
                writer.EndPack();
            }

            Pack(0);
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 2000; i++)
            {
                Pack(i);
            }

            Assert.AreEqual(0L, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }
}
