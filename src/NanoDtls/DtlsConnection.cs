// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <summary>
    /// The DTLS 1.2 PSK client engine (RFC 6347, RFC 4279): datagrams in, datagrams out, no socket, no
    /// clock and no thread of its own. All memory is allocated by the constructor. An instance is used by
    /// one thread at a time.
    /// </summary>
    public sealed partial class DtlsConnection
    {
        // A ServerHello with a session ID and every extension that was offered, a ServerKeyExchange with a
        // hint of 128 bytes and a ServerHelloDone come in one datagram from servers that pack their flight.
        private const int MinReceivePayload = 320;

        private const int MaxOverhead = RecordLayer.ProtectedOffset + 16;

        // Fatal for the session too, not only for the connection (RFC 5246 section 7.2.2).
        private const int StatusesThatEndSession =
            (1 << (int)DtlsStatus.FinishedTimedOut)
            | (1 << (int)DtlsStatus.PeerAlert)
            | (1 << (int)DtlsStatus.CredentialsRejected)
            | (1 << (int)DtlsStatus.ProtocolError)
            | (1 << (int)DtlsStatus.ForgeryLimit)
            | (1 << (int)DtlsStatus.SessionExported);

        private readonly RecordLayer _records;
        private readonly ClientHandshake _handshake;
        private readonly int _maxRecordPayload;

        private DtlsState _state;
        private DtlsStatus _closeReason;
        private DtlsAlert _lastAlert;
        private int _maxPayload;

        // The datagram that is being read: array, next record, end.
        private byte[] _datagram;
        private int _position;
        private int _end;
        private int _dataOffset;

        /// <summary>Creates a connection and all of its memory.</summary>
        /// <param name="options">Settings; copied, not kept, except for the crypto back end.</param>
        /// <exception cref="ArgumentNullException">The options, the identity, the key or the suites are null.</exception>
        /// <exception cref="ArgumentException">The suites are empty, unknown or repeated.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A setting is out of the range that its property documents.</exception>
        /// <exception cref="InvalidOperationException">The crypto back end serves another connection.</exception>
        public DtlsConnection(DtlsClientOptions options)
        {
            OptionsValidation.Check(options);

            DtlsCrypto crypto = options.Crypto == null ? new SoftwareCrypto(OptionsValidation.NeedsAes256(options.CipherSuites)) : options.Crypto;
            if (crypto.IsClaimed)
            {
                throw new InvalidOperationException();
            }

            _maxRecordPayload = options.MaxRecordPayload;
            int outputSize = ClientHandshake.MinBufferLength(options);
            if (outputSize < _maxRecordPayload + MaxOverhead)
            {
                outputSize = _maxRecordPayload + MaxOverhead;
            }

            _records = new RecordLayer(crypto, outputSize, options.ConnectionId, options.RecordPadding);
            byte[] identity = null;
            if (options.PskStore == null)
            {
                identity = new byte[2 + options.PskIdentity.Length];
                identity[1] = (byte)options.PskIdentity.Length;
                Array.Copy(options.PskIdentity, 0, identity, 2, options.PskIdentity.Length);
                byte[] premaster = new byte[ClientHandshake.PremasterLength(options.PskKey)];
                ClientHandshake.SetPremasterSecret(crypto, premaster, 0, options.PskKey);
            }

            _handshake = new ClientHandshake(options, identity, _records);
            if (options.StateKey != null)
            {
                _saved = new SavedState(options, crypto, _records.Output);
            }

            crypto.IsClaimed = true;
            _dataOverhead = NoData;
            _lastAlert = DtlsAlert.None;
            _maxPayload = _maxRecordPayload;
        }

        /// <summary>Starts a handshake, from <see cref="DtlsState.Idle"/> or <see cref="DtlsState.Closed"/>.</summary>
        /// <param name="nowMilliseconds">The caller's monotonic clock.</param>
        /// <returns><see cref="DtlsStatus.Ok"/>, or <see cref="DtlsStatus.RandomFailed"/> and nothing else happened.</returns>
        /// <exception cref="InvalidOperationException">A handshake is under way or the connection is open.</exception>
        /// <exception cref="ObjectDisposedException"><see cref="Clear"/> was called.</exception>
        public DtlsStatus Start(long nowMilliseconds)
        {
            if (_handshake.State == ClientHandshake.Cleared)
            {
                throw new ObjectDisposedException(nameof(DtlsConnection));
            }

            if (_state == DtlsState.Handshaking || _state == DtlsState.Connected)
            {
                throw new InvalidOperationException();
            }

            _position = _end;
            ForgetImport();
            if (!_handshake.Start(nowMilliseconds))
            {
                return DtlsStatus.RandomFailed;
            }

            _state = DtlsState.Handshaking;
            _closeReason = DtlsStatus.Ok;
            _lastAlert = DtlsAlert.None;
            _maxPayload = _maxRecordPayload;
            return DtlsStatus.Ok;
        }

        /// <summary>Retransmits or gives up when the deadline has passed; else does nothing (RFC 6347 section 4.2.4).</summary>
        /// <param name="nowMilliseconds">The caller's monotonic clock.</param>
        public void HandleTimeout(long nowMilliseconds)
        {
            if (_state != DtlsState.Handshaking)
            {
                return;
            }

            ClientHandshake handshake = _handshake;
            if (handshake.HasGivenUp(nowMilliseconds))
            {
                End(handshake.State < ClientHandshake.WaitChangeCipherSpec ? DtlsStatus.TimedOut : DtlsStatus.FinishedTimedOut);
            }
            else if (handshake.TakeRetransmission(nowMilliseconds))
            {
                handshake.Retransmit();
            }
        }

        /// <summary>
        /// Takes the next datagram to send. Call it until it returns 0 after <see cref="Start"/>,
        /// <see cref="ProcessDatagram"/>, <see cref="ProcessNext"/>, <see cref="HandleTimeout"/> and <see cref="Close"/>.
        /// </summary>
        /// <returns>Its length in <see cref="OutputBuffer"/>, or 0 for none. It must be sent before the next call on this object.</returns>
        public int GetDatagram()
        {
            RecordLayer records = _records;
            int length = records.OutputLength;
            if (length == 0)
            {
                if (_handshake.Pending == 0)
                {
                    return 0;
                }

                _handshake.WriteNext();
                length = records.OutputLength;
            }

            records.OutputLength = 0;
            return length;
        }

        /// <summary>
        /// Protects application data as one record in <see cref="OutputBuffer"/>. A datagram that was not fetched from
        /// <see cref="GetDatagram"/> before is lost, as on the network: the server asks for it again.
        /// </summary>
        /// <param name="buffer">Caller's array.</param>
        /// <param name="offset">First byte.</param>
        /// <param name="count">Bytes, 0 to <see cref="MaxPayload"/>.</param>
        /// <returns>
        /// Length of the datagram to send, or the negated <see cref="DtlsStatus"/>: why the connection is closed,
        /// <see cref="DtlsStatus.MessageTooLong"/>, <see cref="DtlsStatus.SequenceExhausted"/> or
        /// <see cref="DtlsStatus.ReservationUsedUp"/>.
        /// </returns>
        /// <exception cref="ArgumentNullException"><paramref name="buffer"/> is null.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The range is not inside the array.</exception>
        /// <exception cref="InvalidOperationException">The connection was never open, or the caller closed it.</exception>
        public int Write(byte[] buffer, int offset, int count)
        {
            OptionsValidation.CheckRange(buffer, offset, count);
            if (_state != DtlsState.Connected)
            {
                return NotOpen();
            }

            if (count > _maxPayload)
            {
                return -(int)DtlsStatus.MessageTooLong;
            }

            if (_records.IsExhausted)
            {
                return -(int)(_records.Limit < RecordLayer.MaxSequence ? DtlsStatus.ReservationUsedUp : DtlsStatus.SequenceExhausted);
            }

            Array.Copy(buffer, offset, _records.Output, _records.ContentOffset, count);
            _records.OutputLength = 0;
            return _records.Seal(ContentType.ApplicationData, 0, count);
        }

        /// <summary>
        /// Ends the connection and zeroes its keys; a close_notify then waits in <see cref="GetDatagram"/>. Without
        /// a connection it does nothing.
        /// </summary>
        public void Close()
        {
            if (_state == DtlsState.Connected || _state == DtlsState.Handshaking)
            {
                EndWithAlert(RecordLayer.AlertLevelWarning, DtlsAlert.CloseNotify, DtlsStatus.Ok);
            }
        }

        /// <summary>
        /// Ends the connection without a word, zeroes all secrets, the pre-shared key's included, and sets the
        /// crypto back end free. The object cannot be used again.
        /// </summary>
        public void Clear()
        {
            if (_handshake.State == ClientHandshake.Cleared)
            {
                return;
            }

            End(DtlsStatus.Ok);
            _handshake.ClearSession();
            if (_saved != null)
            {
                _saved.Clear();
            }

            _handshake.State = ClientHandshake.Cleared;
            _records.Crypto.Clear();
            _records.Crypto.IsClaimed = false;
        }

        /// <summary>The answer to a call that needs an open connection: why it was closed, negated.</summary>
        /// <exception cref="InvalidOperationException">It was never open, or the caller closed it.</exception>
        internal int NotOpen()
        {
            if (_closeReason == DtlsStatus.Ok)
            {
                throw new InvalidOperationException();
            }

            return -(int)_closeReason;
        }
    }
}
