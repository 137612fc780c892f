// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Security.Cryptography;

namespace NanoDtls.Crypto.Tests;

/// <summary>What the hash of <see cref="SoftwareCrypto"/> does beyond the seam: kept states and long messages.</summary>
[TestClass]
public sealed class Sha256Tests
{
    private const int Secret = SoftwareWords.Secrets + SoftwareWords.SecretLength;

    private static readonly uint[] Constants = Memory.Tables.Sha256;

    [TestMethod]
    [DataRow(0x04000000, "0000000020000000")]
    [DataRow(0x20000000, "0000000100000000")]
    [DataRow(0x7FFFFFC0, "00000003FFFFFE00")]
    public void Sha256_TheLengthInThePaddingHasMoreThan32Bits(int length, string lengthInBits)
    {
        // Behind a block boundary the padding is one block, which can as well be hashed as words.
        uint[] expected = WithHash([1, 2, 3, 4, 5, 6, 7, 8]);
        byte[] padding = [0x80, .. new byte[55], .. Reference.Hex(lengthInBits)];
        BigEndian.Load(padding, 0, expected, SoftwareWords.Schedule, Sha256.BlockWords);
        Sha256.Compress(Constants, expected);

        uint[] words = WithHash([1, 2, 3, 4, 5, 6, 7, 8]);
        Sha256.Finish(Constants, words, 0, [], 0, 0, length);
        CollectionAssert.AreEqual(HashOf(expected), HashOf(words));
    }

    [TestMethod]
    public void Sha256_CompressionLeavesTheBlockAndEverythingBehindTheHashAlone()
    {
        var words = new uint[SoftwareWords.KeyBlock];
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = (uint)(i * 0x01234567);
        }

        var before = (uint[])words.Clone();
        Sha256.Compress(Constants, words);
        CollectionAssert.AreEqual(before[..Sha256.BlockWords], words[..Sha256.BlockWords]);
        CollectionAssert.AreEqual(before[SoftwareWords.Chain..], words[SoftwareWords.Chain..]);
        CollectionAssert.AreNotEqual(HashOf(before), HashOf(words));
    }

    // RFC 4231: test cases 1, 2, 3, 4, 6 and 7 (5 is a truncated output).
    [TestMethod]
    [DataRow("0b", 20, "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7", DisplayName = "RFC 4231 case 1")]
    [DataRow("4a656665", 1, "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", DisplayName = "RFC 4231 case 2")]
    [DataRow("aa", 20, "50 x DD", "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe", DisplayName = "RFC 4231 case 3")]
    [DataRow("0102030405060708090a0b0c0d0e0f10111213141516171819", 1, "50 x CD", "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b", DisplayName = "RFC 4231 case 4")]
    [DataRow("aa", 131, "Test Using Larger Than Block-Size Key - Hash Key First", "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54", DisplayName = "RFC 4231 case 6")]
    [DataRow(
        "aa",
        131,
        "This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm.",
        "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
        DisplayName = "RFC 4231 case 7")]
    public void Hmac_KnownAnswersOfRfc4231(string keyPart, int times, string text, string code)
    {
        byte[] key = [.. Enumerable.Repeat(Reference.Hex(keyPart), times).SelectMany(b => b)];
        byte[] data = text.StartsWith("50 x ", StringComparison.Ordinal) ? [.. Enumerable.Repeat(Reference.Hex(text[5..])[0], 50)] : Reference.Ascii(text);
        var words = new uint[SoftwareWords.KeyBlock];
        NanoDtls.Prf.SetKey(Constants, words, Secret, key, 0, key.Length);

        // Twice from the same states: they are kept.
        for (int i = 0; i < 2; i++)
        {
            NanoDtls.Prf.Hmac(Constants, words, Secret, 0, data, 0, data.Length);
            CollectionAssert.AreEqual(Reference.Hex(code), HashOf(words));
        }
    }

    [TestMethod]
    public void Hmac_EqualsDotNetForAllKeyAndMessageLengths()
    {
        const int Seed = 601;
        var random = new Random(Seed);
        var words = new uint[SoftwareWords.KeyBlock];
        for (int length = 0; length <= 300; length++)
        {
            byte[] key = Reference.Bytes(random, length);
            byte[] data = Reference.Bytes(random, random.Next(300));
            NanoDtls.Prf.SetKey(Constants, words, Secret, key, 0, length);

            // The start of the message as words of the block, as the PRF has it.
            int leading = Math.Min(random.Next(Sha256.BlockWords), data.Length / 4);
            BigEndian.Load(data, 0, words, SoftwareWords.Schedule, leading);
            NanoDtls.Prf.Hmac(Constants, words, Secret, leading, data, 4 * leading, data.Length - (4 * leading));
            CollectionAssert.AreEqual(HMACSHA256.HashData(key, data), HashOf(words), $"seed {Seed}, key of {length} bytes, {leading} of {data.Length / 4} words");
        }
    }

    private static uint[] WithHash(uint[] state)
    {
        var words = new uint[SoftwareWords.KeyBlock];
        state.CopyTo(words, SoftwareWords.Hash);
        return words;
    }

    private static byte[] HashOf(uint[] words)
    {
        var digest = new byte[32];
        BigEndian.Store(words, SoftwareWords.Hash, Sha256.StateWords, digest, 0);
        return digest;
    }
}
