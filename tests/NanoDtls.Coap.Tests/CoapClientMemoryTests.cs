// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Reflection;
using NanoDtls.Coap.Tests.Support;
using static NanoDtls.Coap.Tests.Support.ClientBench;

namespace NanoDtls.Coap.Tests
{
    [TestClass]
    public class CoapClientMemoryTests
    {
        [TestMethod]
        public void TenThousandRequestsAllocateNothing()
        {
            MemoryChannel channel = new() { Secure = true };
            CoapClient client = new(channel, null!);
            SenMlCborWriter writer = new(new byte[64]);
            byte[] name = "t"u8.ToArray();
            byte[] unit = "Cel"u8.ToArray();
            int kind = 0;
            channel.OnSend = (b, o, n) =>
            {
                if (b[o + 1] == 0)
                {
                    return;
                }

                // Piggybacked, separate CON, separate NON, a duplicate and junk before it, critical option, Reset.
                byte[] next = channel.Next;
                int type = (kind % 6) switch { 1 => 0, 2 => 1, _ => 2 };
                if (kind % 6 == 5)
                {
                    next[0] = 0x70;
                    next[1] = 0;
                    next[2] = b[o + 2];
                    next[3] = b[o + 3];
                    channel.Push(4);
                    return;
                }

                if (kind % 6 == 3)
                {
                    next[0] = 0x4F;
                    channel.Push(20);
                    next = channel.Next;
                }

                Array.Copy(b, o, next, 0, 6);
                next[0] = (byte)(0x42 | (type << 4));
                next[1] = 0x45;
                next[6] = (byte)(kind % 6 == 4 ? 0x90 : 0xC0);
                next[7] = 0xFF;
                next[8] = 1;
                channel.Push(9);
            };
            int[] results = new int[16];
            void Round()
            {
                writer.BeginPack();
                writer.AddRecord(name, unit, 2000 + kind, 2);
                results[(int)client.Request(CoapMethod.Post, Resource, CoapContentFormat.SenMlCbor, writer.Buffer, 0, writer.EndPack())]++;
                kind++;
            }

            for (int i = 0; i < 100; i++)
            {
                Round();
            }

            Array.Clear(results);
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 10_000; i++)
            {
                Round();
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.AreEqual(0L, allocated);
            Assert.AreEqual(10_000, results[(int)CoapStatus.Ok] + results[(int)CoapStatus.BadOption] + results[(int)CoapStatus.Reset]);
            Assert.IsInRange(1660, 1670, results[(int)CoapStatus.BadOption]);
            Assert.IsInRange(1660, 1670, results[(int)CoapStatus.Reset]);
        }

        [TestMethod]
        public void TimeoutsAndChannelErrorsAllocateNothing()
        {
            MemoryChannel channel = new();
            CoapClient client = new(channel, new CoapClientOptions { AckTimeoutMilliseconds = 1, MaxRetransmit = 1 });
            void Round()
            {
                channel.ReceiveResult = 0;
                client.Get(Resource);
                channel.ReceiveResult = -(int)DtlsStatus.NetworkError;
                client.Get(Resource);
                channel.ReceiveResult = -(int)DtlsStatus.Closed;
                client.Get(Resource);
                client.NewSession();
            }

            Round();
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 20; i++)
            {
                Round();
            }

            Assert.AreEqual(0L, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        [TestMethod]
        public void ArraysOfAClientWith512ByteMessagesStayUnder1024Bytes()
        {
            int bytes = ArrayBytes(new CoapClient(new MemoryChannel(), new CoapClientOptions { MaxMessage = 512, Random = new FixedRandom(0) }), []);

            Assert.IsInRange(512, 1024, bytes);
        }

        private static int ArrayBytes(object root, HashSet<object> seen)
        {
            if (root is CoapChannel or Random || !seen.Add(root))
            {
                return 0;
            }

            // As on the device: 20 bytes and the content, rounded up to 12.
            int bytes = root is byte[] array ? (20 + array.Length + 11) / 12 * 12 : 0;
            foreach (FieldInfo field in root.GetType().GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public))
            {
                if (!field.FieldType.IsValueType && field.GetValue(root) is { } value)
                {
                    bytes += ArrayBytes(value, seen);
                }
            }

            return bytes;
        }
    }
}
