// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using static NanoDtls.Coap.Tests.Support.SenMlPack;

namespace NanoDtls.Coap.Tests
{
    [TestClass]
    public class SenMlRecordRuleTests
    {
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
    }
}
