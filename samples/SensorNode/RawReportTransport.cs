// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;
using System.Net;
using NanoDtls;

namespace SensorNode
{
    /// <summary>
    /// Sends each reading as one bare DTLS record, for servers that speak no CoAP. Nothing acknowledges a
    /// record, so a reading counts as delivered when the network took it and the server did not hang up
    /// within the time that it is given to answer.
    /// </summary>
    public sealed class RawReportTransport : ReportTransport
    {
        // A server that keeps talking must not keep the next reading waiting.
        private const int MaxReplies = 16;

        private readonly ReportObserver _observer;
        private readonly byte[] _reply;
        private readonly int _replyTimeout;

        /// <summary>Creates the transport and its receive buffer.</summary>
        /// <param name="client">The connection; the caller keeps it and disposes of it.</param>
        /// <param name="server">The server, resolved once.</param>
        /// <param name="observer">Gets what comes back.</param>
        /// <param name="replySize">Longest answer in bytes: the client's <see cref="DtlsClientOptions.MaxRecordPayload"/>.</param>
        /// <param name="replyTimeoutMilliseconds">How long to wait for an answer, 0 or more.</param>
        /// <exception cref="ArgumentNullException">An argument is <c>null</c>.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A size is below 1 or a time below 0.</exception>
        public RawReportTransport(DtlsClient client, IPEndPoint server, ReportObserver observer, int replySize, int replyTimeoutMilliseconds)
            : base(client, server)
        {
            if (observer == null)
            {
                throw new ArgumentNullException(nameof(observer));
            }

            if (replySize < 1)
            {
                throw new ArgumentOutOfRangeException(nameof(replySize));
            }

            if (replyTimeoutMilliseconds < 0)
            {
                throw new ArgumentOutOfRangeException(nameof(replyTimeoutMilliseconds));
            }

            _observer = observer;
            _reply = new byte[replySize];
            _replyTimeout = replyTimeoutMilliseconds;
        }

        /// <inheritdoc/>
        public override ReportResult Send(byte[] payload, int count)
        {
            DtlsStatus status = Client.Send(payload, 0, count);
            if (status == DtlsStatus.MessageTooLong)
            {
                return ReportResult.Refused;
            }

            if (status != DtlsStatus.Ok)
            {
                return ReportResult.ConnectionLost;
            }

            int received = Client.Receive(_reply, 0, _reply.Length, _replyTimeout);
            for (int i = 1; received > 0; i++)
            {
                _observer.OnRawReply(_reply, received);
                if (i == MaxReplies)
                {
                    break;
                }

                received = Client.Receive(_reply, 0, _reply.Length, 0);
            }

            return received < 0 ? ReportResult.ConnectionLost : ReportResult.Delivered;
        }
    }
}
