// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text;
using NanoDtls.Coap;
using NanoDtls.Testing;

namespace NanoDtls.Live.Tests
{
    /// <summary>A CoAP client over DTLS to one of libcoap's servers, straight or through a path that loses and repeats.</summary>
    internal sealed class CoapBench : IDisposable, ILogged
    {
        // More of them in one test are no bad luck.
        private const int MaxRepeats = 2;

        private readonly LibcoapPeer _peer;
        private readonly ChaosProxy? _proxy;

        public CoapBench(PeerKind kind, ChaosRates? rates, int seed, int maxMessage = 512)
        {
            // A confirmable notification that gets lost holds back the next ones for seconds.
            _peer = new LibcoapPeer(kind, new PeerSettings { NonConfirmableNotifications = rates != null });
            _proxy = rates == null ? null : new ChaosProxy(_peer.EndPoint, new ChaosPlan(seed, rates));
            DtlsClientOptions dtls = Clients.Options();
            dtls.MaxRecordPayload = Math.Max(512, maxMessage);
            dtls.HandshakeTimeoutMilliseconds = 40_000;
            Dtls = new DtlsClient(dtls);
            var options = new CoapClientOptions { MaxMessage = maxMessage };
            if (rates != null)
            {
                // Loopback is fast: what is missing after a moment is lost.
                options.AckTimeoutMilliseconds = 80;
                options.MaxRetransmit = 8;
                options.ResponseTimeoutMilliseconds = 60_000;
            }

            Client = new CoapClient(new DtlsCoapChannel(Dtls), options);
            Connect();
        }

        /// <summary>
        /// Requests that a test made anew because all nine transmissions, or their answers, fell to the path: one request in
        /// ten thousand at 20 % loss each way. RFC 7252 section 4.2 then gives up, and the application decides.
        /// </summary>
        public int Repeats { get; private set; }

        public DtlsClient Dtls { get; }

        public CoapClient Client { get; }

        public string Log => (_proxy == null ? "" : _proxy.Log) + Environment.NewLine + _peer.Log;

        /// <summary>The server's log alone.</summary>
        public string ServerLog => _peer.Log;

        public static CoapResource Resource(string path) => new("coaps://127.0.0.1/" + path);

        /// <summary>Begins a session, in place of one that may be there.</summary>
        public void Connect()
        {
            // Handshakes on a bad path have tests of their own. A server that misses the goodbye keeps the old session of this
            // port, and libcoap then takes no new one for minutes.
            ChaosPlan? rough = _proxy?.Plan;
            if (_proxy != null)
            {
                _proxy.Plan = new ChaosPlan(0, ChaosRates.None);
            }

            Dtls.Close();
            Assert.AreEqual(DtlsStatus.Ok, Dtls.Connect(_proxy?.EndPoint ?? _peer.EndPoint), Log);
            Client.NewSession();
            Assert.AreEqual(CoapStatus.Ok, Client.Ping(), "the server has not finished the handshake");
            if (_proxy != null)
            {
                _proxy.Plan = rough!;
            }
        }

        /// <summary>Makes a request that must be answered with a code, and returns the payload as text.</summary>
        public string Request(CoapMethod method, CoapResource resource, string? body, params int[] codes)
        {
            byte[] payload = Encoding.UTF8.GetBytes(body ?? "");
            int format = body == null ? CoapContentFormat.None : CoapContentFormat.TextPlain;
            Complete(method.ToString(), () => Client.Request(method, resource, format, payload, 0, payload.Length));
            CollectionAssert.Contains(codes, Client.ResponseCode, method + ": " + Encoding.UTF8.GetString(Client.ResponseBuffer, Client.PayloadOffset, Client.PayloadLength));
            return Encoding.UTF8.GetString(Client.ResponseBuffer, Client.PayloadOffset, Client.PayloadLength);
        }

        /// <summary>Makes a request that must be answered, on a bad path anew when it was given up.</summary>
        public void Complete(string what, Func<CoapStatus> request)
        {
            CoapStatus status = request();
            while (status == CoapStatus.TimedOut && _proxy != null && Repeats < MaxRepeats)
            {
                Repeats++;
                status = request();
            }

            Assert.AreEqual(CoapStatus.Ok, status, what + " " + Client.LastDropReason + ", repeated " + Repeats);
        }

        public void Dispose()
        {
            Dtls.Dispose();
            _proxy?.Dispose();
            _peer.Dispose();
        }
    }

    /// <summary>A body in memory, as a source.</summary>
    internal sealed class MemorySource(byte[] body) : CoapBlockSource
    {
        public override int Length => body.Length;

        public override void Read(int position, byte[] buffer, int offset, int count) => Array.Copy(body, position, buffer, offset, count);
    }

    /// <summary>A body in memory, as a sink.</summary>
    internal sealed class MemorySink : CoapBlockSink
    {
        private readonly byte[] _body = new byte[1 << 20];
        private int _length;

        public byte[] Body => _body[.._length];

        public override int MaxLength => _body.Length;

        public override bool Write(int position, byte[] buffer, int offset, int count)
        {
            Array.Copy(buffer, offset, _body, position, count);
            _length = position + count;
            return true;
        }
    }

    /// <summary>Collects what an observed resource says.</summary>
    internal sealed class TextObservation(CoapResource resource) : CoapObservation(new CoapRequest(CoapMethod.Get, resource))
    {
        public List<string> Seen { get; } = [];

        public override void OnNotification(CoapEngine message, byte[] buffer)
        {
            Seen.Add(Encoding.UTF8.GetString(buffer, message.PayloadOffset, message.PayloadLength));
        }
    }
}
