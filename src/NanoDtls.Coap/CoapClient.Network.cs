// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;
using System.Threading;

namespace NanoDtls.Coap
{
    // The loop between engine and channel, and what it tells about the response.
    public sealed partial class CoapClient
    {
        // A socket in an error state returns at once: wait this long before trying again.
        private const int NetworkErrorPauseMilliseconds = 20;

        private DtlsStatus _channelStatus;

        /// <summary>Code of the response, see <see cref="CoapCode"/>; 0 when there is none.</summary>
        public int ResponseCode
        {
            get { return _engine.ResponseCode; }
        }

        /// <summary>Whether there is a response and it reports success (2.xx).</summary>
        public bool IsSuccess
        {
            get { return CoapCode.ClassOf(_engine.ResponseCode) == 2; }
        }

        /// <summary>The array that holds the response's payload until the next request.</summary>
        public byte[] ResponseBuffer
        {
            get { return _engine.OutputBuffer; }
        }

        /// <summary>Position of the payload in <see cref="ResponseBuffer"/>.</summary>
        public int PayloadOffset
        {
            get { return _engine.PayloadOffset; }
        }

        /// <summary>Bytes of the payload; of a body that went to a sink, those of its last block.</summary>
        public int PayloadLength
        {
            get { return _engine.PayloadLength; }
        }

        /// <summary>Content-Format of the response, or <see cref="CoapContentFormat.None"/>.</summary>
        public int ResponseContentFormat
        {
            get { return _engine.ResponseContentFormat; }
        }

        /// <summary>Seconds that the response stays fresh (RFC 7252 section 5.10.5).</summary>
        public int MaxAge
        {
            get { return _engine.MaxAge; }
        }

        /// <summary>Whether the payload is a text in UTF-8 that explains an error (RFC 7252 section 5.5.2).</summary>
        public bool IsDiagnosticPayload
        {
            get { return _engine.IsDiagnosticPayload; }
        }

        /// <summary>Whether the payload is only the first block of a longer body: get it with a sink.</summary>
        public bool HasMore
        {
            get { return _engine.HasMore; }
        }

        /// <summary>Bytes of the option that <see cref="FindOption"/> found.</summary>
        public int OptionLength
        {
            get { return _engine.OptionLength; }
        }

        /// <summary>How often messages of the last request were sent again.</summary>
        public int Retransmissions
        {
            get { return _engine.Retransmissions; }
        }

        /// <summary>
        /// How long, in milliseconds, the last resource that answered with 4.29 or 5.03 wants to be left alone yet; until
        /// then requests to it end with <see cref="CoapStatus.BackingOff"/>. 0 for no longer.
        /// </summary>
        public long PauseMilliseconds
        {
            get { return _engine.GetPause(Environment.TickCount64); }
        }

        /// <summary>
        /// What the channel last reported other than <see cref="DtlsStatus.Ok"/> during the last request;
        /// <see cref="DtlsStatus.Ok"/> when all went well.
        /// </summary>
        public DtlsStatus ChannelStatus
        {
            get { return _channelStatus; }
        }

        /// <summary>Messages received that were not used, since construction.</summary>
        public int DropCount
        {
            get { return _engine.DropCount; }
        }

        /// <summary>Why the last received message was not used.</summary>
        public CoapDropReason LastDropReason
        {
            get { return _engine.LastDropReason; }
        }

        /// <summary>Message ID that the next request will have.</summary>
        public int NextMessageId
        {
            get { return _engine.NextMessageId; }
        }

        /// <summary>The count of tokens, from which the next request's is made.</summary>
        public long NextToken
        {
            get { return _engine.NextToken; }
        }

        // A network that refuses for a while is none that is gone.
        private bool IsChannelUsable
        {
            get { return _channelStatus == DtlsStatus.Ok || _channelStatus == DtlsStatus.NetworkError; }
        }

        /// <summary>Looks for an option of the response, such as Location-Path, Size1 or ETag.</summary>
        /// <param name="number">Option number, see <see cref="CoapOption"/>.</param>
        /// <param name="index">Which one of several with that number, from 0.</param>
        /// <returns>Position of its value in <see cref="ResponseBuffer"/>, valid until the next request; or -1.</returns>
        public int FindOption(int number, int index)
        {
            return _engine.FindOption(number, index);
        }

        private void Prepare(CoapResource resource)
        {
            if (resource == null)
            {
                throw new ArgumentNullException(nameof(resource));
            }

            if (resource.IsSecure && !_channel.IsSecure)
            {
                throw new ArgumentException();
            }

            // An exchange is still open here only when the channel threw in the middle of the last call.
            _engine.Cancel();
            int limit = _channel.MaxMessage;
            _engine.MessageLimit = limit < _engine.MaxMessage ? limit : _engine.MaxMessage;
        }

        private CoapStatus Run(CoapStatus status)
        {
            _channelStatus = DtlsStatus.Ok;
            if (status != CoapStatus.Pending)
            {
                return status;
            }

            // The last thing sent is the acknowledgement of a separate response, or a Reset.
            while (SendPending() && _engine.Status == CoapStatus.Pending)
            {
                ReceiveOnce(_engine.NextDeadline - Environment.TickCount64);
                // Not only after a time-out: a peer that keeps talking must not stop the clock.
                _engine.HandleTimeout(Environment.TickCount64);
            }

            return Conclude(_engine.Status);
        }

        /// <summary>Sends what the engine has; <c>false</c> when the channel ended the exchange.</summary>
        private bool SendPending()
        {
            int count = _engine.GetMessage();
            while (count != 0)
            {
                DtlsStatus sent = _channel.Send(_engine.OutputBuffer, _engine.OutputOffset, count);
                if (sent != DtlsStatus.Ok)
                {
                    // A message that the network refused counts as lost: the retransmission repairs it.
                    _channelStatus = sent;
                    if (sent != DtlsStatus.NetworkError)
                    {
                        _engine.Cancel();
                        return false;
                    }
                }

                count = _engine.GetMessage();
            }

            return true;
        }

        private void ReceiveOnce(long waitMilliseconds)
        {
            // No deadline is further away than an int of milliseconds.
            int timeout = waitMilliseconds < 0 ? 0 : (int)waitMilliseconds;

            int received = _channel.Receive(_engine.OutputBuffer, 0, _engine.MaxMessage, timeout);
            if (received > 0)
            {
                _engine.ProcessMessage(_engine.OutputBuffer, 0, received, Environment.TickCount64);
                return;
            }

            if (received == 0)
            {
                return;
            }

            _channelStatus = (DtlsStatus)(-received);
            if (_channelStatus != DtlsStatus.NetworkError)
            {
                _engine.Cancel();
                return;
            }

            // Anyone can forge the ICMP error behind this, so it does not end the exchange.
            Thread.Sleep(timeout < NetworkErrorPauseMilliseconds ? timeout : NetworkErrorPauseMilliseconds);
        }

        private CoapStatus Conclude(CoapStatus status)
        {
            DtlsStatus channelStatus = _channelStatus;
            if (status == CoapStatus.Ok || channelStatus == DtlsStatus.Ok)
            {
                return status;
            }

            // A request that nobody answers has ended when it is handed to the channel, before the channel speaks.
            bool isSent = status == CoapStatus.Sent;
            if (status == CoapStatus.TimedOut || status == CoapStatus.ResponseTimedOut || (isSent && channelStatus == DtlsStatus.NetworkError))
            {
                return CoapStatus.NetworkError;
            }

            if (status != CoapStatus.Cancelled && !isSent)
            {
                return status;
            }

            return channelStatus == DtlsStatus.MessageTooLong ? CoapStatus.MessageTooLong
                : channelStatus == DtlsStatus.BufferTooSmall ? CoapStatus.ResponseTooLong
                : CoapStatus.ChannelClosed;
        }
    }
}
