// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Diagnostics;
using NanoDtls.Bench.Wire;
using NanoDtls.Testing;

namespace NanoDtls.Bench.Loss
{
    /// <summary>One handshake through a lossy path, on the real clock.</summary>
    /// <param name="Seed">What fell on the path.</param>
    /// <param name="Status">How it ended.</param>
    /// <param name="Seconds">How long it took.</param>
    /// <param name="ClientDatagrams">Datagrams that the client sent.</param>
    internal sealed record LossyHandshake(int Seed, DtlsStatus Status, double Seconds, int ClientDatagrams)
    {
        private const int Limit = 60_000;

        public bool IsComplete => Status == DtlsStatus.Ok;

        /// <summary>Runs one: a client, a proxy and an Mbed TLS server of its own.</summary>
        /// <param name="loss">Chance of each datagram to be lost, both ways, in percent.</param>
        /// <param name="seed">Seed of the losses.</param>
        public static LossyHandshake Run(int loss, int seed)
        {
            DtlsClientOptions options = LoopbackSession.Options();
            options.HandshakeTimeoutMilliseconds = Limit;
            options.Retransmission = DtlsRetransmission.Adaptive;
            using var server = new MbedTlsServer(options);
            using var proxy = new ChaosProxy(server.EndPoint, new ChaosPlan(seed, ChaosRates.Loss(loss)));
            using var client = new DtlsClient(options);
            var clock = Stopwatch.StartNew();
            DtlsStatus status = client.Connect(proxy.EndPoint);
            return new LossyHandshake(seed, status, clock.Elapsed.TotalSeconds, client.DatagramsSent);
        }
    }
}
