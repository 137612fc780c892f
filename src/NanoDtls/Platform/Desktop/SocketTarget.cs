// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;
using System.Net;
using System.Net.Sockets;

namespace NanoDtls
{
    /// <summary>Points a UDP socket at a server, and knows what .NET makes of ICMP errors.</summary>
    internal static class SocketTarget
    {
        [ThreadStatic]
        private static byte[] _error;

        /// <summary>Connects a socket that may have been connected before.</summary>
        /// <param name="socket">The socket.</param>
        /// <param name="server">The server.</param>
        /// <returns>The socket to use from now on.</returns>
        public static Socket Connect(Socket socket, IPEndPoint server)
        {
            try
            {
                socket.Connect(server);
                return socket;
            }
            catch (InvalidOperationException)
            {
                // .NET takes a UDP socket that saw an ICMP error for disconnected, and never lets it connect
                // again. A new one takes its place.
                Socket successor = new Socket(socket.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
                try
                {
                    successor.Connect(server);
                }
                catch (SocketException)
                {
                    successor.Close();
                    throw;
                }

                socket.Close();
                return successor;
            }
        }

        /// <summary>
        /// Takes a pending ICMP error off a socket. Poll reports it as nothing to read, at once and again and
        /// again until somebody took it.
        /// </summary>
        /// <param name="socket">The socket.</param>
        /// <returns>Whether there was one.</returns>
        public static bool TakeError(Socket socket)
        {
            byte[] error = _error;
            if (error == null)
            {
                error = new byte[4];
                _error = error;
            }

            socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error, error);
            return BitConverter.ToInt32(error, 0) != 0;
        }
    }
}
