// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Security.Cryptography;
using System.Text;

namespace NanoDtls.Crypto.Tests;

/// <summary>What the back ends are compared with: built on .NET's cryptography, sharing no code with src/.</summary>
internal static class Reference
{
    /// <summary>P_SHA256 of RFC 5246 section 5, written from its definition.</summary>
    public static byte[] Prf(byte[] secret, byte[] labelAndSeed, int count)
    {
        var output = new List<byte>();
        byte[] a = labelAndSeed;
        while (output.Count < count)
        {
            a = HMACSHA256.HashData(secret, a);
            byte[] input = [.. a, .. labelAndSeed];
            output.AddRange(HMACSHA256.HashData(secret, input));
        }

        return [.. output.Take(count)];
    }

    /// <summary>A protected record as RFC 6655 and RFC 5246 section 6.2.3.3 define it, header included.</summary>
    public static byte[] Seal(byte[] key, byte[] iv, byte type, ushort version, ulong epochAndSequence, byte[] plaintext, int tagLength)
    {
        byte[] explicitNonce = BigEndian(epochAndSequence, 8);
        byte[] ciphertext = new byte[plaintext.Length];
        byte[] tag = new byte[tagLength];
        byte[] additional = [.. explicitNonce, type, .. BigEndian(version, 2), .. BigEndian((ulong)plaintext.Length, 2)];
        using var ccm = new AesCcm(key);
        byte[] nonce = [.. iv, .. explicitNonce];
        ccm.Encrypt(nonce, plaintext, ciphertext, tag, additional);
        byte[] header = [type, .. BigEndian(version, 2), .. explicitNonce, .. BigEndian((ulong)(8 + ciphertext.Length + tagLength), 2)];
        return [.. header, .. explicitNonce, .. ciphertext, .. tag];
    }

    /// <summary>A number in network byte order.</summary>
    public static byte[] BigEndian(ulong value, int count)
    {
        var bytes = new byte[count];
        for (int i = count - 1; i >= 0; i--)
        {
            bytes[i] = (byte)value;
            value >>= 8;
        }

        return bytes;
    }

    /// <summary>Random bytes of a seeded generator.</summary>
    public static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>Bytes of a hexadecimal text that may contain blanks.</summary>
    public static byte[] Hex(string text)
    {
        return Convert.FromHexString(text.Replace(" ", string.Empty, StringComparison.Ordinal));
    }

    /// <summary>ASCII bytes of a text.</summary>
    public static byte[] Ascii(string text)
    {
        return Encoding.ASCII.GetBytes(text);
    }
}
