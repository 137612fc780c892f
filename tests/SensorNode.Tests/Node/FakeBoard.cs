// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Net;
using NanoDtls;

namespace SensorNode.Tests
{
    /// <summary>A board that does what a test says, and notes what it is told.</summary>
    internal sealed class FakeBoard : NodeBoard
    {
        internal List<string> Lines { get; } = [];

        internal List<NodeSignal> Signals { get; } = [];

        internal List<int> Pauses { get; } = [];

        internal List<int> Sleeps { get; } = [];

        internal List<(int Awake, int Sleep)> Watches { get; } = [];

        internal bool IsAfterTimer { get; set; }

        internal Func<string?> Configuration { get; set; } = () => null;

        internal Func<bool> Network { get; set; } = () => true;

        internal Func<string, IPAddress?> Names { get; set; } = host => IPAddress.TryParse(host, out IPAddress? address) ? address : null;

        internal Func<SensorSource> Sensor { get; set; } = () => new DriftingSensor();

        internal Func<SessionStore?> Store { get; set; } = () => null;

        internal Action<NodeSignal> Light { get; set; } = _ => { };

        internal Action Sleeping { get; set; } = () => { };

        internal NodeSettings? Configured { get; private set; }

        public override bool IsTimerWake => IsAfterTimer;

        public override string? ReadConfiguration() => Configuration();

        public override void Configure(NodeSettings settings) => Configured = settings;

        public override bool JoinNetwork(NodeSettings settings, int timeoutMilliseconds) => Network();

        public override IPAddress? Resolve(string host) => Names(host);

        public override SensorSource CreateSensor(NodeSettings settings) => Sensor();

        public override DtlsCrypto CreateCrypto() => new SoftwareCrypto();

        public override SessionStore? CreateStore() => Store();

        public override void Show(NodeSignal signal)
        {
            Signals.Add(signal);
            Light(signal);
        }

        public override void Log(string line) => Lines.Add(line);

        public override void Pause(int milliseconds) => Pauses.Add(milliseconds);

        public override void Watch(int milliseconds, int sleepMilliseconds) => Watches.Add((milliseconds, sleepMilliseconds));

        public override void DeepSleep(int milliseconds)
        {
            Sleeps.Add(milliseconds);
            Sleeping();
        }
    }
}
