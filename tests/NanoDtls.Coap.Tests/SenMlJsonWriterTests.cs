// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Globalization;
using System.Text;
using System.Text.Json;

namespace NanoDtls.Coap.Tests
{
    /// <summary>SenML packs in JSON (RFC 8428 section 5).</summary>
    [TestClass]
    public class SenMlJsonWriterTests
    {
        [TestMethod]
        public void S_01_ExamplesOfTheRfcAreWrittenAsItHasThem()
        {
            SenMlJsonWriter writer = new(new byte[1024]);
            // Section 5.1.1.
            Record(writer, w => { w.WriteName(B("urn:dev:ow:10e2073a01080063")); w.WriteUnit(B("Cel")); w.WriteValue(23.1); });
            Assert.AreEqual("[{\"n\":\"urn:dev:ow:10e2073a01080063\",\"u\":\"Cel\",\"v\":23.1}]", Finish(writer));

            // Section 5.1.2, first example; its base time is 1.276020076001e+09.
            writer.BeginPack();
            Record(writer, w =>
            {
                w.WriteBaseName(B("urn:dev:ow:10e2073a0108006:"));
                w.WriteBaseTime(1.276020076001e+09);
                w.WriteBaseUnit(B("A"));
                w.WriteBaseVersion(5);
                w.WriteName(B("voltage"));
                w.WriteUnit(B("V"));
                w.WriteValue(120.1);
            });
            for (int i = 5; i >= 0; i--)
            {
                Record(writer, w => { w.WriteName(B("current")); w.WriteTime(-i); w.WriteDecimalValue(12 + (5 - i), 1); });
            }

            Assert.AreEqual(
                "[{\"bn\":\"urn:dev:ow:10e2073a0108006:\",\"bt\":1276020076.001,\"bu\":\"A\",\"bver\":5,\"n\":\"voltage\",\"u\":\"V\",\"v\":120.1},"
                + "{\"n\":\"current\",\"t\":-5,\"v\":1.2},{\"n\":\"current\",\"t\":-4,\"v\":1.3},{\"n\":\"current\",\"t\":-3,\"v\":1.4},"
                + "{\"n\":\"current\",\"t\":-2,\"v\":1.5},{\"n\":\"current\",\"t\":-1,\"v\":1.6},{\"n\":\"current\",\"t\":0,\"v\":1.7}]",
                Finish(writer));

            // Section 5.1.3, with values of other kinds.
            writer.BeginPack();
            Record(writer, w => { w.WriteBaseName(B("urn:dev:ow:10e2073a01080063:")); w.WriteName(B("temp")); w.WriteUnit(B("Cel")); w.WriteValue(23.1); });
            Record(writer, w => { w.WriteName(B("label")); w.WriteStringValue(B("Machine Room"), 0, 12); });
            Record(writer, w => { w.WriteName(B("open")); w.WriteBooleanValue(false); });
            Record(writer, w => { w.WriteName(B("nfc-reader")); w.WriteDataValue(B("hi \n"), 0, 4); });
            Assert.AreEqual(
                "[{\"bn\":\"urn:dev:ow:10e2073a01080063:\",\"n\":\"temp\",\"u\":\"Cel\",\"v\":23.1},{\"n\":\"label\",\"vs\":\"Machine Room\"},"
                + "{\"n\":\"open\",\"vb\":false},{\"n\":\"nfc-reader\",\"vd\":\"aGkgCg\"}]",
                Finish(writer));
        }

        [TestMethod]
        public void S_02_EveryFieldHasTheLabelOfTheRfc()
        {
            SenMlJsonWriter writer = new(new byte[300]);
            Record(writer, w =>
            {
                w.WriteBaseVersion(10);
                w.WriteBaseName(B("a"));
                w.WriteBaseTime(1);
                w.WriteBaseUnit(B("b"));
                w.WriteBaseValue(2);
                w.WriteBaseSum(3);
                w.WriteName(B("c"));
                w.WriteUnit(B("d"));
                w.WriteValue(4L);
                w.WriteSum(5);
                w.WriteTime(6);
                w.WriteUpdateTime(7);
            });
            Assert.AreEqual("[{\"bver\":10,\"bn\":\"a\",\"bt\":1,\"bu\":\"b\",\"bv\":2,\"bs\":3,\"n\":\"c\",\"u\":\"d\",\"v\":4,\"s\":5,\"t\":6,\"ut\":7}]", Finish(writer));
            Assert.AreEqual(110, CoapContentFormat.SenMlJson);
        }

        [TestMethod]
        [DataRow(0.0, "0")]
        [DataRow(-0.5, "-0.5")]
        [DataRow(0.1, "0.1")]
        [DataRow(21.53, "21.53")]
        [DataRow(-40.0, "-40")]
        [DataRow(1013.25, "1013.25")]
        [DataRow(0.00001, "0.00001")]
        [DataRow(123456789012345.0, "123456789012345")]
        [DataRow(4503599627370497.0, "4503599627370497")]
        [DataRow(9007199254740991.0, "9007199254740991")]
        [DataRow(9007199254740994.0, "9007199254740994")]
        [DataRow(1e18, "1000000000000000000")]
        public void S_03_NumbersAreWrittenWithoutExponentWhereTheyNeedNone(double value, string expected)
        {
            Assert.AreEqual(expected, Number(w => w.WriteValue(value)));
        }

        [TestMethod]
        public void S_01_DecimalNumbersOfUpTo15DigitsAreReadBackExactly()
        {
            const int Seed = 8428;
            Random random = new(Seed);
            for (int i = 0; i < 100_000; i++)
            {
                int decimals = random.Next(10);
                long unscaled = random.NextInt64(-(long)Math.Pow(10, random.Next(1, 16)), (long)Math.Pow(10, random.Next(1, 16)));
                double value = double.Parse(unscaled + "e-" + decimals, CultureInfo.InvariantCulture);
                string text = Number(w => w.WriteValue(value));
                if (Math.Abs(value) >= 1e-5 || value == 0)
                {
                    Assert.AreEqual(value, double.Parse(text, CultureInfo.InvariantCulture), text);
                    Assert.IsFalse(text.Contains('e', StringComparison.Ordinal), text);
                }
            }
        }

        [TestMethod]
        public void S_01_OtherNumbersAreReadBackWithinTheLastBit()
        {
            const int Seed = 8429;
            Random random = new(Seed);
            for (int i = 0; i < 100_000; i++)
            {
                double value = BitConverter.Int64BitsToDouble(random.NextInt64());
                value = random.Next(2) == 0 ? (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-4, 18)) : value;
                if (!double.IsFinite(value))
                {
                    continue;
                }

                double read = double.Parse(Number(w => w.WriteValue(value)), CultureInfo.InvariantCulture);
                double size = Math.Abs(value);
                double bound = size is >= 1e-5 and < 9.2e18 ? Math.BitIncrement(size) - size : size * 1e-12;
                Assert.IsLessThanOrEqualTo(bound, Math.Abs(read - value), $"{value:R} as {read:R}");
                float single = (float)value;
                if (size is >= 1e-5 and < 1e15)
                {
                    Assert.AreEqual(single, float.Parse(Number(w => w.WriteValue(single)), CultureInfo.InvariantCulture));
                }
            }
        }

        [TestMethod]
        public void S_01_AnyDecimalAndIntegerIsExact()
        {
            const int Seed = 8430;
            Random random = new(Seed);
            List<(long, int)> cases = [(long.MinValue, 0), (long.MaxValue, 0), (long.MinValue, 18), (1, 18), (-1, 18), (0, 18), (10, 1), (100, 1), (-5, 1), (999, 3), (1000, 3)];
            for (int i = 0; i < 20_000; i++)
            {
                cases.Add((random.NextInt64() >> random.Next(64), random.Next(19)));
            }

            foreach ((long unscaled, int decimals) in cases)
            {
                decimal expected = unscaled;
                for (int i = 0; i < decimals; i++)
                {
                    expected /= 10;
                }

                string text = Number(w => w.WriteDecimalValue(unscaled, decimals));
                Assert.AreEqual(expected, decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture), text);
                Assert.IsFalse(text.Contains('.', StringComparison.Ordinal) && text.EndsWith('0'), text);
            }
        }

        [TestMethod]
        public void S_01_TextsAreEscapedAndDataIsBase64ForUrlsOfAnyLength()
        {
            string text = "\"\\\b\f\n\r\t\u0001\u001F/ \u007F \u00E9 \U0001F321";
            SenMlJsonWriter writer = new(new byte[1000]);
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            Record(writer, w => { w.WriteName(B("a")); w.WriteStringValue(bytes, 0, bytes.Length); });
            using (JsonDocument document = JsonDocument.Parse(Finish(writer)))
            {
                Assert.AreEqual(text, document.RootElement[0].GetProperty("vs").GetString());
            }

            byte[] data = Enumerable.Range(0, 256).Select(i => (byte)(i * 7)).ToArray();
            for (int length = 0; length <= 256; length++)
            {
                writer.BeginPack();
                Record(writer, w => { w.WriteName(B("a")); w.WriteDataValue(data, 256 - length, length); });
                using JsonDocument document = JsonDocument.Parse(Finish(writer));
                string expected = Convert.ToBase64String(data, 256 - length, length).TrimEnd('=').Replace('+', '-').Replace('/', '_');
                Assert.AreEqual(expected, document.RootElement[0].GetProperty("vd").GetString());
            }
        }

        [TestMethod]
        public void PackThatDoesNotFitIsAStatusForEveryLengthOfTheBuffer()
        {
            int needed = Write(new SenMlJsonWriter(new byte[200]));
            for (int length = 16; length < 200; length++)
            {
                SenMlJsonWriter writer = new(new byte[length]);
                Assert.AreEqual(length >= needed ? needed : 0, Write(writer), "length " + length);
                Assert.AreEqual(length >= needed ? SenMlStatus.Ok : SenMlStatus.BufferTooSmall, writer.Status);
            }

            static int Write(SenMlJsonWriter writer)
            {
                writer.AddRecord(B("temperature"), B("Cel"), 21.5);
                writer.BeginRecord();
                writer.WriteName(B("x"));
                writer.WriteBooleanValue(true);
                writer.WriteTime(-3);
                return writer.EndPack();
            }
        }

        [TestMethod]
        public void S_01_RulesOfRecordsAreTheSameAsInCbor()
        {
            foreach (SenMlWriter writer in new SenMlWriter[] { new SenMlJsonWriter(new byte[100]), new SenMlCborWriter(new byte[100]) })
            {
                Assert.AreEqual(0, writer.EndPack());
                Assert.AreEqual(SenMlStatus.Empty, writer.Status);
                writer.BeginPack();
                Assert.ThrowsExactly<InvalidOperationException>(() => writer.WriteValue(1L));
                Record(writer, w => { w.WriteName(B("a")); w.WriteValue(1L); w.WriteBooleanValue(true); });
                Assert.AreEqual(0, writer.EndPack());
                Assert.AreEqual(SenMlStatus.DuplicateField, writer.Status);
                writer.BeginPack();
                Record(writer, w => { w.WriteName(B("-a")); w.WriteValue(1L); });
                Assert.AreEqual(0, writer.EndPack());
                Assert.AreEqual(SenMlStatus.InvalidName, writer.Status);
                writer.BeginPack();
                Record(writer, w => { w.WriteName(B("a")); w.WriteValue(double.NaN); });
                Assert.AreEqual(0, writer.EndPack());
                Assert.AreEqual(SenMlStatus.InvalidValue, writer.Status);
            }
        }

        [TestMethod]
        public void PacksAllocateNothing()
        {
            SenMlJsonWriter writer = new(new byte[200]);
            byte[] name = B("t");
            byte[] unit = B("Cel");
            int Round(int i)
            {
                writer.BeginPack();
                writer.AddRecord(name, unit, 20 + (i / 7.0));
                writer.AddRecord(name, null, i, 3);
                writer.BeginRecord();
                writer.WriteName(name);
                writer.WriteDataValue(name, 0, 1);
                return writer.EndPack();
            }

            Round(1);
            long before = GC.GetAllocatedBytesForCurrentThread();
            int total = 0;
            for (int i = 0; i < 1000; i++)
            {
                total += Round(i);
            }

            Assert.AreEqual(0L, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.IsGreaterThan(40_000, total);
        }

        private static string Number(Action<SenMlJsonWriter> write)
        {
            SenMlJsonWriter writer = new(new byte[64]);
            Record(writer, w => { w.WriteName(B("a")); write((SenMlJsonWriter)w); });
            string text = Finish(writer);
            return text[(text.IndexOf("\"v\":", StringComparison.Ordinal) + 4)..^2];
        }

        private static void Record(SenMlWriter writer, Action<SenMlWriter> fields)
        {
            writer.BeginRecord();
            fields(writer);
        }

        private static string Finish(SenMlJsonWriter writer)
        {
            int length = writer.EndPack();
            Assert.AreEqual(SenMlStatus.Ok, writer.Status);
            return Encoding.UTF8.GetString(writer.Buffer, 0, length);
        }

        private static byte[] B(string text)
        {
            return Encoding.UTF8.GetBytes(text);
        }
    }
}
