// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls;

namespace SensorNode.Tests
{
    /// <summary>Notes each call as a word, and answers as it is told.</summary>
    internal sealed class RecordingObserver : ReportObserver
    {
        internal List<string> Calls { get; } = [];

        /// <summary>How many failures in a row it puts up with.</summary>
        internal int Patience { get; init; } = int.MaxValue;

        /// <summary>Whether it goes on after a refusal.</summary>
        internal bool GoesOnAfterRefusal { get; init; } = true;

        /// <summary>Called after each reading that arrived.</summary>
        internal Action<int> Delivered { get; set; } = _ => { };

        /// <summary>Called when a connection was lost.</summary>
        internal Action Lost { get; init; } = () => { };

        internal string Log => string.Join(' ', Calls);

        public override void OnConnecting() => Calls.Add("connecting");

        public override void OnConnected() => Calls.Add("connected");

        public override void OnRestored() => Calls.Add("restored");

        public override void OnRestoreFailed(DtlsStatus status) => Calls.Add($"norestore:{status}");

        public override void OnRestoredSessionLost(int reading) => Calls.Add($"fallback{reading}");

        public override void OnServerSilent() => Calls.Add("silent");

        public override void OnStored(DtlsStatus status) => Calls.Add($"stored:{status}");

        public override bool OnConnectFailed(DtlsStatus status, DtlsAlert alert, int failures)
        {
            Calls.Add($"failed:{status}:{failures}");
            return failures < Patience;
        }

        public override bool OnConnectionLost(int reading, int failures)
        {
            Calls.Add($"lost{reading}:{failures}");
            Lost();
            return failures < Patience;
        }

        public override void OnSensorFailed(int reading) => Calls.Add($"sensor{reading}");

        public override void OnSending(int reading) => Calls.Add($"sending{reading}");

        public override void OnDelivered(int reading)
        {
            Calls.Add($"delivered{reading}");
            Delivered(reading);
        }

        public override bool OnRefused(int reading, int responseCode)
        {
            Calls.Add($"refused{reading}:{responseCode:X2}");
            return GoesOnAfterRefusal;
        }

        public override void OnRawReply(byte[] buffer, int count) => Calls.Add($"reply:{count}");
    }
}
