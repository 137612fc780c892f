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

            // What a connection receives nearly always is one record of application data alone in its datagram:
            // the checks of the methods below, at once.
            int length = count - _dataOverhead;
            if (length > 0
                && length <= _maxRecordPayload
                && datagram[offset] == ContentType.ApplicationData
                && datagram[offset + 1] == RecordLayer.VersionMajor
                && datagram[offset + 2] == RecordLayer.VersionMinor
                && datagram[offset + 3] == 0
                && datagram[offset + 4] == 1
                && ((datagram[offset + 11] << 8) | datagram[offset + 12]) == count - RecordLayer.HeaderLength)
            {
                _position = _end;
                if (_records.Open(datagram, offset, 0, count - RecordLayer.HeaderLength) < 0)
                {
                    return CheckForgeries();
                }

                _dataOffset = offset + RecordLayer.ProtectedOffset;
                return length;
            }

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
            int end = _end;
            while (start < end)
            {
                int type = datagram[start];
                int content = start + RecordLayer.HeaderLength;
                if (type == ContentType.Tls12Cid)
                {
                    content += _records.OwnCidLength;
                }

                // RFC 6347 section 4.1.1: a record lies in one datagram.
                int length = content > end ? end : (datagram[content - 2] << 8) | datagram[content - 1];
                int next = content + length;
                if (next > end)
                {
                    // RFC 9146 section 4: without an agreed length nothing behind a Connection ID can be found.
                    Drop(type == ContentType.Tls12Cid && _records.OwnCidLength == 0 ? DtlsDropReason.ConnectionId : DtlsDropReason.Truncated);
                    break;
                }

                DtlsState state = _state;
                int epoch = (datagram[start + 3] << 8) | datagram[start + 4];
                if (state != DtlsState.Handshaking && state != DtlsState.Connected)
                {
                    Drop(DtlsDropReason.NotConnected);
                }
                else if (datagram[start + 1] != RecordLayer.VersionMajor
                    || (datagram[start + 2] != RecordLayer.VersionMinor && !IsBeforeVersion(datagram, start, length)))
                {
                    Drop(DtlsDropReason.Version);
                }
                else if (epoch == 0 && state == DtlsState.Handshaking)
                {
                    // After the ChangeCipherSpec only an announced ticket may still come in plaintext: one that was overtaken.
                    ClientHandshake handshake = _handshake;
                    if (type != ContentType.Handshake
                        || length == 0
                        || length > MaxPlaintext
                        || (handshake.State == ClientHandshake.WaitFinished && !handshake.ExpectsTicket))
                    {
                        ProcessPlaintext(datagram, content, type, length, nowMilliseconds);
                    }
                    else
                    {
                        int result = handshake.ProcessRecord(datagram, content, length, false, nowMilliseconds);
                        if (result != ClientHandshake.Continue)
                        {
                            Apply(result);
                        }
                    }
                }
                else if (epoch != 1 || _records.Overhead == 0)
                {
                    // After the handshake nothing in plaintext is looked at (RFC 6347 section 4.1).
                    Drop(DtlsDropReason.Epoch);
                }
                else
                {
                    int dataLength = ProcessProtected(datagram, start, content - start, length, nowMilliseconds);
                    if (dataLength > 0)
                    {
                        _position = next;
                        return dataLength;
                    }
                }

                start = next;
            }

            _position = end;
            return 0;
        }

        /// <summary>
        /// RFC 6347 section 4.2.1: a HelloVerifyRequest, and an alert before any version is agreed on, may
        /// carry the version of DTLS 1.0.
        /// </summary>
        private bool IsBeforeVersion(byte[] datagram, int start, int length)
        {
            int type = datagram[start];
            return datagram[start + 2] == MinorOfDtls10
                && _handshake.State == ClientHandshake.WaitServerHello
                && (type == ContentType.Handshake
                    ? length != 0 && datagram[start + RecordLayer.HeaderLength] == HandshakeType.HelloVerifyRequest
                    : type == ContentType.Alert);
        }

        /// <summary>One record of epoch 0 during a handshake, other than one with handshake messages that may come.</summary>
        private void ProcessPlaintext(byte[] datagram, int content, int type, int length, long now)
        {
            int state = _handshake.State;
            if (length == 0)
            {
                Drop(DtlsDropReason.Empty);
            }
            else if (length > MaxPlaintext)
            {
                Drop(DtlsDropReason.RecordTooLong);
            }
            else if (type == ContentType.ApplicationData)
            {
                Drop(DtlsDropReason.EarlyApplicationData);
            }
            else if (state == ClientHandshake.WaitFinished)
            {
                // The server changed over: what it still says in plaintext is old or forged.
                Drop(DtlsDropReason.Epoch);
            }
            else if (type == ContentType.Alert)
            {
                ProcessAlert(datagram, content, length);
            }
            else if (type != ContentType.ChangeCipherSpec)
            {
                Drop(DtlsDropReason.ContentType);
            }
            else if (length != 1 || datagram[content] != 1)
            {
                Drop(DtlsDropReason.BadChangeCipherSpec);
            }
            else if (state != ClientHandshake.WaitChangeCipherSpec)
            {
                Drop(DtlsDropReason.UnexpectedMessage);
            }
            else
            {
                Apply(_handshake.ProcessChangeCipherSpec(now));
            }
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
            if (result >= 0)
            {
                EndWithAlert(RecordLayer.AlertLevelFatal, (DtlsAlert)result, DtlsStatus.ProtocolError);
            }
            else if (result == ClientHandshake.Opened)
            {
                int limit = _handshake.Limit;
                Open(limit < _maxRecordPayload ? limit : _maxRecordPayload);
            }
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
            _dataOverhead = NoData;
            ForgetImport();
            _handshake.Pending = 0;
            _records.Crypto.ClearSession();
            if (((StatusesThatEndSession >> (int)reason) & 1) != 0 || _handshake.SessionAgreement == 0)
            {
                // Or there is none: the secret of a handshake that did not end, or that the server gave no name for it.
                _handshake.ForgetSession();
            }

            _handshake.State = ClientHandshake.Idle;
            _closeReason = reason;
            _state = DtlsState.Closed;
            _position = _end;
        }
    }
}
