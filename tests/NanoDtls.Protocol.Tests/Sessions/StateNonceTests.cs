// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Buffers.Binary;
using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>The nonces of states, which are made of all that is in clear, and the generation that makes that unique.</summary>
    [TestClass]
    public class StateNonceTests
    {
        public static IEnumerable<object[]> Backends => CryptoBackends.Names;

        [TestMethod]
        [DynamicData(nameof(Backends))]
        public void NoTwoStatesHaveANonceInCommonUnlessTheyAreTheSame(string backend)
        {
            // A server without Connection IDs and session IDs, so that little tells one session from another.
            using var s = new SessionScenario(backend, server =>
            {
                server.ConnectionId = null;
                server.KeepsSessions = false;
            });
            var nonces = new Dictionary<string, byte[]>();
            for (int session = 0; session < 20; session++)
            {
                VirtualLink link = s.Connect();
                byte[] verifyData = s.Server.Messages.Last(message => message.HandshakeType == Wire.Finished).Body;
                byte[] generation = verifyData[..8];
                s.Store.Content = Array.Empty<byte>();
                for (int i = 0; i < 3; i++)
                {
                    Next(generation);
                    Assert.AreEqual(DtlsStatus.Ok, i < 2 ? link.Client.ReserveSession(s.Store) : link.Client.SaveSession(s.Store));
                    AddState(s.Store.Content, generation);
                }

                for (int wake = 0; wake < 3; wake++)
                {
                    DtlsConnection client = s.NewClient();
                    Next(generation);
                    Assert.AreEqual(DtlsStatus.Ok, client.RestoreSession(s.Store));
                    AddState(s.Store.Content, generation);
                    Next(generation);
                    Assert.AreEqual(DtlsStatus.Ok, client.SaveSession(s.Store));
                    AddState(s.Store.Content, generation);
                }
            }

            Assert.HasCount(20 * 9, nonces);

            void AddState(byte[] state, byte[] generation)
            {
                CollectionAssert.AreEqual(generation, StateOracle.Generation(state));
                Assert.IsTrue(nonces.TryAdd(Convert.ToHexString(StateOracle.Nonce(state)), state));
            }

            static void Next(byte[] generation)
            {
                for (int i = 7; i >= 0 && ++generation[i] == 0; i--)
                {
                }
            }
        }

        [TestMethod]
        public void EqualStatesLookEqualAndAForkOfOneHasItsOwnNonce()
        {
            using var s = new SessionScenario(nameof(SoftwareCrypto));
            byte[] state = s.Export();
            var written = new List<byte[]>();
            for (int i = 0; i < 2; i++)
            {
                // The same state, taken up twice past any store: the same generation comes next.
                DtlsConnection client = s.NewClient();
                Assert.AreEqual(DtlsStatus.Ok, client.ImportSession(state, 0, state.Length));
                written.Add(Reserve(client));
                Assert.AreEqual(1, s.Link(client).DeliverToClient(s.Server.BuildData(new byte[] { 1 })));
                written.Add(Reserve(client));
            }

            CollectionAssert.AreEqual(written[0], written[2], "nothing that differs happened");
            CollectionAssert.AreEqual(StateOracle.Generation(written[1]), StateOracle.Generation(written[3]));
            CollectionAssert.AreNotEqual(written[1], written[3], "another record was received");
            CollectionAssert.AreNotEqual(StateOracle.Nonce(written[1]), StateOracle.Nonce(written[3]));

            static byte[] Reserve(DtlsConnection client)
            {
                var buffer = new byte[DtlsConnection.MaxSessionStateLength];
                int length = client.ReserveSequences(buffer, 0);
                Assert.IsTrue(length > 0);
                return buffer[..length];
            }
        }

        [TestMethod]
        public void AGenerationCarriesThroughAllItsBytes()
        {
            var bytes = new byte[10];
            foreach ((byte[] before, byte[] after) in new[]
            {
                (new byte[] { 0, 0, 0, 0, 0, 0, 0, 0 }, new byte[] { 0, 0, 0, 0, 0, 0, 0, 1 }),
                (new byte[] { 1, 2, 3, 4, 5, 6, 7, 255 }, new byte[] { 1, 2, 3, 4, 5, 6, 8, 0 }),
                (new byte[] { 1, 2, 255, 255, 255, 255, 255, 255 }, new byte[] { 1, 3, 0, 0, 0, 0, 0, 0 }),
                (new byte[] { 255, 255, 255, 255, 255, 255, 255, 255 }, new byte[8]),
            })
            {
                before.CopyTo(bytes, 1);
                SavedState.NextGeneration(bytes, 1);
                CollectionAssert.AreEqual(after, bytes[1..9]);
                Assert.AreEqual(0, bytes[0] + bytes[9], "only its own bytes");
            }
        }

        [TestMethod]
        public void NumbersComeBackAsTheyWere()
        {
            var bytes = new byte[10];
            foreach (long value in new[] { 0, 1, -1, long.MinValue, long.MaxValue, 0x0102030405060708, unchecked((long)0x8070605040302010), 0x80000000, 0xFFFFFFFF })
            {
                SavedState.WriteInt64(value, bytes, 1);
                Assert.AreEqual(value, BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(1)));
                Assert.AreEqual(value, SavedState.ReadInt64(bytes, 1));
            }
        }
    }
}
