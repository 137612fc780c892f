// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls.Coap
{
    /// <summary>
    /// CoAP over DTLS (RFC 7252 section 9.1): each message is one record of a <see cref="DtlsClient"/>. The
    /// caller connects, reconnects and closes the client, and calls <see cref="CoapClient.NewSession"/> after
    /// each reconnect.
    /// </summary>
    public sealed class DtlsCoapChannel : CoapChannel
    {
        private readonly DtlsClient _client;

        /// <summary>Creates the channel; it allocates nothing else.</summary>
        /// <param name="client">The client, used but not owned.</param>
        public DtlsCoapChannel(DtlsClient client)
        {
            if (client == null)
            {
                throw new ArgumentNullException(nameof(client));
            }

            _client = client;
        }

        /// <inheritdoc/>
        public override int MaxMessage
        {
            get { return _client.Connection.MaxPayload; }
        }

        /// <inheritdoc/>
        public override bool IsSecure
        {
            get { return true; }
        }

        /// <inheritdoc/>
        public override DtlsStatus Send(byte[] buffer, int offset, int count)
        {
            return _client.Send(buffer, offset, count);
        }

        /// <inheritdoc/>
        public override int Receive(byte[] buffer, int offset, int count, int timeoutMilliseconds)
        {
            return _client.Receive(buffer, offset, count, timeoutMilliseconds);
        }
    }
}
