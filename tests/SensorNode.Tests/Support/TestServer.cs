// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using NanoDtls;
using SensorNode.Desktop.Server;

namespace SensorNode.Tests
{
    /// <summary>The embedded server by itself, with the readings that it decoded.</summary>
    internal sealed class TestServer : IDisposable
    {
        internal const string Identity = "test-node";
        internal const string KeyText = "K3y_of-the.tests";

        private readonly ConcurrentQueue<IReadOnlyList<SenMlRecord>> _readings = new();

        /// <summary>Starts a collector that accepts the given suites, or an echo server.</summary>
        internal TestServer(DtlsCipherSuite[]? suites = null, bool isEcho = false, int? connectionIdLength = null)
        {
            Coap = new CoapServer(_readings.Enqueue);
            Dtls = new PskServer(
                suites ?? [DtlsCipherSuite.PskWithAes128Ccm8, DtlsCipherSuite.PskWithAes128Ccm],
                isEcho ? () => new EchoHandler() : Coap.CreateSession,
                connectionIdLength);
            Dtls.Identities.Add(Encoding.UTF8.GetBytes(Identity), Key);
        }

        internal static byte[] Key => Encoding.ASCII.GetBytes(KeyText);

        internal static string KeyHex => Convert.ToHexString(Key);

        internal PskServer Dtls { get; }

        /// <summary>Its resources.</summary>
        internal CoapServer Coap { get; }

        internal string Port => Dtls.EndPoint.Port.ToString(CultureInfo.InvariantCulture);

        internal string Uri => $"coaps://127.0.0.1:{Port}/s/1";

        /// <summary>All readings so far, oldest first.</summary>
        internal IReadOnlyList<SenMlRecord>[] Readings => _readings.ToArray();

        public void Dispose() => Dtls.Dispose();
    }
}
