// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace NanoDtls.Live.Tests
{
    /// <summary>Free UDP ports for peers, and whether somebody listens on one.</summary>
    internal static class Ports
    {
        // Below the range from which the kernel serves clients, so that no socket of a test or of
        // another program takes the port between the look and the use.
        private const int First = 20000;
        private const int End = 32000;

        /// <summary>Finds <paramref name="count"/> neighbouring ports that nobody uses for UDP or TCP.</summary>
        public static int FindFree(int count)
        {
            for (int attempt = 0; attempt < 200; attempt++)
            {
                int port = Random.Shared.Next(First, End - count);
                bool free = true;
                for (int i = 0; i < count; i++)
                {
                    free &= CanBind(port + i, SocketType.Dgram, ProtocolType.Udp)
                        && CanBind(port + i, SocketType.Stream, ProtocolType.Tcp);
                }

                if (free)
                {
                    return port;
                }
            }

            throw new InvalidOperationException("no free port found");
        }

        /// <summary>Whether a UDP socket is bound to the port on any local address.</summary>
        public static bool IsListening(int port)
        {
            foreach (IPEndPoint listener in IPGlobalProperties.GetIPGlobalProperties().GetActiveUdpListeners())
            {
                if (listener.Port == port)
                {
                    return true;
                }
            }

            return false;
        }

        private static bool CanBind(int port, SocketType type, ProtocolType protocol)
        {
            using Socket socket = new Socket(AddressFamily.InterNetwork, type, protocol);
            try
            {
                // All addresses: gnutls-serv binds them all.
                socket.Bind(new IPEndPoint(IPAddress.Any, port));
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        }
    }
}
