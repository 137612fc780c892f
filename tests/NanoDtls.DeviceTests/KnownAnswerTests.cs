// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using nanoFramework.TestFramework;
using NanoDtls;

namespace NanoDtls.DeviceTests
{
    /// <summary>The back end against answers that others computed.</summary>
    [TestClass]
    public class KnownAnswerTests
    {
        // FIPS 180-4 examples of NIST: one block, and two.
        private const string Abc = "616263";
        private const string AbcDigest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        private const string TwoBlocks =
            "6162636462636465636465666465666765666768666768696768696a68696a6b696a6b6c6a6b6c6d6b6c6d6e6c6d6e6f6d6e6f706e6f7071";

        private const string TwoBlocksDigest = "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1";

        // The P_SHA256 vector of the IETF's TLS list, as used by Mbed TLS and others.
        private const string PrfSecret = "9bbe436ba940f017b17652849a71db35";
        private const string PrfLabel = "74657374206c6162656c";
        private const string PrfSeed = "a0ba9f936cda311827a6f796ffd5198c";
        private const string PrfOutput =
            "e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a6b301791e90d35c9c9a46b4e14baf9af0fa022f7077def17abfd3797c0564bab"
            + "4fbc91666e9def9b97fce34f796789baa48082d122ee42c5a72e5a5110fff70187347b66";

        private const int CidLength = 8;

        [TestMethod]
        public void Sha256OfOneBlock()
        {
            CheckDigest(Abc, AbcDigest);
        }

        [TestMethod]
        public void Sha256OfTwoBlocks()
        {
            CheckDigest(TwoBlocks, TwoBlocksDigest);
        }

        [TestMethod]
        public void Sha256IsTakenTwiceAndGoesOn()
        {
            DtlsCrypto crypto = Backend.Create();
            byte[] data = Bytes.FromHex(TwoBlocks);
            var digest = new byte[DtlsCrypto.DigestLength];
            crypto.TranscriptReset();
            crypto.TranscriptUpdate(data, 0, 3);
            crypto.TranscriptDigest(digest, 0);

            crypto.TranscriptUpdate(data, 3, data.Length - 3);
            crypto.TranscriptDigest(digest, 0);

            Bytes.AreEqual(Bytes.FromHex(TwoBlocksDigest), digest, 0, digest.Length, "digest");
        }

        [TestMethod]
        public void PrfOfTls12()
        {
            DtlsCrypto crypto = Backend.Create();
            byte[] secret = Bytes.FromHex(PrfSecret);
            byte[] labelAndSeed = Bytes.FromHex(PrfLabel + PrfSeed);
            var output = new byte[100];
            crypto.SetSecret(DtlsCrypto.PremasterSecret, secret, 0, secret.Length);

            crypto.Prf(DtlsCrypto.PremasterSecret, labelAndSeed, 0, labelAndSeed.Length, output, 0, output.Length);

            Bytes.AreEqual(Bytes.FromHex(PrfOutput), output, 0, output.Length, "output");
        }

        [TestMethod]
        public void RecordsOfBothTagLengths()
        {
            CheckSeal(8, KnownRecords.Ccm8);
            CheckSeal(16, KnownRecords.Ccm);
        }

        [TestMethod]
        public void RecordsOfTheOtherSideOpen()
        {
            CheckOpen(8, KnownRecords.Ccm8FromServer);
            CheckOpen(16, KnownRecords.CcmFromServer);
        }

        [TestMethod]
        public void RecordsWithAConnectionId()
        {
            byte[] inner = Bytes.FromHex(KnownRecords.Plaintext + "17");
            byte[] expected = Bytes.FromHex(KnownRecords.Ccm8WithCid);
            var buffer = new byte[expected.Length];
            int content = DtlsCrypto.RecordHeaderLength + CidLength + DtlsCrypto.ExplicitNonceLength;
            System.Array.Copy(expected, 0, buffer, 0, 11 + CidLength);
            System.Array.Copy(inner, 0, buffer, content, inner.Length);

            int length = WithKeys(8).SealRecord(buffer, 0, CidLength, inner.Length);

            Bytes.AreEqual(expected, buffer, 0, length, "record");

            byte[] record = Bytes.FromHex(KnownRecords.Ccm8WithCidFromServer);
            length = WithKeys(8).OpenRecord(record, 0, CidLength, record.Length - DtlsCrypto.RecordHeaderLength - CidLength);

            Bytes.AreEqual(inner, record, content, length, "inner plaintext");
        }

        [TestMethod]
        public void ForgedRecordsDoNotOpen()
        {
            byte[] record = Bytes.FromHex(KnownRecords.Ccm8FromServer);
            var forged = new byte[record.Length];
            for (int i = 0; i < record.Length; i++)
            {
                // Not the length, which is the caller's to check.
                if (i != 11 && i != 12)
                {
                    System.Array.Copy(record, 0, forged, 0, record.Length);
                    forged[i] ^= 1;
                    DtlsCrypto crypto = WithKeys(8);
                    Assert.AreEqual(-1, crypto.OpenRecord(forged, 0, 0, record.Length - DtlsCrypto.RecordHeaderLength), "byte " + i.ToString());
                }
            }
        }

        private static void CheckDigest(string data, string expected)
        {
            DtlsCrypto crypto = Backend.Create();
            byte[] bytes = Bytes.FromHex(data);
            var digest = new byte[DtlsCrypto.DigestLength];

            crypto.TranscriptReset();
            crypto.TranscriptUpdate(bytes, 0, bytes.Length);
            crypto.TranscriptDigest(digest, 0);

            Bytes.AreEqual(Bytes.FromHex(expected), digest, 0, digest.Length, "digest");
        }

        private static DtlsCrypto WithKeys(int tagLength)
        {
            DtlsCrypto crypto = Backend.Create();
            crypto.SetRecordKeys(Bytes.FromHex(KnownRecords.KeyBlock), 0, 16, tagLength);
            return crypto;
        }

        // The record's header up to the length, then the plaintext where the content goes.
        private static void CheckSeal(int tagLength, string expected)
        {
            byte[] plaintext = Bytes.FromHex(KnownRecords.Plaintext);
            byte[] sealedRecord = Bytes.FromHex(expected);
            var buffer = new byte[sealedRecord.Length];
            System.Array.Copy(sealedRecord, 0, buffer, 0, 11);
            System.Array.Copy(plaintext, 0, buffer, DtlsCrypto.RecordHeaderLength + DtlsCrypto.ExplicitNonceLength, plaintext.Length);

            int length = WithKeys(tagLength).SealRecord(buffer, 0, 0, plaintext.Length);

            Bytes.AreEqual(sealedRecord, buffer, 0, length, "record");
        }

        private static void CheckOpen(int tagLength, string record)
        {
            byte[] buffer = Bytes.FromHex(record);

            int length = WithKeys(tagLength).OpenRecord(buffer, 0, 0, buffer.Length - DtlsCrypto.RecordHeaderLength);

            Bytes.AreEqual(Bytes.FromHex(KnownRecords.Plaintext), buffer, DtlsCrypto.RecordHeaderLength + DtlsCrypto.ExplicitNonceLength, length, "plaintext");
        }
    }
}
