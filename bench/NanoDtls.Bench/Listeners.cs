// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Net;
using System.Net.NetworkInformation;

namespace NanoDtls.Bench
{
    /// <summary>Whether a server that was started has its port: by looking on, since to try the port would keep the server from it.</summary>
    internal static class Listeners
    {
        public static bool Has(int port, bool isTcp = false)
        {
            IPGlobalProperties properties = IPGlobalProperties.GetIPGlobalProperties();
            IPEndPoint[] listeners = isTcp ? properties.GetActiveTcpListeners() : properties.GetActiveUdpListeners();
            return listeners.Any(listener => listener.Port == port);
        }
    }
}
