// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Buffers.Binary;
using NanoDtls.Testing;

namespace NanoDtls.Fuzz.Tests
{
    /// <summary>
    /// Judges a Connected: the Finished that the RFC asks for (RFC 5246 section 7.4.9), computed on .NET's crypto, must
    /// have come in records whose tags verified.
    /// </summary>
    internal static class FinishedOracle
    {
        private const int VerifyDataLength = 12;

        /// <summary>verify_data that the server has to send now.</summary>
        public static byte[] Expected(MeteredCrypto crypto, int excludedTail = 0)
        {
            return TlsKeySchedule.VerifyData(crypto.Master.ToArray(), "server finished", crypto.Transcript[..^excludedTail].ToArray());
        }

        /// <summary>Fails unless the engine had a right to connect.</summary>
        public static void Check(Subject subject)
        {
            Assert.IsTrue(subject.Crypto.HasKeys, "connected without keys");

            // In a resumed handshake the server's Finished is in the transcript by now, for the client's.
            int tail = subject.Client.IsResumed ? Wire.HandshakeHeaderLength + VerifyDataLength : 0;
            byte[] expected = Expected(subject.Crypto, tail);
            var isVerified = new bool[VerifyDataLength];
            ReadOnlySpan<byte> opened = subject.Crypto.OpenedPlaintexts;
            while (opened.Length >= 2)
            {
                int length = BinaryPrimitives.ReadUInt16BigEndian(opened);
                Mark(opened.Slice(2, length), expected, isVerified);
                opened = opened[(2 + length)..];
            }

            Assert.IsTrue(Array.TrueForAll(isVerified, verified => verified), "connected without the server's Finished");
        }

        private static void Mark(ReadOnlySpan<byte> content, byte[] expected, bool[] isVerified)
        {
            while (content.Length >= Wire.HandshakeHeaderLength)
            {
                int offset = (content[6] << 16) | (content[7] << 8) | content[8];
                int length = Math.Min((content[9] << 16) | (content[10] << 8) | content[11], content.Length - Wire.HandshakeHeaderLength);
                for (int i = 0; content[0] == Wire.Finished && i < length && offset + i < VerifyDataLength; i++)
                {
                    isVerified[offset + i] |= content[Wire.HandshakeHeaderLength + i] == expected[offset + i];
                }

                content = content[(Wire.HandshakeHeaderLength + length)..];
            }
        }
    }
}
