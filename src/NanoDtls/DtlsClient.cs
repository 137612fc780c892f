// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace NanoDtls
{
    /// <summary>
    /// A DTLS 1.2 PSK client over a UDP socket, with blocking calls. One thread at a time may be in a call;
    /// a second one gets an <see cref="InvalidOperationException"/>. All memory, the socket included, is
    /// allocated by the constructor.
    /// </summary>
    public sealed partial class DtlsClient : IDisposable
    {
        private readonly DtlsConnection _connection;
        private readonly AddressFamily _addressFamily;
        private readonly byte[] _datagram;

        // Where the socket points, so that it is not told again: a null address means nowhere.
        private Socket _socket;
        private IPAddress _serverAddress;
        private int _serverPort;

        private int _isBusy;
        private bool _isDisposed;

        // Application data found in the last datagram that no Receive took yet.
        private int _pendingLength;

        private int _datagramsSent;
        private int _datagramsReceived;
        private long _bytesSent;
        private long _bytesReceived;

        /// <summary>Creates the client, its socket and all of its memory.</summary>
        /// <param name="options">Settings; copied, not kept, except for the crypto back end.</param>
        /// <exception cref="ArgumentNullException">The options, the identity, the key or the suites are null.</exception>
        /// <exception cref="ArgumentException">The suites are empty, unknown or repeated.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A setting is out of the range that its property documents.</exception>
        /// <exception cref="InvalidOperationException">The crypto back end serves another connection.</exception>
        /// <exception cref="SocketException">The platform has no socket to give, or the local port is taken.</exception>
        public DtlsClient(DtlsClientOptions options)
        {
            _connection = new DtlsConnection(options);
            _datagram = new byte[_connection.MaxDatagram];
            _addressFamily = options.AddressFamily;
            _socket = new Socket(_addressFamily, SocketType.Dgram, ProtocolType.Udp);
            if (options.LocalPort != 0)
            {
                IPAddress any = _addressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any;
                _socket.Bind(new IPEndPoint(any, options.LocalPort));
            }
        }

        /// <summary>
        /// The engine, for what it tells: suite, drop reason, largest payload. Driving it from outside breaks the client.
        /// </summary>
        public DtlsConnection Connection
        {
            get { return _connection; }
        }

        /// <summary>Where the connection stands.</summary>
        public DtlsState State
        {
            get { return _connection.State; }
        }

        /// <summary>The last alert received or sent since <see cref="Connect"/>.</summary>
        public DtlsAlert LastAlert
        {
            get { return _connection.LastAlert; }
        }

        /// <summary>Datagrams sent since construction.</summary>
        public int DatagramsSent
        {
            get { return _datagramsSent; }
        }

        /// <summary>Datagrams received since construction.</summary>
        public int DatagramsReceived
        {
            get { return _datagramsReceived; }
        }

        /// <summary>UDP payload bytes sent since construction.</summary>
        public long BytesSent
        {
            get { return _bytesSent; }
        }

        /// <summary>UDP payload bytes received since construction.</summary>
        public long BytesReceived
        {
            get { return _bytesReceived; }
        }

        /// <summary>
        /// Connects the socket and runs the handshake; blocks until it ended. After a session was restored or imported there is no
        /// handshake. May be called again after the connection ended; on the device the socket and its port stay the same.
        /// </summary>
        /// <param name="server">
        /// The server. Only the platform's socket allocates when it is told a new one; the same address and port again cost nothing.
        /// </param>
        /// <returns><see cref="DtlsStatus.Ok"/> when connected, else why not.</returns>
        /// <exception cref="ArgumentNullException"><paramref name="server"/> is null.</exception>
        /// <exception cref="ArgumentException">The address is not of the family that the options named.</exception>
        /// <exception cref="InvalidOperationException">Already connected, or another call is under way.</exception>
        /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
        public DtlsStatus Connect(IPEndPoint server)
        {
            if (server == null)
            {
                throw new ArgumentNullException(nameof(server));
            }

            if (server.AddressFamily != _addressFamily)
            {
                throw new ArgumentException(null, nameof(server));
            }

            Enter();
            try
            {
                return _isUntargeted ? Resume(server) : RunHandshake(server);
            }
            finally
            {
                Leave();
            }
        }

        /// <summary>Sends one record.</summary>
        /// <param name="buffer">Caller's array.</param>
        /// <param name="offset">First byte.</param>
        /// <param name="count">Bytes, 0 to <see cref="DtlsConnection.MaxPayload"/>.</param>
        /// <returns>
        /// <see cref="DtlsStatus.Ok"/> when it was handed to the network, which does not mean that it arrived;
        /// <see cref="DtlsStatus.NetworkError"/> when the socket refused it; <see cref="DtlsStatus.MessageTooLong"/>;
        /// for a stored session what <see cref="ReserveSession"/> returned, and nothing was sent; or why the connection is closed.
        /// </returns>
        /// <exception cref="ArgumentNullException"><paramref name="buffer"/> is null.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The range is not inside the array.</exception>
        /// <exception cref="InvalidOperationException">Not connected, closed by the caller, or another call is under way.</exception>
        /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
        public DtlsStatus Send(byte[] buffer, int offset, int count)
        {
            Enter();
            try
            {
                if (_isUntargeted)
                {
                    throw new InvalidOperationException();
                }

                int length = _connection.Write(buffer, offset, count);
                if (length < 0)
                {
                    DtlsStatus status = (DtlsStatus)(-length);
                    status = status == DtlsStatus.ReservationUsedUp ? Renew() : status;
                    if (status != DtlsStatus.Ok)
                    {
                        return status;
                    }

                    length = _connection.Write(buffer, offset, count);
                }

                return Transmit(length) ? DtlsStatus.Ok : DtlsStatus.NetworkError;
            }
            finally
            {
                Leave();
            }
        }

        /// <summary>Waits for one record of application data.</summary>
        /// <param name="buffer">Caller's array.</param>
        /// <param name="offset">First byte.</param>
        /// <param name="count">Room in bytes, 1 or more.</param>
        /// <param name="timeoutMilliseconds">Longest wait, 0 or more; 0 takes only what is there already.</param>
        /// <returns>
        /// Bytes received; 0 on time-out; the negated <see cref="DtlsStatus"/> when the connection is closed, or when the
        /// record did not fit (<see cref="DtlsStatus.BufferTooSmall"/>: it is thrown away).
        /// </returns>
        /// <exception cref="ArgumentNullException"><paramref name="buffer"/> is null.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The range is not inside the array, or a number is too small.</exception>
        /// <exception cref="InvalidOperationException">Not connected, closed by the caller, or another call is under way.</exception>
        /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
        public int Receive(byte[] buffer, int offset, int count, int timeoutMilliseconds)
        {
            OptionsValidation.CheckRange(buffer, offset, count);
            if (count == 0)
            {
                throw new ArgumentOutOfRangeException(nameof(count));
            }

            if (timeoutMilliseconds < 0)
            {
                throw new ArgumentOutOfRangeException(nameof(timeoutMilliseconds));
            }

            Enter();
            try
            {
                if (_isUntargeted)
                {
                    throw new InvalidOperationException();
                }

                return ReceiveData(buffer, offset, count, timeoutMilliseconds);
            }
            finally
            {
                Leave();
            }
        }

        /// <summary>
        /// Says goodbye and zeroes the session's keys. The client can connect again. Without a connection it does nothing.
        /// </summary>
        /// <returns><see cref="DtlsStatus.Ok"/>, or <see cref="DtlsStatus.NetworkError"/> when the close_notify could not be sent.</returns>
        /// <exception cref="InvalidOperationException">Another call is under way.</exception>
        /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
        public DtlsStatus Close()
        {
            Enter();
            try
            {
                bool isUntargeted = _isUntargeted;
                ForgetSession();
                _connection.Close();
                if (isUntargeted)
                {
                    // Nobody to say goodbye to.
                    _connection.GetDatagram();
                    return DtlsStatus.Ok;
                }

                return Flush() ? DtlsStatus.Ok : DtlsStatus.NetworkError;
            }
            finally
            {
                Leave();
            }
        }

        /// <summary>Closes, zeroes all secrets, the pre-shared key's included, and releases the socket.</summary>
        /// <exception cref="InvalidOperationException">Another call is under way.</exception>
        public void Dispose()
        {
            if (_isDisposed)
            {
                return;
            }

            Enter();
            _isDisposed = true;
            _connection.Close();
            if (!_isUntargeted)
            {
                Flush();
            }

            _connection.Clear();
            Array.Clear(_datagram, 0, _datagram.Length);
            _socket.Close();
            Leave();
        }

        private void Enter()
        {
            if (_isDisposed)
            {
                throw new ObjectDisposedException(nameof(DtlsClient));
            }

            if (Interlocked.CompareExchange(ref _isBusy, 1, 0) != 0)
            {
                throw new InvalidOperationException();
            }
        }

        private void Leave()
        {
            _isBusy = 0;
        }
    }
}
