// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <content>Sessions that outlive the client: see the members of the same names of <see cref="DtlsConnection"/>.</content>
    public sealed partial class DtlsClient
    {
        // Where the session was restored from or reserved: reservations that are used up are renewed there.
        private SessionStore _store;

        // The session is open, but the socket does not know its server yet.
        private bool _isUntargeted;

        /// <summary>
        /// Takes up the session of a store. <see cref="Connect"/> then only points the socket at the server, without a handshake.
        /// Reservations are renewed by <see cref="Send"/> in the same store.
        /// </summary>
        /// <param name="store">The store, kept until the session ends.</param>
        /// <returns>As <see cref="DtlsConnection.RestoreSession"/>; whatever it is, <see cref="Connect"/> comes next.</returns>
        /// <exception cref="ArgumentNullException"><paramref name="store"/> is null.</exception>
        /// <exception cref="InvalidOperationException">As <see cref="DtlsConnection.ImportSession"/>, or another call is under way.</exception>
        /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
        public DtlsStatus RestoreSession(SessionStore store)
        {
            Enter();
            try
            {
                DtlsStatus status = _connection.RestoreSession(store);
                _isUntargeted = status == DtlsStatus.Ok;
                _store = _isUntargeted ? store : null;
                _pendingLength = 0;
                return status;
            }
            finally
            {
                Leave();
            }
        }

        /// <summary>Stores the session as it is to go on after a power failure, while it stays open.</summary>
        /// <param name="store">The store, kept until the session ends.</param>
        /// <returns>As <see cref="DtlsConnection.ReserveSession"/>.</returns>
        /// <exception cref="ArgumentNullException"><paramref name="store"/> is null.</exception>
        /// <exception cref="InvalidOperationException">As <see cref="DtlsConnection.ExportSession"/>, or another call is under way.</exception>
        /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
        public DtlsStatus ReserveSession(SessionStore store)
        {
            Enter();
            try
            {
                DtlsStatus status = _connection.ReserveSession(store);
                if (status == DtlsStatus.Ok)
                {
                    _store = store;
                }

                return status;
            }
            finally
            {
                Leave();
            }
        }

        /// <summary>Exports the session into a store, the last thing to do before deep sleep. The server is told nothing.</summary>
        /// <param name="store">The store.</param>
        /// <returns>As <see cref="DtlsConnection.SaveSession"/>.</returns>
        /// <exception cref="ArgumentNullException"><paramref name="store"/> is null.</exception>
        /// <exception cref="InvalidOperationException">As <see cref="DtlsConnection.ExportSession"/>, or another call is under way.</exception>
        /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
        public DtlsStatus SaveSession(SessionStore store)
        {
            Enter();
            try
            {
                DtlsStatus status = _connection.SaveSession(store);
                if (status == DtlsStatus.Ok)
                {
                    ForgetSession();
                }

                return status;
            }
            finally
            {
                Leave();
            }
        }

        /// <summary>As <see cref="DtlsConnection.ExportSession"/>: export, store, sleep. The server is told nothing.</summary>
        /// <param name="buffer">Caller's array.</param>
        /// <param name="offset">Where in it.</param>
        /// <returns>As <see cref="DtlsConnection.ExportSession"/>.</returns>
        /// <exception cref="ArgumentNullException"><paramref name="buffer"/> is null.</exception>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="offset"/> is not inside the array.</exception>
        /// <exception cref="InvalidOperationException">As <see cref="DtlsConnection.ExportSession"/>, or another call is under way.</exception>
        /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
        public int ExportSession(byte[] buffer, int offset)
        {
            Enter();
            try
            {
                int length = _connection.ExportSession(buffer, offset);
                if (length > 0)
                {
                    ForgetSession();
                }

                return length;
            }
            finally
            {
                Leave();
            }
        }

        /// <summary>
        /// As <see cref="DtlsConnection.ImportSession"/>. <see cref="Connect"/> then only points the socket at the server. Sending needs
        /// a reservation: <see cref="ReserveSession"/> with the store that the state came from, or
        /// <see cref="DtlsConnection.ReserveSequences"/> and <see cref="DtlsConnection.ConfirmReservation"/> of <see cref="Connection"/>.
        /// </summary>
        /// <param name="buffer">Caller's array, which is not changed.</param>
        /// <param name="offset">First byte.</param>
        /// <param name="count">Bytes of the state.</param>
        /// <returns>As <see cref="DtlsConnection.ImportSession"/>.</returns>
        /// <exception cref="ArgumentNullException"><paramref name="buffer"/> is null.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The range is not inside the array.</exception>
        /// <exception cref="InvalidOperationException">As <see cref="DtlsConnection.ImportSession"/>, or another call is under way.</exception>
        /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
        public DtlsStatus ImportSession(byte[] buffer, int offset, int count)
        {
            Enter();
            try
            {
                DtlsStatus status = _connection.ImportSession(buffer, offset, count);
                _isUntargeted = status == DtlsStatus.Ok;
                _store = null;
                _pendingLength = 0;
                return status;
            }
            finally
            {
                Leave();
            }
        }

        private void ForgetSession()
        {
            _isUntargeted = false;
            _store = null;
            _pendingLength = 0;
        }

        /// <summary>Points the socket at the server of a session that was taken up.</summary>
        private DtlsStatus Resume(System.Net.IPEndPoint server)
        {
            if (!Target(server))
            {
                return DtlsStatus.NetworkError;
            }

            _isUntargeted = false;
            DiscardStale();
            return DtlsStatus.Ok;
        }

        /// <summary>Renews the reservation that is used up.</summary>
        private DtlsStatus Renew()
        {
            return _store == null ? DtlsStatus.ReservationUsedUp : _connection.ReserveSession(_store);
        }
    }
}
