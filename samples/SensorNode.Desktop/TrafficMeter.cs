// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls;

namespace SensorNode.Desktop
{
    /// <summary>Counts what a client sends and receives from one moment to another.</summary>
    internal sealed class TrafficMeter
    {
        private readonly DtlsClient _client;
        private long _bytesSent;
        private long _bytesReceived;
        private int _datagrams;

        /// <summary>Creates a meter that counts from now on.</summary>
        internal TrafficMeter(DtlsClient client)
        {
            _client = client;
            Restart();
        }

        /// <summary>Counts from now on.</summary>
        internal void Restart()
        {
            _bytesSent = _client.BytesSent;
            _bytesReceived = _client.BytesReceived;
            _datagrams = _client.DatagramsSent + _client.DatagramsReceived;
        }

        /// <summary>UDP payload bytes each way and datagrams both ways.</summary>
        public override string ToString()
        {
            int datagrams = _client.DatagramsSent + _client.DatagramsReceived - _datagrams;
            return $"{_client.BytesSent - _bytesSent} bytes out, {_client.BytesReceived - _bytesReceived} in, {datagrams} {(datagrams == 1 ? "datagram" : "datagrams")}";
        }
    }
}
