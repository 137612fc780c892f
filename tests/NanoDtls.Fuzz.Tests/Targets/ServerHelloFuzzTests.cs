// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Fuzz.Tests
{
    /// <summary>ServerHellos of recorded servers, changed, against a second reader of the same message.</summary>
    [TestClass]
    public sealed class ServerHelloFuzzTests
    {
        private const int Margin = 16;
        private const byte Guard = 0xEE;

        private readonly byte[] _buffer = new byte[Subject.MaxDatagram + (2 * Margin)];
        private byte[] _input = Array.Empty<byte>();
        private int _accepted;

        [TestMethod]
        [Timeout(3_600_000, CooperativeCancellation = false)]
        public void V05_V06_V12_V29_ServerHellosAreReadAsTheRfcSays()
        {
            byte[][] seeds = StageBuilder.All()
                .SelectMany(stage => stage.Datagrams.SelectMany(records => records))
                .Where(record => record.Type == Wire.Handshake && record.Content[0] == Wire.ServerHello && record.Content.Length > 60)
                .Select(record => record.Content[Wire.HandshakeHeaderLength..])
                .ToArray();
            OfferCase[] offers =
            {
                new(options => { }),
                new(options => options.MaxRecordPayload = 600),
                new(options => options.MaxRecordPayload = 64),
                new(options => { options.ServerName = "a.example"; options.OfferSessionTicket = true; }),
                new(options => options.OfferReturnRoutabilityCheck = true),
                new(options => options.ConnectionId = null),
                new(options =>
                {
                    options.CipherSuites = new[] { DtlsCipherSuite.PskWithAes256Ccm, DtlsCipherSuite.PskWithAes128Ccm };
                    options.MaxRecordPayload = 16384;
                }),
            };
            FuzzRun.Run(nameof(ServerHelloFuzzTests), () => new[] { _input }, random => Case(random, seeds, offers));
            Assert.IsTrue(FuzzRun.IsSingleCase || _accepted > 1000, "cases accepted: " + _accepted);
        }

        private void Case(SeededRandom random, byte[][] seeds, OfferCase[] offers)
        {
            byte[] body = random.Pick(seeds);
            for (int rounds = 1 + random.Next(2); rounds > 0; rounds--)
            {
                body = HandshakeMutator.MutateBody(Wire.ServerHello, body, random);
            }

            _input = body;
            OfferCase offer = random.Pick(offers);
            Span<byte> buffer = _buffer.AsSpan(0, body.Length + (2 * Margin));
            buffer.Fill(Guard);
            body.CopyTo(buffer[Margin..]);

            long before = GC.GetAllocatedBytesForCurrentThread();
            int agreement = offer.Reader.ReadServerHello(_buffer, Margin, body.Length);
            Assert.AreEqual(0L, GC.GetAllocatedBytesForCurrentThread() - before, "bytes allocated");
            Assert.IsTrue(buffer.Slice(Margin, body.Length).SequenceEqual(body) && !buffer[..Margin].ContainsAnyExcept(Guard), "the reader wrote");

            ReferenceServerHello? expected = ReferenceServerHello.Read(body, offer.Suites, offer.Extensions, offer.FragmentLengthCode);
            Assert.AreEqual(expected != null, agreement > byte.MaxValue, "accepted, with " + agreement);
            if (expected != null)
            {
                _accepted++;
                AssertEqual(expected, agreement, offer.Reader);
            }
            else
            {
                // RFC 5246 section 7.2.2, RFC 5746 section 3.4.
                Assert.IsTrue(
                    (DtlsAlert)agreement is DtlsAlert.DecodeError or DtlsAlert.IllegalParameter or DtlsAlert.ProtocolVersion
                        or DtlsAlert.UnsupportedExtension or DtlsAlert.HandshakeFailure,
                    "alert " + agreement);
            }
        }

        private static void AssertEqual(ReferenceServerHello expected, int agreement, ClientHandshake reader)
        {
            Assert.AreEqual(expected.Suite, agreement & 0xFFFF, "suite");
            Assert.AreEqual(expected.Extensions.Contains(1), (agreement & ServerHello.MaxFragmentLength) != 0, "max_fragment_length");
            Assert.AreEqual(expected.Extensions.Contains(23), (agreement & ServerHello.ExtendedMasterSecret) != 0, "extended_master_secret");
            Assert.AreEqual(expected.Extensions.Contains(54), (agreement & ServerHello.ConnectionId) != 0, "connection_id");
            Assert.AreEqual(expected.Extensions.Contains(61), (agreement & ServerHello.ReturnRoutabilityCheck) != 0, "rrc");
            Assert.AreEqual(expected.Extensions.Contains(35), (agreement & ServerHello.SessionTicket) != 0, "session ticket");
            Assert.AreEqual(expected.RecordSizeLimit, (agreement & ServerHello.RecordSizeLimit) != 0 ? reader.Limit : 0, "record_size_limit");
            if (!expected.Extensions.Contains(28))
            {
                Assert.AreEqual(expected.Extensions.Contains(1) ? HandshakeOffer.FragmentLength(HandshakeOffer.FragmentLengthCode(reader.Offered)) : int.MaxValue, reader.Limit, "limit");
            }
        }

        // What a ClientHello offered, as the engine has it and as it stands on the wire.
        private sealed class OfferCase
        {
            public OfferCase(Action<DtlsClientOptions> configure)
            {
                var options = new DtlsClientOptions();
                configure(options);
                var crypto = new SoftwareCrypto(true);
                var records = new RecordLayer(crypto, 1024, options.ConnectionId, 0);
                Reader = new ClientHandshake(options, null, records);
                FragmentLengthCode = HandshakeOffer.FragmentLengthCode(Reader.Offered);
                var hello = new ClientHelloMessage(new ByteWriter().U16(Wire.Dtls12).Bytes(new byte[32]).U8(0).U8(0).Bytes(Reader.Session[SessionState.Offer..]).ToArray());
                Suites = hello.CipherSuites.Where(suite => suite != Wire.RenegotiationScsv).ToArray();
                Extensions = hello.Extensions.Select(extension => extension.Type).Append(Wire.ExtensionRenegotiationInfo).ToArray();
            }

            public int FragmentLengthCode { get; }

            public ClientHandshake Reader { get; }

            public int[] Suites { get; }

            public int[] Extensions { get; }
        }
    }
}
