// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using NanoDtls.Coap;
using NanoDtls.Testing;

namespace NanoDtls.Live.Tests
{
    /// <summary>What the reader makes of messages, against what libcoap makes of them.</summary>
    [TestClass]
    public sealed class CoapDecodeTests
    {
        private const int Seed = 72525;
        private const int Messages = 60_000;

        // libcoap looks at the lengths of the options that it knows while it decodes; the client does when it uses them.
        private static readonly Regex s_registered = new(@" \d{1,3}=");

        public TestContext TestContext { get; set; } = null!;

        [TestMethod]
        public void C_01_C_02_C_03_C_04_MessagesAreReadAsLibcoapReadsThem()
        {
            var random = new Random(Seed);
            var messages = new List<byte[]>();
            for (int i = 0; i < Messages; i++)
            {
                messages.Add(Mutate(random, Generate(random)));
            }

            string[] theirs = Decode(messages);
            Assert.HasCount(Messages, theirs);
            int good = 0;
            int stricter = 0;
            int looser = 0;
            for (int i = 0; i < Messages; i++)
            {
                string ours = Read(messages[i]);
                good += ours == "bad" ? 0 : 1;
                if (ours == "bad" && theirs[i] != "bad" && IsBeyondNumbers(messages[i]))
                {
                    stricter++;
                    continue;
                }

                if (ours != "bad" && theirs[i] == "bad" && s_registered.IsMatch(ours))
                {
                    looser++;
                    continue;
                }

                Assert.AreEqual(theirs[i], ours, "seed " + Seed + ", message " + i + ": " + Convert.ToHexString(messages[i]));
            }

            TestContext.WriteLine("{0} good, {1} rejected here alone, {2} there alone", good, stricter, looser);
            Assert.IsInRange(Messages / 4, Messages * 3 / 4, good, "of both kinds");
            Assert.IsLessThan(Messages / 20, stricter);
            Assert.IsLessThan(Messages / 20, looser);
        }

        // RFC 7252 section 3.1: a number over 65535 does not exist; libcoap 4.3.1 lets it wrap around.
        private static bool IsBeyondNumbers(byte[] message)
        {
            int position = 4 + (message[0] & 15);
            int number = 0;
            while (position < message.Length && message[position] != 0xFF)
            {
                int first = message[position++];
                number += Extend(first >> 4, message, ref position);
                position += Extend(first & 15, message, ref position);
            }

            return number > 0xFFFF;
        }

        private static int Extend(int nibble, byte[] message, ref int position)
        {
            int size = nibble < 13 ? 0 : nibble - 12;
            if (size > 2 || position + size > message.Length)
            {
                position = message.Length;
                return 0;
            }

            position += size;
            return size switch
            {
                0 => nibble,
                1 => 13 + message[position - 1],
                _ => 269 + (message[position - 2] << 8) + message[position - 1],
            };
        }

        private static byte[] Generate(Random random)
        {
            int tokenLength = random.Next(10) == 0 ? random.Next(16) : random.Next(9);
            int code = random.Next(8) == 0 ? random.Next(256) : new[] { 1, 2, 3, 0x44, 0x45, 0x84, 0xA0, 0 }[random.Next(8)];
            var bytes = new List<byte> { (byte)(0x40 | (random.Next(4) << 4) | tokenLength), (byte)code, (byte)random.Next(256), (byte)random.Next(256) };
            if (code == 0 && random.Next(4) != 0)
            {
                bytes[0] &= 0xF0;
                return bytes.ToArray();
            }

            for (int i = 0; i < tokenLength; i++)
            {
                bytes.Add((byte)random.Next(256));
            }

            // Numbers without a rule for the length of their value: libcoap checks those that it knows.
            int number = 0;
            for (int i = random.Next(6); i > 0; i--)
            {
                int next = number == 0 ? 2000 + (random.Next(3) * 300) : number + random.Next(0, random.Next(2) == 0 ? 15 : 700);
                AddOption(bytes, next - number, RandomBytes(random, random.Next(3) == 0 ? random.Next(300) : random.Next(16)));
                number = next;
            }

            if (random.Next(3) == 0)
            {
                bytes.Add(0xFF);
                bytes.AddRange(RandomBytes(random, random.Next(8)));
            }

            return bytes.ToArray();
        }

        private static void AddOption(List<byte> bytes, int delta, byte[] value)
        {
            (int deltaNibble, byte[] deltaMore) = Split(delta);
            (int lengthNibble, byte[] lengthMore) = Split(value.Length);
            bytes.Add((byte)((deltaNibble << 4) | lengthNibble));
            bytes.AddRange(deltaMore);
            bytes.AddRange(lengthMore);
            bytes.AddRange(value);
        }

        private static (int Nibble, byte[] More) Split(int value)
        {
            return value switch
            {
                < 13 => (value, []),
                < 269 => (13, [(byte)(value - 13)]),
                _ => (14, [(byte)((value - 269) >> 8), (byte)(value - 269)]),
            };
        }

        private static byte[] RandomBytes(Random random, int count)
        {
            byte[] bytes = new byte[count];
            random.NextBytes(bytes);
            return bytes;
        }

        private static byte[] Mutate(Random random, byte[] message)
        {
            switch (random.Next(6))
            {
                case 0:
                    return message[..random.Next(message.Length + 1)];
                case 1:
                    message[random.Next(message.Length)] ^= (byte)(1 << random.Next(8));
                    return message;
                case 2:
                    message[random.Next(message.Length)] = (byte)random.Next(256);
                    return message;
                default:
                    return message;
            }
        }

        private static string Read(byte[] message)
        {
            var reader = new CoapMessageReader();
            if (!reader.ReadHeader(message, 0, message.Length))
            {
                return "bad";
            }

            var text = new StringBuilder();
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"ok {(int)reader.Type} {reader.Code} {reader.MessageId} ");
            text.Append(Convert.ToHexStringLower(message, reader.TokenOffset, reader.TokenLength));
            while (reader.ReadOption())
            {
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $" {reader.OptionNumber}=");
                text.Append(Convert.ToHexStringLower(message, reader.OptionOffset, reader.OptionLength));
            }

            return reader.Error != CoapDropReason.None ? "bad" : text.Append(" | ").Append(Convert.ToHexStringLower(message, reader.PayloadOffset, reader.PayloadLength)).ToString();
        }

        private static string[] Decode(List<byte[]> messages)
        {
            using Process decoder = Process.Start(new ProcessStartInfo(LibcoapPrograms.Decoder) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
            decoder.ErrorDataReceived += (_, _) => { };
            decoder.BeginErrorReadLine();
            Task<string> output = decoder.StandardOutput.ReadToEndAsync();
            foreach (byte[] message in messages)
            {
                decoder.StandardInput.WriteLine(Convert.ToHexStringLower(message));
            }

            decoder.StandardInput.Close();
            Assert.IsTrue(decoder.WaitForExit(60_000));
            return output.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
    }
}
