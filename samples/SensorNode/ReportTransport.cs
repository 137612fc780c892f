// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;
using System.Net;
using System.Threading;
using NanoDtls;

namespace SensorNode
{
    /// <summary>How readings travel over a DTLS connection to one server.</summary>
    public abstract class ReportTransport
    {
        private readonly DtlsClient _client;
        private readonly IPEndPoint _server;
        private SessionStore _store;
        private bool _keepsAddress = true;

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

        /// <summary>
        /// Where the session is kept while the board sleeps; <c>null</c> (the default) for nowhere: the session ends with the
        /// loop. The client's options need a key for states (<see cref="DtlsClientOptions.StateKey"/>).
        /// </summary>
        public SessionStore Store
        {
            get { return _store; }
            set { _store = value; }
        }

        /// <summary>
        /// Whether the server sees the same address and port as before the sleep: a fixed local port, and no NAT on the way.
        /// Default <c>true</c>. Where it does not, a stored session without Connection ID would only meet silence: it is not
        /// taken up then, and the next handshake resumes it.
        /// </summary>
        public bool KeepsAddress
        {
            get { return _keepsAddress; }
            set { _keepsAddress = value; }
        }

        /// <summary>Takes up the stored session, which costs no datagram.</summary>
        /// <returns>
        /// <see cref="DtlsStatus.Ok"/> when it can be used as if it were just connected; else why not, and <see cref="Connect"/> is due.
        /// </returns>
        public virtual DtlsStatus Restore()
        {
            if (_store == null)
            {
                return DtlsStatus.StateMissing;
            }

            DtlsStatus status = _client.RestoreSession(_store);
            if (status == DtlsStatus.Ok)
            {
                status = _client.Connect(_server);
                if (status == DtlsStatus.Ok && !_keepsAddress && _client.Connection.PeerConnectionIdLength == 0)
                {
                    status = DtlsStatus.Closed;
                }

                if (status != DtlsStatus.Ok)
                {
                    // The network has no way to the server, or the server none to the session: what comes next is a handshake.
                    _client.Close();
                }
            }

            return status;
        }

        /// <summary>Stores what a power failure must not take: the session goes on behind a block of reserved numbers.</summary>
        /// <returns><see cref="DtlsStatus.Ok"/> when it is stored.</returns>
        public virtual DtlsStatus Reserve()
        {
            return _store == null ? DtlsStatus.StateMissing : _client.ReserveSession(_store);
        }

        /// <summary>Stores the session and ends it here: the last thing before deep sleep. The server is told nothing.</summary>
        /// <returns><see cref="DtlsStatus.Ok"/> when it is stored.</returns>
        public virtual DtlsStatus Save()
        {
            return _store == null ? DtlsStatus.StateMissing : _client.SaveSession(_store);
        }

        /// <summary>Asks whether the server is still there and still has the session.</summary>
        /// <returns><c>false</c> when it did not answer; <c>true</c> too when the protocol has no such question.</returns>
        public virtual bool Ping()
        {
            return true;
        }

        /// <summary>The time from one reading to the next that the server asked for, in milliseconds; 0 for none.</summary>
        public virtual int IntervalMilliseconds
        {
            get { return 0; }
        }

        /// <summary>Waits while connected, and takes what the server sends meanwhile.</summary>
        /// <param name="milliseconds">How long, 1 or more; answering the server can take longer.</param>
        public virtual void Rest(int milliseconds)
        {
            Thread.Sleep(milliseconds);
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
