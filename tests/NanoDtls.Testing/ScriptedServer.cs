// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Testing
{
    /// <summary>
    /// A DTLS 1.2 PSK server for tests: datagrams in, datagrams in <see cref="Outbox"/>, no socket and no
    /// clock. It answers a retransmitted client flight by its own last flight, and is written from the
    /// RFCs on .NET's crypto, without code of <c>src/</c>.
    /// </summary>
    public sealed partial class ScriptedServer : IDisposable
    {
        private readonly HandshakeReassembler _reassembler = new();
        private readonly List<byte[]> _transcript = new();
        private readonly Dictionary<int, ReceivedMessage> _history = new();
        private readonly byte[] _serverRandom = new byte[32];
        private ClientHelloMessage? _firstHello;
        private ClientHelloMessage? _hello;
        private IReadOnlyList<FlightItem>? _lastFlight;
        private int _lastFlightNumber;
        private int _messageSequence;
        private int _cookiesSent;
        private bool _changeCipherSpecReceived;

        public ScriptedServer(ServerSettings? settings = null)
        {
            Settings = settings ?? new ServerSettings();
            Records = new ServerRecordLayer(Settings);
        }

        public ServerSettings Settings { get; }

        public ServerRecordLayer Records { get; }

        /// <summary>Datagrams that wait to be sent to the client.</summary>
        public Queue<byte[]> Outbox { get; } = new();

        /// <summary>All handshake messages received, in order, without repetitions.</summary>
        public List<ReceivedMessage> Messages { get; } = new();

        /// <summary>Alerts received: level, description, epoch.</summary>
        public List<(int Level, int Description, int Epoch)> Alerts { get; } = new();

        public List<byte[]> ApplicationData { get; } = new();

        /// <summary>Return routability messages received (RFC 9853 section 4).</summary>
        public List<byte[]> RoutabilityMessages { get; } = new();

        /// <summary>What the client did against the specification, in words; empty for a correct client.</summary>
        public List<string> Violations { get; } = new();

        /// <summary>The client's Finished was verified and answered.</summary>
        public bool IsConnected { get; private set; }

        /// <summary>How many handshakes got that far.</summary>
        public int HandshakesCompleted { get; private set; }

        public int FlightsRepeated { get; private set; }

        public int Suite { get; private set; }

        public byte[]? Premaster { get; private set; }

        public byte[]? Master { get; private set; }

        public byte[]? KeyBlock { get; private set; }

        public ClientHelloMessage? Hello => _hello ?? _firstHello;

        public int TagLength => Wire.TagLength(Suite);

        /// <summary>
        /// Bytes of the Connection ID that the client sends: of the connection, or, while its first protected record is
        /// still to come, of what was handed out for it.
        /// </summary>
        public int CidLength => Records.ReceiveCid.Length > 0 ? Records.ReceiveCid.Length : Settings.ConnectionId?.Length ?? 0;

        /// <summary>Takes in one datagram of the client.</summary>
        public void Receive(byte[] datagram)
        {
            bool repeat = false;
            try
            {
                foreach (WireRecord record in WireRecord.ParseWithCid(datagram, CidLength))
                {
                    repeat |= ReceiveRecord(record);
                }
            }
            catch (WireFormatException e)
            {
                Violations.Add(e.Message);
            }

            if (repeat)
            {
                FlightsRepeated++;
                RepeatLastFlight();
            }
        }

        /// <summary>Sends the last flight again: new record numbers, same messages.</summary>
        public void RepeatLastFlight()
        {
            if (_lastFlight != null)
            {
                Send(_lastFlightNumber, _lastFlight);
            }
        }

        /// <summary>Encodes one record as a datagram, numbered next unless a number is given.</summary>
        public byte[] Build(int type, int epoch, byte[] content, long? sequence = null)
        {
            return Records.Encode(new RecordPlan(type, epoch, content), sequence);
        }

        public byte[] BuildAlert(int level, int description, int epoch)
        {
            return Build(Wire.Alert, epoch, new[] { (byte)level, (byte)description });
        }

        /// <summary>A handshake message as one record, with any message_seq.</summary>
        public byte[] BuildHandshake(int type, int messageSequence, byte[] body, int epoch = 0)
        {
            return Build(Wire.Handshake, epoch, Wire.HandshakeMessage(type, messageSequence, body));
        }

        public byte[] BuildData(byte[] data, long? sequence = null) => Build(Wire.ApplicationData, 1, data, sequence);

        public byte[] BuildHelloRequest(int epoch = 1)
        {
            return BuildHandshake(Wire.HelloRequest, epoch == 1 ? _messageSequence : 0, Array.Empty<byte>(), epoch);
        }

        public void Dispose() => Records.Dispose();

        // Returns whether the record repeats the end of a flight that was answered before.
        private bool ReceiveRecord(WireRecord record)
        {
            if (record.Version != Wire.Dtls12 && !(record.Version == Wire.Dtls10 && record.Epoch == 0 && _hello == null))
            {
                Violations.Add("record version " + record.Version.ToString("X4"));
            }

            int bad = Records.BadRecords;
            ReceivedRecord received = Records.Decode(record);
            if (received.Content == null)
            {
                if (Records.BadRecords > bad && Settings.OnBadRecord == BadRecordPolicy.Alert)
                {
                    Outbox.Enqueue(BuildAlert(Wire.Fatal, Settings.BadRecordAlert, 0));
                }

                return false;
            }

            switch (received.Type)
            {
                case Wire.Handshake:
                    return ReceiveHandshake(received.Content, record);
                case Wire.ChangeCipherSpec:
                    Require(record.Epoch == 0 && received.Content is [1], "ChangeCipherSpec body or epoch");
                    _changeCipherSpecReceived = true;
                    return false;
                case Wire.Alert:
                    ReceiveAlert(received.Content, record.Epoch);
                    return false;
                case Wire.ApplicationData:
                    Require(record.Epoch == 1 && IsConnected, "application data before Finished");
                    ApplicationData.Add(received.Content);
                    if (Settings.Echo)
                    {
                        Outbox.Enqueue(BuildData(received.Content));
                    }

                    return false;
                case Wire.ReturnRoutabilityCheck:
                    Require(record.Epoch == 1 && Settings.AnswerReturnRoutabilityCheck, "return routability check that was not agreed on");
                    RoutabilityMessages.Add(received.Content);
                    return false;
                default:
                    Violations.Add("content type " + received.Type);
                    return false;
            }
        }

        private bool ReceiveHandshake(byte[] content, WireRecord record)
        {
            bool repeat = false;
            foreach (WireFragment fragment in WireFragment.Parse(content))
            {
                // A new handshake from the same port starts at message 0 again (RFC 6347 section 4.2.8).
                if (fragment is { HandshakeType: Wire.ClientHello, MessageSequence: 0 } && record.Epoch == 0 && IsNewHandshake(fragment))
                {
                    Restart();
                }

                if (fragment.MessageSequence < _reassembler.NextSequence)
                {
                    RequireSameBytes(fragment);
                    repeat |= fragment.MessageSequence == _reassembler.NextSequence - 1;
                    continue;
                }

                foreach (ReceivedMessage message in _reassembler.Add(fragment, record.Epoch))
                {
                    Messages.Add(message);
                    _history[message.MessageSequence] = message;
                    Handle(message, record.Sequence);
                }
            }

            return repeat;
        }

        // RFC 6347 section 4.2.4: a retransmission is the same message again.
        private void RequireSameBytes(WireFragment fragment)
        {
            if (_history.TryGetValue(fragment.MessageSequence, out ReceivedMessage? message))
            {
                Require(
                    message.HandshakeType == fragment.HandshakeType
                        && message.Body.Length == fragment.Total
                        && message.Body.AsSpan(fragment.Offset, fragment.Part.Length).SequenceEqual(fragment.Part),
                    "a retransmitted message has other bytes: " + message);
            }
        }

        private bool IsNewHandshake(WireFragment fragment)
        {
            return _firstHello != null && fragment.Offset == 0 && fragment.Part.Length >= 34 && !fragment.Part.AsSpan(2, 32).SequenceEqual(_firstHello.Random);
        }

        private void Restart()
        {
            _reassembler.Reset(0);
            _history.Clear();
            _firstHello = null;
            _hello = null;
            _lastFlight = null;
            _messageSequence = 0;
            _cookiesSent = 0;
            _changeCipherSpecReceived = false;
            IsConnected = false;
            IsResumed = false;
            Records.Reset(0);
            Records.Reset(1);
            Records.SendCid = Array.Empty<byte>();
            Records.ReceiveCid = Array.Empty<byte>();
        }

        private void ReceiveAlert(byte[] content, int epoch)
        {
            Require(content.Length == 2, "alert length");
            Alerts.Add((content[0], content[1], epoch));
            if (content[1] == 0 && epoch == 1 && IsConnected)
            {
                IsConnected = false;

                // What comes next belongs to another handshake, even when its first fragment is late.
                _history.Clear();
                if (Settings.AnswerCloseNotify)
                {
                    Outbox.Enqueue(BuildAlert(Wire.Warning, 0, 1));
                }
            }
        }

        private void Require(bool condition, string what)
        {
            if (!condition)
            {
                throw new WireFormatException(what);
            }
        }
    }
}
