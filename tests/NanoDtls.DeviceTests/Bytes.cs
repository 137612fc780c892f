// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using nanoFramework.TestFramework;

namespace NanoDtls.DeviceTests
{
    /// <summary>Bytes as the tests write them down.</summary>
    internal static class Bytes
    {
        private const string Digits = "0123456789abcdef";

        /// <summary>Reads hexadecimal digits; spaces are skipped.</summary>
        public static byte[] FromHex(string hex)
        {
            var bytes = new byte[hex.Length / 2];
            int nibbles = 0;
            for (int i = 0; i < hex.Length; i++)
            {
                int digit = Digits.IndexOf(hex[i]);
                if (digit >= 0)
                {
                    bytes[nibbles / 2] = (byte)((bytes[nibbles / 2] << 4) | digit);
                    nibbles++;
                }
            }

            var result = new byte[nibbles / 2];
            System.Array.Copy(bytes, 0, result, 0, result.Length);
            return result;
        }

        /// <summary>Writes hexadecimal digits.</summary>
        public static string ToHex(byte[] bytes, int offset, int count)
        {
            var characters = new char[count * 2];
            for (int i = 0; i < count; i++)
            {
                characters[2 * i] = Digits[bytes[offset + i] >> 4];
                characters[(2 * i) + 1] = Digits[bytes[offset + i] & 0x0F];
            }

            return new string(characters);
        }

        /// <summary>Fails unless a range holds exactly these bytes.</summary>
        public static void AreEqual(byte[] expected, byte[] actual, int offset, int count, string what)
        {
            Assert.AreEqual(ToHex(expected, 0, expected.Length), ToHex(actual, offset, count), what);
        }
    }
}
