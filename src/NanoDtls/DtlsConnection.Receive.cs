// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <content>The receive path: nothing in it throws, and every rejection leaves a reason.</content>
    public sealed partial class DtlsConnection
    {
        private const int MinorOfDtls10 = 255;

        // RFC 5246 section 6.2.1: the longest fragment of a plaintext record.
        private const int MaxPlaintext = 16384;

        /// <summary>
        /// Takes in one datagram, up to its first application data; see <see cref="ProcessNext"/> for the rest of it.
        /// </summary>
        /// <param name="datagram">
        /// Array with the datagram. It is decrypted in place, and used until <see cref="ProcessNext"/> returned 0.
        /// </param>
        /// <param name="offset">First byte.</param>
        /// <param name="count">Bytes of the datagram.</param>
        /// <param name="nowMilliseconds">The caller's monotonic clock.</param>
        /// <returns>Bytes of application data at <see cref="DataOffset"/> in <paramref name="datagram"/>, or 0 for none.</returns>
        /// <exception cref="ArgumentNullException"><paramref name="datagram"/> is null.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The range is not inside the array.</exception>
        public int ProcessDatagram(byte[] datagram, int offset, int count, long nowMilliseconds)
        {
            OptionsValidation.CheckRange(datagram, offset, count);
            _datagram = datagram;
            _position = offset;
            _end = offset + count;
            return ProcessNext(nowMilliseconds);
        }

        /// <summary>Goes on in the last datagram until its next application data.</summary>
        /// <param name="nowMilliseconds">The caller's monotonic clock.</param>
        /// <returns>As <see cref="ProcessDatagram"/>.</returns>
        public int ProcessNext(long nowMilliseconds)
        {
            byte[] datagram = _datagram;
            int start = _position;
            while (start < _end)
            {
                // RFC 6347 section 4.1.1: a record lies in one datagram.
                int left = _end - start - RecordLayer.HeaderLength;
                int length = left < 0 ? 0 : (datagram[start + 11] << 8) | datagram[start + 12];
                if (length > left)
                {
                    _records.Drop(DtlsDropReason.Truncated);
                    break;
                }

                int next = start + RecordLayer.HeaderLength + length;
                _position = next;
                int dataLength = ProcessRecord(datagram, start, length, nowMilliseconds);
                if (dataLength > 0)
                {
                    return dataLength;
                }

                start = next;
            }

            _position = _end;
            return 0;
        }

        /// <summary>One record.</summary>
        /// <returns>Length of its application data, 0 for none.</returns>
        private int ProcessRecord(byte[] datagram, int start, int length, long now)
        {
            if (_state != DtlsState.Connected && _state != DtlsState.Handshaking)
            {
                return Drop(DtlsDropReason.NotConnected);
            }

            int minor = datagram[start + 2];
            if (datagram[start + 1] != RecordLayer.VersionMajor || minor != RecordLayer.VersionMinor)
            {
                if (datagram[start + 1] != RecordLayer.VersionMajor || minor != MinorOfDtls10 || !IsBeforeVersion(datagram, start, length))
                {
                    return Drop(DtlsDropReason.Version);
                }
            }

            int type = datagram[start];
            int epoch = (datagram[start + 3] << 8) | datagram[start + 4];
            if (epoch == 0)
            {
                // After the handshake nothing in plaintext is looked at (RFC 6347 section 4.1).
                if (_state == DtlsState.Connected)
                {
                    return Drop(DtlsDropReason.Epoch);
                }

                return ProcessPlaintext(datagram, start, type, length, now);
            }

            if (epoch != 1 || !_records.CanOpen)
            {
                return Drop(DtlsDropReason.Epoch);
            }

            int overhead = _records.Overhead;
            if (length < overhead)
            {
                return Drop(DtlsDropReason.RecordTooShort);
            }

            if (length > _maxRecordPayload + overhead)
            {
                return Drop(DtlsDropReason.RecordTooLong);
            }

            int plaintextLength = _records.Open(datagram, start, length);
            if (plaintextLength <= 0)
            {
                return plaintextLength == 0 ? Drop(DtlsDropReason.Empty) : CheckForgeries();
            }

            int content = start + RecordLayer.ProtectedOffset;
            if (type == ContentType.ApplicationData)
            {
                if (_state != DtlsState.Connected)
                {
                    return Drop(DtlsDropReason.EarlyApplicationData);
                }

                _dataOffset = content;
                return plaintextLength;
            }

            return ProcessProtected(datagram, content, type, plaintextLength, now);
        }

        /// <summary>
        /// RFC 6347 section 4.2.1: a HelloVerifyRequest, and an alert before any version is agreed on, may
        /// carry the version of DTLS 1.0.
        /// </summary>
        private bool IsBeforeVersion(byte[] datagram, int start, int length)
        {
            int type = datagram[start];
            return _handshake.State == ClientHandshake.WaitServerHello
                && (type == ContentType.Alert
                    || (type == ContentType.Handshake
                        && length != 0
                        && datagram[start + RecordLayer.HeaderLength] == HandshakeType.HelloVerifyRequest));
        }

        private int ProcessPlaintext(byte[] datagram, int start, int type, int length, long now)
        {
            int content = start + RecordLayer.HeaderLength;
            if (length == 0)
            {
                return Drop(DtlsDropReason.Empty);
            }

            if (length > MaxPlaintext)
            {
                return Drop(DtlsDropReason.RecordTooLong);
            }

            if (type == ContentType.ApplicationData)
            {
                return Drop(DtlsDropReason.EarlyApplicationData);
            }

            bool isTicketDue = type == ContentType.Handshake && _handshake.ExpectsTicket;
            if (_handshake.State == ClientHandshake.WaitFinished && !isTicketDue)
            {
                // The server changed over: what it still says in plaintext is old or forged. Only an announced
                // ticket may have been overtaken.
                return Drop(DtlsDropReason.Epoch);
            }

            switch (type)
            {
                case ContentType.Handshake:
                    _records.IncomingPlainSequence = ((datagram[start + 7] & 0x7F) << 24)
                        | (datagram[start + 8] << 16)
                        | (datagram[start + 9] << 8)
                        | datagram[start + 10];
                    Apply(_handshake.ProcessRecord(datagram, content, length, false, now));
                    return 0;

                case ContentType.Alert:
                    return ProcessAlert(datagram, content, length);

                case ContentType.ChangeCipherSpec:
                    if (length != 1 || datagram[content] != 1)
                    {
                        return Drop(DtlsDropReason.BadChangeCipherSpec);
                    }

                    if (_handshake.State != ClientHandshake.WaitChangeCipherSpec)
                    {
                        return Drop(DtlsDropReason.UnexpectedMessage);
                    }

                    Apply(_handshake.ProcessChangeCipherSpec(now));
                    return 0;

                default:
                    return Drop(DtlsDropReason.ContentType);
            }
        }

        private int ProcessProtected(byte[] datagram, int content, int type, int length, long now)
        {
            if (type == ContentType.Alert)
            {
                return ProcessAlert(datagram, content, length);
            }

            if (type != ContentType.Handshake)
            {
                return Drop(DtlsDropReason.ContentType);
            }

            if (_state == DtlsState.Handshaking)
            {
                Apply(_handshake.ProcessRecord(datagram, content, length, true, now));
                return 0;
            }

            if (datagram[content] != HandshakeType.HelloRequest)
            {
                // After a full handshake the server owns the last flight, and repeats it when it sees the client's again.
                if (datagram[content] == HandshakeType.Finished && _handshake.IsResumed)
                {
                    _handshake.RepeatLastFlight();
                }

                return Drop(DtlsDropReason.DuplicateMessage);
            }

            // RFC 7925 section 17: never renegotiate, say so, go on.
            _lastAlert = DtlsAlert.NoRenegotiation;
            _records.WriteAlert(RecordLayer.AlertLevelWarning, DtlsAlert.NoRenegotiation);
            return 0;
        }

        /// <summary>RFC 5246 section 7.2: a close_notify or a fatal alert ends the connection, other warnings do not.</summary>
        private int ProcessAlert(byte[] datagram, int content, int length)
        {
            int level = datagram[content];
            if (length != 2 || (level != RecordLayer.AlertLevelWarning && level != RecordLayer.AlertLevelFatal))
            {
                return Drop(DtlsDropReason.BadAlert);
            }

            DtlsAlert alert = (DtlsAlert)datagram[content + 1];
            if (alert == DtlsAlert.CloseNotify && _state == DtlsState.Connected)
            {
                // RFC 5246 section 7.2.1: answered in kind.
                EndWithAlert(RecordLayer.AlertLevelWarning, DtlsAlert.CloseNotify, DtlsStatus.Closed);
                return 0;
            }

            _lastAlert = alert;
            if (alert == DtlsAlert.CloseNotify)
            {
                // In the middle of a handshake some servers say so that they will not go on.
                End(DtlsStatus.Closed);
            }
            else if (level == RecordLayer.AlertLevelFatal)
            {
                End(IsAboutCredentials(alert) ? DtlsStatus.CredentialsRejected : DtlsStatus.PeerAlert);
            }

            return 0;
        }

        /// <summary>How servers say that identity or key is wrong (RFC 4279 section 2).</summary>
        private bool IsAboutCredentials(DtlsAlert alert)
        {
            int state = _handshake.State;
            bool waitsForFinished = state == ClientHandshake.WaitChangeCipherSpec || state == ClientHandshake.WaitFinished;
            return waitsForFinished
                && (alert == DtlsAlert.UnknownPskIdentity || alert == DtlsAlert.DecryptError || alert == DtlsAlert.BadRecordMac);
        }

        /// <summary>Does what a step of the handshake asks for.</summary>
        private void Apply(int result)
        {
            if (result != ClientHandshake.Continue)
            {
                EndWithAlert(RecordLayer.AlertLevelFatal, (DtlsAlert)result, DtlsStatus.ProtocolError);
            }
            else if (_handshake.State == ClientHandshake.Connected)
            {
                _state = DtlsState.Connected;
                SetMaxPayload();
            }
        }

        /// <summary>What both sides and the path agree on.</summary>
        private void SetMaxPayload()
        {
            ServerHello hello = _handshake.ServerHello;
            int limit = _maxRecordPayload;
            if ((hello.Flags & ServerHello.MaxFragmentLength) != 0)
            {
                limit = HandshakeOffer.FragmentLength(_handshake.MaxFragmentLength);
            }
            else if ((hello.Flags & ServerHello.RecordSizeLimit) != 0 && hello.Limit < limit)
            {
                limit = hello.Limit;
            }

            int room = _pathMtu - RecordLayer.HeaderLength - _records.Overhead;
            _maxPayload = limit < room ? limit : room;
        }

        /// <summary>RFC 9147 section 4.5.3, applied to DTLS 1.2: no more than so many tries at a tag.</summary>
        private int CheckForgeries()
        {
            if (_records.ForgeriesLeft < 0)
            {
                EndWithAlert(RecordLayer.AlertLevelFatal, DtlsAlert.BadRecordMac, DtlsStatus.ForgeryLimit);
            }

            return 0;
        }

        private int Drop(DtlsDropReason reason)
        {
            _records.Drop(reason);
            return 0;
        }

        private void EndWithAlert(int level, DtlsAlert alert, DtlsStatus reason)
        {
            _records.WriteAlert(level, alert);
            int length = _records.OutputLength;
            End(reason);
            _lastAlert = alert;
            _records.OutputLength = length;
        }

        /// <summary>Ends the connection and leaves no secret of it, but for an alert that waits in the output buffer.</summary>
        private void End(DtlsStatus reason)
        {
            int alertLength = _records.OutputLength;
            byte[] output = _records.Output;
            Array.Clear(output, alertLength, output.Length - alertLength);
            _records.Unprotect();
            _handshake.HasMore = false;
            _crypto.ClearSession();
            if (((StatusesThatEndSession >> (int)reason) & 1) != 0)
            {
                _session.Forget();
            }

            _handshake.State = ClientHandshake.Idle;
            _closeReason = reason;
            _state = DtlsState.Closed;
            _position = _end;
        }
    }
}
