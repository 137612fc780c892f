// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Testing
{
    /// <summary>
    /// A link between the engine and the scripted server on a virtual clock: carries datagrams with the
    /// faults of a plan, wakes the engine at its deadline, and measures what the engine allocates.
    /// </summary>
    public sealed class VirtualLink
    {
        private const int ReceiveOffset = 9;

        private readonly PriorityQueue<(Direction Direction, byte[] Bytes), (long Time, int Order)> _inFlight = new();
        private readonly LinkTrace _trace = new();
        private readonly HashSet<(int, long)> _sentNumbers = new();
        private readonly FaultPlan _faults;
        private byte[] _receiveBuffer;
        private int _order;
        private int _lastLength;
        private int _cidLength;
        private long _serverDeadline = long.MaxValue;
        private long _serverInterval;

        public VirtualLink(DtlsConnection client, ScriptedServer server, FaultPlan? faults = null)
        {
            Client = client;
            Server = server;
            _faults = faults ?? Faults.None;
            _receiveBuffer = new byte[client.MaxDatagram + 64];
        }

        public DtlsConnection Client { get; }

        public ScriptedServer Server { get; }

        /// <summary>The virtual clock in milliseconds; it does not start at 0 on purpose.</summary>
        public long Now { get; set; } = 5000;

        /// <summary>False: the client's datagrams are only logged, a test plays the server.</summary>
        public bool ServerAttached { get; set; } = true;

        /// <summary>All datagrams the client sent, with the time.</summary>
        public List<(long Time, byte[] Bytes)> SentByClient { get; } = new();

        public List<(long Time, byte[] Bytes)> SentByServer { get; } = new();

        /// <summary>Application data that the engine delivered.</summary>
        public List<byte[]> DataAtClient { get; } = new();

        /// <summary>Managed bytes allocated inside calls of the engine since construction.</summary>
        public long EngineAllocatedBytes { get; private set; }

        /// <summary>The bytes of the last datagram delivered, as the engine left them.</summary>
        public ReadOnlySpan<byte> LastDelivered => _receiveBuffer.AsSpan(ReceiveOffset, _lastLength);

        /// <summary>When <see cref="DtlsConnection.HandleTimeout"/> was called.</summary>
        public List<long> DeadlinesHandled { get; } = new();

        public DtlsStatus Start()
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            DtlsStatus status = Client.Start(Now);
            EngineAllocatedBytes += GC.GetAllocatedBytesForCurrentThread() - before;
            _trace.Note(Now, "Start: " + status);

            // A new handshake starts new epochs.
            _sentNumbers.Clear();
            FlushClient();
            return status;
        }

        /// <summary>Starts, and runs until both sides are connected or the client closed.</summary>
        public bool Connect(long limit = 300_000)
        {
            if (Start() != DtlsStatus.Ok)
            {
                return false;
            }

            RunUntil(() => (Client.State == DtlsState.Connected && Server.IsConnected) || Client.State == DtlsState.Closed, limit);
            return Client.State == DtlsState.Connected;
        }

        /// <summary>Runs the clock until the condition holds; false when nothing is left to happen before the limit.</summary>
        public bool RunUntil(Func<bool> condition, long limit = 300_000)
        {
            long end = Now + limit;
            for (int steps = 0; steps < 100_000; steps++)
            {
                FlushClient();
                FlushServer();
                if (condition())
                {
                    return true;
                }

                long arrival = _inFlight.TryPeek(out _, out (long Time, int Order) next) ? next.Time : long.MaxValue;
                long deadline = Client.NextDeadline;
                long time = Math.Min(Math.Min(arrival, deadline), ServerDeadline());
                if (time > end || time == long.MaxValue)
                {
                    Now = time == long.MaxValue ? Now : end;
                    return condition();
                }

                Now = Math.Max(Now, time);
                if (arrival == time)
                {
                    (Direction direction, byte[] bytes) = _inFlight.Dequeue();
                    Arrive(direction, bytes);
                }
                else if (deadline > time)
                {
                    _serverInterval *= 2;
                    _serverDeadline = Now + _serverInterval;
                    _trace.Note(Now, "server repeats its flight");
                    Server.RepeatLastFlight();
                }
                else
                {
                    HandleTimeout();
                }
            }

            throw new InvalidOperationException("the link does not come to rest" + Environment.NewLine + Describe());
        }

        /// <summary>Delivers what is in flight without waiting for any time-out of the client.</summary>
        public void Settle(long limit = 900)
        {
            RunUntil(() => false, limit);
        }

        public void HandleTimeout()
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Client.HandleTimeout(Now);
            EngineAllocatedBytes += GC.GetAllocatedBytesForCurrentThread() - before;
            DeadlinesHandled.Add(Now);
            _trace.Note(Now, "HandleTimeout");
            FlushClient();
        }

        /// <summary>Writes application data and sends the datagram; returns what the engine returned.</summary>
        public int Write(byte[] data)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            int result = Client.Write(data, 0, data.Length);
            EngineAllocatedBytes += GC.GetAllocatedBytesForCurrentThread() - before;
            if (result > 0)
            {
                SendFromClient(Client.OutputBuffer.AsSpan(0, result).ToArray());
            }

            return result;
        }

        public void Close()
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Client.Close();
            EngineAllocatedBytes += GC.GetAllocatedBytesForCurrentThread() - before;
            _trace.Note(Now, "Close");
            FlushClient();
        }

        /// <summary>Hands a datagram to the engine at once; returns how many pieces of application data it held.</summary>
        public int DeliverToClient(byte[] datagram)
        {
            if (datagram.Length + 64 > _receiveBuffer.Length)
            {
                _receiveBuffer = new byte[datagram.Length + 64];
            }

            _receiveBuffer.AsSpan().Fill(0x5A);
            datagram.CopyTo(_receiveBuffer, ReceiveOffset);
            _lastLength = datagram.Length;
            long before = GC.GetAllocatedBytesForCurrentThread();
            int length = Client.ProcessDatagram(_receiveBuffer, ReceiveOffset, datagram.Length, Now);
            EngineAllocatedBytes += GC.GetAllocatedBytesForCurrentThread() - before;
            int pieces = 0;
            while (length > 0)
            {
                pieces++;
                int offset = Client.DataOffset;
                if (offset < ReceiveOffset || offset + length > ReceiveOffset + datagram.Length)
                {
                    throw new InvalidOperationException("application data outside of the datagram");
                }

                DataAtClient.Add(_receiveBuffer.AsSpan(offset, length).ToArray());
                FlushClient();
                before = GC.GetAllocatedBytesForCurrentThread();
                length = Client.ProcessNext(Now);
                EngineAllocatedBytes += GC.GetAllocatedBytesForCurrentThread() - before;
            }

            if (_receiveBuffer.AsSpan(0, ReceiveOffset).ContainsAnyExcept((byte)0x5A) || _receiveBuffer.AsSpan(ReceiveOffset + datagram.Length).ContainsAnyExcept((byte)0x5A))
            {
                throw new InvalidOperationException("the engine wrote outside of the datagram");
            }

            FlushClient();
            return pieces;
        }

        /// <summary>What happened, for failure messages.</summary>
        public string Describe()
        {
            return "client " + Client.State + ", " + Client.CloseReason + ", alert " + Client.LastAlert
                + ", last drop " + Client.LastDropReason + " of " + Client.DropCount + Environment.NewLine
                + string.Concat(Server.Violations.Select(violation => "violation: " + violation + Environment.NewLine))
                + _trace.Describe();
        }

        // RFC 6347 section 4.2.4.1, for the one flight of a server that the client does not ask for again by itself:
        // the one of a resumed handshake, once the client is connected.
        private long ServerDeadline()
        {
            if (!Server.WaitsForResumedFinished)
            {
                _serverDeadline = long.MaxValue;
            }
            else if (_serverDeadline == long.MaxValue)
            {
                _serverInterval = 1000;
                _serverDeadline = Now + _serverInterval;
            }

            return _serverDeadline;
        }

        private void FlushClient()
        {
            while (true)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                int length = Client.GetDatagram();
                EngineAllocatedBytes += GC.GetAllocatedBytesForCurrentThread() - before;
                if (length == 0)
                {
                    return;
                }

                SendFromClient(Client.OutputBuffer.AsSpan(0, length).ToArray());
            }
        }

        private void FlushServer()
        {
            while (Server.Outbox.TryDequeue(out byte[]? datagram))
            {
                var packet = new Packet(Direction.ToClient, SentByServer.Count, datagram, Now);
                SentByServer.Add((Now, datagram));
                Post(packet);
            }
        }

        private void SendFromClient(byte[] datagram)
        {
            var packet = new Packet(Direction.ToServer, SentByClient.Count, datagram, Now);
            SentByClient.Add((Now, datagram));

            // RFC 6347 4.1 and RFC 6655 3: a repeated number would be a repeated nonce.
            // The last datagram of a connection leaves when the client has forgotten it.
            _cidLength = Client.PeerConnectionIdLength == 0 ? _cidLength : Client.PeerConnectionIdLength;
            foreach (WireRecord record in WireRecord.ParseWithCid(datagram, _cidLength == 0 ? Server.CidLength : _cidLength))
            {
                if (!_sentNumbers.Add((record.Epoch, record.Sequence)))
                {
                    Server.Violations.Add("record number " + record.Epoch + "." + record.Sequence + " was sent twice");
                }
            }

            Post(packet);
        }

        private void Post(Packet packet)
        {
            string arrow = packet.Direction == Direction.ToServer ? "C->S #" : "S->C #";
            bool arrives = false;
            foreach (Delivery delivery in _faults(packet))
            {
                arrives = true;
                _inFlight.Enqueue((packet.Direction, delivery.Bytes), (Now + delivery.Delay, _order++));
                _trace.Note(Now, arrow + packet.Index + " " + LinkTrace.Summary(packet.Bytes) + (delivery.Delay == Faults.Latency ? "" : " late by " + delivery.Delay));
            }

            if (!arrives)
            {
                _trace.Note(Now, arrow + packet.Index + " " + LinkTrace.Summary(packet.Bytes) + " lost");
            }
        }

        private void Arrive(Direction direction, byte[] bytes)
        {
            if (direction == Direction.ToClient)
            {
                // As on a socket, what does not fit is cut off.
                DeliverToClient(bytes.Length > Client.MaxDatagram ? bytes[..Client.MaxDatagram] : bytes);
            }
            else if (ServerAttached)
            {
                Server.Receive(bytes);
            }
        }
    }
}
