// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Net;
using NanoDtls;

namespace SensorNode
{
    /// <summary>
    /// The hardware below a node: everything that only a board has. The supervisor above decides, so that its decisions
    /// can be tested without a board. A method may throw anything: the supervisor survives it.
    /// </summary>
    public abstract class NodeBoard
    {
        /// <summary>Whether the node was started by its own timer, after a deep sleep.</summary>
        public abstract bool IsTimerWake { get; }

        /// <summary>Reads the configuration file.</summary>
        /// <returns>Its text, or <c>null</c> when there is no file.</returns>
        public abstract string ReadConfiguration();

        /// <summary>Prepares what the configuration names: the LED's pin, the bus.</summary>
        /// <param name="settings">The settings.</param>
        public abstract void Configure(NodeSettings settings);

        /// <summary>Joins the network.</summary>
        /// <param name="settings">The settings.</param>
        /// <param name="timeoutMilliseconds">Longest time that it may take.</param>
        /// <returns>Whether there is a network with an address.</returns>
        public abstract bool JoinNetwork(NodeSettings settings, int timeoutMilliseconds);

        /// <summary>Finds the address of a host.</summary>
        /// <param name="host">Name or address.</param>
        /// <returns>The address, or <c>null</c> when there is none.</returns>
        public abstract IPAddress Resolve(string host);

        /// <summary>Creates the sensor that the configuration names.</summary>
        /// <param name="settings">The settings.</param>
        /// <returns>The sensor.</returns>
        public abstract SensorSource CreateSensor(NodeSettings settings);

        /// <summary>Creates the crypto back end.</summary>
        /// <returns>A new back end of one connection.</returns>
        public abstract DtlsCrypto CreateCrypto();

        /// <summary>Creates the store of the session.</summary>
        /// <returns>A store that outlives deep sleep, or <c>null</c> when the board has none.</returns>
        public abstract SessionStore CreateStore();

        /// <summary>Shows a signal on the LED: at once when it is a state, once through when it blinks.</summary>
        /// <param name="signal">What to show.</param>
        public abstract void Show(NodeSignal signal);

        /// <summary>Writes a line to the debug output.</summary>
        /// <param name="line">The line, without secrets.</param>
        public abstract void Log(string line);

        /// <summary>Waits.</summary>
        /// <param name="milliseconds">How long.</param>
        public abstract void Pause(int milliseconds);

        /// <summary>
        /// Makes sure that the board sleeps even if the thread of the supervisor never comes back: from a driver that waits for
        /// ever, say. Called once a wake.
        /// </summary>
        /// <param name="milliseconds">After this time, counted from now, the board sleeps whatever it does.</param>
        /// <param name="sleepMilliseconds">How long it sleeps then.</param>
        public abstract void Watch(int milliseconds, int sleepMilliseconds);

        /// <summary>Sleeps deeply. On a board this does not return: the node starts anew.</summary>
        /// <param name="milliseconds">How long.</param>
        public abstract void DeepSleep(int milliseconds);
    }
}
