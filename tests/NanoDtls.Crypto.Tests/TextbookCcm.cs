// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Security.Cryptography;

namespace NanoDtls.Crypto.Tests;

/// <summary>
/// CCM written from RFC 3610 section 2 for any nonce and tag length, over single blocks of .NET's AES. The published
/// vectors have other nonce and additional data lengths than DTLS records: this proves itself on the vectors and is
/// then the measure for records, next to .NET's own AesCcm.
/// </summary>
internal static class TextbookCcm
{
    public static byte[] Seal(byte[] key, byte[] nonce, byte[] additional, byte[] plaintext, int tagLength)
    {
        using var aes = Aes.Create();
        aes.Key = key;
        int lengthBytes = 15 - nonce.Length;
        var blocks = new List<byte>
        {
            (byte)((additional.Length > 0 ? 0x40 : 0) | ((tagLength - 2) / 2 << 3) | (lengthBytes - 1)),
        };
        blocks.AddRange(nonce);
        blocks.AddRange(Reference.BigEndian((ulong)plaintext.Length, lengthBytes));
        if (additional.Length > 0)
        {
            blocks.AddRange(Reference.BigEndian((ulong)additional.Length, 2));
            blocks.AddRange(additional);
            Pad(blocks);
        }

        blocks.AddRange(plaintext);
        Pad(blocks);
        var mac = new byte[16];
        for (int i = 0; i < blocks.Count; i += 16)
        {
            for (int j = 0; j < 16; j++)
            {
                mac[j] ^= blocks[i + j];
            }

            mac = aes.EncryptEcb(mac, PaddingMode.None);
        }

        var output = new byte[plaintext.Length + tagLength];
        for (int i = 0; i < plaintext.Length; i++)
        {
            output[i] = (byte)(plaintext[i] ^ KeyStream(aes, nonce, 1 + (i / 16))[i % 16]);
        }

        for (int i = 0; i < tagLength; i++)
        {
            output[plaintext.Length + i] = (byte)(mac[i] ^ KeyStream(aes, nonce, 0)[i]);
        }

        return output;
    }

    private static byte[] KeyStream(Aes aes, byte[] nonce, int counter)
    {
        byte[] block = [(byte)(14 - nonce.Length), .. nonce, .. Reference.BigEndian((ulong)counter, 15 - nonce.Length)];
        return aes.EncryptEcb(block, PaddingMode.None);
    }

    private static void Pad(List<byte> blocks)
    {
        while (blocks.Count % 16 != 0)
        {
            blocks.Add(0);
        }
    }
}

[TestClass]
public sealed class TextbookCcmTests
{
    private const string Rfc3610Key = "C0C1C2C3C4C5C6C7C8C9CACBCCCDCECF";
    private const string Sp80038CKey = "404142434445464748494a4b4c4d4e4f";

    [TestMethod]
    [DataRow(Rfc3610Key, "00000003020100A0A1A2A3A4A5", "0001020304050607", "08090A0B0C0D0E0F101112131415161718191A1B1C1D1E", 8,
        "588C979A61C663D2F066D0C2C0F989806D5F6B61DAC38417E8D12CFDF926E0", DisplayName = "RFC 3610 packet vector 1")]
    [DataRow(Sp80038CKey, "10111213141516", "0001020304050607", "20212223", 4, "7162015b4dac255d", DisplayName = "SP 800-38C example 1")]
    [DataRow(Sp80038CKey, "1011121314151617", "000102030405060708090a0b0c0d0e0f", "202122232425262728292a2b2c2d2e2f", 6,
        "d2a1f0e051ea5f62081a7792073d593d1fc64fbfaccd", DisplayName = "SP 800-38C example 2")]
    [DataRow(Sp80038CKey, "101112131415161718191a1b", "000102030405060708090a0b0c0d0e0f10111213",
        "202122232425262728292a2b2c2d2e2f3031323334353637", 8,
        "e3b201a9f5b71a7a9b1ceaeccd97e70b6176aad9a4428aa5484392fbc1b09951", DisplayName = "SP 800-38C example 3, nonce of 12 bytes as in TLS")]
    public void CCM_03_KnownAnswers(string key, string nonce, string additional, string plaintext, int tagLength, string ciphertextAndTag)
    {
        byte[] actual = TextbookCcm.Seal(Reference.Hex(key), Reference.Hex(nonce), Reference.Hex(additional), Reference.Hex(plaintext), tagLength);
        CollectionAssert.AreEqual(Reference.Hex(ciphertextAndTag), actual);
    }
}
