// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text;
using NanoDtls.Testing;

namespace NanoDtls.Fuzz.Tests
{
    /// <summary>Options of every kind to a ClientHello and back through a second reader.</summary>
    [TestClass]
    public sealed class ClientHelloFuzzTests
    {
        private static readonly int[] s_payloads = { 64, 511, 512, 513, 1024, 2048, 4096, 4097, 16383, 16384 };

        private Subject? _subject;

        [TestMethod]
        [Timeout(3_600_000, CooperativeCancellation = false)]
        public void D12_15_RSL_01_MFL_02_IOT_10_WhateverIsSetTheClientHelloSaysItAndFitsThePath()
        {
            FuzzRun.Run(nameof(ClientHelloFuzzTests), () => _subject!.Sent, Case);
        }

        private void Case(SeededRandom random)
        {
            DtlsClientOptions settings = new();
            var subject = new Subject(options =>
            {
                options.CipherSuites = Suites(random);
                options.MaxRecordPayload = random.OneIn(2) ? random.Pick(s_payloads) : random.Next(64, 16385);
                options.ServerName = random.OneIn(2) ? new string('n', 1 + random.Next(random.OneIn(4) ? 255 : 30)) : null;
                options.OfferSessionTicket = random.OneIn(2);
                options.ConnectionId = random.OneIn(3) ? null : random.Bytes(random.Next(33));
                options.OfferReturnRoutabilityCheck = options.ConnectionId != null && random.OneIn(2);
                options.PathMtu = random.OneIn(2) ? 0 : random.Next(200, 700);
                options.PskIdentity = random.Bytes(1 + random.Next(128));
                settings = options;
            });
            _subject = subject;
            subject.Start();
            ClientHelloMessage hello = Read(subject, settings);
            Check(hello, settings);
            Assert.AreEqual(0, hello.Cookie.Length, "cookie of the first ClientHello");

            byte[] cookie = random.Bytes(random.Next(256));
            subject.Sent.Clear();
            subject.Deliver(ServerVoice.Message(subject, Wire.HelloVerifyRequest, ServerMessages.HelloVerifyRequest(Wire.Dtls10, cookie)));
            ClientHelloMessage second = Read(subject, settings);
            CollectionAssert.AreEqual(cookie, second.Cookie, "cookie");
            CollectionAssert.AreEqual(hello.BodyWithoutCookie(), second.BodyWithoutCookie(), "the rest of the ClientHello");

            // Repeated, in smaller datagrams after a while, it stays the same message.
            for (int i = 0; i < 3; i++)
            {
                subject.Sent.Clear();
                subject.HandleTimeout();
                CollectionAssert.AreEqual(second.Body, Read(subject, settings).Body, "repetition " + i);
            }
        }

        private static ClientHelloMessage Read(Subject subject, DtlsClientOptions settings)
        {
            int longest = subject.Sent.Max(datagram => datagram.Length);
            Assert.IsTrue(settings.PathMtu == 0 || longest <= settings.PathMtu, "a datagram of " + longest + " bytes");
            return new ClientHelloMessage(ServerVoice.ReadMessage(subject.Sent, Wire.ClientHello));
        }

        private static void Check(ClientHelloMessage hello, DtlsClientOptions settings)
        {
            Assert.AreEqual(Wire.Dtls12, hello.Version);
            CollectionAssert.AreEqual(settings.CipherSuites.Select(suite => (int)suite).Append(Wire.RenegotiationScsv).ToArray(), hello.CipherSuites.ToArray());
            CollectionAssert.AreEqual(new byte[] { 0 }, hello.CompressionMethods);
            Assert.AreEqual(0, hello.SessionId.Length);

            // RFC 6066 section 4 knows four lengths, RFC 8449 all of them.
            int payload = settings.MaxRecordPayload;
            int code = payload is < 512 or >= 16384 ? 0 : Math.Min(4, (int)Math.Log2(payload) - 8);
            var expected = new Dictionary<int, byte[]> { [23] = Array.Empty<byte>() };
            if (code != 0)
            {
                expected[1] = new[] { (byte)code };
            }

            if (payload < 16384 && (code == 0 || 256 << code != payload))
            {
                expected[28] = new ByteWriter().U16(payload).ToArray();
            }

            if (settings.ServerName != null)
            {
                byte[] hostName = new ByteWriter().U8(0).Vector16(Encoding.ASCII.GetBytes(settings.ServerName)).ToArray();
                expected[0] = new ByteWriter().Vector16(hostName).ToArray();
            }

            if (settings.OfferSessionTicket)
            {
                expected[35] = Array.Empty<byte>();
            }

            if (settings.ConnectionId != null)
            {
                expected[54] = new ByteWriter().Vector8(settings.ConnectionId).ToArray();
            }

            if (settings.OfferReturnRoutabilityCheck)
            {
                expected[61] = Array.Empty<byte>();
            }

            CollectionAssert.AreEquivalent(
                expected.Select(extension => extension.Key + "=" + Convert.ToHexString(extension.Value)).ToArray(),
                hello.Extensions.Select(extension => extension.Type + "=" + Convert.ToHexString(extension.Body)).ToArray());
        }

        private static DtlsCipherSuite[] Suites(SeededRandom random)
        {
            List<DtlsCipherSuite> all = Enum.GetValues<DtlsCipherSuite>().Where(suite => suite != 0).ToList();
            var chosen = new List<DtlsCipherSuite>();
            for (int count = 1 + random.Next(all.Count); count > 0; count--)
            {
                DtlsCipherSuite suite = random.Pick(all);
                all.Remove(suite);
                chosen.Add(suite);
            }

            return chosen.ToArray();
        }
    }
}
