// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using nanoFramework.TestFramework;
using NanoDtls;

namespace NanoDtls.DeviceTests
{
    /// <summary>What any back end must be able to do on the board where it runs.</summary>
    [TestClass]
    public class BackendTests
    {
        [TestMethod]
        public void RandomBytesDiffer()
        {
            DtlsCrypto crypto = Backend.Create();
            var first = new byte[33];
            var second = new byte[33];

            Assert.IsTrue(crypto.FillRandom(first, 0, first.Length), "first");
            Assert.IsTrue(crypto.FillRandom(second, 0, second.Length), "second");

            Assert.IsFalse(DtlsCrypto.FixedTimeEquals(first, 0, second, 0, first.Length), "the same bytes twice");
        }

        [TestMethod]
        public void RandomBytesStayInTheirRange()
        {
            DtlsCrypto crypto = Backend.Create();
            var buffer = new byte[40];

            crypto.FillRandom(buffer, 4, 32);

            Assert.AreEqual(0, buffer[3] | buffer[36], "neighbours");
        }

        [TestMethod]
        public void TwoBackEndsDoNotDisturbEachOther()
        {
            DtlsCrypto one = Backend.Create();
            DtlsCrypto other = Backend.Create();
            byte[] data = { 0x61, 0x62, 0x63 };
            var expected = new byte[DtlsCrypto.DigestLength];
            var actual = new byte[DtlsCrypto.DigestLength];
            one.TranscriptReset();
            one.TranscriptUpdate(data, 0, 3);
            one.TranscriptDigest(expected, 0);

            one.TranscriptReset();
            one.TranscriptUpdate(data, 0, 2);
            other.TranscriptReset();
            other.TranscriptUpdate(data, 0, 1);
            one.TranscriptUpdate(data, 2, 1);
            one.TranscriptDigest(actual, 0);

            Bytes.AreEqual(expected, actual, 0, actual.Length, "digest");
        }

        [TestMethod]
        public void ClearedKeysOpenNothing()
        {
            DtlsCrypto crypto = Backend.Create();
            crypto.SetRecordKeys(Bytes.FromHex(KnownRecords.KeyBlock), 0, 16, 8);
            crypto.ClearSession();
            byte[] record = Bytes.FromHex(KnownRecords.Ccm8FromServer);

            crypto.SetRecordKeys(new byte[40], 0, 16, 8);

            Assert.AreEqual(-1, crypto.OpenRecord(record, 0, 0, record.Length - DtlsCrypto.RecordHeaderLength), "length");
        }

        [TestMethod]
        public void EveryLengthComesBack()
        {
            var buffer = new byte[160];
            for (int length = 0; length < 100; length += 7)
            {
                DtlsCrypto crypto = Backend.Create();

                // The same keys both ways, so that a back end can open what it sealed.
                crypto.SetRecordKeys(new byte[40], 0, 16, 8);
                buffer[0] = 23;
                int content = DtlsCrypto.RecordHeaderLength + DtlsCrypto.ExplicitNonceLength;
                for (int i = 0; i < length; i++)
                {
                    buffer[content + i] = (byte)i;
                }

                int total = crypto.SealRecord(buffer, 0, 0, length);
                int opened = crypto.OpenRecord(buffer, 0, 0, total - DtlsCrypto.RecordHeaderLength);

                Assert.AreEqual(length, opened, "length");
                for (int i = 0; i < length; i++)
                {
                    Assert.AreEqual(i, (int)buffer[content + i], "byte");
                }
            }
        }
    }
}
