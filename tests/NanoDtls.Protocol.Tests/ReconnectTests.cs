// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>A connection that ended can be started again, any number of times.</summary>
    [TestClass]
    public sealed class ReconnectTests
    {
        private const string Software = nameof(SoftwareCrypto);

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void D12_29_NewHandshakeOnTheSamePathWorksAfterEveryKindOfEnd(string backend)
        {
            foreach (Stage stage in Scenario.Stages)
            {
                using Scenario s = Scenario.At(stage, backend);
                s.Link.Close();
                s.Advance(Stage.Connected);
                s.AssertTalks();
                s.Inject(s.Server.BuildAlert(Wire.Fatal, 80, 1));
                s.Advance(stage);
                if (stage != Stage.Connected)
                {
                    s.Link.RunUntil(() => s.Client.State == DtlsState.Closed);
                    s.Advance(Stage.Connected);
                }

                s.AssertTalks();
                Assert.AreEqual(DtlsStatus.Ok, s.Client.CloseReason);
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void D12_29_RecordsOfTheOldSessionAreDroppedByTheNewOne(string backend)
        {
            using Scenario s = Scenario.At(Stage.Connected, backend);
            byte[] oldData = s.Server.BuildData(new byte[] { 1 }, 50);
            byte[] oldAlert = s.Server.Build(Wire.Alert, 1, new byte[] { 2, 40 }, 51);
            byte[] oldKey = s.Server.KeyBlock!;
            s.Link.Close();
            foreach (Stage stage in Scenario.Stages)
            {
                s.Advance(stage);
                DtlsDropReason reason = stage < Stage.FinishedSent ? DtlsDropReason.Epoch : DtlsDropReason.BadTag;
                s.AssertDropped(oldData, reason);
                s.AssertDropped(oldAlert, reason);
                s.Finish();
                s.AssertTalks();
                CollectionAssert.AreNotEqual(oldKey, s.Server.KeyBlock, "new keys");
                s.Link.Close();
            }
        }

        [TestMethod]
        public void D12_29_LateFlightOfTheOldHandshakeDoesNotConnectTheNewOne()
        {
            using Scenario s = Scenario.At(Stage.CookieSent, Software);
            byte[][] oldFlight = s.Pending.ToArray();
            s.Link.Close();
            s.Advance(Stage.CookieSent);

            // The old ServerHello has the wrong random: the keys will not agree.
            foreach (byte[] datagram in oldFlight)
            {
                s.Inject(datagram);
            }

            s.Finish();
            Assert.AreNotEqual(DtlsState.Connected, s.Client.State);
            s.Link.Close();
            s.Advance(Stage.Connected);
            s.AssertTalks();
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void V20_TenThousandFailedHandshakesLeaveTheConnectionAsFresh(string backend)
        {
            using Scenario s = Scenario.At(Stage.Connected, backend, null, Scenario.ExactTimers);
            using Scenario fresh = Scenario.At(Stage.Connected, backend);
            s.Link.Close();
            DtlsConnection client = s.Client;
            long arrays = backend == Software ? OwnArrays(client) : 0;
            byte[] alert = Wire.Record(Wire.Alert, 0, 3, new byte[] { 2, 40 });
            byte[] request = Wire.Record(Wire.Handshake, 0, 0, Wire.HandshakeMessage(Wire.HelloVerifyRequest, 0, ServerMessages.HelloVerifyRequest(Wire.Dtls10, new byte[] { 1, 2 })));
            byte[] buffer = new byte[100];
            for (int i = 0; i < 10_000; i++)
            {
                Assert.AreEqual(DtlsStatus.Ok, client.Start(i));
                Assert.IsTrue(client.GetDatagram() > 0);
                if (i % 3 != 0)
                {
                    request.CopyTo(buffer, 0);
                    client.ProcessDatagram(buffer, 0, request.Length, i);
                    Assert.IsTrue(client.GetDatagram() > 0);
                }

                if (i % 5 != 0)
                {
                    alert.CopyTo(buffer, 0);
                    client.ProcessDatagram(buffer, 0, alert.Length, i);
                    Assert.AreEqual(DtlsStatus.PeerAlert, client.CloseReason);
                }
                else
                {
                    client.HandleTimeout(i + 60_000);
                    Assert.AreEqual(DtlsStatus.TimedOut, client.CloseReason);
                }
            }

            if (backend == Software)
            {
                Assert.AreEqual(arrays, OwnArrays(client));
            }

            // The handshake that follows is the one of a fresh connection: sizes, message numbers, timer.
            int before = s.SentCount;
            s.Advance(Stage.HelloSent);
            Assert.AreEqual(s.Link.Now + 1000, client.NextDeadline);
            s.Finish();
            s.AssertTalks();
            CollectionAssert.AreEqual(
                fresh.Link.SentByClient.Select(datagram => datagram.Bytes.Length).ToArray(),
                s.Link.SentByClient.Skip(before).Take(3).Select(datagram => datagram.Bytes.Length).ToArray());
        }

        [TestMethod]
        public void NothingOfOneHandshakeLeaksIntoTheNext()
        {
            // A cookie, a hint that was being taken in, half a message: all forgotten.
            foreach (int delivered in new[] { 1, 2, 3, 5 })
            {
                using var s = new Scenario(Software, server =>
                {
                    server.Hint = new byte[1400];
                    server.Layout = (_, items) => Layouts.Fragmented(items, 300, oneDatagram: false);
                });
                s.Link.ServerAttached = false;
                s.Advance(Stage.CookieSent);
                for (int i = 0; i < delivered; i++)
                {
                    s.DeliverPending();
                }

                s.Link.Close();
                s.Advance(Stage.HelloSent);
                Assert.AreEqual(0, s.Server.Hello!.Cookie.Length);
                s.Finish();
                s.AssertTalks();
            }
        }

        // Without the receive buffer, which is the caller's.
        private static long OwnArrays(DtlsConnection client)
        {
            return ReachableArrays.Find(client).Where(array => !array.Path.EndsWith("._datagram", StringComparison.Ordinal)).Sum(array => (long)array.Bytes.Length);
        }
    }
}
