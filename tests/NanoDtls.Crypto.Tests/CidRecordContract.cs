// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Security.Cryptography;

namespace NanoDtls.Crypto.Tests;

/// <summary>What any back end must do with tls12_cid records (RFC 9146). Derive from it to test another back end.</summary>
public abstract class CidRecordContract
{
    private const int HeaderWithoutCid = DtlsCrypto.RecordHeaderLength;

    /// <summary>Makes an instance of the back end under test.</summary>
    protected abstract DtlsCrypto Create();

    [TestMethod]
    [DataRow(8)]
    [DataRow(16)]
    public void CID_05_CCM_03_SealEqualsDotNetForAllCidLengths(int tagLength)
    {
        const int Seed = 121;
        var random = new Random(Seed);
        DtlsCrypto crypto = Create();
        foreach (int cidLength in Enumerable.Range(1, DtlsCrypto.MaxCidLength))
        {
            foreach (int length in Lengths)
            {
                CidCase record = new(random, cidLength, length, tagLength);
                crypto.SetRecordKeys(record.KeyBlock, 0, 16, tagLength);
                int offset = random.Next(40);
                byte[] buffer = Reference.Bytes(random, offset + record.FromClient.Length + 7);
                byte[] expected = (byte[])buffer.Clone();
                record.FromClient.CopyTo(expected, offset);
                Array.Copy(record.FromClient, 0, buffer, offset, 11 + cidLength);
                record.Plaintext.CopyTo(buffer, offset + record.Content);

                int sealedLength = crypto.SealRecord(buffer, offset, cidLength, length);

                Assert.AreEqual(record.FromClient.Length, sealedLength, $"seed {Seed}, CID {cidLength}, length {length}");
                CollectionAssert.AreEqual(expected, buffer, $"seed {Seed}, CID {cidLength}, length {length}: record or bytes around it");
            }
        }
    }

    [TestMethod]
    [DataRow(8)]
    [DataRow(16)]
    public void CID_05_CCM_03_OpenAcceptsWhatDotNetSealedForAllCidLengths(int tagLength)
    {
        const int Seed = 122;
        var random = new Random(Seed);
        DtlsCrypto crypto = Create();
        foreach (int cidLength in Enumerable.Range(1, DtlsCrypto.MaxCidLength))
        {
            foreach (int length in Lengths)
            {
                CidCase record = new(random, cidLength, length, tagLength);
                crypto.SetRecordKeys(record.KeyBlock, 0, 16, tagLength);
                int offset = random.Next(40);
                byte[] buffer = Reference.Bytes(random, offset + record.FromServer.Length + 7);
                record.FromServer.CopyTo(buffer, offset);
                byte[] expected = (byte[])buffer.Clone();
                record.Plaintext.CopyTo(expected, offset + record.Content);

                int opened = crypto.OpenRecord(buffer, offset, cidLength, record.FragmentLength);

                Assert.AreEqual(length, opened, $"seed {Seed}, CID {cidLength}, length {length}");
                CollectionAssert.AreEqual(expected, buffer, $"seed {Seed}, CID {cidLength}, length {length}: plaintext or bytes around it");
            }
        }
    }

    [TestMethod]
    public void CID_07_LongestInnerPlaintextEqualsDotNetBothWays()
    {
        const int Seed = 123;
        var random = new Random(Seed);
        DtlsCrypto crypto = Create();
        const int Longest = 16385;
        CidCase record = new(random, DtlsCrypto.MaxCidLength, Longest, 16);
        crypto.SetRecordKeys(record.KeyBlock, 0, 16, 16);
        byte[] buffer = (byte[])record.FromClient.Clone();
        record.Plaintext.CopyTo(buffer, record.Content);
        Assert.AreEqual(record.FromClient.Length, crypto.SealRecord(buffer, 0, DtlsCrypto.MaxCidLength, Longest));
        CollectionAssert.AreEqual(record.FromClient, buffer);
        Assert.AreEqual(Longest, crypto.OpenRecord(record.FromServer, 0, DtlsCrypto.MaxCidLength, record.FragmentLength));
        CollectionAssert.AreEqual(record.Plaintext, record.FromServer[record.Content..(record.Content + Longest)]);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(7)]
    [DataRow(8)]
    [DataRow(23)]
    [DataRow(32)]
    public void CID_05_V17_CCM_05_EveryFlippedBitIsRejectedAndNothingDecryptedIsLeft(int cidLength)
    {
        const int Seed = 124;
        var random = new Random(Seed);
        DtlsCrypto crypto = Create();
        CidCase record = new(random, cidLength, 20, 8);
        crypto.SetRecordKeys(record.KeyBlock, 0, 16, 8);
        int lengthField = 11 + cidLength;
        for (int bit = 0; bit < record.FromServer.Length * 8; bit++)
        {
            // The length field is replaced by the fragment length of the call, and the type is what chose the call.
            if (bit / 8 == 0 || bit / 8 == lengthField || bit / 8 == lengthField + 1)
            {
                continue;
            }

            byte[] buffer = (byte[])record.FromServer.Clone();
            buffer[bit / 8] ^= (byte)(1 << (bit % 8));
            byte[] expected = (byte[])buffer.Clone();
            Array.Clear(expected, record.Content, 20);
            Assert.AreEqual(-1, crypto.OpenRecord(buffer, 0, cidLength, record.FragmentLength), $"seed {Seed}, bit {bit}");
            CollectionAssert.AreEqual(expected, buffer, $"seed {Seed}, bit {bit}: plaintext not cleared, or more than it");
        }

        Assert.AreEqual(20, crypto.OpenRecord(record.FromServer, 0, cidLength, record.FragmentLength), "the record itself is good");
    }

    [TestMethod]
    [DataRow(8)]
    [DataRow(16)]
    public void CID_05_TheBytesOfACidCannotBeMovedIntoTheContentNorBack(int tagLength)
    {
        // What the length of the CID in the additional data is for: header and content are not told apart otherwise.
        var random = new Random(125);
        DtlsCrypto crypto = Create();
        for (int cidLength = 2; cidLength < DtlsCrypto.MaxCidLength; cidLength++)
        {
            CidCase record = new(random, cidLength, 40, tagLength);
            crypto.SetRecordKeys(record.KeyBlock, 0, 16, tagLength);
            Assert.AreEqual(-1, crypto.OpenRecord((byte[])record.FromServer.Clone(), 0, cidLength - 1, record.FragmentLength + 1));
            Assert.AreEqual(-1, crypto.OpenRecord([.. record.FromServer, 0], 0, cidLength + 1, record.FragmentLength - 1));
            Assert.AreEqual(-1, crypto.OpenRecord((byte[])record.FromServer.Clone(), 0, 0, record.FragmentLength), "as a record without CID");
        }
    }

    [TestMethod]
    public void CID_02_RecordsWithAndWithoutCidUnderOneKeyInAnyOrder()
    {
        const int Seed = 126;
        var random = new Random(Seed);
        DtlsCrypto crypto = Create();
        CidCase record = new(random, 8, 33, 8);
        crypto.SetRecordKeys(record.KeyBlock, 0, 16, 8);
        byte[] clientKey = record.KeyBlock[..16];
        byte[] clientIv = record.KeyBlock[32..36];
        byte[] classic = Reference.Seal(clientKey, clientIv, 23, 0xFEFD, record.Number, record.Plaintext, 8);
        for (int i = 0; i < 30; i++)
        {
            byte[] buffer;
            switch (random.Next(3))
            {
                case 0:
                    buffer = (byte[])classic.Clone();
                    record.Plaintext.CopyTo(buffer, 21);
                    crypto.SealRecord(buffer, 0, 0, 33);
                    CollectionAssert.AreEqual(classic, buffer, $"seed {Seed}, step {i}");
                    break;
                case 1:
                    buffer = (byte[])record.FromClient.Clone();
                    record.Plaintext.CopyTo(buffer, record.Content);
                    crypto.SealRecord(buffer, 0, 8, 33);
                    CollectionAssert.AreEqual(record.FromClient, buffer, $"seed {Seed}, step {i}");
                    break;
                default:
                    buffer = (byte[])record.FromServer.Clone();
                    Assert.AreEqual(33, crypto.OpenRecord(buffer, 0, 8, record.FragmentLength), $"seed {Seed}, step {i}");
                    break;
            }
        }
    }

    [TestMethod]
    public void CID_05_AdditionalDataEqualsTheOneOfRfc9146WrittenOut()
    {
        // Section 5.3 byte by byte, over the textbook CCM and not over .NET's.
        DtlsCrypto crypto = Create();
        byte[] keyBlock = Reference.Bytes(new Random(127), 40);
        byte[] header = Reference.Hex("19 fe fd 0001 000000000102 c0ffee");
        byte[] plaintext = Reference.Hex("68656c6c6f 17 0000");
        byte[] additional = Reference.Hex("ffffffffffffffff 19 03 19 fefd 0001 000000000102 c0ffee 0008");
        byte[] nonce = [.. keyBlock[32..36], .. Reference.Hex("0001000000000102")];
        byte[] protectedContent = TextbookCcm.Seal(keyBlock[..16], nonce, additional, plaintext, 8);
        byte[] expected = [.. header, .. Reference.Hex("0018 0001000000000102"), .. protectedContent];

        byte[] buffer = new byte[expected.Length];
        header.CopyTo(buffer, 0);
        plaintext.CopyTo(buffer, 24);
        crypto.SetRecordKeys(keyBlock, 0, 16, 8);
        Assert.AreEqual(expected.Length, crypto.SealRecord(buffer, 0, 3, plaintext.Length));
        CollectionAssert.AreEqual(expected, buffer);
    }

    [TestMethod]
    [DataRow(16)]
    [DataRow(32)]
    public void ExportedKeysAreTheOnesThatWereSet(int keyLength)
    {
        DtlsCrypto crypto = Create();
        if (keyLength == 32 && !crypto.SupportsAes256)
        {
            // The length that the back end never takes: nothing can be exported of it.
            return;
        }

        int length = 2 * (keyLength + 4);
        byte[] keyBlock = Reference.Bytes(new Random(128), 5 + length);
        crypto.SetRecordKeys(keyBlock, 5, keyLength, 8);
        byte[] record = new byte[100];
        crypto.SealRecord(record, 0, 0, 50);
        var exported = new byte[7 + length + 3];
        Assert.AreEqual(length, crypto.ExportRecordKeys(exported, 7));
        byte[] expected = [0, 0, 0, 0, 0, 0, 0, .. keyBlock[5..], 0, 0, 0];
        CollectionAssert.AreEqual(expected, exported);

        crypto.ClearSession();
        Array.Clear(exported);
        try
        {
            crypto.ExportRecordKeys(exported, 7);
        }
        catch (InvalidOperationException)
        {
            // A back end may refuse to export keys that were not set.
        }

        CollectionAssert.AreEqual(new byte[exported.Length], exported, "V30: keys that were cleared are gone");
    }

    [TestMethod]
    public void ThePremasterSecretOutlivesTheSessionButNotClear()
    {
        var random = new Random(129);
        DtlsCrypto crypto = Create();
        byte[] secret = Reference.Bytes(random, 32);
        byte[] seed = Reference.Bytes(random, 50);
        byte[] expected = Reference.Prf(secret, seed, 48);
        var output = new byte[48];
        crypto.SetSecret(DtlsCrypto.PremasterSecret, secret, 0, 32);
        crypto.SetSecret(DtlsCrypto.MasterSecret, Reference.Bytes(random, 48), 0, 48);
        crypto.Prf(DtlsCrypto.PremasterSecret, seed, 0, 50, output, 0, 48);
        CollectionAssert.AreEqual(expected, output);

        crypto.ClearSession();
        crypto.Prf(DtlsCrypto.PremasterSecret, seed, 0, 50, output, 0, 48);
        CollectionAssert.AreEqual(expected, output, "ClearSession keeps it");

        crypto.Clear();
        try
        {
            crypto.Prf(DtlsCrypto.PremasterSecret, seed, 0, 50, output, 0, 48);
        }
        catch (InvalidOperationException)
        {
            // A back end may refuse a slot without a secret.
            return;
        }

        CollectionAssert.AreNotEqual(expected, output, "Clear does not");
    }

    private static int[] Lengths => [0, 1, 2, 15, 16, 17, 41, 64, 255, 513];

    /// <summary>Random keys, header and plaintext, and the records that .NET makes of them.</summary>
    private sealed class CidCase
    {
        public CidCase(Random random, int cidLength, int length, int tagLength)
        {
            KeyBlock = Reference.Bytes(random, 40);
            Number = (ulong)random.NextInt64(long.MinValue, long.MaxValue);
            Plaintext = Reference.Bytes(random, length);
            byte[] cid = Reference.Bytes(random, cidLength);
            Content = HeaderWithoutCid + cidLength + DtlsCrypto.ExplicitNonceLength;
            FragmentLength = DtlsCrypto.ExplicitNonceLength + length + tagLength;
            FromClient = Seal(KeyBlock[..16], KeyBlock[32..36], cid, tagLength);
            FromServer = Seal(KeyBlock[16..32], KeyBlock[36..], cid, tagLength);
        }

        public byte[] KeyBlock { get; }

        public ulong Number { get; }

        public byte[] Plaintext { get; }

        public int Content { get; }

        public int FragmentLength { get; }

        public byte[] FromClient { get; }

        public byte[] FromServer { get; }

        private byte[] Seal(byte[] key, byte[] iv, byte[] cid, int tagLength)
        {
            // RFC 9146 section 5.3: seq_num_placeholder, tls12_cid, cid_length, tls12_cid, version, epoch, sequence_number,
            // cid, length_of_DTLSInnerPlaintext.
            byte[] number = Reference.BigEndian(Number, 8);
            byte[] additional =
            [
                .. Enumerable.Repeat((byte)0xFF, 8), 25, (byte)cid.Length, 25, 0xFE, 0xFD, .. number, .. cid,
                .. Reference.BigEndian((ulong)Plaintext.Length, 2),
            ];
            var ciphertext = new byte[Plaintext.Length];
            var tag = new byte[tagLength];
            using var ccm = new AesCcm(key);
            byte[] nonce = [.. iv, .. number];
            ccm.Encrypt(nonce, Plaintext, ciphertext, tag, additional);
            return [25, 0xFE, 0xFD, .. number, .. cid, .. Reference.BigEndian((ulong)FragmentLength, 2), .. number, .. ciphertext, .. tag];
        }
    }
}

[TestClass]
public sealed class SoftwareCidRecordTests : CidRecordContract
{
    protected override DtlsCrypto Create()
    {
        return new SoftwareCrypto(true);
    }
}
