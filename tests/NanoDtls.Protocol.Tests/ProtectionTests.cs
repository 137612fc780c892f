// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>AES-CCM protection as it is seen on the wire (RFC 6655 section 3, RFC 5246 section 6.2.3.3).</summary>
    [TestClass]
    public sealed class ProtectionTests
    {
        private static readonly byte[] s_data = Enumerable.Range(0, 48).Select(i => (byte)(0x30 + i)).ToArray();

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.NamesAndSuites), typeof(CryptoBackends))]
        public void CCM_01_ExplicitNonceIsEpochAndSequenceNumberAndTheServersIsReadFromTheRecord(string backend, int suite)
        {
            var random = new Random(99);
            using Scenario s = Scenario.At(Stage.Connected, backend, server =>
            {
                server.SupportedSuites = new() { suite };
                server.ExplicitNonce = (_, _) =>
                {
                    byte[] nonce = new byte[8];
                    random.NextBytes(nonce);
                    return nonce;
                };
            });
            s.AssertTalks();
            for (int i = 0; i < 300; i++)
            {
                s.Link.Write(s_data);
                WireRecord record = WireRecord.Parse(s.LastSent).Single();
                CollectionAssert.AreEqual(s.LastSent[3..11], record.Fragment[..8]);
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.NamesAndSuites), typeof(CryptoBackends))]
        public void CCM_04_RecordShorterThanNonceAndTagIsDropped(string backend, int suite)
        {
            using Scenario s = Scenario.At(Stage.Connected, backend, server => server.SupportedSuites = new() { suite });
            int overhead = 8 + s.Server.TagLength;
            for (int length = 0; length <= overhead + 2; length++)
            {
                s.AssertDropped(
                    Wire.Record(Wire.ApplicationData, 1, 100 + length, new byte[length]),
                    length < overhead ? DtlsDropReason.RecordTooShort : DtlsDropReason.BadTag);
            }

            s.AssertTalks();
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.NamesAndSuites), typeof(CryptoBackends))]
        public void CCM_05_And_V17_NothingOfARecordIsReleasedWhenItsTagIsWrong(string backend, int suite)
        {
            using Scenario s = Scenario.At(Stage.Connected, backend, server => server.SupportedSuites = new() { suite });
            byte[] record = s.Server.BuildData(s_data);
            for (int bit = 13 * 8; bit < record.Length * 8; bit++)
            {
                byte[] damaged = Wire.With(record, bit / 8, record[bit / 8] ^ (1 << (bit % 8)));
                s.AssertDropped(damaged, DtlsDropReason.BadTag);
                ReadOnlySpan<byte> content = s.Link.LastDelivered.Slice(21, s_data.Length);
                Assert.IsFalse(content.ContainsAnyExcept((byte)0), "bit " + bit + ": plaintext is cleared");
            }

            Assert.AreEqual(1, s.Inject(record));
            CollectionAssert.AreEqual(s_data, s.Link.DataAtClient[^1]);
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.NamesAndSuites), typeof(CryptoBackends))]
        public void T12_02_EveryHeaderFieldIsAuthenticated(string backend, int suite)
        {
            using Scenario s = Scenario.At(Stage.Connected, backend, server => server.SupportedSuites = new() { suite });
            byte[] record = s.Server.BuildData(s_data, 40);
            for (int bit = 0; bit < 13 * 8; bit++)
            {
                byte[] damaged = Wire.With(record, bit / 8, record[bit / 8] ^ (1 << (bit % 8)));
                int drops = s.Client.DropCount;
                Assert.AreEqual(0, s.Inject(damaged), "bit " + bit + " of the header");
                Assert.IsTrue(s.Client.DropCount > drops);
                Assert.AreEqual(DtlsState.Connected, s.Client.State);
            }

            Assert.AreEqual(1, s.Inject(record), "the true record is still accepted");
        }
    }
}
