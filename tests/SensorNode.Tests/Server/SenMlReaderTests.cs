// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Formats.Cbor;
using SensorNode.Desktop.Server;

namespace SensorNode.Tests
{
    /// <summary>The embedded server's reader of SenML in CBOR.</summary>
    [TestClass]
    public class SenMlReaderTests
    {
        [TestMethod]
        public void ExampleOfRfc8428Section6_IsDecoded()
        {
            // The pack of RFC 8428 section 5.1.3 in the CBOR of section 6.
            byte[] pack = Convert.FromHexString(
                "87a721781b75726e3a6465763a6f773a313065323037336130313038303036"
                + "3a22fb41d303a15b00106223614120050067766f6c7461676501615602fb"
                + "405e066666666666a3006763757272656e74062402fb3ff3333333333333"
                + "a3006763757272656e74062302fb3ff4cccccccccccda3006763757272656e"
                + "74062202fb3ff6666666666666a3006763757272656e74062102f93e00a300"
                + "6763757272656e74062002fb3ff999999999999aa3006763757272656e74"
                + "060002fb3ffb333333333333");
            IReadOnlyList<SenMlRecord> records = SenMlReader.Read(pack);
            Assert.HasCount(7, records);
            Assert.AreEqual(new SenMlRecord("urn:dev:ow:10e2073a0108006:voltage", "V", 120.1, 1276020076.001), records[0]);
            CollectionAssert.AreEqual(
                new[] { 1.2, 1.3, 1.4, 1.5, 1.6, 1.7 },
                records.Skip(1).Select(record => record.Value).ToArray());
            CollectionAssert.AreEqual(
                new[] { -5.0, -4.0, -3.0, -2.0, -1.0, 0.0 },
                records.Skip(1).Select(record => Math.Round(record.Time - 1276020076.001, 3)).ToArray());
            Assert.IsTrue(records.Skip(1).All(record => record.Unit == "A" && record.Name == "urn:dev:ow:10e2073a0108006:current"));
        }

        [TestMethod]
        [DataRow("81a2006174" + "02" + "18d7", 215.0, DisplayName = "integer")]
        [DataRow("81a2006174" + "02" + "38d6", -215.0, DisplayName = "negative integer")]
        [DataRow("81a2006174" + "02" + "f94d60", 21.5, DisplayName = "half")]
        [DataRow("81a2006174" + "02" + "fa41ac0000", 21.5, DisplayName = "single")]
        [DataRow("81a2006174" + "02" + "fb4035800000000000", 21.5, DisplayName = "double")]
        [DataRow("81a2006174" + "02" + "c4822018d7", 21.5, DisplayName = "decimal fraction")]
        [DataRow("81a3006174" + "24" + "14" + "02" + "01", 21.0, DisplayName = "base value")]
        [DataRow("81a3006174" + "02" + "01" + "6178" + "05", 1.0, DisplayName = "unknown field")]
        public void Numbers(string pack, double value)
        {
            Assert.AreEqual(value, SenMlReader.Read(Convert.FromHexString(pack)).Single().Value);
        }

        [TestMethod]
        [DataRow("", DisplayName = "nothing")]
        [DataRow("80", DisplayName = "no record")]
        [DataRow("a0", DisplayName = "a map")]
        [DataRow("81a2006174" + "02", DisplayName = "cut off")]
        [DataRow("81a2006174" + "0215" + "00", DisplayName = "more behind it")]
        [DataRow("81a10215", DisplayName = "no name")]
        [DataRow("81a200612d0215", DisplayName = "a name that starts with a sign")]
        [DataRow("81a1006174", DisplayName = "no value")]
        [DataRow("81a2006174" + "026161", DisplayName = "text for a number")]
        [DataRow("81a3006174" + "200b" + "0215", DisplayName = "version 11")]
        [DataRow("81a3006174" + "0215" + "6178", DisplayName = "a field cut short")]
        [DataRow("81a3006174" + "0215" + "62785f00", DisplayName = "a field that must be understood")]
        [DataRow("81a3006174" + "0215" + "0215", DisplayName = "a field twice")]
        [DataRow("81a2006174" + "021bffffffffffffffff00", DisplayName = "number, then more")]
        public void MalformedPacks_AreRefused(string pack)
        {
            Exception? exception = Catch(Convert.FromHexString(pack));
            Assert.IsTrue(exception is FormatException or CborContentException, exception?.ToString());
        }

        [TestMethod]
        public void MoreThan64Records_AreRefused()
        {
            byte[] record = Convert.FromHexString("a20061740215");
            byte[] fits = [0x98, 64, .. Enumerable.Repeat(record, 64).SelectMany(bytes => bytes)];
            byte[] tooLong = [0x98, 65, .. Enumerable.Repeat(record, 65).SelectMany(bytes => bytes)];
            Assert.HasCount(64, SenMlReader.Read(fits));
            Assert.IsInstanceOfType<FormatException>(Catch(tooLong));
        }

        [TestMethod]
        public void MutatedPacks_RaiseOnlyTheDocumentedExceptions()
        {
            const int Seed = 8428;
            var random = new Random(Seed);
            byte[] original = Convert.FromHexString("82a4216173006174" + "0163" + "43656c" + "02c4822018d7" + "a2006168" + "02f94d60");
            for (int i = 0; i < 100000; i++)
            {
                byte[] mutated = original.AsSpan(0, random.Next(1, original.Length + 1)).ToArray();
                mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
                mutated[random.Next(mutated.Length)] ^= (byte)(1 << random.Next(8));
                Exception? exception = Catch(mutated);
                Assert.IsTrue(
                    exception is null or FormatException or CborContentException,
                    $"seed {Seed}, case {i}, {Convert.ToHexString(mutated)}: {exception}");
            }
        }

        private static Exception? Catch(byte[] pack)
        {
            try
            {
                SenMlReader.Read(pack);
                return null;
            }
#pragma warning disable CA1031 // The test judges the exception itself.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                return exception;
            }
        }
    }
}
