// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text;
using nanoFramework.TestFramework;
using NanoDtls;

namespace NanoDtls.DeviceTests
{
    /// <summary>
    /// Plays the recorded server to an engine with fixed random bytes. The transcript is a chain: each datagram of the client must
    /// be the recorded one, bit by bit, or the server's Finished would not verify.
    /// </summary>
    internal sealed class Player
    {
        private readonly DtlsConnection _client;
        private readonly byte[][] _fromClient;
        private readonly byte[][] _fromServer;
        private readonly byte[] _buffer = new byte[600];
        private int _sent;
        private int _received;
        private long _now;

        /// <summary>Prepares a handshake; all arrays are read here.</summary>
        public Player()
        {
            _client = new DtlsConnection(Options());
            _fromClient = Read(RecordedHandshake.FromClient());
            _fromServer = Read(RecordedHandshake.FromServer());
            _now = 1000;
        }

        /// <summary>The engine.</summary>
        public DtlsConnection Client
        {
            get { return _client; }
        }

        /// <summary>The engine's settings: all that decides what its ClientHello says.</summary>
        public static DtlsClientOptions Options()
        {
            var options = new DtlsClientOptions();
            options.PskIdentity = Encoding.UTF8.GetBytes(RecordedHandshake.Identity);
            options.PskKey = Bytes.FromHex(RecordedHandshake.Key);
            options.CipherSuites = new DtlsCipherSuite[] { DtlsCipherSuite.PskWithAes128Ccm8, DtlsCipherSuite.PskWithAes128Ccm };
            options.Crypto = new FixedRandomCrypto(Backend.Create());
            options.MaxRecordPayload = 512;
            options.EnableResumption = false;
            options.ConnectionId = null;
            return options;
        }

        /// <summary>Runs the handshake; fails when the client says a byte that was not recorded.</summary>
        public void Connect()
        {
            Assert.AreEqual((int)DtlsStatus.Ok, (int)_client.Start(_now), "start");
            TakeFlight();
            while (_client.State == DtlsState.Handshaking)
            {
                Receive();
                TakeFlight();
            }
        }

        /// <summary>Delivers the server's next datagram.</summary>
        /// <returns>Bytes of application data in <see cref="Buffer"/> at the client's DataOffset.</returns>
        public int Receive()
        {
            byte[] datagram = _fromServer[_received];
            _received++;
            _now += 20;
            System.Array.Copy(datagram, 0, _buffer, 0, datagram.Length);
            return _client.ProcessDatagram(_buffer, 0, datagram.Length, _now);
        }

        /// <summary>Delivers the server's last datagram once more.</summary>
        public int ReceiveAgain()
        {
            _received--;
            return Receive();
        }

        /// <summary>Where datagrams are decrypted.</summary>
        public byte[] Buffer
        {
            get { return _buffer; }
        }

        /// <summary>Compares what the client has to send with what it sent when the handshake was recorded.</summary>
        public void Expect(int length)
        {
            byte[] expected = _fromClient[_sent];
            bool isEqual = expected.Length == length && DtlsCrypto.FixedTimeEquals(expected, 0, _client.OutputBuffer, 0, length);
            if (!isEqual)
            {
                Bytes.AreEqual(expected, _client.OutputBuffer, 0, length, "datagram of the client");
            }

            _sent++;
        }

        private void TakeFlight()
        {
            for (int length = _client.GetDatagram(); length > 0; length = _client.GetDatagram())
            {
                Expect(length);
            }
        }

        private static byte[][] Read(string[] datagrams)
        {
            var result = new byte[datagrams.Length][];
            for (int i = 0; i < result.Length; i++)
            {
                result[i] = Bytes.FromHex(datagrams[i]);
            }

            return result;
        }
    }
}
