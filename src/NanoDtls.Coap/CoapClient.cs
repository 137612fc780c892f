// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls.Coap
{
    /// <summary>
    /// A CoAP client with blocking calls over a <see cref="CoapChannel"/>: one request at a time, retransmitted until
    /// it is acknowledged, with bodies of any length (RFC 7959), and any number of observed resources (RFC 7641). For
    /// one thread. Nothing is allocated after construction.
    /// </summary>
    public sealed partial class CoapClient
    {
        private readonly CoapChannel _channel;
        private readonly CoapEngine _engine;
        private readonly CoapRequest _transfer;

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
            _engine.HasProtectedChannel = channel.IsSecure;
            _transfer = new CoapRequest(0);
        }

        /// <summary>
        /// Retrieves a resource that fits into one message. Of a longer one a server may send blocks that are too large for
        /// this client: get it with a sink, which asks for blocks that fit.
        /// </summary>
        /// <param name="resource">The resource.</param>
        /// <returns>See <see cref="Request(CoapRequest)"/>.</returns>
        public CoapStatus Get(CoapResource resource)
        {
            return Request(CoapMethod.Get, resource, CoapContentFormat.None, CoapContentFormat.None, null, 0, 0);
        }

        /// <summary>Retrieves a resource of any length.</summary>
        /// <param name="resource">The resource.</param>
        /// <param name="sink">Takes its representation, block by block.</param>
        /// <returns>See <see cref="Request(CoapRequest)"/>.</returns>
        public CoapStatus Get(CoapResource resource, CoapBlockSink sink)
        {
            if (sink == null)
            {
                throw new ArgumentNullException(nameof(sink));
            }

            return Transfer(CoapMethod.Get, resource, CoapContentFormat.None, null, sink);
        }

        /// <summary>Sends a request with a body of any length.</summary>
        /// <param name="method">Method.</param>
        /// <param name="resource">The resource.</param>
        /// <param name="contentFormat">Format of the body, or <see cref="CoapContentFormat.None"/>.</param>
        /// <param name="source">Gives the body, block by block.</param>
        /// <returns>See <see cref="Request(CoapRequest)"/>.</returns>
        public CoapStatus Request(CoapMethod method, CoapResource resource, int contentFormat, CoapBlockSource source)
        {
            if (source == null)
            {
                throw new ArgumentNullException(nameof(source));
            }

            return Transfer(method, resource, contentFormat, source, null);
        }

        /// <summary>Sends a request without Accept option and waits for its response.</summary>
        /// <param name="method">Method.</param>
        /// <param name="resource">The resource.</param>
        /// <param name="contentFormat">Format of the payload, or <see cref="CoapContentFormat.None"/>.</param>
        /// <param name="payload">Array with the payload, or <c>null</c> for none.</param>
        /// <param name="offset">First byte of the payload.</param>
        /// <param name="count">Bytes of the payload.</param>
        /// <returns>See <see cref="Request(CoapRequest)"/>.</returns>
        public CoapStatus Request(CoapMethod method, CoapResource resource, int contentFormat, byte[] payload, int offset, int count)
        {
            return Request(method, resource, contentFormat, CoapContentFormat.None, payload, offset, count);
        }

        /// <summary>Sends a confirmable request with a payload that fits into one message and waits for its response.</summary>
        /// <param name="method">Method.</param>
        /// <param name="resource">The resource.</param>
        /// <param name="contentFormat">Format of the payload, 0 to 65535, or <see cref="CoapContentFormat.None"/>.</param>
        /// <param name="accept">Format wanted in the response, 0 to 65535, or <see cref="CoapContentFormat.None"/>.</param>
        /// <param name="payload">Array with the payload, or <c>null</c> for none; not <see cref="ResponseBuffer"/>. Unchanged until the call returns.</param>
        /// <param name="offset">First byte of the payload.</param>
        /// <param name="count">Bytes of the payload.</param>
        /// <returns>See <see cref="Request(CoapRequest)"/>.</returns>
        /// <exception cref="ArgumentException">
        /// The resource is a coaps one and the channel is not secure, or an argument is out of range.
        /// </exception>
        public CoapStatus Request(CoapMethod method, CoapResource resource, int contentFormat, int accept, byte[] payload, int offset, int count)
        {
            Prepare(resource);
            return Run(_engine.Start(method, resource, contentFormat, accept, payload, offset, count, Environment.TickCount64));
        }

        /// <summary>
        /// Sends a request and waits for its response: at most 93 s for the acknowledgement with the default settings,
        /// and <see cref="CoapClientOptions.ResponseTimeoutMilliseconds"/> for a response that comes in a message of its
        /// own; a body of several blocks takes that for each of them. Notifications that arrive meanwhile are delivered.
        /// </summary>
        /// <param name="request">The request, unchanged until the call returns.</param>
        /// <returns>
        /// <see cref="CoapStatus.Ok"/> when a response arrived, whatever its code: see
        /// <see cref="IsSuccess"/> and <see cref="ResponseCode"/>. After
        /// <see cref="CoapStatus.ChannelClosed"/>, <see cref="ChannelStatus"/> says why.
        /// </returns>
        /// <exception cref="ArgumentException">
        /// The resource is a coaps one and the channel is not secure, or the payload is in <see cref="ResponseBuffer"/>.
        /// </exception>
        public CoapStatus Request(CoapRequest request)
        {
            if (request == null)
            {
                throw new ArgumentNullException(nameof(request));
            }

            Prepare(request.Resource);
            return Run(_engine.Start(request, Environment.TickCount64));
        }

        /// <summary>
        /// Asks the server to report whenever a resource changes (RFC 7641), and waits for its first answer. From then on
        /// <see cref="Listen"/> and all requests deliver notifications, and the observation is registered again when it
        /// gets old, fails or a new session begins, until it is cancelled or the server ends it.
        /// </summary>
        /// <param name="observation">The observation.</param>
        /// <returns>
        /// As for a request; the answer was delivered to the observation too. <see cref="CoapObservation.IsActive"/> says
        /// whether the server agreed.
        /// </returns>
        public CoapStatus Observe(CoapObservation observation)
        {
            if (observation == null)
            {
                throw new ArgumentNullException(nameof(observation));
            }

            Prepare(observation.Request.Resource);
            return Run(_engine.StartObserve(observation, Environment.TickCount64));
        }

        /// <summary>Ends an observation, and tells the server when it has it on its list.</summary>
        /// <param name="observation">The observation.</param>
        /// <returns>As for a request. Whatever it is, nothing is delivered to the observation any more.</returns>
        public CoapStatus CancelObservation(CoapObservation observation)
        {
            _engine.Cancel();
            return Run(_engine.StartCancel(observation, Environment.TickCount64));
        }

        /// <summary>
        /// Waits for notifications and delivers them, and registers observations again that are due. Without any, it
        /// just waits, and answers the server's pings.
        /// </summary>
        /// <param name="timeoutMilliseconds">How long, 0 or more; a registration under way is finished.</param>
        /// <returns>
        /// <see cref="CoapStatus.Ok"/> when the time is over; else what ended it before: a registration that failed, or the
        /// channel.
        /// </returns>
        public CoapStatus Listen(int timeoutMilliseconds)
        {
            CoapEngine.CheckRange(timeoutMilliseconds, 0, int.MaxValue);
            _engine.Cancel();
            _channelStatus = DtlsStatus.Ok;
            long now = Environment.TickCount64;
            long end = now + timeoutMilliseconds;
            do
            {
                long due = _engine.NextRegistration;
                if (due <= now)
                {
                    CoapStatus status = Run(_engine.StartDueObservation(now));
                    if (status != CoapStatus.Ok)
                    {
                        return status;
                    }
                }
                else
                {
                    ReceiveOnce((due < end ? due : end) - now);
                    if (!SendPending() || !IsChannelUsable)
                    {
                        return Conclude(CoapStatus.Cancelled);
                    }
                }

                now = Environment.TickCount64;
            }
            while (now < end);
            return CoapStatus.Ok;
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
        /// belongs to the old session is accepted or repeated any more (RFC 7252 section 9.1). The next
        /// <see cref="Listen"/> registers the observations again.
        /// </summary>
        public void NewSession()
        {
            _engine.NewSession();
        }

        private CoapStatus Transfer(CoapMethod method, CoapResource resource, int contentFormat, CoapBlockSource source, CoapBlockSink sink)
        {
            Prepare(resource);
            CoapRequest transfer = _transfer;
            transfer.SetTarget(method, resource);
            transfer.ContentFormat = contentFormat;
            transfer.Source = source;
            transfer.Sink = sink;
            return Run(_engine.Start(transfer, Environment.TickCount64));
        }
    }
}
