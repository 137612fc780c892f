// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace NanoDtls
{
    /// <content>
    /// The socket loop. A socket in an error state (an ICMP message that anybody can forge) is a reason to
    /// wait, never to give up before the time is over.
    /// </content>
    public sealed partial class DtlsClient
    {
        // Poll counts microseconds in an int.
        private const int MaxPollMilliseconds = 2000000;

        // Pause after a socket error, so that a socket that fails at once does not spin.
        private const int ErrorPauseMilliseconds = 20;

        // Datagrams without use that are looked at when there is no time to wait. Data may lie behind them,
        // but a flood must neither keep a handshake from starting nor Receive from returning.
        private const int MaxStrayDatagrams = 16;

        private DtlsStatus RunHandshake(IPEndPoint server)
        {
            DtlsConnection connection = _connection;
            DtlsStatus status = connection.Start(Environment.TickCount64);
            if (status != DtlsStatus.Ok)
            {
                return status;
            }

            ForgetSession();
            if (!Target(server))
            {
                connection.Close();
                connection.GetDatagram();
                return DtlsStatus.NetworkError;
            }

            DiscardStale();
            Flush();
            while (connection.State == DtlsState.Handshaking)
            {
                long now = Environment.TickCount64;
                long wait = connection.NextDeadline - now;
                if (wait > 0)
                {
                    int count = ReceiveDatagram(wait);
                    if (count > 0)
                    {
                        _pendingLength = connection.ProcessDatagram(_datagram, 0, count, Environment.TickCount64);
                    }
                }
                else
                {
                    connection.HandleTimeout(now);
                }

                Flush();
            }

            return connection.State == DtlsState.Connected ? DtlsStatus.Ok : connection.CloseReason;
        }

        private int ReceiveData(byte[] buffer, int offset, int count, int timeoutMilliseconds)
        {
            DtlsConnection connection = _connection;
            long end = Environment.TickCount64 + timeoutMilliseconds;
            int length = _pendingLength;
            _pendingLength = 0;
            int lateDatagrams = MaxStrayDatagrams;
            while (length == 0)
            {
                // What is left of the last datagram comes before the next one.
                length = connection.ProcessNext(Environment.TickCount64);
                if (length == 0)
                {
                    if (connection.State != DtlsState.Connected)
                    {
                        return connection.NotOpen();
                    }

                    long wait = end - Environment.TickCount64;
                    if (wait <= 0 && lateDatagrams-- == 0)
                    {
                        return 0;
                    }

                    int received = ReceiveDatagram(wait > 0 ? wait : 0);
                    if (received > 0)
                    {
                        length = connection.ProcessDatagram(_datagram, 0, received, Environment.TickCount64);
                    }
                    else if (wait <= 0)
                    {
                        return 0;
                    }
                }

                // The answer to a close_notify or a HelloRequest.
                Flush();
            }

            if (length > count)
            {
                return -(int)DtlsStatus.BufferTooSmall;
            }

            Array.Copy(_datagram, connection.DataOffset, buffer, offset, length);
            return length;
        }

        /// <summary>Connects the socket, unless it already is to this server.</summary>
        private bool Target(IPEndPoint server)
        {
            if (_serverPort == server.Port && server.Address.Equals(_serverAddress))
            {
                return true;
            }

            _serverAddress = null;
            try
            {
                _socket = SocketTarget.Connect(_socket, server);
            }
            catch (SocketException)
            {
                return false;
            }

            _serverAddress = server.Address;
            _serverPort = server.Port;
            return true;
        }

        /// <summary>Throws away what an earlier connection on this socket left behind.</summary>
        private void DiscardStale()
        {
            for (int i = 0; i < MaxStrayDatagrams && ReceiveDatagram(0) > 0; i++)
            {
            }
        }

        private bool Flush()
        {
            bool isSent = true;
            int length;
            while ((length = _connection.GetDatagram()) > 0)
            {
                isSent &= Transmit(length);
            }

            return isSent;
        }

        private bool Transmit(int length)
        {
            // An ICMP error of an earlier datagram is reported by the next call, which then did not send:
            // hence the second attempt.
            for (int attempt = 0; attempt < 2; attempt++)
            {
                try
                {
                    _socket.Send(_connection.OutputBuffer, 0, length, SocketFlags.None);
                    _datagramsSent++;
                    _bytesSent += length;
                    return true;
                }
                catch (SocketException)
                {
                }
            }

            return false;
        }

        /// <summary>Waits for a datagram.</summary>
        /// <returns>Its length; 0 for none, for an empty one, or after a socket error.</returns>
        private int ReceiveDatagram(long milliseconds)
        {
            int wait = milliseconds > MaxPollMilliseconds ? MaxPollMilliseconds : (int)milliseconds;
            try
            {
                if (!_socket.Poll(wait * 1000, SelectMode.SelectRead))
                {
                    if (SocketTarget.TakeError(_socket))
                    {
                        PauseAfterError(wait);
                    }

                    return 0;
                }

                int count = _socket.Receive(_datagram, 0, _datagram.Length, SocketFlags.None);
                if (count > 0)
                {
                    _datagramsReceived++;
                    _bytesReceived += count;
                }

                return count;
            }
            catch (SocketException)
            {
                PauseAfterError(wait);
                return 0;
            }
        }

        private static void PauseAfterError(int wait)
        {
            Thread.Sleep(wait < ErrorPauseMilliseconds ? wait : ErrorPauseMilliseconds);
        }
    }
}
