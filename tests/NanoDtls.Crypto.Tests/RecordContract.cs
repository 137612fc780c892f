// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Security.Cryptography;

namespace NanoDtls.Crypto.Tests;

/// <summary>What any back end must do with records. Derive from it to test another back end.</summary>
public abstract class RecordContract
{
    private const int LongestPlaintext = 1100;
    private const int PayloadOffset = DtlsCrypto.RecordHeaderLength + DtlsCrypto.ExplicitNonceLength;

    /// <summary>Makes an instance of the back end under test.</summary>
    protected abstract DtlsCrypto Create();

    [TestMethod]
    [DataRow(8)]
    [DataRow(16)]
    public void CCM_03_T12_02_CCM_01_SealEqualsDotNetForAllLengths(int tagLength)
    {
        const int Seed = 101;
        var random = new Random(Seed);
        DtlsCrypto crypto = Create();
        for (int length = 0; length <= LongestPlaintext; length++)
        {
            RecordCase record = NewCase(random, length, tagLength);
            crypto.SetRecordKeys(record.KeyBlock, record.KeyOffset, 16, tagLength);

            int offset = random.Next(40);
            byte[] buffer = Reference.Bytes(random, offset + PayloadOffset + length + tagLength + 7);
            byte[] expected = Reference.Seal(record.ClientKey, record.ClientIv, record.Type, record.Version, record.Number, record.Plaintext, tagLength);
            byte[] surroundings = (byte[])buffer.Clone();
            Array.Copy(expected, 0, buffer, offset, 11);
            record.Plaintext.CopyTo(buffer, offset + PayloadOffset);
            expected.CopyTo(surroundings, offset);

            int sealedLength = crypto.SealRecord(buffer, offset, 0, length);

            Assert.AreEqual(expected.Length, sealedLength, $"seed {Seed}, length {length}");
            CollectionAssert.AreEqual(surroundings, buffer, $"seed {Seed}, length {length}: record or bytes around it");
        }
    }

    [TestMethod]
    [DataRow(8)]
    [DataRow(16)]
    public void CCM_03_T12_02_OpenAcceptsWhatDotNetSealedForAllLengths(int tagLength)
    {
        const int Seed = 102;
        var random = new Random(Seed);
        DtlsCrypto crypto = Create();
        for (int length = 0; length <= LongestPlaintext; length++)
        {
            RecordCase record = NewCase(random, length, tagLength);
            crypto.SetRecordKeys(record.KeyBlock, record.KeyOffset, 16, tagLength);

            int offset = random.Next(40);
            byte[] buffer = Reference.Bytes(random, offset + PayloadOffset + length + tagLength + 7);
            record.FromServer.CopyTo(buffer, offset);
            byte[] expected = (byte[])buffer.Clone();
            record.Plaintext.CopyTo(expected, offset + PayloadOffset);

            int opened = crypto.OpenRecord(buffer, offset, 0, record.FromServer.Length - DtlsCrypto.RecordHeaderLength);

            Assert.AreEqual(length, opened, $"seed {Seed}, length {length}");
            CollectionAssert.AreEqual(expected, buffer, $"seed {Seed}, length {length}: plaintext or bytes around it");
        }
    }

    [TestMethod]
    [DataRow(8)]
    [DataRow(16)]
    public void CCM_03_LongestRecordsEqualDotNetBothWays(int tagLength)
    {
        const int Seed = 103;
        var random = new Random(Seed);
        DtlsCrypto crypto = Create();
        foreach (int length in new[] { 4096, 16383, 16384 })
        {
            RecordCase record = NewCase(random, length, tagLength);
            crypto.SetRecordKeys(record.KeyBlock, record.KeyOffset, 16, tagLength);
            byte[] expected = Reference.Seal(record.ClientKey, record.ClientIv, record.Type, record.Version, record.Number, record.Plaintext, tagLength);
            var buffer = new byte[expected.Length];
            Array.Copy(expected, buffer, 11);
            record.Plaintext.CopyTo(buffer, PayloadOffset);
            Assert.AreEqual(expected.Length, crypto.SealRecord(buffer, 0, 0, length));
            CollectionAssert.AreEqual(expected, buffer, $"seed {Seed}, length {length}");

            Assert.AreEqual(length, crypto.OpenRecord(record.FromServer, 0, 0, record.FromServer.Length - DtlsCrypto.RecordHeaderLength));
            CollectionAssert.AreEqual(record.Plaintext, record.FromServer[PayloadOffset..(PayloadOffset + length)], $"seed {Seed}, length {length}");
        }
    }

    [TestMethod]
    [DataRow(8)]
    [DataRow(16)]
    public void CCM_03_SealEqualsTheTextbook(int tagLength)
    {
        var random = new Random(110);
        DtlsCrypto crypto = Create();
        foreach (int length in new[] { 0, 1, 16, 47, 64, 100 })
        {
            RecordCase record = NewCase(random, length, tagLength);
            crypto.SetRecordKeys(record.KeyBlock, record.KeyOffset, 16, tagLength);
            var buffer = new byte[PayloadOffset + length + tagLength];
            Array.Copy(record.FromServer, buffer, 11);
            record.Plaintext.CopyTo(buffer, PayloadOffset);
            byte[] number = buffer[3..11];
            byte[] expected = TextbookCcm.Seal(
                record.ClientKey, [.. record.ClientIv, .. number], [.. number, .. buffer[..3], .. Reference.BigEndian((ulong)length, 2)], record.Plaintext, tagLength);
            crypto.SealRecord(buffer, 0, 0, length);
            CollectionAssert.AreEqual(number, buffer[13..21]);
            CollectionAssert.AreEqual(expected, buffer[PayloadOffset..], $"length {length}");
        }
    }

    [TestMethod]
    [DataRow(8)]
    [DataRow(16)]
    public void CCM_03_RecordsOfBothDirectionsInAnyOrderUseTheKeysOfTheirDirection(int tagLength)
    {
        const int Seed = 111;
        var random = new Random(Seed);
        DtlsCrypto crypto = Create();
        for (int session = 0; session < 20; session++)
        {
            RecordCase record = NewCase(random, 33, tagLength);
            crypto.SetRecordKeys(record.KeyBlock, record.KeyOffset, 16, tagLength);
            byte[] expected = Reference.Seal(record.ClientKey, record.ClientIv, record.Type, record.Version, record.Number, record.Plaintext, tagLength);
            for (int i = 0; i < 20; i++)
            {
                if (random.Next(2) == 0)
                {
                    byte[] buffer = (byte[])expected.Clone();
                    record.Plaintext.CopyTo(buffer, PayloadOffset);
                    crypto.SealRecord(buffer, 0, 0, 33);
                    CollectionAssert.AreEqual(expected, buffer, $"seed {Seed}, session {session}, record {i}");
                }
                else
                {
                    byte[] buffer = (byte[])record.FromServer.Clone();
                    Assert.AreEqual(33, crypto.OpenRecord(buffer, 0, 0, buffer.Length - 13), $"seed {Seed}, session {session}, record {i}");
                    CollectionAssert.AreEqual(record.Plaintext, buffer[PayloadOffset..(PayloadOffset + 33)]);
                }
            }

            if (session % 3 == 0)
            {
                crypto.ClearSession();
            }
        }
    }

    [TestMethod]
    [DataRow(8)]
    [DataRow(16)]
    public void CCM_01_OpenTakesTheNonceFromTheRecordAndTheNumberFromTheHeader(int tagLength)
    {
        // A peer may use any explicit nonce (RFC 6655 section 3): only "should" it be epoch and sequence number.
        var random = new Random(104);
        DtlsCrypto crypto = Create();
        RecordCase record = NewCase(random, 45, tagLength);
        crypto.SetRecordKeys(record.KeyBlock, record.KeyOffset, 16, tagLength);
        byte[] nonce = Reference.Bytes(random, 8);
        byte[] header = record.FromServer[..13];
        var ciphertext = new byte[45];
        var tag = new byte[tagLength];
        byte[] additional = [.. header[3..11], .. header[..3], 0, 45];
        using (var ccm = new AesCcm(record.ServerKey))
        {
            byte[] ccmNonce = [.. record.ServerIv, .. nonce];
            ccm.Encrypt(ccmNonce, record.Plaintext, ciphertext, tag, additional);
        }

        byte[] buffer = [.. header, .. nonce, .. ciphertext, .. tag];
        Assert.AreEqual(45, crypto.OpenRecord(buffer, 0, 0, buffer.Length - 13));
        CollectionAssert.AreEqual(record.Plaintext, buffer[PayloadOffset..(PayloadOffset + 45)]);
    }

    [TestMethod]
    [DataRow(8)]
    [DataRow(16)]
    public void CCM_05_V17_EveryFlippedBitIsRejectedAndNothingDecryptedIsLeft(int tagLength)
    {
        const int Seed = 105;
        var random = new Random(Seed);
        DtlsCrypto crypto = Create();
        foreach (int length in new[] { 0, 1, 15, 16, 17, 40 })
        {
            RecordCase record = NewCase(random, length, tagLength);
            crypto.SetRecordKeys(record.KeyBlock, record.KeyOffset, 16, tagLength);
            int fragmentLength = record.FromServer.Length - DtlsCrypto.RecordHeaderLength;

            // All bits but those of the length field, which the fragment length given in the call replaces.
            for (int bit = 0; bit < record.FromServer.Length * 8; bit++)
            {
                if (bit / 8 is 11 or 12)
                {
                    continue;
                }

                byte[] buffer = (byte[])record.FromServer.Clone();
                buffer[bit / 8] ^= (byte)(1 << (bit % 8));
                byte[] expected = (byte[])buffer.Clone();
                Array.Clear(expected, PayloadOffset, length);

                Assert.AreEqual(-1, crypto.OpenRecord(buffer, 0, 0, fragmentLength), $"seed {Seed}, length {length}, bit {bit}");
                CollectionAssert.AreEqual(expected, buffer, $"seed {Seed}, length {length}, bit {bit}: plaintext not cleared, or more than it");
            }

            Assert.AreEqual(length, crypto.OpenRecord(record.FromServer, 0, 0, fragmentLength), "the record itself is good");
        }
    }

    [TestMethod]
    [DataRow(8)]
    [DataRow(16)]
    public void CCM_04_EveryOtherLengthIsRejected(int tagLength)
    {
        var random = new Random(106);
        DtlsCrypto crypto = Create();
        RecordCase record = NewCase(random, 64, tagLength);
        crypto.SetRecordKeys(record.KeyBlock, record.KeyOffset, 16, tagLength);
        int fragmentLength = record.FromServer.Length - DtlsCrypto.RecordHeaderLength;
        for (int shorter = 8 + tagLength; shorter < fragmentLength; shorter++)
        {
            Assert.AreEqual(-1, crypto.OpenRecord((byte[])record.FromServer.Clone(), 0, 0, shorter), $"fragment length {shorter}");
        }

        byte[] longer = [.. record.FromServer, 0];
        Assert.AreEqual(-1, crypto.OpenRecord(longer, 0, 0, fragmentLength + 1), "one byte appended");
    }

    [TestMethod]
    public void CCM_03_AnotherTagLengthIsRejected()
    {
        var random = new Random(107);
        DtlsCrypto crypto = Create();
        RecordCase long16 = NewCase(random, 40, 16);
        crypto.SetRecordKeys(long16.KeyBlock, long16.KeyOffset, 16, 8);
        Assert.AreEqual(-1, crypto.OpenRecord((byte[])long16.FromServer.Clone(), 0, 0, 8 + 40 + 16));
        Assert.AreEqual(-1, crypto.OpenRecord((byte[])long16.FromServer.Clone(), 0, 0, 8 + 40 + 8), "tag cut to 8 bytes");
    }

    [TestMethod]
    [DataRow(8)]
    [DataRow(16)]
    public void CCM_01_DirectionsHaveKeysAndIVsOfTheirOwn(int tagLength)
    {
        var random = new Random(108);
        DtlsCrypto crypto = Create();
        RecordCase record = NewCase(random, 33, tagLength);
        crypto.SetRecordKeys(record.KeyBlock, record.KeyOffset, 16, tagLength);
        byte[] own = new byte[PayloadOffset + 33 + tagLength];
        Array.Copy(record.FromServer, own, 11);
        record.Plaintext.CopyTo(own, PayloadOffset);
        int sealedLength = crypto.SealRecord(own, 0, 0, 33);
        Assert.AreEqual(-1, crypto.OpenRecord((byte[])own.Clone(), 0, 0, sealedLength - 13), "the client's own record reflected");

        // With the directions exchanged the same record opens: the keys made the difference, nothing else.
        byte[] exchanged = [.. record.ServerKey, .. record.ClientKey, .. record.ServerIv, .. record.ClientIv];
        crypto.SetRecordKeys(exchanged, 0, 16, tagLength);
        Assert.AreEqual(33, crypto.OpenRecord(own, 0, 0, sealedLength - 13));
        CollectionAssert.AreEqual(record.Plaintext, own[PayloadOffset..(PayloadOffset + 33)]);
    }

    [TestMethod]
    public void CCM_03_SealAfterARejectedRecordIsNotDisturbed()
    {
        var random = new Random(109);
        DtlsCrypto crypto = Create();
        RecordCase record = NewCase(random, 50, 8);
        crypto.SetRecordKeys(record.KeyBlock, record.KeyOffset, 16, 8);
        byte[] forged = (byte[])record.FromServer.Clone();
        forged[^1] ^= 1;
        Assert.AreEqual(-1, crypto.OpenRecord(forged, 0, 0, forged.Length - 13));
        byte[] expected = Reference.Seal(record.ClientKey, record.ClientIv, 23, 0xFEFD, 1UL << 48, record.Plaintext, 8);
        byte[] buffer = new byte[expected.Length];
        Array.Copy(expected, buffer, 11);
        record.Plaintext.CopyTo(buffer, PayloadOffset);
        crypto.SealRecord(buffer, 0, 0, 50);
        CollectionAssert.AreEqual(expected, buffer);
    }

    private static RecordCase NewCase(Random random, int length, int tagLength)
    {
        return new RecordCase(random, length, tagLength);
    }

    /// <summary>Random keys, header and plaintext, and the record that a server makes of them.</summary>
    private sealed class RecordCase
    {
        public RecordCase(Random random, int length, int tagLength)
        {
            KeyOffset = random.Next(20);
            KeyBlock = Reference.Bytes(random, KeyOffset + 40 + random.Next(5));
            ClientKey = KeyBlock[KeyOffset..(KeyOffset + 16)];
            ServerKey = KeyBlock[(KeyOffset + 16)..(KeyOffset + 32)];
            ClientIv = KeyBlock[(KeyOffset + 32)..(KeyOffset + 36)];
            ServerIv = KeyBlock[(KeyOffset + 36)..(KeyOffset + 40)];
            Type = (byte)random.Next(256);
            Version = (ushort)random.Next(65536);
            Number = (ulong)random.NextInt64(long.MinValue, long.MaxValue);
            Plaintext = Reference.Bytes(random, length);
            FromServer = Reference.Seal(ServerKey, ServerIv, Type, Version, Number, Plaintext, tagLength);
        }

        public byte[] KeyBlock { get; }

        public int KeyOffset { get; }

        public byte[] ClientKey { get; }

        public byte[] ServerKey { get; }

        public byte[] ClientIv { get; }

        public byte[] ServerIv { get; }

        public byte Type { get; }

        public ushort Version { get; }

        public ulong Number { get; }

        public byte[] Plaintext { get; }

        public byte[] FromServer { get; }
    }
}
