// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;
using System.Threading;

namespace NanoDtls.Coap
{
    /// <summary>
    /// A CoAP client with blocking calls over a <see cref="CoapChannel"/>: one confirmable request at a time,
    /// retransmitted until it is acknowledged, and its response. For one thread. Nothing is allocated after
    /// construction.
    /// </summary>
    public sealed class CoapClient
    {
        // A socket in an error state returns at once: wait this long before trying again.
        private const int NetworkErrorPauseMilliseconds = 20;

        private readonly CoapChannel _channel;
        private readonly CoapEngine _engine;

        /// <summary>Creates the client and all of its memory.</summary>
        /// <param name="channel">The channel to the server, used but not owned.</param>
        /// <param name="options">Settings, copied; <c>null</c> for the defaults.</param>
        /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
        public CoapClient(CoapChannel channel, CoapClientOptions options)
        {
            if (channel == null)
            {
                throw new ArgumentNullException(nameof(channel));
            }

            _channel = channel;
            _engine = new CoapEngine(options);
        }

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

        /// <summary>Bytes of the payload.</summary>
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

        /// <summary>How often the last request was sent again.</summary>
        public int Retransmissions
        {
            get { return _engine.Retransmissions; }
        }

        /// <summary>
        /// What the channel last reported other than <see cref="DtlsStatus.Ok"/> during the last request;
        /// <see cref="DtlsStatus.Ok"/> when all went well.
        /// </summary>
        public DtlsStatus ChannelStatus { get; private set; }

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

        /// <summary>Token that the next request will have.</summary>
        public long NextToken
        {
            get { return _engine.NextToken; }
        }

        /// <summary>Retrieves a resource.</summary>
        /// <param name="resource">The resource.</param>
        /// <returns>See the longest overload.</returns>
        public CoapStatus Get(CoapResource resource)
        {
            return Request(CoapMethod.Get, resource, CoapContentFormat.None, CoapContentFormat.None, null, 0, 0);
        }

        /// <summary>Sends a request without Accept option and waits for its response.</summary>
        /// <param name="method">Method.</param>
        /// <param name="resource">The resource.</param>
        /// <param name="contentFormat">Format of the payload, or <see cref="CoapContentFormat.None"/>.</param>
        /// <param name="payload">Array with the payload, or <c>null</c> for none.</param>
        /// <param name="offset">First byte of the payload.</param>
        /// <param name="count">Bytes of the payload.</param>
        /// <returns>See the longest overload.</returns>
        public CoapStatus Request(CoapMethod method, CoapResource resource, int contentFormat, byte[] payload, int offset, int count)
        {
            return Request(method, resource, contentFormat, CoapContentFormat.None, payload, offset, count);
        }

        /// <summary>
        /// Sends a confirmable request and waits for its response: at most 93 s for the acknowledgement with
        /// the default settings, and <see cref="CoapClientOptions.ResponseTimeoutMilliseconds"/> for a
        /// response that comes in a message of its own.
        /// </summary>
        /// <param name="method">Method.</param>
        /// <param name="resource">The resource.</param>
        /// <param name="contentFormat">Format of the payload, 0 to 65535, or <see cref="CoapContentFormat.None"/>.</param>
        /// <param name="accept">Format wanted in the response, 0 to 65535, or <see cref="CoapContentFormat.None"/>.</param>
        /// <param name="payload">Array with the payload, or <c>null</c> for none; not <see cref="ResponseBuffer"/>. Unchanged until the call returns.</param>
        /// <param name="offset">First byte of the payload.</param>
        /// <param name="count">Bytes of the payload.</param>
        /// <returns>
        /// <see cref="CoapStatus.Ok"/> when a response arrived, whatever its code: see
        /// <see cref="IsSuccess"/> and <see cref="ResponseCode"/>. After
        /// <see cref="CoapStatus.ChannelClosed"/>, <see cref="ChannelStatus"/> says why.
        /// </returns>
        /// <exception cref="ArgumentException">
        /// The resource is a coaps one and the channel is not secure, or an argument is out of range.
        /// </exception>
        public CoapStatus Request(CoapMethod method, CoapResource resource, int contentFormat, int accept, byte[] payload, int offset, int count)
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
            return Run(_engine.Start(method, resource, contentFormat, accept, payload, offset, count, Environment.TickCount64));
        }

        /// <summary>
        /// Sends a ping, an empty confirmable message, and waits for the Reset that answers it
        /// (RFC 7252 section 4.3): the server is alive and still has the session, and middleboxes keep their state.
        /// </summary>
        /// <returns><see cref="CoapStatus.Ok"/> when the server answered; else as for a request.</returns>
        public CoapStatus Ping()
        {
            _engine.Cancel();
            return Run(_engine.StartPing(Environment.TickCount64));
        }

        /// <summary>
        /// Writes the counters of message IDs and tokens, for a session that is exported: see
        /// <see cref="CoapEngine.ExportCounters"/>.
        /// </summary>
        /// <param name="buffer">Caller's array.</param>
        /// <param name="offset">Where to write <see cref="CoapEngine.CountersLength"/> bytes.</param>
        /// <param name="reserve">How many messages may still go out before the next export, 0 to 32767.</param>
        /// <returns><see cref="CoapEngine.CountersLength"/>.</returns>
        public int ExportCounters(byte[] buffer, int offset, int reserve)
        {
            return _engine.ExportCounters(buffer, offset, reserve, Environment.TickCount64);
        }

        /// <summary>
        /// Goes on with exported counters, in the session that they belong to; instead of
        /// <see cref="NewSession"/>, after the channel's session was imported.
        /// </summary>
        /// <param name="buffer">Caller's array.</param>
        /// <param name="offset">First of <see cref="CoapEngine.CountersLength"/> bytes.</param>
        /// <param name="elapsedMilliseconds">Time asleep, as far as it is known; 0 when it is not.</param>
        /// <returns><c>false</c>, and nothing changed, when these are no counters.</returns>
        public bool ImportCounters(byte[] buffer, int offset, long elapsedMilliseconds)
        {
            _engine.Cancel();
            return _engine.ImportCounters(buffer, offset, elapsedMilliseconds, Environment.TickCount64);
        }

        /// <summary>
        /// Tells that the channel has a new session, which must be called after each reconnect: nothing that
        /// belongs to the old session is accepted or repeated any more (RFC 7252 section 9.1).
        /// </summary>
        public void NewSession()
        {
            _engine.NewSession();
        }

        private CoapStatus Run(CoapStatus status)
        {
            ChannelStatus = DtlsStatus.Ok;
            long now = Environment.TickCount64;
            while (status == CoapStatus.Pending)
            {
                if (!SendPending())
                {
                    break;
                }

                ReceiveOnce(_engine.NextDeadline - now);
                now = Environment.TickCount64;
                // Not only after a time-out: a peer that keeps talking must not stop the clock.
                _engine.HandleTimeout(now);
                status = _engine.Status;
            }

            // The acknowledgement of a separate response, or a Reset.
            SendPending();
            return Conclude(_engine.Status);
        }

        /// <summary>Sends what the engine has; <c>false</c> when the channel ended the exchange.</summary>
        private bool SendPending()
        {
            int count = _engine.GetMessage();
            while (count != 0)
            {
                DtlsStatus sent = count > _channel.MaxMessage
                    ? DtlsStatus.MessageTooLong
                    : _channel.Send(_engine.OutputBuffer, _engine.OutputOffset, count);
                if (sent != DtlsStatus.Ok)
                {
                    // A message that the network refused counts as lost: the retransmission repairs it.
                    ChannelStatus = sent;
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
            int timeout = int.MaxValue;
            if (waitMilliseconds < int.MaxValue)
            {
                timeout = waitMilliseconds < 0 ? 0 : (int)waitMilliseconds;
            }

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

            ChannelStatus = (DtlsStatus)(-received);
            if (ChannelStatus != DtlsStatus.NetworkError)
            {
                _engine.Cancel();
                return;
            }

            // Anyone can forge the ICMP error behind this, so it does not end the exchange.
            Thread.Sleep(timeout < NetworkErrorPauseMilliseconds ? timeout : NetworkErrorPauseMilliseconds);
        }

        private CoapStatus Conclude(CoapStatus status)
        {
            DtlsStatus channelStatus = ChannelStatus;
            if (status == CoapStatus.Ok || channelStatus == DtlsStatus.Ok)
            {
                return status;
            }

            if (status == CoapStatus.TimedOut || status == CoapStatus.ResponseTimedOut)
            {
                return CoapStatus.NetworkError;
            }

            if (status != CoapStatus.Cancelled)
            {
                return status;
            }

            return channelStatus == DtlsStatus.MessageTooLong ? CoapStatus.MessageTooLong
                : channelStatus == DtlsStatus.BufferTooSmall ? CoapStatus.ResponseTooLong
                : CoapStatus.ChannelClosed;
        }
    }
}
