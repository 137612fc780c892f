// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;
using System.Net;
using NanoDtls;

namespace SensorNode
{
    /// <summary>How readings travel over a DTLS connection to one server.</summary>
    public abstract class ReportTransport
    {
        private readonly DtlsClient _client;
        private readonly IPEndPoint _server;

        /// <summary>Creates a transport.</summary>
        /// <param name="client">The connection; the caller keeps it and disposes of it.</param>
        /// <param name="server">The server, resolved once.</param>
        /// <exception cref="ArgumentNullException">An argument is <c>null</c>.</exception>
        protected ReportTransport(DtlsClient client, IPEndPoint server)
        {
            if (client == null)
            {
                throw new ArgumentNullException(nameof(client));
            }

            if (server == null)
            {
                throw new ArgumentNullException(nameof(server));
            }

            _client = client;
            _server = server;
        }

        /// <summary>The connection below.</summary>
        public DtlsClient Client
        {
            get { return _client; }
        }

        /// <summary>CoAP code of the last response; 0 when there was none.</summary>
        public virtual int ResponseCode
        {
            get { return 0; }
        }

        /// <summary>Runs the handshake; blocks until it ended.</summary>
        /// <returns><see cref="DtlsStatus.Ok"/> when connected.</returns>
        public virtual DtlsStatus Connect()
        {
            return _client.Connect(_server);
        }

        /// <summary>Sends one reading and waits until it is known what became of it.</summary>
        /// <param name="payload">Array with the reading, owned by the caller.</param>
        /// <param name="count">Its length; it starts at index 0.</param>
        /// <returns>What became of it.</returns>
        public abstract ReportResult Send(byte[] payload, int count);

        /// <summary>Says goodbye to the server.</summary>
        public void Close()
        {
            _client.Close();
        }
    }
}
