// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace SensorNode
{
    /// <summary>The firmware's entry point.</summary>
    public static class Program
    {
        /// <summary>Starts the node; never returns.</summary>
        public static void Main()
        {
            new NodeSupervisor(new Esp32Board(), new NodeLimits()).Run();
        }
    }
}
