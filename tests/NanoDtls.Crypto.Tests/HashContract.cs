// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Security.Cryptography;

namespace NanoDtls.Crypto.Tests;

/// <summary>What any back end must do as transcript hash and PRF. Derive from it to test another back end.</summary>
public abstract class HashContract
{
    /// <summary>Makes an instance of the back end under test.</summary>
    protected abstract DtlsCrypto Create();

    // FIPS 180-4 examples as NIST publishes them (csrc.nist.gov, "Examples with Intermediate Values").
    [TestMethod]
    [DataRow("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [DataRow("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [DataRow(
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")]
    [DataRow(
        "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
        "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1")]
    public void Sha256_KnownAnswersOfFips180(string message, string digest)
    {
        CollectionAssert.AreEqual(Reference.Hex(digest), Digest(Create(), Reference.Ascii(message)));
    }

    [TestMethod]
    public void Sha256_KnownAnswerOfAMillionLettersA()
    {
        byte[] part = new byte[1000];
        Array.Fill(part, (byte)'a');
        DtlsCrypto crypto = Create();
        crypto.TranscriptReset();
        for (int i = 0; i < 1000; i++)
        {
            crypto.TranscriptUpdate(part, 0, part.Length);
        }

        var digest = new byte[32];
        crypto.TranscriptDigest(digest, 0);
        CollectionAssert.AreEqual(Reference.Hex("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"), digest);
    }

    [TestMethod]
    public void Sha256_AllLengthsInRandomPiecesEqualDotNet()
    {
        const int Seed = 201;
        var random = new Random(Seed);
        DtlsCrypto crypto = Create();
        for (int length = 0; length <= 1100; length++)
        {
            byte[] message = Reference.Bytes(random, length);
            crypto.TranscriptReset();
            int position = 0;
            while (position < length)
            {
                int part = Math.Min(random.Next(1 + random.Next(1, 200)), length - position);
                crypto.TranscriptUpdate(message, position, part);
                position += part;
            }

            byte[] digest = Reference.Bytes(random, 40);
            byte[] expected = (byte[])digest.Clone();
            SHA256.HashData(message).CopyTo(expected, 5);
            crypto.TranscriptDigest(digest, 5);
            CollectionAssert.AreEqual(expected, digest, $"seed {Seed}, length {length}");
        }
    }

    [TestMethod]
    public void EMS_02_TheTranscriptGoesOnAfterADigest()
    {
        const int Seed = 202;
        var random = new Random(Seed);
        DtlsCrypto crypto = Create();
        using var expected = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var digest = new byte[32];
        crypto.TranscriptReset();
        for (int i = 0; i < 400; i++)
        {
            byte[] message = Reference.Bytes(random, random.Next(150));
            expected.AppendData(message);
            crypto.TranscriptUpdate(message, 0, message.Length);
            crypto.TranscriptDigest(digest, 0);
            CollectionAssert.AreEqual(expected.GetCurrentHash(), digest, $"seed {Seed}, step {i}");
            crypto.TranscriptDigest(digest, 0);
            CollectionAssert.AreEqual(expected.GetCurrentHash(), digest, $"seed {Seed}, step {i}, second digest");
        }
    }

    [TestMethod]
    public void EMS_02_ThePrfRecordsAndNewSecretsLeaveTheTranscriptAlone()
    {
        var random = new Random(203);
        DtlsCrypto crypto = Create();
        byte[] message = Reference.Bytes(random, 300);
        crypto.TranscriptReset();
        crypto.TranscriptUpdate(message, 0, 150);
        byte[] other = Reference.Bytes(random, 200);
        crypto.SetSecret(DtlsCrypto.PremasterSecret, other, 0, 100);
        crypto.Prf(DtlsCrypto.PremasterSecret, other, 0, 77, other, 100, 48);
        crypto.SetSecret(DtlsCrypto.MasterSecret, other, 100, 48);
        crypto.SetRecordKeys(other, 0, 16, 8);
        crypto.SealRecord(other, 0, 0, 64);
        crypto.TranscriptUpdate(message, 150, 150);
        var digest = new byte[32];
        crypto.TranscriptDigest(digest, 0);
        CollectionAssert.AreEqual(SHA256.HashData(message), digest);
    }

    [TestMethod]
    public void CCM_03_HashesBetweenRecordsOfOneDirectionLeaveItsKeysAlone()
    {
        const int Seed = 207;
        var random = new Random(Seed);
        DtlsCrypto crypto = Create();
        byte[] keyBlock = Reference.Bytes(random, 40);
        byte[] message = Reference.Bytes(random, 200);
        byte[] plaintext = Reference.Bytes(random, 40);
        byte[] sent = Reference.Seal(keyBlock[..16], keyBlock[32..36], 23, 0xFEFD, 0x0001000000000007, plaintext, 8);
        byte[] received = Reference.Seal(keyBlock[16..32], keyBlock[36..], 23, 0xFEFD, 0x0001000000000007, plaintext, 8);
        Action[] hashes =
        [
            () => { },
            () => crypto.SetSecret(DtlsCrypto.MasterSecret, message, 0, 48),
            () => crypto.Prf(DtlsCrypto.MasterSecret, message, 0, 77, new byte[48], 0, 48),
            () => crypto.TranscriptReset(),
            () => crypto.TranscriptUpdate(message, 0, 10),
            () => crypto.TranscriptUpdate(message, 0, 200),
            () => crypto.TranscriptDigest(new byte[32], 0),
        ];
        crypto.SetRecordKeys(keyBlock, 0, 16, 8);
        for (int i = 0; i < hashes.Length; i++)
        {
            hashes[i]();
            byte[] buffer = [.. sent[..11], .. new byte[10], .. plaintext, .. new byte[8]];
            crypto.SealRecord(buffer, 0, 0, plaintext.Length);
            CollectionAssert.AreEqual(sent, buffer, $"seed {Seed}, seal after hash {i}");
        }

        for (int i = 0; i < hashes.Length; i++)
        {
            hashes[i]();
            Assert.AreEqual(plaintext.Length, crypto.OpenRecord((byte[])received.Clone(), 0, 0, received.Length - 13), $"seed {Seed}, open after hash {i}");
        }

        var exported = new byte[40];
        Assert.AreEqual(40, crypto.ExportRecordKeys(exported, 0));
        CollectionAssert.AreEqual(keyBlock, exported, $"seed {Seed}");
    }

    [TestMethod]
    public void T12_01_PrfKnownAnswer()
    {
        // The vector for P_SHA256 published on the IETF TLS list (mailarchive, "TLS 1.2 PRF test vectors").
        byte[] secret = Reference.Hex("9b be 43 6b a9 40 f0 17 b1 76 52 84 9a 71 db 35");
        byte[] seed = Reference.Hex("a0 ba 9f 93 6c da 31 18 27 a6 f7 96 ff d5 19 8c");
        byte[] expected = Reference.Hex(
            "e3 f2 29 ba 72 7b e1 7b 8d 12 26 20 55 7c d4 53 c2 aa b2 1d 07 c3 d4 95 32 9b 52 d4 e6 1e db 5a"
            + "6b 30 17 91 e9 0d 35 c9 c9 a4 6b 4e 14 ba f9 af 0f a0 22 f7 07 7d ef 17 ab fd 37 97 c0 56 4b ab"
            + "4f bc 91 66 6e 9d ef 9b 97 fc e3 4f 79 67 89 ba a4 80 82 d1 22 ee 42 c5 a7 2e 5a 51 10 ff f7 01 87 34 7b 66");
        CollectionAssert.AreEqual(expected, Prf(Create(), DtlsCrypto.MasterSecret, secret, [.. Reference.Ascii("test label"), .. seed], expected.Length));
    }

    // RFC 4231 through the PRF: HMAC(key, data) is A(1), and P_SHA256's first block is HMAC(key, A(1) + data). So the
    // published code must turn up as the A(1) from which a second, plain HMAC gives the PRF's output.
    [TestMethod]
    [DataRow("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "4869205468657265", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")]
    [DataRow("4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")]
    [DataRow(
        "0102030405060708090a0b0c0d0e0f10111213141516171819",
        "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd",
        "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b")]
    public void T12_01_PrfStartsFromTheCodesOfRfc4231(string key, string data, string code)
    {
        byte[] secret = Reference.Hex(key);
        byte[] seed = Reference.Hex(data);
        byte[] input = [.. Reference.Hex(code), .. seed];
        byte[] expected = HMACSHA256.HashData(secret, input);
        CollectionAssert.AreEqual(expected, Prf(Create(), DtlsCrypto.PremasterSecret, secret, seed, 32));
    }

    [TestMethod]
    public void T12_01_PSK_01_PrfEqualsDotNetForAllSecretAndOutputLengths()
    {
        const int Seed = 204;
        var random = new Random(Seed);
        DtlsCrypto crypto = Create();
        for (int secretLength = 0; secretLength <= 200; secretLength++)
        {
            byte[] secret = Reference.Bytes(random, secretLength);
            int slot = secretLength & 1;
            crypto.SetSecret(slot, secret, 0, secretLength);
            byte[] labelAndSeed = Reference.Bytes(random, random.Next(129));
            byte[] expected = Reference.Prf(secret, labelAndSeed, 128);
            for (int count = 1; count <= 128; count++)
            {
                var output = new byte[count + 2];
                crypto.Prf(slot, labelAndSeed, 0, labelAndSeed.Length, output, 1, count);
                byte[] framed = [0, .. expected[..count], 0];
                CollectionAssert.AreEqual(framed, output, $"seed {Seed}, secret of {secretLength} bytes, output of {count}");
            }
        }
    }

    [TestMethod]
    public void T12_01_PrfEqualsDotNetForAllSeedLengths()
    {
        const int Seed = 205;
        var random = new Random(Seed);
        DtlsCrypto crypto = Create();
        byte[] secret = Reference.Bytes(random, 48);
        crypto.SetSecret(DtlsCrypto.MasterSecret, secret, 0, 48);
        for (int length = 0; length <= 128; length++)
        {
            byte[] labelAndSeed = Reference.Bytes(random, length);

            // Label, seed and output in one array, as the interface allows.
            var shared = new byte[3 + length + 70];
            labelAndSeed.CopyTo(shared, 3);
            crypto.Prf(DtlsCrypto.MasterSecret, shared, 3, length, shared, 3 + length, 70);
            CollectionAssert.AreEqual(labelAndSeed, shared[3..(3 + length)], $"seed {Seed}, {length}: input changed");
            CollectionAssert.AreEqual(Reference.Prf(secret, labelAndSeed, 70), shared[(3 + length)..], $"seed {Seed}, {length}");
        }
    }

    [TestMethod]
    public void T12_01_SlotsAreIndependentAndReplaceable()
    {
        var random = new Random(206);
        DtlsCrypto crypto = Create();
        byte[] first = Reference.Bytes(random, 36);
        byte[] second = Reference.Bytes(random, 48);
        byte[] third = Reference.Bytes(random, 48);
        byte[] seed = Reference.Bytes(random, 77);
        crypto.SetSecret(DtlsCrypto.PremasterSecret, first, 0, 36);
        crypto.SetSecret(DtlsCrypto.MasterSecret, second, 0, 48);
        CollectionAssert.AreEqual(Reference.Prf(first, seed, 48), Prf(crypto, DtlsCrypto.PremasterSecret, seed, 48));
        CollectionAssert.AreEqual(Reference.Prf(second, seed, 48), Prf(crypto, DtlsCrypto.MasterSecret, seed, 48));
        crypto.SetSecret(DtlsCrypto.MasterSecret, third, 0, 48);
        CollectionAssert.AreEqual(Reference.Prf(third, seed, 48), Prf(crypto, DtlsCrypto.MasterSecret, seed, 48));
        crypto.ClearSession();
        CollectionAssert.AreEqual(Reference.Prf(first, seed, 48), Prf(crypto, DtlsCrypto.PremasterSecret, seed, 48), "ClearSession keeps the premaster secret");
    }

    private static byte[] Digest(DtlsCrypto crypto, byte[] message)
    {
        var digest = new byte[32];
        crypto.TranscriptReset();
        crypto.TranscriptUpdate(message, 0, message.Length);
        crypto.TranscriptDigest(digest, 0);
        return digest;
    }

    private static byte[] Prf(DtlsCrypto crypto, int slot, byte[] secret, byte[] seed, int count)
    {
        crypto.SetSecret(slot, secret, 0, secret.Length);
        return Prf(crypto, slot, seed, count);
    }

    private static byte[] Prf(DtlsCrypto crypto, int slot, byte[] seed, int count)
    {
        var output = new byte[count];
        crypto.Prf(slot, seed, 0, seed.Length, output, 0, count);
        return output;
    }
}
