// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;
using System.Net;
using System.Net.Sockets;

namespace NanoDtls
{
    /// <summary>Points a UDP socket at a server.</summary>
    internal static class SocketTarget
    {
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
    }
}
