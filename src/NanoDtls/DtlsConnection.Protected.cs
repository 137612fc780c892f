// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls
{
    /// <content>Protected records: with and without Connection ID (RFC 9146), and what they may hold.</content>
    public sealed partial class DtlsConnection
    {
        // For _dataOverhead: no datagram is so long.
        private const int NoData = int.MaxValue;

        // What a server may ask of a battery: it paces its path_challenges to one a round trip (RFC 9853 section 5.3).
        private const int MaxPathResponses = 10;
        private const int PathResponsePeriodMilliseconds = 1000;
        private const int RoutabilityMessageLength = 9;
        private const int PathChallenge = 0;
        private const int PathResponse = 1;

        // Header, nonce and tag of a datagram with application data, where those are all that it has; else NoData.
        private int _dataOverhead;

        private long _pathResponsesUntil;
        private int _pathResponses;

        /// <summary>One record of epoch 1, whose keys exist.</summary>
        /// <returns>Length of its application data, 0 for none.</returns>
        private int ProcessProtected(byte[] datagram, int start, int headerLength, int length, long now)
        {
            int type = datagram[start];
            int cidLength = headerLength - RecordLayer.HeaderLength;
            int overhead = _records.Overhead;
            int room = _maxRecordPayload + overhead;
            if (cidLength != 0)
            {
                room += RecordLayer.MaxReceivedPadding;
            }

            // RFC 9146 section 3: with a Connection ID where one was agreed on, and without one where not.
            if (cidLength != _records.OwnCidLength
                || (type == ContentType.Tls12Cid && (cidLength == 0 || !_records.HasOwnCid(datagram, start))))
            {
                return Drop(DtlsDropReason.ConnectionId);
            }

            if (length < overhead)
            {
                return Drop(DtlsDropReason.RecordTooShort);
            }

            if (length > room)
            {
                return Drop(DtlsDropReason.RecordTooLong);
            }

            int plaintextLength = _records.Open(datagram, start, cidLength, length);
            if (plaintextLength < 0)
            {
                return CheckForgeries();
            }

            int content = start + headerLength + DtlsCrypto.ExplicitNonceLength;
            if (cidLength != 0)
            {
                plaintextLength = RecordLayer.Unwrap(datagram, content, plaintextLength);
                if (plaintextLength > 0)
                {
                    type = datagram[content + plaintextLength];
                }
            }

            if (plaintextLength <= 0)
            {
                return Drop(DtlsDropReason.Empty);
            }

            if (plaintextLength > _maxRecordPayload)
            {
                return Drop(DtlsDropReason.RecordTooLong);
            }

            switch (type)
            {
                case ContentType.ApplicationData:
                    if (_state != DtlsState.Connected)
                    {
                        return Drop(DtlsDropReason.EarlyApplicationData);
                    }

                    _dataOffset = content;
                    return plaintextLength;

                case ContentType.Alert:
                    return ProcessAlert(datagram, content, plaintextLength);

                case ContentType.Handshake:
                    if (_state == DtlsState.Handshaking)
                    {
                        Apply(_handshake.ProcessRecord(datagram, content, plaintextLength, true, now));
                        return 0;
                    }

                    return ProcessLateHandshake(datagram[content]);

                case ContentType.ReturnRoutabilityCheck:
                    return ProcessRoutabilityCheck(datagram, content, plaintextLength, now);

                default:
                    return Drop(DtlsDropReason.ContentType);
            }
        }

        private int ProcessLateHandshake(int messageType)
        {
            if (messageType != HandshakeType.HelloRequest)
            {
                // After a full handshake the server owns the last flight, and repeats it when it sees the client's again.
                if (messageType == HandshakeType.Finished && _handshake.IsResumed)
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

        /// <summary>
        /// RFC 9853: the server asks whether the client is where its last datagram seemed to come from. A client with one
        /// socket has one path, which it prefers, so the answer is always a path_response, at once and with the same cookie.
        /// It goes where all datagrams go: to the server, the only one that the socket receives from.
        /// </summary>
        private int ProcessRoutabilityCheck(byte[] datagram, int content, int length, long now)
        {
            if (_state != DtlsState.Connected || (_handshake.Agreement & ServerHello.ReturnRoutabilityCheck) == 0)
            {
                return Drop(DtlsDropReason.ContentType);
            }

            if (length != RoutabilityMessageLength || datagram[content] != PathChallenge)
            {
                // Section 4: messages of other types are ignored; the client itself never asks.
                return Drop(DtlsDropReason.UnexpectedMessage);
            }

            if (now >= _pathResponsesUntil)
            {
                _pathResponsesUntil = now + PathResponsePeriodMilliseconds;
                _pathResponses = 0;
            }

            if (_pathResponses == MaxPathResponses || _records.IsExhausted)
            {
                return Drop(DtlsDropReason.RateLimit);
            }

            _pathResponses++;
            _records.AppendCopy(ContentType.ReturnRoutabilityCheck, datagram, content, RoutabilityMessageLength, PathResponse);
            return 0;
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

        /// <summary>From here on application data passes.</summary>
        /// <param name="limit">Largest plaintext of a record.</param>
        private void Open(int limit)
        {
            int pathMtu = _handshake.PathMtu;
            int room = _records.Output.Length < pathMtu ? _records.Output.Length : pathMtu;
            room -= RecordLayer.HeaderLength + _records.Overhead;
            _handshake.Limit = limit;
            if (_records.PeerCidLength != 0)
            {
                // The content type is in the plaintext, and counts.
                room -= _records.PeerCidLength;
                _records.InnerLimit = limit < room ? limit : room;
                room--;
                limit--;
            }

            _maxPayload = limit < room ? limit : room;
            _dataOverhead = _records.OwnCidLength == 0 ? RecordLayer.HeaderLength + _records.Overhead : NoData;
            _state = DtlsState.Connected;
        }
    }
}
