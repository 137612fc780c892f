// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Net;

namespace NanoDtls.Live.Tests
{
    /// <summary>
    /// After its construction, and once the platform's socket knows the server, the client allocates nothing:
    /// not for a handshake, a record, a time-out, a rejected datagram or the end.
    /// </summary>
    [TestClass]
    public sealed class AllocationTests : LiveTest
    {
        private const int Records = 1000;

        private readonly byte[] _sent = new byte[64];
        private readonly byte[] _received = new byte[512];

        [TestMethod]
        [DataRow(DtlsCipherSuite.PskWithAes128Ccm8)]
        [DataRow(DtlsCipherSuite.PskWithAes128Ccm)]
        public void ReconnectThousandRecordsTimeOutsAndCloseAllocateNothing(DtlsCipherSuite suite)
        {
            BouncyCastlePeer peer = Own(new BouncyCastlePeer(PeerSuites.Both, 0));
            DtlsClient client = Own(new DtlsClient(Clients.Options(suite)));
            IPEndPoint server = peer.EndPoint;
            Assert.AreEqual(Records, RunSession(client, server));

            long before = GC.GetAllocatedBytesForCurrentThread();
            int echoed = RunSession(client, server);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

            Assert.AreEqual(Records, echoed);
            Assert.AreEqual(0L, allocated);
        }

        [TestMethod]
        public void RejectedDatagramsAllocateNothing()
        {
            BouncyCastlePeer peer = Own(new BouncyCastlePeer(PeerSuites.Both, 0));
            DtlsClient client = Own(new DtlsClient(Clients.Options()));
            Assert.AreEqual(DtlsStatus.Ok, client.Connect(peer.EndPoint));
            Random random = new Random(20261124);
            long allocated = 0;
            for (int i = 0; i < 200; i++)
            {
                byte[] junk = new byte[random.Next(700)];
                random.NextBytes(junk);
                if (junk.Length > 13 && i % 2 == 0)
                {
                    // A header in epoch 1 that holds together.
                    new byte[] { 23, 0xFE, 0xFD, 0, 1, 0, 0, 0, 0, 1, (byte)i }.CopyTo(junk, 0);
                    junk[11] = (byte)((junk.Length - 13) >> 8);
                    junk[12] = (byte)(junk.Length - 13);
                }

                peer.Inject(junk);
                long before = GC.GetAllocatedBytesForCurrentThread();
                int count = client.Receive(_received, 0, _received.Length, 2);
                long now = GC.GetAllocatedBytesForCurrentThread();
                Assert.AreEqual(0, count);
                // The first rounds warm the platform's socket up.
                allocated += i < 20 ? 0 : now - before;
            }

            Assert.IsGreaterThan(90, client.Connection.DropCount);
            Assert.AreEqual(0L, allocated);
        }

        private int RunSession(DtlsClient client, IPEndPoint server)
        {
            int echoed = 0;
            if (client.Connect(server) == DtlsStatus.Ok)
            {
                for (int i = 0; i < Records; i++)
                {
                    client.Send(_sent, 0, _sent.Length);
                    if (client.Receive(_received, 0, _received.Length, Clients.Patience) == _sent.Length)
                    {
                        echoed++;
                    }
                }

                for (int i = 0; i < 10; i++)
                {
                    client.Receive(_received, 0, _received.Length, i);
                }
            }

            client.Close();
            return echoed;
        }
    }
}
