// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;
using NanoDtls;

namespace SensorNode
{
    /// <summary>
    /// Shows on the LED and on the debug output what the reporting loop does, and ends it after some failures in a row:
    /// the supervisor then lets the board sleep.
    /// </summary>
    public sealed class NodeObserver : ReportObserver
    {
        private readonly NodeBoard _board;
        private readonly int _maxFailures;
        private readonly bool _isSingle;
        private int _changes;

        /// <summary>Creates an observer.</summary>
        /// <param name="board">The board.</param>
        /// <param name="maxFailures">After so many failures in a row the loop ends, 1 or more.</param>
        /// <param name="isSingle">Whether one reading is taken at each wake: a sensor that fails then ends the loop's work.</param>
        /// <exception cref="ArgumentNullException"><paramref name="board"/> is <c>null</c>.</exception>
        public NodeObserver(NodeBoard board, int maxFailures, bool isSingle)
        {
            if (board == null)
            {
                throw new ArgumentNullException(nameof(board));
            }

            _board = board;
            _maxFailures = maxFailures;
            _isSingle = isSingle;
        }

        /// <summary>What went wrong last; <see cref="NodeSignal.Off"/> when the last reading arrived.</summary>
        public NodeSignal Failure { get; private set; }

        /// <summary>Number of readings that arrived.</summary>
        public int Delivered { get; private set; }

        /// <summary>What the server tells the node; <c>null</c>, the default, when it is not asked.</summary>
        public NodeConfiguration Configuration { get; set; }

        /// <inheritdoc/>
        public override void OnConnecting()
        {
            _board.Show(NodeSignal.Busy);
        }

        /// <inheritdoc/>
        public override void OnConnected()
        {
            _board.Show(NodeSignal.Off);
            _board.Log("connected");
        }

        /// <inheritdoc/>
        public override void OnRestored()
        {
            _board.Log("session restored");
        }

        /// <inheritdoc/>
        public override void OnRestoreFailed(DtlsStatus status)
        {
            if (status != DtlsStatus.StateMissing)
            {
                _board.Log("session not restored, status " + ((int)status).ToString());
            }
        }

        /// <inheritdoc/>
        public override void OnRestoredSessionLost(int reading)
        {
            _board.Log("reading " + reading.ToString() + ": no answer in the restored session, handshake follows");
        }

        /// <inheritdoc/>
        public override void OnServerSilent()
        {
            _board.Log("server silent, connecting anew with the next reading");
        }

        /// <inheritdoc/>
        public override void OnStored(DtlsStatus status)
        {
            if (status != DtlsStatus.Ok)
            {
                _board.Log("session not stored, status " + ((int)status).ToString());
            }
        }

        /// <inheritdoc/>
        public override bool OnConnectFailed(DtlsStatus status, DtlsAlert alert, int failures)
        {
            bool isRejected = status == DtlsStatus.CredentialsRejected || status == DtlsStatus.FinishedTimedOut;
            return Fail(
                isRejected ? NodeSignal.Credentials : NodeSignal.Server,
                "not connected, status " + ((int)status).ToString() + ", alert " + ((int)alert).ToString() + ", failure " + failures.ToString(),
                failures);
        }

        /// <inheritdoc/>
        public override bool OnConnectionLost(int reading, int failures)
        {
            return Fail(NodeSignal.Server, "reading " + reading.ToString() + ": connection lost, failure " + failures.ToString(), failures);
        }

        /// <inheritdoc/>
        public override void OnSensorFailed(int reading)
        {
            Fail(NodeSignal.Sensor, "reading " + reading.ToString() + ": the sensor does not answer", 0);
        }

        /// <inheritdoc/>
        public override void OnSending(int reading)
        {
            if (Configuration != null && Configuration.Changes != _changes)
            {
                _changes = Configuration.Changes;
                _board.Log(
                    "the server wants a reading every " + Configuration.IntervalMilliseconds.ToString() + " ms; its configuration has "
                    + Configuration.Document.Length.ToString() + " bytes");
            }
        }

        /// <inheritdoc/>
        public override void OnDelivered(int reading)
        {
            Failure = NodeSignal.Off;
            Delivered++;
            _board.Log("reading " + reading.ToString() + ": delivered");
        }

        /// <inheritdoc/>
        public override bool OnRefused(int reading, int responseCode)
        {
            Fail(NodeSignal.Refused, "reading " + reading.ToString() + ": refused with code " + Code(responseCode), 0);
            return !_isSingle;
        }

        /// <inheritdoc/>
        public override void OnRawReply(byte[] buffer, int count)
        {
        }

        // RFC 7252 section 3: the class is written before the dot, the detail in two digits after it.
        private static string Code(int code)
        {
            int detail = code & 0x1F;
            return (code >> 5).ToString() + (detail < 10 ? ".0" : ".") + detail.ToString();
        }

        private bool Fail(NodeSignal signal, string line, int failures)
        {
            Failure = signal;
            _board.Log(line);
            _board.Show(signal);
            return failures < _maxFailures;
        }
    }
}
