// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Formats.Cbor;
using System.Globalization;
using System.Text;
using NanoDtls.Coap.Tests.Support;

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
        // The examples of RFC 8949 appendix A, as far as SenML has them, and the edges of each form.
        [DataRow(0.0, "00")]
        [DataRow(-0.0, "00")]
        [DataRow(23.0, "17")]
        [DataRow(24.0, "1818")]
        [DataRow(255.0, "18FF")]
        [DataRow(256.0, "190100")]
        [DataRow(65535.0, "19FFFF")]
        [DataRow(65536.0, "1A00010000")]
        [DataRow(1000000.0, "1A000F4240")]
        [DataRow(4294967295.0, "1AFFFFFFFF")]
        [DataRow(4294967296.0, "FA4F800000")]
        [DataRow(4294967297.0, "1B0000000100000001")]
        [DataRow(1000000000000.0, "1B000000E8D4A51000")]
        [DataRow(-1.0, "20")]
        [DataRow(-24.0, "37")]
        [DataRow(-25.0, "3818")]
        [DataRow(-1000.0, "3903E7")]
        [DataRow(1.5, "F93E00")]
        [DataRow(-4.1, "FBC010666666666666")]
        [DataRow(1.1, "FB3FF199999999999A")]
        [DataRow(21.5, "F94D60")]
        [DataRow(-0.5, "F9B800")]
        [DataRow(2047.5, "FA44FFF000")]
        [DataRow(0.00006103515625, "F90400")]
        [DataRow(5.960464477539063e-8, "F90001")]
        [DataRow(-5.960464477539063e-8, "F98001")]
        [DataRow(6.097555160522461e-05, "F903FF")]
        [DataRow(2.98023223876953125e-08, "FA33000000")]
        [DataRow(3.4028234663852886e+38, "FA7F7FFFFF")]
        [DataRow(1.401298464324817e-45, "FA00000001")]
        [DataRow(7.006492321624085e-46, "FB3690000000000000")]
        [DataRow(1.0e+300, "FB7E37E43C8800759C")]
        [DataRow(5e-324, "FB0000000000000001")]
        [DataRow(double.MaxValue, "FB7FEFFFFFFFFFFFFF")]
        [DataRow(9007199254740991.0, "1B001FFFFFFFFFFFFF")]
        [DataRow(9007199254740992.0, "FA5A000000")]
        [DataRow(-9007199254740993.0, "FADA000000")]
        [DataRow(268435455.0, "1A0FFFFFFF", DisplayName = "S-03: the largest relative time")]
        [DataRow(268435456.0, "1A10000000", DisplayName = "S-03: the least absolute time")]
        [DataRow(268435455.5, "FB41AFFFFFFF000000")]
        public void S_02_S_03_NumbersTakeTheirShortestExactForm(double value, string expected)
        {
            SenMlCborWriter writer = new(new byte[32]);
            writer.BeginRecord();
            writer.WriteName(Utf8("n"));
            writer.WriteTime(value);
            writer.WriteValue(value);

            Assert.AreEqual("81A300616E06" + expected + "02" + expected, Finish(writer));
        }

        [TestMethod]
        [DataRow(0L, "00")]
        [DataRow(23L, "17")]
        [DataRow(-24L, "37")]
        [DataRow(268435456L, "1A10000000")]
        [DataRow(-268435457L, "3A10000000")]
        [DataRow(4294967295L, "1AFFFFFFFF")]
        [DataRow(4294967296L, "1B0000000100000000")]
        [DataRow(long.MaxValue, "1B7FFFFFFFFFFFFFFF")]
        [DataRow(long.MinValue, "3B7FFFFFFFFFFFFFFF")]
        public void S_02_S_03_IntegersTakeTheirShortestForm(long value, string expected)
        {
            SenMlCborWriter writer = new(new byte[32]);
            writer.BeginRecord();
            writer.WriteName(Utf8("n"));
            writer.WriteTime(value);
            writer.WriteValue(value);

            Assert.AreEqual("81A300616E06" + expected + "02" + expected, Finish(writer));
        }

        [TestMethod]
        [DataRow(2153L, 2, "C48221190869")]
        [DataRow(-2153L, 2, "C48221390868")]
        [DataRow(2150L, 2, "F94D60")]
        [DataRow(215L, 1, "F94D60")]
        [DataRow(2100L, 2, "15")]
        [DataRow(2000000000000000000L, 18, "02")]
        [DataRow(0L, 18, "00")]
        [DataRow(1L, 1, "C4822001")]
        [DataRow(1L, 18, "C4823101")]
        [DataRow(5L, 1, "F93800")]
        [DataRow(101325L, 3, "C482221A00018BCD")]
        [DataRow(long.MaxValue, 18, "C482311B7FFFFFFFFFFFFFFF")]
        [DataRow(long.MinValue, 18, "C482313B7FFFFFFFFFFFFFFF")]
        [DataRow(123L, 0, "187B")]
        public void S_02_DecimalNumbersAreExact(long unscaled, int decimals, string expected)
        {
            SenMlCborWriter writer = new(new byte[32]);
            writer.AddRecord(Utf8("n"), null!, unscaled, decimals);

            Assert.AreEqual("81A200616E02" + expected, Finish(writer));
        }

        [TestMethod]
        public void S_02_AnyNumberIsReadBackExactlyAndNoLongerThanTheReferenceWrites()
        {
            const int Seed = 8428;
            Random random = new(Seed);
            SenMlCborWriter writer = new(new byte[64]);
            for (int i = 0; i < 100_000; i++)
            {
                double value = (i % 5) switch
                {
                    0 => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)),
                    1 => BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue)),
                    2 => (double)BitConverter.UInt16BitsToHalf((ushort)random.Next(0x10000)),
                    3 => random.NextInt64(-1L << 54, 1L << 54) >> random.Next(54),
                    _ => Math.Round(random.NextDouble() * 1000, random.Next(5)),
                };
                if (!double.IsFinite(value))
                {
                    continue;
                }

                writer.BeginPack();
                writer.AddRecord(Utf8("n"), null!, value);
                byte[] number = Convert.FromHexString(Finish(writer))[6..];

                CborReader reader = new(number);
                double read = reader.PeekState() switch
                {
                    CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger => reader.ReadInt64(),
                    _ => reader.ReadDouble(),
                };
                Assert.AreEqual(value, read, $"seed {Seed}, round {i}");
                Assert.AreEqual(0, reader.BytesRemaining);
                CborWriter reference = new(CborConformanceMode.Canonical);
                reference.WriteDouble(value);
                Assert.IsLessThanOrEqualTo(reference.BytesWritten, number.Length, $"seed {Seed}, {value:R}");
            }
        }

        [TestMethod]
        public void S_02_AnyDecimalNumberIsReadBackExactly()
        {
            const int Seed = 8949;
            Random random = new(Seed);
            SenMlCborWriter writer = new(new byte[64]);
            for (int i = 0; i < 50_000; i++)
            {
                int decimals = random.Next(19);
                long unscaled = random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64);
                if (i % 3 == 0)
                {
                    unscaled = unscaled / 1000 * 1000;
                }

                writer.BeginPack();
                writer.AddRecord(Utf8("n"), null!, unscaled, decimals);
                CborReader reader = new(Convert.FromHexString(Finish(writer))[6..]);

                // 63 bits fit into the 96 of a decimal, and the floats written here have few digits.
                decimal expected = new decimal(unscaled) / PowerOfTen(decimals);
                decimal read = reader.PeekState() switch
                {
                    CborReaderState.Tag => reader.ReadDecimal(),
                    CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger => reader.ReadInt64(),
                    _ => ExactDecimal(reader.ReadDouble()),
                };
                Assert.AreEqual(expected, read, $"seed {Seed}, round {i}: {unscaled} with {decimals} decimals");
            }
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
        [DataRow("bn:", "n", SenMlStatus.Ok)]
        [DataRow("", "n", SenMlStatus.Ok)]
        [DataRow("bn", "", SenMlStatus.Ok)]
        [DataRow("bn", null, SenMlStatus.Ok)]
        [DataRow(null, "Az09-:./_", SenMlStatus.Ok)]
        [DataRow("bn", "-:./_", SenMlStatus.Ok)]
        [DataRow("0", ":", SenMlStatus.Ok)]
        [DataRow(null, null, SenMlStatus.NameMissing)]
        [DataRow("", "", SenMlStatus.NameMissing)]
        [DataRow("", null, SenMlStatus.NameMissing)]
        [DataRow(null, "-n", SenMlStatus.InvalidName)]
        [DataRow("", "/n", SenMlStatus.InvalidName)]
        [DataRow(":bn", "n", SenMlStatus.InvalidName)]
        [DataRow("_", null, SenMlStatus.InvalidName)]
        [DataRow(null, "a b", SenMlStatus.InvalidName)]
        [DataRow(null, "a,b", SenMlStatus.InvalidName)]
        [DataRow(null, "a;b", SenMlStatus.InvalidName)]
        [DataRow(null, "a@b", SenMlStatus.InvalidName)]
        [DataRow(null, "a[b", SenMlStatus.InvalidName)]
        [DataRow(null, "a`b", SenMlStatus.InvalidName)]
        [DataRow(null, "a{b", SenMlStatus.InvalidName)]
        [DataRow("b\u00E9", "n", SenMlStatus.InvalidName)]
        public void S_01_ResolvedNamesAreChecked(string? baseName, string? name, SenMlStatus expected)
        {
            foreach (bool nameFirst in new[] { false, true })
            {
                SenMlCborWriter writer = new(new byte[64]);
                writer.BeginRecord();
                if (nameFirst && name != null)
                {
                    writer.WriteName(Utf8(name));
                }

                if (baseName != null)
                {
                    writer.WriteBaseName(Utf8(baseName));
                }

                if (!nameFirst && name != null)
                {
                    writer.WriteName(Utf8(name));
                }

                writer.WriteValue(1L);

                Assert.AreEqual(expected == SenMlStatus.Ok, writer.EndPack() != 0);
                Assert.AreEqual(expected, writer.Status);
            }
        }

        [TestMethod]
        public void S_01_BaseFieldsHoldForTheRecordsThatFollow()
        {
            SenMlCborWriter writer = new(new byte[64]);
            writer.BeginRecord();
            writer.WriteBaseName(Utf8("d/"));
            writer.WriteBaseValue(1);
            writer.WriteName(Utf8("a"));
            writer.BeginRecord();
            // Name from bn alone, value from bv alone (RFC 8428 section 4.1).
            writer.WriteUnit(Utf8("V"));
            Assert.AreEqual("[-2:d/ -5:1 0:a][1:V]", Decode(Convert.FromHexString(Finish(writer))));

            // An empty base name ends it, and the next pack knows nothing of this one.
            writer.BeginRecord();
            writer.WriteBaseName([]);
            Assert.AreEqual(0, writer.EndPack());
            Assert.AreEqual(SenMlStatus.NameMissing, writer.Status);
            writer.BeginPack();
            writer.BeginRecord();
            writer.WriteName(Utf8("a"));
            Assert.AreEqual(0, writer.EndPack());
            Assert.AreEqual(SenMlStatus.ValueMissing, writer.Status);
        }

        [TestMethod]
        public void S_01_RecordHasOneValueAndEachFieldOnce()
        {
            Action<SenMlCborWriter>[] values =
            [
                w => w.WriteValue(1L), w => w.WriteValue(1.5), w => w.WriteDecimalValue(1, 1), w => w.WriteBooleanValue(true),
                w => w.WriteStringValue(Utf8("s"), 0, 1), w => w.WriteDataValue([1], 0, 1),
            ];
            foreach (Action<SenMlCborWriter> first in values)
            {
                foreach (Action<SenMlCborWriter> second in values)
                {
                    AssertStatus(SenMlStatus.DuplicateField, first, second);
                }

                AssertStatus(SenMlStatus.Ok, first, w => w.WriteSum(1));
            }

            AssertStatus(SenMlStatus.Ok, w => w.WriteSum(1));
            AssertStatus(SenMlStatus.DuplicateField, w => w.WriteSum(1), w => w.WriteSum(1));
            AssertStatus(SenMlStatus.DuplicateField, w => w.WriteName(Utf8("n")));
            AssertStatus(SenMlStatus.DuplicateField, w => w.WriteUnit(Utf8("u")), w => w.WriteUnit(Utf8("u")));
            AssertStatus(SenMlStatus.DuplicateField, w => w.WriteTime(1L), w => w.WriteTime(1.0));
            AssertStatus(SenMlStatus.ValueMissing, w => w.WriteTime(1L));
            AssertStatus(SenMlStatus.ValueMissing);
        }

        [TestMethod]
        public void S_01_VersionAndNumbersAreChecked()
        {
            AssertStatus(SenMlStatus.InvalidValue, w => w.WriteBaseVersion(11), w => w.WriteValue(1L));
            AssertStatus(SenMlStatus.InvalidValue, w => w.WriteBaseVersion(0), w => w.WriteValue(1L));
            AssertStatus(SenMlStatus.Ok, w => w.WriteBaseVersion(1), w => w.WriteValue(1L));
            AssertStatus(SenMlStatus.Ok, w => w.WriteBaseVersion(10), w => w.WriteValue(1L));
            // RFC 8428 section 4.4: all records have the same version.
            AssertStatus(SenMlStatus.InvalidValue, w => w.WriteValue(1L), w => w.BeginRecord(), w => w.WriteBaseVersion(5));
            foreach (double value in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
            {
                AssertStatus(SenMlStatus.InvalidValue, w => w.WriteValue(value));
                AssertStatus(SenMlStatus.InvalidValue, w => w.WriteValue(1L), w => w.WriteTime(value));
                AssertStatus(SenMlStatus.InvalidValue, w => w.WriteValue(1L), w => w.WriteBaseTime(value));
            }

            SenMlCborWriter empty = new(new byte[16]);
            Assert.AreEqual(0, empty.EndPack());
            Assert.AreEqual(SenMlStatus.Empty, empty.Status);
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

        private static void AssertStatus(SenMlStatus expected, params Action<SenMlCborWriter>[] fields)
        {
            SenMlCborWriter writer = new(new byte[128]);
            writer.BeginRecord();
            writer.WriteName(Utf8("n"));
            foreach (Action<SenMlCborWriter> field in fields)
            {
                field(writer);
            }

            int length = writer.EndPack();
            Assert.AreEqual(expected, writer.Status);
            Assert.AreEqual(expected == SenMlStatus.Ok, length > 0);
        }

        private static string Finish(SenMlCborWriter writer)
        {
            int length = writer.EndPack();
            Assert.AreEqual(SenMlStatus.Ok, writer.Status);
            return Convert.ToHexString(writer.Buffer, 0, length);
        }

        private static string Decode(byte[] pack)
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

        private static decimal PowerOfTen(int exponent)
        {
            decimal power = 1;
            for (; exponent > 0; exponent--)
            {
                power *= 10;
            }

            return power;
        }

        /// <summary>All digits of a double, which the conversion to decimal would round to 15.</summary>
        private static decimal ExactDecimal(double value)
        {
            decimal scale = 1;
            while (value != Math.Floor(value))
            {
                value *= 2;
                scale *= 2;
            }

            return (long)value / scale;
        }

        private static byte[] Utf8(string text)
        {
            return Encoding.UTF8.GetBytes(text);
        }
    }
}
