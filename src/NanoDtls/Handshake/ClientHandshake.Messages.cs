// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <content>What each message of the server does.</content>
    internal sealed partial class ClientHandshake
    {
        /// <summary>One whole message in its turn. Whatever the table of states does not have ends the handshake.</summary>
        private int ProcessMessage(byte[] data, int offset, int type, int length, long now)
        {
            int body = offset + HandshakeCodec.HeaderLength;
            switch (State)
            {
                case WaitServerHello:
                    if (type == HandshakeType.ServerHello)
                    {
                        return OnServerHello(data, body, length);
                    }

                    if (type == HandshakeType.HelloVerifyRequest)
                    {
                        _receiveSequence++;
                        return OnHelloVerifyRequest(data, body, length, now);
                    }

                    break;

                case WaitServerKeyExchange:
                    if (type == HandshakeType.ServerKeyExchange)
                    {
                        return OnServerKeyExchange(data, body, length);
                    }

                    if (type == HandshakeType.ServerHelloDone)
                    {
                        return OnServerHelloDone(data, body, length, now);
                    }

                    break;

                case WaitServerHelloDone:
                    if (type == HandshakeType.ServerHelloDone)
                    {
                        return OnServerHelloDone(data, body, length, now);
                    }

                    break;

                case WaitFinished:
                    if (type == HandshakeType.Finished)
                    {
                        return OnFinished(data, body, length);
                    }

                    break;
            }

            return (int)DtlsAlert.UnexpectedMessage;
        }

        private int OnHelloVerifyRequest(byte[] data, int body, int length, long now)
        {
            // server_version 2, which says nothing about the version to come (RFC 6347 section 4.2.1),
            // then the cookie behind its length byte.
            int cookieLength = length - 3;
            if (cookieLength < 0 || data[body + 2] != cookieLength)
            {
                return (int)DtlsAlert.DecodeError;
            }

            byte[] output = _records.Output;
            if (_helloSequence != 0
                && output[Cookie - 1] == cookieLength
                && DtlsCrypto.FixedTimeEquals(output, Cookie, data, body + 3, cookieLength))
            {
                return Drop(DtlsDropReason.DuplicateMessage);
            }

            if (_helloSequence == MaxHelloVerifyRequests)
            {
                return Drop(DtlsDropReason.TooManyHelloVerifyRequests);
            }

            // The cookie may stand in this same buffer, reassembled; it only ever moves to the front.
            Array.Copy(data, body + 3, output, Cookie, cookieLength);
            _helloSequence++;
            SendHello(cookieLength, now);
            return Continue;
        }

        private int OnServerHello(byte[] data, int body, int length)
        {
            int agreement = ServerHelloReader.Read(data, body, length, _offer, _maxFragmentLength);
            if (agreement < 0)
            {
                return -agreement;
            }

            if (_requireExtendedMasterSecret && (agreement & ServerHelloReader.ExtendedMasterSecretFlag) == 0)
            {
                // RFC 7627 section 5.2.
                return (int)DtlsAlert.HandshakeFailure;
            }

            // RFC 6347 section 4.2.1: the transcript begins with the ClientHello that was answered; an
            // earlier one and the HelloVerifyRequest are not in it.
            _crypto.TranscriptReset();
            _crypto.TranscriptUpdate(_records.Output, Message, _flightLength - Message);
            _keys.KeepServerRandom(data, body + ServerHelloReader.RandomOffset);
            Agreement = agreement;
            Accept(data, body, length, WaitServerKeyExchange);
            return Continue;
        }

        private int OnServerKeyExchange(byte[] data, int body, int length)
        {
            // Only a psk_identity_hint, which names nothing that this client could choose by.
            if (length < 2 || HandshakeCodec.ReadUInt16(data, body) != length - 2)
            {
                return (int)DtlsAlert.DecodeError;
            }

            Accept(data, body, length, WaitServerHelloDone);
            return Continue;
        }

        /// <summary>
        /// A ServerKeyExchange longer than any room goes into the transcript as it comes, in order.
        /// </summary>
        private int StreamServerKeyExchange(byte[] data, int offset, int length, int fragmentOffset, int fragmentLength, long now)
        {
            int body = offset + HandshakeCodec.HeaderLength;
            int skip = _streamed - fragmentOffset;
            if (_streamed != 0 && (length != _streamLength || data[offset] != HandshakeType.ServerKeyExchange))
            {
                return Drop(DtlsDropReason.BadFragment);
            }

            if (skip < 0)
            {
                return Drop(DtlsDropReason.FutureMessage);
            }

            if (skip >= fragmentLength)
            {
                return Drop(DtlsDropReason.DuplicateMessage);
            }

            if (_streamed == 0)
            {
                if (fragmentLength < 2)
                {
                    // The hint's length must be seen before anything is hashed.
                    return Drop(DtlsDropReason.NoRoom);
                }

                if (HandshakeCodec.ReadUInt16(data, body) != length - 2)
                {
                    return (int)DtlsAlert.DecodeError;
                }

                // RFC 6347 section 4.2.6: hashed as if it had come in one fragment. The fragment itself is
                // not needed again, so its header is turned into that in place.
                Array.Copy(data, offset + 1, data, offset + HandshakeCodec.FragmentLengthOffset, 3);
                _crypto.TranscriptUpdate(data, offset, HandshakeCodec.HeaderLength);
                _streamLength = length;
            }

            _crypto.TranscriptUpdate(data, body + skip, fragmentLength - skip);
            _streamed += fragmentLength - skip;
            if (_streamed < length)
            {
                return Continue;
            }

            _streamed = 0;
            _receiveSequence++;
            State = WaitServerHelloDone;
            return ProcessKept(now);
        }

        private int OnServerHelloDone(byte[] data, int body, int length, long now)
        {
            if (length != 0)
            {
                return (int)DtlsAlert.DecodeError;
            }

            Accept(data, body, length, WaitChangeCipherSpec);
            SendFinishedFlight(now);
            return Continue;
        }

        private int OnFinished(byte[] data, int body, int length)
        {
            if (length != HandshakeCodec.VerifyDataLength)
            {
                return (int)DtlsAlert.DecodeError;
            }

            if (!_keys.VerifyServer(data, body))
            {
                return (int)DtlsAlert.DecryptError;
            }

            _receiveSequence++;
            State = Connected;
            return Continue;
        }

        /// <summary>Puts a message into the transcript and goes to the next state.</summary>
        private void Accept(byte[] data, int body, int length, int state)
        {
            _crypto.TranscriptUpdate(data, body - HandshakeCodec.HeaderLength, HandshakeCodec.HeaderLength + length);
            _receiveSequence++;
            State = state;
        }
    }
}
