// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>What the ClientHello offers, and the cookie exchange (RFC 6347 section 4.2.1).</summary>
    [TestClass]
    public sealed class ClientHelloTests
    {
        private const string Software = nameof(SoftwareCrypto);

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void D12_15_SecondHelloDiffersInCookieMessageSeqAndRecordSeqOnly(string backend)
        {
            using var s = Scenario.At(Stage.CookieSent, backend);
            WireRecord first = WireRecord.Parse(s.Link.SentByClient[0].Bytes).Single();
            WireRecord second = WireRecord.Parse(s.Link.SentByClient[1].Bytes).Single();
            WireFragment firstMessage = WireFragment.Parse(first.Fragment).Single();
            WireFragment secondMessage = WireFragment.Parse(second.Fragment).Single();
            var firstHello = new ClientHelloMessage(firstMessage.Part);
            var secondHello = new ClientHelloMessage(secondMessage.Part);

            Assert.AreEqual(0, firstHello.Cookie.Length);
            CollectionAssert.AreEqual(s.Settings.Cookies[0], secondHello.Cookie);
            CollectionAssert.AreEqual(firstHello.BodyWithoutCookie(), secondHello.BodyWithoutCookie());
            Assert.AreEqual(0, firstMessage.MessageSequence);
            Assert.AreEqual(1, secondMessage.MessageSequence);
            Assert.AreEqual((first.Type, first.Version, first.Epoch), (second.Type, second.Version, second.Epoch));
            Assert.AreEqual(first.Sequence + 1, second.Sequence);
        }

        [TestMethod]
        public void D12_01_ClientHelloRecordCarriesDtls10Or12AndTheRestDtls12()
        {
            using var s = new Scenario(Software);
            s.AssertConnects();
            WireRecord[] records = s.Link.SentByClient.SelectMany(datagram => WireRecord.Parse(datagram.Bytes)).ToArray();
            Assert.IsTrue(records[0].Version is Wire.Dtls10 or Wire.Dtls12);
            Assert.IsTrue(records.Skip(2).All(record => record.Version == Wire.Dtls12));
            Assert.AreEqual(Wire.Dtls12, s.Server.Hello!.Version);
        }

        [TestMethod]
        public void EMS_01_And_REN_01_And_IOT_05_And_IOT_09_And_IOT_11_And_IOT_12_HelloOffersWhatTheProfileAsksForAndNoMore()
        {
            using var s = Scenario.At(Stage.HelloSent, Software);
            ClientHelloMessage hello = s.Server.Hello!;
            CollectionAssert.AreEqual(new[] { Wire.SuiteCcm8, Wire.SuiteCcm, Wire.RenegotiationScsv }, hello.CipherSuites, "suites, SCSV last");
            CollectionAssert.AreEqual(new byte[] { 0 }, hello.CompressionMethods, "null compression only");
            Assert.AreEqual(0, hello.SessionId.Length);
            Assert.AreEqual(0, hello.Find(Wire.ExtensionExtendedMasterSecret)!.Body.Length);
            CollectionAssert.AreEquivalent(
                new[] { Wire.ExtensionMaxFragmentLength, Wire.ExtensionExtendedMasterSecret, Wire.ExtensionConnectionId },
                hello.Extensions.Select(extension => extension.Type).ToArray());
        }

        [TestMethod]
        public void EMS_01_ExtensionIsOfferedAlsoWhenItIsNotRequired()
        {
            using var s = new Scenario(Software, null, client => client.RequireExtendedMasterSecret = false);
            s.AssertConnects();
            Assert.IsNotNull(s.Server.Hello!.Find(Wire.ExtensionExtendedMasterSecret));
            Assert.IsTrue(s.Client.IsExtendedMasterSecret);
        }

        [TestMethod]
        [DataRow(64, 0)]
        [DataRow(511, 0)]
        [DataRow(512, 1)]
        [DataRow(1023, 1)]
        [DataRow(1024, 2)]
        [DataRow(2047, 2)]
        [DataRow(2048, 3)]
        [DataRow(4095, 3)]
        [DataRow(4096, 4)]
        [DataRow(16383, 4)]
        [DataRow(16384, 0)]
        public void MFL_01_OfferIsTheLargestCodeNotAboveTheRecordPayload(int payload, int code)
        {
            using var s = new Scenario(Software, null, client => client.MaxRecordPayload = payload);
            s.AssertConnects();
            Extension? offer = s.Server.Hello!.Find(Wire.ExtensionMaxFragmentLength);
            if (code == 0)
            {
                Assert.IsNull(offer);
                Assert.AreEqual(payload, s.Client.MaxPayload);
                return;
            }

            CollectionAssert.AreEqual(new[] { (byte)code }, offer!.Body);
            Assert.AreEqual(256 << code, s.Client.MaxPayload, "the negotiated limit");
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void T12_07_And_IOT_08_ClientRandomsAreDistinctAndHoldNoClock(string backend)
        {
            var seen = new HashSet<string>();
            var firstWords = new HashSet<string>();
            using var s = new Scenario(backend);
            s.Link.ServerAttached = false;
            for (int i = 0; i < 1000; i++)
            {
                Assert.AreEqual(DtlsStatus.Ok, s.Link.Start());
                byte[] random = new ClientHelloMessage(WireFragment.Parse(WireRecord.Parse(s.LastSent).Single().Fragment).Single().Part).Random;
                Assert.IsTrue(random.Any(b => b != 0));
                Assert.IsTrue(seen.Add(Convert.ToHexString(random)), "repeated random");
                firstWords.Add(Convert.ToHexString(random.AsSpan(0, 4)));
                s.Link.Close();
            }

            // gmt_unix_time of hellos within a second would be one or two values.
            Assert.IsTrue(firstWords.Count > 990, firstWords.Count + " distinct first words");
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        [DataRow(16)]
        [DataRow(20)]
        [DataRow(32)]
        [DataRow(33)]
        [DataRow(64)]
        [DataRow(254)]
        [DataRow(255)]
        public void D12_16_And_MFL_02_CookieOfAnyLengthIsEchoed(int length)
        {
            foreach (CryptoBackend backend in CryptoBackends.All)
            {
                foreach (int payload in new[] { 64, 512 })
                {
                    byte[] cookie = Enumerable.Range(0, length).Select(i => (byte)(255 - i)).ToArray();
                    using var s = new Scenario(backend.Name, server => server.Cookies = new() { cookie }, client => client.MaxRecordPayload = payload);
                    s.AssertConnects();
                    CollectionAssert.AreEqual(cookie, s.Server.Hello!.Cookie);
                    if (payload == 512)
                    {
                        Assert.IsTrue(
                            s.Link.SentByClient.SelectMany(datagram => WireRecord.Parse(datagram.Bytes)).All(record => record.Fragment.Length <= 512 + 24),
                            "own records obey the offered max_fragment_length");
                    }
                }
            }
        }

        [TestMethod]
        [DataRow(Wire.Dtls10, Wire.Dtls10)]
        [DataRow(Wire.Dtls12, Wire.Dtls12)]
        [DataRow(Wire.Dtls12, Wire.Dtls10)]
        [DataRow(Wire.Dtls10, Wire.Dtls12)]
        public void D12_01_And_D12_17_VersionOfHelloVerifyRequestDoesNotChooseTheVersion(int version, int recordVersion)
        {
            foreach (CryptoBackend backend in CryptoBackends.All)
            {
                using var s = new Scenario(backend.Name, server =>
                {
                    server.HelloVerifyVersion = version;
                    server.HelloVerifyRecordVersion = recordVersion;
                });
                s.AssertConnects();
            }
        }

        [TestMethod]
        public void D12_01_Dtls10RecordsOtherThanHelloVerifyRequestAreDropped()
        {
            using var s = Scenario.At(Stage.CookieSent, Software);
            byte[] hello = s.TakePending();
            s.AssertDropped(Wire.With(hello, 2, 0xFF), DtlsDropReason.Version);
            s.AssertDropped(Wire.With(hello, 1, 3), DtlsDropReason.Version);
            s.Inject(hello);
            s.Finish();
            s.AssertTalks();
        }

        [TestMethod]
        public void D12_19_HelloVerifyRequestsAreFollowedThreeTimesAndNoMore()
        {
            using var three = new Scenario(Software, server => server.Cookies = new() { new byte[] { 1 }, new byte[] { 2, 2 }, new byte[] { 3 } });
            three.AssertConnects();

            using var endless = new Scenario(
                Software,
                server => server.Cookies = Enumerable.Range(0, 200).Select(i => new byte[] { (byte)i, 7 }).ToList(),
                Scenario.ExactTimers);
            Assert.IsFalse(endless.Link.Connect());
            Assert.AreEqual(DtlsStatus.TimedOut, endless.Client.CloseReason);
            Assert.AreEqual(DtlsDropReason.TooManyHelloVerifyRequests, endless.Client.LastDropReason);
            int hellos = endless.Link.SentByClient.Select(datagram => WireFragment.Parse(WireRecord.Parse(datagram.Bytes)[0].Fragment)[0].MessageSequence).Distinct().Count();
            Assert.AreEqual(4, hellos, "ClientHello 1 and one for each of three cookies");
            Assert.IsTrue(endless.SentCount < 15, endless.SentCount + " datagrams, bounded by the retransmission timer");
        }

        [TestMethod]
        public void D12_19_RepeatedHelloVerifyRequestDoesNotTriggerAnotherHello()
        {
            using var s = Scenario.At(Stage.HelloSent, Software);
            byte[] request = s.TakePending();
            s.Inject(request);
            Assert.AreEqual(2, s.SentCount);
            for (int i = 0; i < 50; i++)
            {
                s.Inject(request);
            }

            Assert.AreEqual(2, s.SentCount, s.Link.Describe());
            s.Finish();
            s.AssertTalks();
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void D12_19_ServerThatNumbersEveryHelloVerifyRequest0IsFollowed(string backend)
        {
            // It keeps no state before the cookie is right, so it cannot count.
            using var s = new Scenario(backend, server =>
            {
                server.StatelessHelloVerify = true;
                server.Cookies = new() { new byte[] { 1, 1 }, new byte[] { 2 }, new byte[] { 3, 3, 3 } };
            });
            s.AssertConnects();
            Assert.AreEqual(0, s.Link.DeadlinesHandled.Count, s.Link.Describe());
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void D12_16_LongCookieInFragmentsIsEchoed(string backend)
        {
            foreach (int payload in new[] { 64, 512, 2048 })
            {
                foreach (int size in new[] { 1, 7, 64, 100, 257 })
                {
                    byte[] cookie = Enumerable.Range(0, 255).Select(i => (byte)(i ^ 0x5A)).ToArray();
                    AssertCookiesEchoed(backend, payload, size, cookie);

                    // A second one in fragments is put together beside the ClientHello with the first.
                    AssertCookiesEchoed(backend, payload, size, cookie[..64], cookie[64..128], cookie[128..192]);
                }
            }
        }

        [TestMethod]
        public void ServerWithoutCookieExchangeIsAccepted()
        {
            foreach (CryptoBackend backend in CryptoBackends.All)
            {
                using var s = new Scenario(backend.Name, server => server.Cookies = new());
                s.AssertConnects();
                Assert.AreEqual(4, s.Link.SentByClient.Count - 1 + s.Link.SentByServer.Count, "four datagrams, and one of data");
            }
        }

        private static void AssertCookiesEchoed(string backend, int payload, int fragmentSize, params byte[][] cookies)
        {
            using var s = new Scenario(backend, server =>
            {
                server.Cookies = cookies.ToList();
                server.Layout = (_, items) => Layouts.Fragmented(items, fragmentSize, oneDatagram: false);
            }, client => client.MaxRecordPayload = payload);
            s.AssertConnects();
            CollectionAssert.AreEqual(cookies[^1], s.Server.Hello!.Cookie, "payload " + payload + ", size " + fragmentSize);
            Assert.AreEqual(0, s.Link.DeadlinesHandled.Count, s.Link.Describe());
        }
    }
}
