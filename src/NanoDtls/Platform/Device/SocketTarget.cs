// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Net;
using System.Net.Sockets;

namespace NanoDtls
{
    /// <summary>Points a UDP socket at a server.</summary>
    internal static class SocketTarget
    {
        /// <summary>Connects a socket that may have been connected before: lwIP just changes its target.</summary>
        /// <param name="socket">The socket.</param>
        /// <param name="server">The server.</param>
        /// <returns>The socket to use from now on, which is the same.</returns>
        public static Socket Connect(Socket socket, IPEndPoint server)
        {
            socket.Connect(server);
            return socket;
        }

        /// <summary>Takes a pending error off a socket.</summary>
        /// <param name="socket">The socket.</param>
        /// <returns><c>false</c>: Poll has thrown it already.</returns>
        public static bool TakeError(Socket socket)
        {
            return false;
        }
    }
}
