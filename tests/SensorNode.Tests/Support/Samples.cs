// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using SensorNode.Desktop;
using SensorNode.Desktop.Server;

namespace SensorNode.Tests
{
    /// <summary>What the simulated sensor must have measured, computed anew.</summary>
    internal static class Samples
    {
        /// <summary>The first readings of a fresh sensor, as the program prints them.</summary>
        internal static string[] Printed(int count)
        {
            var sensor = new SimulatedSensor();
            return Enumerable.Range(0, count).Select(_ =>
            {
                Assert.IsTrue(sensor.Read());
                return Printable.Reading(sensor);
            }).ToArray();
        }

        /// <summary>Fails unless these readings, and no others, arrived in order.</summary>
        internal static void AssertArrived(TestServer server, int count)
        {
            string[] arrived = server.Readings.Select(records => Printable.Records(records)).ToArray();
            CollectionAssert.AreEqual(Printed(count), arrived);
        }
    }
}
