// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Formats.Cbor;
using static NanoDtls.Coap.Tests.Support.SenMlPack;

namespace NanoDtls.Coap.Tests
{
    [TestClass]
    public class SenMlNumberTests
    {
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
    }
}
