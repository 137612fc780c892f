// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;
using System.Net;
using NanoDtls;
using NanoDtls.Coap;

namespace SensorNode
{
    /// <summary>
    /// Sends each reading as a confirmable CoAP request and waits for the response (RFC 7252 section 4.2).
    /// </summary>
    public sealed class CoapReportTransport : ReportTransport
    {
        // Half of the message IDs less one: what the counters can be moved at once.
        private const int MaxReserve = 32767;

        private readonly CoapClient _coap;
        private readonly CoapResource _resource;
        private readonly CoapMethod _method;
        private readonly byte[] _counters = new byte[DtlsConnection.ApplicationStateLength];
        private NodeConfiguration _configuration;
        private bool _isObserving;

        /// <summary>Creates the transport with its CoAP client.</summary>
        /// <param name="client">The connection; the caller keeps it and disposes of it.</param>
        /// <param name="server">The server, resolved once.</param>
        /// <param name="resource">The resource that takes the readings.</param>
        /// <param name="method"><see cref="CoapMethod.Post"/> or <see cref="CoapMethod.Put"/>.</param>
        /// <param name="options">Settings of the CoAP client; copied, not kept.</param>
        /// <exception cref="ArgumentNullException">An argument is <c>null</c>.</exception>
        public CoapReportTransport(DtlsClient client, IPEndPoint server, CoapResource resource, CoapMethod method, CoapClientOptions options)
            : base(client, server)
        {
            if (resource == null)
            {
                throw new ArgumentNullException(nameof(resource));
            }

            _coap = new CoapClient(new DtlsCoapChannel(client), options);
            _resource = resource;
            _method = method;
        }

        /// <inheritdoc/>
        public override int ResponseCode
        {
            get { return _coap.ResponseCode; }
        }

        /// <summary>What the server may tell the node between its readings; <c>null</c>, the default, for nothing.</summary>
        public NodeConfiguration Configuration
        {
            get { return _configuration; }
            set { _configuration = value; }
        }

        /// <inheritdoc/>
        public override int IntervalMilliseconds
        {
            get { return _configuration == null ? 0 : _configuration.IntervalMilliseconds; }
        }

        /// <inheritdoc/>
        public override void Rest(int milliseconds)
        {
            long end = Environment.TickCount64 + milliseconds;
            if (_configuration != null && Client.State == DtlsState.Connected)
            {
                Follow(milliseconds);
            }

            // Also when the server fell silent: the next reading finds that out.
            long left = end - Environment.TickCount64;
            if (left > 0)
            {
                base.Rest((int)left);
            }
        }

        /// <inheritdoc/>
        public override DtlsStatus Connect()
        {
            DtlsStatus status = base.Connect();
            if (status == DtlsStatus.Ok)
            {
                // RFC 7252 section 9.1.1: no message of the session before may match one of this session.
                _coap.NewSession();
            }

            return status;
        }

        /// <inheritdoc/>
        public override DtlsStatus Restore()
        {
            DtlsStatus status = base.Restore();
            if (status == DtlsStatus.Ok)
            {
                // The session goes on, and so do its message IDs and tokens (RFC 7252 section 4.4): behind all that can have been
                // used, one for each record that was sent since they were stored. How long the board slept is not known.
                int messages = Client.Connection.GetApplicationState(_counters, 0);
                _coap.ImportCounters(_counters, 0, 0);
                while (messages > 0)
                {
                    int part = messages < MaxReserve ? messages : MaxReserve;
                    _coap.ExportCounters(_counters, 0, part);
                    _coap.ImportCounters(_counters, 0, 0);
                    messages -= part;
                }

                StoreCounters();
            }

            return status;
        }

        /// <inheritdoc/>
        public override DtlsStatus Reserve()
        {
            StoreCounters();
            return base.Reserve();
        }

        /// <inheritdoc/>
        public override DtlsStatus Save()
        {
            StoreCounters();
            return base.Save();
        }

        /// <inheritdoc/>
        public override bool Ping()
        {
            return _coap.Ping() == CoapStatus.Ok;
        }

        /// <inheritdoc/>
        public override ReportResult Send(byte[] payload, int count)
        {
            switch (_coap.Request(_method, _resource, CoapContentFormat.SenMlCbor, payload, 0, count))
            {
                case CoapStatus.Ok:
                    return _coap.IsSuccess ? ReportResult.Delivered : ReportResult.Refused;

                case CoapStatus.MessageTooLong:
                case CoapStatus.ResponseTooLong:
                case CoapStatus.BadOption:
                    // It would end in the same way the next time.
                    return ReportResult.Refused;

                default:
                    return ReportResult.ConnectionLost;
            }
        }

        private void Follow(int milliseconds)
        {
            long end = Environment.TickCount64 + milliseconds;
            if (!_isObserving)
            {
                // From then on Listen registers it again when it has to, in new sessions too.
                _isObserving = true;
                _coap.Observe(_configuration);
            }

            if (_configuration.Update(_coap) == CoapStatus.Ok)
            {
                long left = end - Environment.TickCount64;
                _coap.Listen(left > 0 ? (int)left : 0);
            }
        }

        private void StoreCounters()
        {
            if (Store != null && Client.State == DtlsState.Connected)
            {
                _coap.ExportCounters(_counters, 0, 0);
                Client.Connection.SetApplicationState(_counters, 0);
            }
        }
    }
}
