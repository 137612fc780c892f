// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>Paths that take small datagrams only (RFC 6347 section 4.1.1.1), and the ClientHello in fragments.</summary>
    [TestClass]
    public sealed class PathMtuTests
    {
        private const string Software = nameof(SoftwareCrypto);
        private const int SmallDatagram = 200;

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void D12_10_PathOf200BytesIsFoundAfterRepeatedLoss(string backend)
        {
            foreach ((int cookie, int identity, string? name) in new[] { (20, 128, null), (150, 15, null), (255, 128, null), (255, 128, new string('n', 255)) })
            {
                using Scenario s = Make(backend, cookie, identity, client => client.ServerName = name, OnlyUpTo(SmallDatagram));
                s.AssertConnects();
                string what = cookie + ", " + identity + ", " + name?.Length + Environment.NewLine + s.Link.Describe();
                Assert.IsTrue(s.Link.SentByClient.Any(datagram => datagram.Bytes.Length > SmallDatagram), "the case needs a flight that does not fit: " + what);
                Assert.IsTrue(s.Link.DeadlinesHandled.Count is >= 2 and <= 6, s.Link.DeadlinesHandled.Count + " time-outs: " + what);
                s.AssertReconnects(isResumed: true);
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void D12_10_TicketThatDoesNotFitIsSentInFragments(string backend)
        {
            foreach (int ticket in new[] { 100, 512, 1500, 4096 })
            {
                using Scenario s = Make(backend, 20, 15, client =>
                {
                    client.OfferSessionTicket = true;
                    client.MaxSessionTicket = 4096;
                }, OnlyUpTo(SmallDatagram));
                s.Settings.KeepsSessions = false;
                s.Settings.IssuesTickets = true;
                s.Settings.TicketLength = ticket;
                s.AssertConnects();
                s.AssertReconnects(isResumed: true);
                CollectionAssert.AreEqual(s.Server.TicketsIssued[0], s.Server.Hello!.Find(Wire.ExtensionSessionTicket)!.Body);
            }
        }

        [TestMethod]
        public void D12_10_WithoutPmtuBackoffDatagramsKeepTheirSize()
        {
            using Scenario s = Make(Software, 255, 128, client => client.PmtuBackoff = false, OnlyUpTo(SmallDatagram));
            Assert.IsFalse(s.Link.Connect());
            Assert.AreEqual(DtlsStatus.TimedOut, s.Client.CloseReason);
            int[] sizes = s.Link.SentByClient.Skip(1).Select(datagram => datagram.Bytes.Length).Distinct().ToArray();
            Assert.AreEqual(1, sizes.Length, string.Join(" ", sizes));
            Assert.IsTrue(sizes[0] > SmallDatagram);
        }

        [TestMethod]
        public void D12_10_BackoffBeginsAtTheSecondRetransmissionAndHoldsForTheHandshakeOnly()
        {
            using Scenario s = Make(Software, 255, 128, null, packet => packet.Direction == Direction.ToServer && packet.Index is 1 or 2 ? Array.Empty<Delivery>() : Faults.None(packet));
            s.AssertConnects();
            int[] sizes = s.Link.SentByClient.Select(datagram => datagram.Bytes.Length).ToArray();
            Assert.IsTrue(sizes[1] > SmallDatagram && sizes[2] == sizes[1], "ClientHello 2 and its first retransmission are whole: " + string.Join(" ", sizes));
            Assert.IsTrue(sizes.Skip(3).SkipLast(1).All(size => size <= SmallDatagram), "then everything is small: " + string.Join(" ", sizes));
            int before = s.SentCount;
            s.Server.ForgetSessions();
            s.AssertReconnects(isResumed: false);
            Assert.IsTrue(s.Link.SentByClient.Skip(before + 1).Any(datagram => datagram.Bytes.Length > SmallDatagram), "the next handshake tries anew");
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void D12_10_And_D12_11_NoDatagramIsLongerThanThePathMtu(string backend)
        {
            foreach (int mtu in new[] { 200, 201, 230, 255, 300, 400, 548, 1200 })
            {
                foreach (int payload in new[] { 64, 512, 2048 })
                {
                    foreach (int cookie in new[] { 0, 32, 255 })
                    {
                        using Scenario s = Make(backend, cookie, 128, client =>
                        {
                            client.PathMtu = mtu;
                            client.MaxRecordPayload = payload;
                            client.ServerName = new string('s', 200);
                            client.OfferSessionTicket = true;
                        }, OnlyUpTo(mtu));
                        s.Settings.KeepsSessions = false;
                        s.Settings.IssuesTickets = true;
                        s.Settings.TicketLength = 300;
                        string what = "PMTU " + mtu + ", payload " + payload + ", cookie " + cookie;
                        s.AssertConnects();
                        s.AssertReconnects(isResumed: true);
                        Assert.AreEqual(0, s.Link.DeadlinesHandled.Count, what + Environment.NewLine + s.Link.Describe());
                        int limit = s.Client.MaxPayload;
                        int overhead = 21 + s.Server.TagLength;
                        Assert.AreEqual(Math.Min(payload, mtu - overhead), limit, what);
                        Assert.AreEqual(limit + overhead, s.Link.Write(new byte[limit]), what);
                        Assert.AreEqual(-(int)DtlsStatus.MessageTooLong, s.Link.Write(new byte[limit + 1]), what);
                        s.Link.Close();
                        Assert.IsTrue(s.Link.SentByClient.All(datagram => datagram.Bytes.Length <= mtu), what);
                    }
                }
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void D12_15_And_D12_18_FragmentedHelloKeepsItsBytesAndItsTranscript(string backend)
        {
            using Scenario s = Make(backend, 255, 15, client => client.PathMtu = 200, Faults.None);
            s.AssertConnects();
            List<WireFragment> fragments = s.Link.SentByClient
                .SelectMany(datagram => WireRecord.Parse(datagram.Bytes))
                .Where(record => record is { Type: Wire.Handshake, Epoch: 0 })
                .SelectMany(record => WireFragment.Parse(record.Fragment))
                .Where(fragment => fragment is { HandshakeType: Wire.ClientHello, MessageSequence: 1 })
                .ToList();
            Assert.IsTrue(fragments.Count >= 2);
            Assert.AreEqual(1, fragments.Select(fragment => fragment.Total).Distinct().Count());
            int offset = 0;
            foreach (WireFragment fragment in fragments)
            {
                Assert.AreEqual(offset, fragment.Offset, "in order, without gap or overlap");
                offset += fragment.Part.Length;
            }

            Assert.AreEqual(fragments[0].Total, offset);
            var first = new ClientHelloMessage(s.Server.Messages[0].Body);
            var second = new ClientHelloMessage(Wire.Concat(fragments.Select(fragment => fragment.Part).ToArray()));
            CollectionAssert.AreEqual(first.BodyWithoutCookie(), second.BodyWithoutCookie());
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void D12_10_And_D12_22_BothSidesInFragmentsOfEverySizeConnect(string backend)
        {
            for (int size = 10; size <= 170; size += 5)
            {
                using Scenario s = Make(backend, 255, 128, client => client.PathMtu = 200, Faults.None);
                s.Settings.Layout = (_, items) => Layouts.Fragmented(items, size, oneDatagram: false);
                s.AssertConnects();
                Assert.AreEqual(0, s.Link.DeadlinesHandled.Count, "fragments of " + size + Environment.NewLine + s.Link.Describe());
                s.AssertReconnects(isResumed: true);
            }
        }

        private static Scenario Make(string backend, int cookie, int identity, Action<DtlsClientOptions>? client, FaultPlan faults)
        {
            byte[] name = Enumerable.Range(0, identity).Select(i => (byte)('A' + (i % 26))).ToArray();
            return new Scenario(backend, server =>
            {
                server.Identity = name;
                server.KeepsSessions = true;
                server.Hint = new byte[] { 1, 2, 3 };
                server.Cookies = new() { Enumerable.Range(0, cookie).Select(i => (byte)(i * 3)).ToArray() };
                server.Layout = (_, items) => Layouts.Fragmented(items, 100, oneDatagram: false);
            }, options =>
            {
                options.PskIdentity = name;
                client?.Invoke(options);
            }, faults);
        }

        private static FaultPlan OnlyUpTo(int bytes)
        {
            return packet => packet.Bytes.Length > bytes ? Array.Empty<Delivery>() : Faults.None(packet);
        }
    }
}
