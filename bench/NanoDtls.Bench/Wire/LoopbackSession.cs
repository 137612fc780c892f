// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Bench.Wire
{
    /// <summary>A client on a real UDP socket, and the scripted server on a thread of its own, answering.</summary>
    internal sealed class LoopbackSession : IDisposable
    {
        private readonly UdpServerHost _host;
        private readonly Thread _thread;
        private readonly Func<byte[], byte[]>? _answer;
        private int _answered;
        private volatile bool _isStopping;

        /// <summary>Starts the server.</summary>
        /// <param name="options">Settings of the client.</param>
        /// <param name="answer">Makes the answer to each record; null to send it back.</param>
        public LoopbackSession(DtlsClientOptions options, Func<byte[], byte[]>? answer = null)
        {
            _answer = answer;
            Server = new ScriptedServer(new ServerSettings { Echo = answer == null });
            _host = new UdpServerHost(Server);
            EndPoint = new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, _host.Port);
            Client = new DtlsClient(options);
            _thread = new Thread(() => _host.RunUntil(AnswerAll, TimeSpan.FromMinutes(5))) { IsBackground = true };
            _thread.Start();
        }

        public ScriptedServer Server { get; }

        public System.Net.IPEndPoint EndPoint { get; }

        public DtlsClient Client { get; }

        /// <summary>Default options with the credentials of the scripted server.</summary>
        public static DtlsClientOptions Options()
        {
            var server = new ServerSettings();
            return new DtlsClientOptions { PskIdentity = server.Identity, PskKey = server.Key };
        }

        /// <summary>
        /// The same, with timers so long that a machine that stalls does not make the client retransmit: the
        /// work done is that of an undisturbed handshake.
        /// </summary>
        public static DtlsClientOptions PatientOptions()
        {
            DtlsClientOptions options = Options();
            options.InitialRetransmitMilliseconds = 30_000;
            return options;
        }

        public void Connect()
        {
            Require(Client.Connect(EndPoint) == DtlsStatus.Ok, "the handshake");
        }

        public void Send(byte[] data)
        {
            Require(Client.Send(data, 0, data.Length) == DtlsStatus.Ok, "a send");
        }

        public void Receive(byte[] buffer)
        {
            Require(Client.Receive(buffer, 0, buffer.Length, 10_000) > 0, "a receive");
        }

        public void Dispose()
        {
            Client.Dispose();
            _isStopping = true;
            _thread.Join();
            _host.Dispose();
            Server.Dispose();
        }

        /// <summary>Asked by the server's thread between two datagrams: answers, and says whether to end.</summary>
        private bool AnswerAll()
        {
            for (; _answer != null && _answered < Server.ApplicationData.Count; _answered++)
            {
                Server.Outbox.Enqueue(Server.BuildData(_answer(Server.ApplicationData[_answered])));
            }

            _host.Flush();
            return _isStopping;
        }

        private void Require(bool isGood, string what)
        {
            if (!isGood)
            {
                throw new InvalidOperationException(what + " failed: " + Client.State + ", " + Client.LastAlert + ", " + Client.Connection.LastDropReason);
            }
        }
    }
}
