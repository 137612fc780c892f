// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>
    /// Callers that take datagrams in before they fetched those that wait, and servers that say more than they need to: what is
    /// left of a flight, on either side, when it was answered already.
    /// </summary>
    [TestClass]
    public sealed class UndrainedFlightTests
    {
        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void D12_22_And_V21_FragmentsRepeatedBehindTheOneThatEndsTheHandshakeDoNoHarm(string backend)
        {
            foreach (int cut in new[] { 1, 60, 125 })
            {
                using Scenario s = Make(backend, server =>
                {
                    // The first part of the ticket is lost, the rest waits with the Finished for it. RFC 6347 section 4.2.3: sent
                    // again in other fragments, here in one record, of which the last ones were received before.
                    server.Layout = (flight, items) =>
                    {
                        if (flight != 6)
                        {
                            return Layouts.OnePerDatagram(items);
                        }

                        int length = items[0].Body.Length;
                        RecordPlan first = items[0].Fragment(0, cut);
                        RecordPlan rest = items[0].Fragment(cut, length - cut);
                        RecordPlan again = first with { Content = Wire.Concat(first.Content, rest.Content, items[0].Fragment(length - 1, 1).Content) };
                        return new[] { rest, items[1].Whole(), items[2].Whole(), again }.Select(record => new[] { record });
                    };
                });
                Assert.IsTrue(s.Link.Connect(), "cut at " + cut + Environment.NewLine + s.Link.Describe());
                Assert.AreEqual((1, DtlsDropReason.Epoch), (s.Client.DropCount, s.Client.LastDropReason), s.Link.Describe());
                s.AssertTalks();
                s.AssertReconnects(isResumed: true);
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void T12_06_And_V10_MessageBehindTheFinishedInItsRecordEndsTheHandshake(string backend)
        {
            using var s = new Scenario(backend, server => server.Layout = (flight, items) =>
            {
                RecordPlan[] records = items.Select(item => item.Whole()).ToArray();
                if (flight == 6)
                {
                    byte[] more = Wire.HandshakeMessage(Wire.Finished, items[^1].MessageSequence + 1, new byte[12]);
                    records[^1] = records[^1] with { Content = Wire.Concat(records[^1].Content, more) };
                }

                return new[] { records };
            });
            Assert.IsFalse(s.Link.Connect());
            Assert.AreEqual((DtlsStatus.ProtocolError, DtlsAlert.UnexpectedMessage), (s.Client.CloseReason, s.Client.LastAlert), s.Link.Describe());
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void CCM_02_And_V15_RestOfAFlightIsNotSealedOnceTheHandshakeIsOver(string backend)
        {
            byte[] identity = Enumerable.Repeat((byte)'i', 128).ToArray();
            using Scenario s = Scenario.At(Stage.FinishedSent, backend, server => server.Identity = identity, client =>
            {
                client.PskIdentity = identity;
                client.PathMtu = 200;
                client.StateKey = SessionScenario.DeviceKey;
            });

            // The flight is to be sent again, in two datagrams, and the server's answer comes before they are fetched.
            s.Client.HandleTimeout(s.Client.NextDeadline);
            while (s.Pending.Count > 0)
            {
                byte[] datagram = s.TakePending();
                Assert.AreEqual(0, s.Client.ProcessDatagram(datagram, 0, datagram.Length, s.Link.Now));
            }

            Assert.AreEqual(DtlsState.Connected, s.Client.State);
            var store = new MemoryStore { Next = MemoryStore.Fault.StoresAndReports };
            Assert.AreEqual(DtlsStatus.StoreFailed, s.Client.SaveSession(store));

            // The stored state begins at the next number: this object must not use it.
            int fetched = 0;
            for (int length = s.Client.GetDatagram(); length != 0; length = s.Client.GetDatagram())
            {
                byte[] datagram = s.Client.OutputBuffer.AsSpan(0, length).ToArray();
                Assert.IsFalse(WireRecord.Parse(datagram).Any(record => record.Epoch == 1), "a number of the stored state was used");
                fetched++;
            }

            Assert.IsTrue(fetched <= 1, fetched + " datagrams");
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void TKT_02_And_V29_RestOfAClientHelloWhoseTicketWasRenewedIsNotSent(string backend)
        {
            for (int fetched = 0; fetched < 4; fetched++)
            {
                using Scenario s = Make(
                    backend,
                    server =>
                    {
                        server.RenewsTickets = true;
                        server.TicketLength = 400;
                    },
                    client => client.PathMtu = 200);
                s.AssertConnects();
                s.Link.Close();
                s.Link.Settle();

                // HelloVerifyRequest and ServerHello; then the ClientHello goes out again, and the new ticket comes in between.
                s.AdvanceBy(2);
                s.Client.HandleTimeout(s.Client.NextDeadline);
                for (int i = 0; i < fetched; i++)
                {
                    Assert.IsTrue(s.Client.GetDatagram() > 0);
                }

                byte[] ticket = s.TakePending();
                Assert.AreEqual(0, s.Client.ProcessDatagram(ticket, 0, ticket.Length, s.Link.Now));
                string what = fetched + " datagrams fetched";
                for (int i = 0; i < 5; i++)
                {
                    int length = s.Client.GetDatagram();
                    Assert.IsTrue(length >= 0 && length <= 200, what + ", the next has " + length + " bytes");
                }

                Assert.AreEqual(0, s.Client.GetDatagram(), what);
                s.Finish();
                s.AssertTalks();
                Assert.IsTrue(s.Client.IsResumed, what);
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void RRC_03_And_V29_KeyingMaterialIsExportedWhateverWaitsToBeFetched(string backend)
        {
            using var s = new Scenario(
                backend,
                server =>
                {
                    server.ConnectionId = Enumerable.Range(0, 32).Select(i => (byte)i).ToArray();
                    server.AnswerReturnRoutabilityCheck = true;
                },
                client =>
                {
                    client.ConnectionId = Array.Empty<byte>();
                    client.OfferReturnRoutabilityCheck = true;
                });
            s.AssertConnects();
            byte[] expected = new byte[32];
            byte[] output = new byte[32];
            Assert.AreEqual(DtlsStatus.Ok, s.Client.ExportKeyingMaterial(new byte[128], new byte[128], expected, 0, 32));
            for (int i = 0; i < 10; i++)
            {
                byte[] challenge = s.Server.Build(Wire.ReturnRoutabilityCheck, 1, new byte[] { 0, 1, 2, 3, 4, 5, 6, 7, (byte)i });
                Assert.AreEqual(0, s.Client.ProcessDatagram(challenge, 0, challenge.Length, s.Link.Now));
                Assert.AreEqual(DtlsStatus.Ok, s.Client.ExportKeyingMaterial(new byte[128], new byte[128], output, 0, 32));
                CollectionAssert.AreEqual(expected, output, (i + 1) + " challenges");
            }

            // What waits is a datagram or nothing, never a part of one.
            int length = s.Client.GetDatagram();
            foreach (WireRecord record in WireRecord.ParseWithCid(s.Client.OutputBuffer.AsSpan(0, length).ToArray(), 32))
            {
                Assert.IsNotNull(s.Server.Records.Decode(record).Content);
            }

            s.AssertTalks();
        }

        private static Scenario Make(string backend, Action<ServerSettings> server, Action<DtlsClientOptions>? client = null)
        {
            return new Scenario(backend, settings =>
            {
                settings.IssuesTickets = true;
                settings.Layout = (_, items) => Layouts.OnePerDatagram(items);
                server(settings);
            }, options =>
            {
                options.OfferSessionTicket = true;
                client?.Invoke(options);
            });
        }
    }
}
