// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Collections.Concurrent;
using System.Net;
using NanoDtls;
using SensorNode.Desktop.Server;

namespace SensorNode.Desktop
{
    /// <summary>The server in the same process: an independent DTLS implementation and a CoAP collector, or an echo.</summary>
    internal sealed class EmbeddedCollector : IDisposable
    {
        private readonly ConcurrentQueue<IReadOnlyList<SenMlRecord>> _readings = new();
        private readonly CoapServer _coap;
        private readonly PskServer _server;

        /// <summary>Starts the server.</summary>
        /// <param name="identity">The only identity that it knows.</param>
        /// <param name="key">Its key.</param>
        /// <param name="isEcho">Whether it sends records back instead of speaking CoAP.</param>
        internal EmbeddedCollector(byte[] identity, byte[] key, bool isEcho)
        {
            _coap = new CoapServer(_readings.Enqueue);
            _server = new PskServer(
                [DtlsCipherSuite.PskWithAes128Ccm8, DtlsCipherSuite.PskWithAes128Ccm],
                isEcho ? () => new EchoHandler() : _coap.CreateSession);
            _server.Identities.Add(identity, key);
        }

        /// <summary>Where it listens.</summary>
        internal IPEndPoint EndPoint => _server.EndPoint;

        /// <summary>URI of the resource that takes readings.</summary>
        internal string Uri => $"coaps://{EndPoint}{CoapServer.ReadingPath}";

        /// <summary>URI of the time from one reading to the next, which can be observed.</summary>
        internal string IntervalUri => $"coaps://{EndPoint}{CoapServer.IntervalPath}";

        /// <summary>URI of the configuration, which takes several blocks.</summary>
        internal string DocumentUri => $"coaps://{EndPoint}{CoapServer.DocumentPath}";

        /// <summary>Sets how often the nodes are to report, and tells those that observe it.</summary>
        internal void SetInterval(int milliseconds) => _coap.SetInterval(milliseconds);

        /// <summary>
        /// The newest reading that was decoded since the last call; <c>null</c> for none. Older ones are
        /// copies of it: a reading whose acknowledgement was lost is sent again.
        /// </summary>
        internal IReadOnlyList<SenMlRecord>? TakeReading()
        {
            IReadOnlyList<SenMlRecord>? newest = null;
            while (_readings.TryDequeue(out IReadOnlyList<SenMlRecord>? records))
            {
                newest = records;
            }

            return newest;
        }

        /// <inheritdoc/>
        public void Dispose() => _server.Dispose();
    }
}
