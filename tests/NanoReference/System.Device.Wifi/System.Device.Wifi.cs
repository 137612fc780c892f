// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Net.NetworkInformation;
using System.Threading;

namespace System.Device.Wifi
{
    public delegate void AvailableNetworksChangedEventHandler(WifiAdapter sender, object e);

    public sealed class WifiAdapter : IDisposable
    {
        public int NetworkInterface { get { throw null; } }
        public WifiNetworkReport NetworkReport { get { throw null; } }
        public event AvailableNetworksChangedEventHandler AvailableNetworksChanged { add { throw null; } remove { throw null; } }
        public WifiConnectionResult Connect(WifiAvailableNetwork availableNetwork, WifiReconnectionKind reconnectionKind, string passwordCredential) { throw null; }
        public WifiConnectionResult Connect(string ssid, WifiReconnectionKind reconnectionKind, string passwordCredential) { throw null; }
        public void Disconnect() { throw null; }
        public static WifiAdapter[] FindAllAdapters() { throw null; }
        public void SetDeviceName(string deviceName) { throw null; }
        public void ScanAsync() { throw null; }
        public void Dispose() { throw null; }
        internal WifiAdapter() { throw null; }
    }

    public class WifiAvailableNetwork
    {
        public WifiAvailableNetwork() { throw null; }
        public string Bsid { get { throw null; } }
        public string Ssid { get { throw null; } }
        public WifiNetworkKind NetworkKind { get { throw null; } }
        public double NetworkRssiInDecibelMilliwatts { get { throw null; } }
        public byte SignalBars { get { throw null; } }
    }

    public class WifiConnectionResult
    {
        public WifiConnectionStatus ConnectionStatus { get { throw null; } }
        internal WifiConnectionResult() { throw null; }
    }

    public enum WifiConnectionStatus
    {
        AccessRevoked = 0,
        InvalidCredential = 1,
        NetworkNotAvailable = 2,
        Success = 3,
        Timeout = 4,
        UnspecifiedFailure = 5,
        UnsupportedAuthenticationProtocol = 6,
    }

    public enum WifiNetworkKind
    {
        Adhoc = 0,
        Any = 1,
        Infrastructure = 2,
    }

    public class WifiNetworkReport
    {
        public WifiAvailableNetwork[] AvailableNetworks { get { throw null; } }
        internal WifiNetworkReport() { throw null; }
    }

    public enum WifiReconnectionKind
    {
        Automatic = 0,
        Manual = 1,
    }
}
