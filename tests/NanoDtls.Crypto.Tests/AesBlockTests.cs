// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Security.Cryptography;

namespace NanoDtls.Crypto.Tests;

/// <summary>The AES block function of <see cref="SoftwareCrypto"/>.</summary>
[TestClass]
public sealed class AesBlockTests
{
    private static readonly ulong[] Table = Memory.Tables.Aes;

    [TestMethod]
    [DataRow("2b7e151628aed2a6abf7158809cf4f3c", "3243f6a8885a308d313198a2e0370734", "3925841d02dc09fbdc118597196a0b32", DisplayName = "FIPS 197 appendix B")]
    [DataRow("000102030405060708090a0b0c0d0e0f", "00112233445566778899aabbccddeeff", "69c4e0d86a7b0430d8cdb78070b4c55a", DisplayName = "FIPS 197 appendix C.1")]
    [DataRow("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", "00112233445566778899aabbccddeeff", "8ea2b7ca516745bfeafc49904b496089", DisplayName = "FIPS 197 appendix C.3")]
    [DataRow("2b7e151628aed2a6abf7158809cf4f3c", "6bc1bee22e409f96e93d7e117393172a", "3ad77bb40d7a3660a89ecaf32466ef97", DisplayName = "SP 800-38A F.1.1 block 1")]
    [DataRow("2b7e151628aed2a6abf7158809cf4f3c", "ae2d8a571e03ac9c9eb76fac45af8e51", "f5d3d58503b9699de785895a96fdbaaf", DisplayName = "SP 800-38A F.1.1 block 2")]
    [DataRow("2b7e151628aed2a6abf7158809cf4f3c", "30c81c46a35ce411e5fbc1191a0a52ef", "43b1cd7f598ece23881b00e3ed030688", DisplayName = "SP 800-38A F.1.1 block 3")]
    [DataRow("2b7e151628aed2a6abf7158809cf4f3c", "f69f2445df4f9b17ad2b417be66c3710", "7b0c785e27e8ad3f8223207104725dd4", DisplayName = "SP 800-38A F.1.1 block 4")]
    public void Aes_KnownAnswers(string key, string plaintext, string ciphertext)
    {
        CollectionAssert.AreEqual(Reference.Hex(ciphertext), Encrypt(Reference.Hex(key), Reference.Hex(plaintext)));
    }

    [TestMethod]
    public void Aes_KeyExpansionKnownAnswer()
    {
        // FIPS 197 appendix A.1: first and last words that are derived.
        uint[] words = Expand(Reference.Hex("2b7e151628aed2a6abf7158809cf4f3c"));
        CollectionAssert.AreEqual(
            new uint[] { 0x2B7E1516, 0x28AED2A6, 0xABF71588, 0x09CF4F3C, 0xA0FAFE17, 0x88542CB1, 0x23A33939, 0x2A6C7605 },
            words[SoftwareWords.RoundKeys..][..8]);
        CollectionAssert.AreEqual(new uint[] { 0xD014F9A8, 0xC9EE2589, 0xE13F0CC8, 0xB6630CA6 }, words[(AesBlock.LastRound + 16)..][..4]);
    }

    [TestMethod]
    [DataRow(16, 44)]
    [DataRow(32, 60)]
    public void Aes_RoundKeysAreAllThatTheKeyExpansionWrites(int keyLength, int expected)
    {
        uint[] words = Expand(Reference.Bytes(new Random(303), keyLength));
        Assert.AreEqual(SoftwareWords.RoundKeys + expected, AesBlock.LastRound + keyLength + 4);
        Assert.IsTrue(words[..SoftwareWords.RoundKeys].All(word => word == 0));
        Assert.IsTrue(words[(SoftwareWords.RoundKeys + expected)..SoftwareWords.KeyBlock].All(word => word == 0));
        Assert.IsTrue(words[SoftwareWords.RoundKeys..(SoftwareWords.RoundKeys + expected)].All(word => word != 0), "each would be zero with one of 2^32 keys");
    }

    [TestMethod]
    [DataRow(16)]
    [DataRow(32)]
    public void Aes_EqualsDotNetForRandomKeysAndBlocks(int keyLength)
    {
        const int Seed = 301;
        var random = new Random(Seed);
        for (int i = 0; i < 3000; i++)
        {
            byte[] key = Reference.Bytes(random, keyLength);
            byte[] plaintext = Reference.Bytes(random, 16);
            using var aes = Aes.Create();
            aes.Key = key;
            CollectionAssert.AreEqual(aes.EncryptEcb(plaintext, PaddingMode.None), Encrypt(key, plaintext), $"seed {Seed}, case {i}");
        }
    }

    [TestMethod]
    [DataRow(16)]
    [DataRow(32)]
    public void Aes_PairIsEachBlockByItself(int keyLength)
    {
        const int Seed = 302;
        var random = new Random(Seed);
        for (int i = 0; i < 3000; i++)
        {
            byte[] key = Reference.Bytes(random, keyLength);
            byte[] first = Reference.Bytes(random, 16);
            byte[] second = Reference.Bytes(random, 16);
            uint[] words = Expand(key);
            BigEndian.Load(first, 0, words, 0, 4);
            BigEndian.Load(second, 0, words, 4, 4);
            var before = (uint[])words.Clone();

            AesBlock.Encrypt(Table, words, keyLength, true);

            CollectionAssert.AreEqual(Encrypt(key, first), Bytes(words, 0), $"seed {Seed}, case {i}, first");
            CollectionAssert.AreEqual(before[4..8], words[4..8], $"seed {Seed}, case {i}: the second block stays");
            CollectionAssert.AreEqual(Encrypt(key, second), Bytes(words, 8), $"seed {Seed}, case {i}, second");
            CollectionAssert.AreEqual(before[12..], words[12..], $"seed {Seed}, case {i}: the keys stay");
        }
    }

    [TestMethod]
    public void Aes_TableIsAPermutationWithMixColumnsApplied()
    {
        var seen = new HashSet<byte>();
        foreach (ulong entry in Table)
        {
            byte s = (byte)(entry >> 8);
            int doubled = (s << 1) ^ (s > 0x7F ? 0x11B : 0);
            uint column = (uint)((doubled << 24) | (s << 16) | (s << 8) | (doubled ^ s));
            Assert.AreEqual(((ulong)column << 32) | column, entry);
            seen.Add(s);
        }

        Assert.AreEqual(256, seen.Count);
        Assert.AreEqual(0x63, (byte)(Table[0] >> 8));
        Assert.AreEqual(0xED, (byte)(Table[0x53] >> 8), "the example of FIPS 197 section 5.1.1");
    }

    private static byte[] Encrypt(byte[] key, byte[] plaintext)
    {
        uint[] words = Expand(key);
        words.AsSpan(4, 8).Fill(0xDEADBEEF);
        var before = (uint[])words.Clone();
        BigEndian.Load(plaintext, 0, words, 0, 4);
        AesBlock.Encrypt(Table, words, key.Length, false);
        CollectionAssert.AreEqual(before[4..], words[4..], "nothing else is touched");
        return Bytes(words, 0);
    }

    private static uint[] Expand(byte[] key)
    {
        var words = new uint[SoftwareWords.KeyBlock + 8];
        BigEndian.Load(key, 0, words, SoftwareWords.KeyBlock, key.Length / 4);
        AesBlock.ExpandKey(Table, words, SoftwareWords.KeyBlock, key.Length / 4);
        return words;
    }

    private static byte[] Bytes(uint[] words, int index)
    {
        var bytes = new byte[16];
        BigEndian.Store(words, index, 4, bytes, 0);
        return bytes;
    }
}
