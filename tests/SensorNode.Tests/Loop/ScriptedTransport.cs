// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Net;
using NanoDtls;
using SensorNode.Desktop.Server;

namespace SensorNode.Tests
{
    /// <summary>A transport whose results are given, and which remembers what it was to send.</summary>
    internal sealed class ScriptedTransport : ReportTransport, IDisposable
    {
        private readonly Queue<DtlsStatus> _connects = new();
        private readonly Queue<ReportResult> _sends = new();
        private readonly Queue<bool> _pings = new();

        internal ScriptedTransport()
            : base(new DtlsClient(new DtlsClientOptions { PskIdentity = [1], PskKey = new byte[16] }), new IPEndPoint(IPAddress.Loopback, 9))
        {
        }

        /// <summary>Value of each pack that was sent, with its time when it has one.</summary>
        internal List<(double Value, double Time)> Sent { get; } = [];

        /// <summary>When each handshake began, in milliseconds.</summary>
        internal List<long> ConnectTimes { get; } = [];

        public override int ResponseCode => 0x8F;

        /// <summary>Results of the next handshakes; after them all succeed.</summary>
        internal ScriptedTransport WithConnects(params DtlsStatus[] results)
        {
            Array.ForEach(results, _connects.Enqueue);
            return this;
        }

        /// <summary>Results of the next readings; after them all arrive.</summary>
        internal ScriptedTransport WithSends(params ReportResult[] results)
        {
            Array.ForEach(results, _sends.Enqueue);
            return this;
        }

        /// <summary>What restoring gives; there is a store when it is set.</summary>
        internal DtlsStatus RestoreResult { get; init; } = DtlsStatus.StateMissing;

        /// <summary>What saving gives.</summary>
        internal DtlsStatus SaveResult { get; init; } = DtlsStatus.Ok;

        internal int Reservations { get; private set; }

        internal int Saves { get; private set; }

        internal List<long> PingTimes { get; } = [];

        /// <summary>Results of the next pings; after them all are answered.</summary>
        internal ScriptedTransport WithPings(params bool[] results)
        {
            Array.ForEach(results, _pings.Enqueue);
            return this;
        }

        public override DtlsStatus Restore() => RestoreResult;

        public override DtlsStatus Reserve()
        {
            Reservations++;
            return SaveResult;
        }

        public override DtlsStatus Save()
        {
            Saves++;
            return SaveResult;
        }

        public override bool Ping()
        {
            PingTimes.Add(Environment.TickCount64);
            return !_pings.TryDequeue(out bool isAlive) || isAlive;
        }

        public override DtlsStatus Connect()
        {
            ConnectTimes.Add(Environment.TickCount64);
            return _connects.TryDequeue(out DtlsStatus status) ? status : DtlsStatus.Ok;
        }

        public override ReportResult Send(byte[] payload, int count)
        {
            SenMlRecord record = SenMlReader.Read(payload.AsMemory(0, count)).Single();
            Sent.Add((record.Value, record.Time));
            return _sends.TryDequeue(out ReportResult result) ? result : ReportResult.Delivered;
        }

        public void Dispose() => Client.Dispose();
    }
}
