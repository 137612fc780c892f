// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Diagnostics;
using NanoDtls;
using SensorNode.Desktop.Server;

namespace SensorNode.Desktop
{
    /// <summary>
    /// Shows what the reporting loop does, a line for each reading, and decides when to give up: at once
    /// while nothing was delivered yet, after a few attempts when a working connection broke.
    /// </summary>
    internal sealed class ConsoleObserver : ReportObserver
    {
        private const int MaxFailures = 3;
        private const int ReadingBeforePush = 3;

        private readonly TextWriter _output;
        private readonly SensorSource _sensor;
        private readonly DtlsClient _client;
        private readonly EmbeddedCollector? _collector;
        private readonly DemoOptions _options;
        private readonly string _server;
        private readonly TrafficMeter _handshakeMeter;
        private readonly TrafficMeter _readingMeter;
        private readonly List<string> _replies = [];
        private readonly Stopwatch _handshakeTime = new();
        private readonly Stopwatch _totalTime = Stopwatch.StartNew();
        private string _handshake = string.Empty;
        private int _delivered;
        private int _handshakes;
        private int _changes;

        /// <summary>Creates an observer.</summary>
        /// <param name="output">Takes the lines.</param>
        /// <param name="sensor">The sensor that the loop reads.</param>
        /// <param name="client">The connection that it uses.</param>
        /// <param name="collector">The embedded server; <c>null</c> when the server is the user's.</param>
        /// <param name="options">The command line.</param>
        /// <param name="server">The server, for messages.</param>
        internal ConsoleObserver(
            TextWriter output,
            SensorSource sensor,
            DtlsClient client,
            EmbeddedCollector? collector,
            DemoOptions options,
            string server)
        {
            _output = output;
            _sensor = sensor;
            _client = client;
            _collector = collector;
            _options = options;
            _server = server;
            _handshakeMeter = new TrafficMeter(client);
            _readingMeter = new TrafficMeter(client);
        }

        /// <summary>The CoAP code of the last response.</summary>
        internal Func<int> ResponseCode { get; set; } = () => 0;

        /// <summary>Why the session was not kept; <c>null</c> when it was, or was not to be.</summary>
        internal DemoException? StateFailure { get; private set; }

        /// <summary>What the server tells the node between readings; <c>null</c> for nothing.</summary>
        internal NodeConfiguration? Configuration { get; set; }

        /// <summary>Why the loop was told to give up; <c>null</c> when it was not.</summary>
        internal DemoException? Failure { get; private set; }

        /// <summary>The closing line.</summary>
        internal string Summary
        {
            get
            {
                string readings = _delivered == 1 ? "1 reading" : $"{_delivered} readings";
                string handshakes = _handshakes == 0
                    ? string.Empty
                    : _handshakes == 1 ? "handshake" : $"last of {_handshakes} handshakes";
                string time = $"{readings} delivered in {_totalTime.Elapsed.TotalSeconds:0.00} s";
                return _handshakes == 0 ? $"{time}; no handshake" : $"{time}; {handshakes}: {_handshake}";
            }
        }

        /// <inheritdoc/>
        public override void OnConnecting()
        {
            _handshakeMeter.Restart();
            _handshakeTime.Restart();
        }

        /// <inheritdoc/>
        public override void OnConnected()
        {
            _handshakes++;
            _handshake = _handshakeMeter.ToString();
            string kind = _client.Connection.IsResumed ? "abbreviated handshake" : "handshake";
            string masterSecret = _client.Connection.IsExtendedMasterSecret ? "extended master secret" : "no extended master secret";
            _output.WriteLine(
                $"connected to {_server} in {_handshakeTime.ElapsedMilliseconds} ms: {Printable.Suite(_client.Connection.CipherSuite)}, {masterSecret}; {kind} {_handshake}");
        }

        /// <inheritdoc/>
        public override void OnRestored()
        {
            string address = _client.Connection.PeerConnectionIdLength == 0
                ? "without Connection ID, so from the same address only"
                : $"Connection ID of {_client.Connection.PeerConnectionIdLength} bytes";
            _output.WriteLine($"session with {_server} restored from {_options.StateFile}: {Printable.Suite(_client.Connection.CipherSuite)}, {address}; no handshake");
        }

        /// <inheritdoc/>
        public override void OnRestoreFailed(DtlsStatus status)
        {
            string why = status switch
            {
                DtlsStatus.StateMissing => "no session there yet",
                DtlsStatus.StateForeign => "it belongs to another server, identity or key",
                DtlsStatus.StateDamaged => "it is damaged",
                DtlsStatus.StateVersion => "another version of this program wrote it",
                DtlsStatus.StateMismatch => "it does not fit the options",
                DtlsStatus.StoreFailed => "it cannot be read or written",
                _ => status.ToString(),
            };
            _output.WriteLine($"session not restored from {_options.StateFile}: {why}");
        }

        /// <inheritdoc/>
        public override void OnRestoredSessionLost(int reading)
        {
            _output.WriteLine($"reading {reading}: no answer in the restored session; kept, and sent again after a handshake");
        }

        /// <inheritdoc/>
        public override void OnStored(DtlsStatus status)
        {
            StateFailure = status == DtlsStatus.Ok
                ? null
                : new DemoException(ExitCode.StateNotKept, $"the session was not kept in {_options.StateFile}: {status}");
        }

        /// <inheritdoc/>
        public override bool OnConnectFailed(DtlsStatus status, DtlsAlert alert, int failures)
        {
            DemoException reason = HandshakeFailure.Explain(status, alert, _server, _options.TimeoutMilliseconds);
            if (_delivered > 0 && failures < MaxFailures)
            {
                _output.WriteLine($"not reconnected: {reason.Message}");
                return true;
            }

            Failure = _delivered > 0
                ? new DemoException(ExitCode.ConnectionLost, $"connection lost and not restored: {reason.Message}")
                : reason;
            return false;
        }

        /// <inheritdoc/>
        public override bool OnConnectionLost(int reading, int failures)
        {
            if (_delivered > 0 && failures < MaxFailures)
            {
                _output.WriteLine($"reading {reading}: connection lost, kept for the next one");
                return true;
            }

            Failure = new DemoException(ExitCode.ConnectionLost, $"{_server} did not acknowledge reading {reading}: connection lost");
            return false;
        }

        /// <inheritdoc/>
        public override void OnSensorFailed(int reading)
        {
            _output.WriteLine($"reading {reading}: the sensor did not answer");
        }

        /// <inheritdoc/>
        public override void OnSending(int reading)
        {
            ShowConfiguration();
            _replies.Clear();
            _readingMeter.Restart();
        }

        /// <inheritdoc/>
        public override void OnDelivered(int reading)
        {
            _delivered++;
            IReadOnlyList<SenMlRecord>? seen = _collector?.TakeReading();
            string values = seen == null ? $"{Printable.Reading(_sensor)} (as sent)" : $"{Printable.Records(seen)} (as the server decoded it)";
            _output.WriteLine($"reading {reading}: {values}; {Outcome()}; {_readingMeter}");
            if (reading == ReadingBeforePush && Configuration != null)
            {
                // What the user of a real server would do one day: the node is told at once.
                _collector?.SetInterval(_options.IntervalMilliseconds / 2);
            }
        }

        /// <inheritdoc/>
        public override bool OnRefused(int reading, int responseCode)
        {
            Failure = new DemoException(
                ExitCode.ReadingRefused,
                responseCode == 0
                    ? $"reading {reading} could not be exchanged: too long for a record, or an answer that makes no sense"
                    : $"{_server} refused reading {reading}: {Printable.Code(responseCode)}");
            return false;
        }

        /// <inheritdoc/>
        public override void OnRawReply(byte[] buffer, int count)
        {
            _replies.Add(Printable.Payload(buffer.AsSpan(0, count)));
        }

        private void ShowConfiguration()
        {
            if (Configuration != null && Configuration.Changes != _changes)
            {
                _changes = Configuration.Changes;
                _output.WriteLine(
                    $"the server wants a reading every {Configuration.IntervalMilliseconds} ms (/config/interval, observed); /config fetched in blocks: {Configuration.Document.Length} bytes");
            }
        }

        private string Outcome()
        {
            if (!_options.IsRaw)
            {
                return Printable.Code(ResponseCode());
            }

            return _replies.Count == 0 ? "nothing came back" : $"came back: {string.Join(" | ", _replies)}";
        }
    }
}
