// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text;
using NanoDtls.Coap;

namespace NanoDtls.Live.Tests
{
    /// <summary>Proof that a connection carries data both ways, in the manner of each peer.</summary>
    internal static class Proof
    {
        private static int _number;

        /// <summary>Sends data and gets data back.</summary>
        /// <param name="client">A connected client.</param>
        /// <param name="peer">Its server.</param>
        /// <param name="length">Bytes of the record, where the peer lets the test choose.</param>
        public static void Works(DtlsClient client, LivePeer peer, int length = 40)
        {
            string line = Payload.Line("proof", Interlocked.Increment(ref _number), length - 1).PadRight(length - 1, '.');
            byte[] data = Encoding.ASCII.GetBytes(line + "\n");
            switch (peer)
            {
                case LibcoapPeer:
                    CoapClient coap = new CoapClient(new DtlsCoapChannel(client), null!);
                    Assert.AreEqual(CoapStatus.Ok, coap.Get(new CoapResource("coaps://127.0.0.1/time")));
                    Assert.AreEqual(CoapCode.Content, coap.ResponseCode);
                    break;

                case OpenSslPeer openSsl:
                    Assert.AreEqual(DtlsStatus.Ok, client.Send(data, 0, data.Length));
                    Assert.IsTrue(openSsl.WaitForLog(line, Clients.Patience), "the server did not print what it got");
                    openSsl.SendLine(line);
                    AssertReceives(client, data);
                    break;

                default:
                    Assert.AreEqual(DtlsStatus.Ok, client.Send(data, 0, data.Length));
                    AssertReceives(client, data);
                    break;
            }
        }

        /// <summary>
        /// Whether data passes, at the fifth try at most: after damaged datagrams a server may need one or two more to find its
        /// place again, and after a lost last flight it has to ask for that first.
        /// </summary>
        public static bool IsAlive(DtlsClient client, LivePeer peer)
        {
            const int Tries = 5;
            byte[] record = new byte[512];
            HashSet<string> sent = new HashSet<string>();
            for (int i = 0; i < Tries; i++)
            {
                if (peer is LibcoapPeer)
                {
                    // A request each time: libcoap does not answer one again that came while its handshake was not over. At times
                    // it never notices that it is over: it decrypts requests, and holds its answers back for ever.
                    CoapClientOptions options = new CoapClientOptions { AckTimeoutMilliseconds = 200, MaxRetransmit = 2 };
                    CoapClient coap = new CoapClient(new DtlsCoapChannel(client), options);
                    if (coap.Get(new CoapResource("coaps://127.0.0.1/time")) == CoapStatus.Ok || (i > 0 && HoldsAnswersBack(peer)))
                    {
                        return true;
                    }

                    continue;
                }

                string line = Payload.Line("alive", Interlocked.Increment(ref _number), 60);
                byte[] data = Encoding.ASCII.GetBytes(line + "\n");
                sent.Add(line + "\n");
                client.Send(data, 0, data.Length);
                bool hasArrived = true;
                if (peer is OpenSslPeer openSsl)
                {
                    hasArrived = openSsl.WaitForLog(line, 1000);
                    openSsl.SendLine(line);
                }

                int count = client.Receive(record, 0, record.Length, 1000);
                if (hasArrived && sent.Contains(Encoding.ASCII.GetString(record, 0, Math.Max(count, 0))))
                {
                    return true;
                }
            }

            return false;
        }

        private static bool HoldsAnswersBack(LivePeer peer)
        {
            return peer.Log.Contains("already in-use - dropped", StringComparison.Ordinal);
        }

        private static void AssertReceives(DtlsClient client, byte[] expected)
        {
            byte[] record = new byte[expected.Length + 1];
            int count = client.Receive(record, 0, record.Length, Clients.Patience);
            CollectionAssert.AreEqual(expected, record.AsSpan(0, Math.Max(count, 0)).ToArray(), "result " + count);
        }
    }
}
