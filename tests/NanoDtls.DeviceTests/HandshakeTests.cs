// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text;
using nanoFramework.TestFramework;
using NanoDtls;

namespace NanoDtls.DeviceTests
{
    /// <summary>A handshake with OpenSSL, recorded once and played to this device's code: every byte must come out again.</summary>
    [TestClass]
    public class HandshakeTests
    {
        [TestMethod]
        public void RecordedHandshakeComesOutByteForByte()
        {
            var player = new Player();

            player.Connect();

            Assert.AreEqual((int)DtlsState.Connected, (int)player.Client.State, "state");
            Assert.AreEqual((int)DtlsCipherSuite.PskWithAes128Ccm8, (int)player.Client.CipherSuite, "suite");
            Assert.IsTrue(player.Client.IsExtendedMasterSecret, "extended master secret");
            Assert.AreEqual(0, player.Client.DropCount, "drops");
        }

        [TestMethod]
        public void RecordedDataIsSealedAndOpened()
        {
            var player = new Player();
            player.Connect();
            byte[] request = Encoding.UTF8.GetBytes(RecordedHandshake.Request);

            player.Expect(player.Client.Write(request, 0, request.Length));
            int count = player.Receive();

            Bytes.AreEqual(Encoding.UTF8.GetBytes(RecordedHandshake.Response), player.Buffer, player.Client.DataOffset, count, "response");
        }

        [TestMethod]
        public void ReplayedRecordIsDropped()
        {
            var player = new Player();
            player.Connect();
            player.Receive();

            int count = player.ReceiveAgain();

            Assert.AreEqual(0, count, "data");
            Assert.AreEqual(1, player.Client.DropCount, "drops");
            Assert.AreEqual((int)DtlsDropReason.Replayed, (int)player.Client.LastDropReason, "reason");
        }

        [TestMethod]
        public void LostFlightIsSentAgainAndTheHandshakeGivesUp()
        {
            // Signed arithmetic on times is where an interpreter that computes unsigned would go wrong.
            DtlsClientOptions options = Player.Options();
            options.Retransmission = DtlsRetransmission.Rfc6347;
            options.InitialRetransmitMilliseconds = 1000;
            options.MaxRetransmitMilliseconds = 60000;
            options.HandshakeTimeoutMilliseconds = 10000;
            var client = new DtlsConnection(options);
            const long Start = 4294967290;
            client.Start(Start);
            int sent = 0;
            while (client.GetDatagram() > 0)
            {
                sent++;
            }

            for (int guard = 0; client.State == DtlsState.Handshaking && guard < 20; guard++)
            {
                client.HandleTimeout(client.NextDeadline);
                while (client.GetDatagram() > 0)
                {
                    sent++;
                }
            }

            // At 1, 3 and 7 seconds; the end of 10 comes before the fourth.
            Assert.AreEqual(4, sent, "datagrams");
            Assert.AreEqual((int)DtlsState.Closed, (int)client.State, "state");
            Assert.AreEqual((int)DtlsStatus.TimedOut, (int)client.CloseReason, "reason");
        }
    }
}
