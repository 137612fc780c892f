// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using SensorNode.Desktop;
using SensorNode.Desktop.Server;

namespace SensorNode.Tests
{
    [TestClass]
    public class ReadingPackTests
    {
        [TestMethod]
        public void S_02_ValuesArriveExactly_ForAllMagnitudes()
        {
            foreach (int value in new[] { 0, 1, -1, 999, 1000, 21500, -40000, 1234567, int.MaxValue, int.MinValue })
            {
                var sensor = new FixedSensor(value);
                var pack = new ReadingPack(sensor, string.Empty, 64);
                SenMlRecord record = Decode(pack, 0);
                Assert.AreEqual(value / 1000.0, record.Value);
                Assert.AreEqual("n", record.Name);
                Assert.AreEqual("u", record.Unit);
            }
        }

        [TestMethod]
        public void S_01_BaseNamePrecedesAllNames()
        {
            var sensor = new SimulatedSensor();
            Assert.IsTrue(sensor.Read());
            var pack = new ReadingPack(sensor, "urn:dev:mac:0024befffe804ff1:", 128);
            int count = pack.Write(0);
            IReadOnlyList<SenMlRecord> records = SenMlReader.Read(pack.Buffer.AsMemory(0, count));
            CollectionAssert.AreEqual(
                new[] { "urn:dev:mac:0024befffe804ff1:temperature", "urn:dev:mac:0024befffe804ff1:humidity" },
                records.Select(record => record.Name).ToArray());
        }

        [TestMethod]
        [DataRow(0L, 0.0)]
        [DataRow(999L, 0.0)]
        [DataRow(1000L, -1.0)]
        [DataRow(86400999L, -86400.0)]
        public void S_03_AgeIsATimeBeforeNow_InWholeSeconds(long milliseconds, double time)
        {
            Assert.AreEqual(time, Decode(new ReadingPack(new FixedSensor(1), string.Empty, 64), milliseconds).Time);
        }

        [TestMethod]
        public void PackThatCannotHoldTheLongestReading_IsRefusedByTheConstructor()
        {
            int capacity = 16;
            while (capacity < 64)
            {
                try
                {
                    _ = new ReadingPack(new FixedSensor(0), string.Empty, capacity);
                    break;
                }
                catch (ArgumentException)
                {
                    capacity++;
                }
            }

            // [{bt: age, n: "n", u: "u", v: 4([-3, value])}] with an age of 9 bytes: 16 do not do.
            Assert.IsInRange(20, 40, capacity);
            var longest = new ReadingPack(new FixedSensor(int.MinValue), string.Empty, capacity);
            Assert.IsGreaterThan(0, longest.Write(long.MaxValue));
        }

        [TestMethod]
        public void S_01_NamesThatSenMlForbids_AreRefusedByTheConstructor()
        {
            Assert.ThrowsExactly<ArgumentException>(() => new ReadingPack(new FixedSensor(0), "a b", 64));
            Assert.ThrowsExactly<ArgumentException>(() => new ReadingPack(new FixedSensor(0), "-", 64));
        }

        private static SenMlRecord Decode(ReadingPack pack, long age)
        {
            int count = pack.Write(age);
            return SenMlReader.Read(pack.Buffer.AsMemory(0, count)).Single();
        }

        private sealed class FixedSensor : SensorSource
        {
            internal FixedSensor(int milliValue)
                : base(["n"], ["u"])
            {
                SetMilliValue(0, milliValue);
            }

            public override bool Read() => true;
        }
    }
}
