// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Testing
{
    /// <summary>Which way a datagram goes.</summary>
    public enum Direction
    {
        ToServer,
        ToClient,
    }

    /// <summary>A datagram on the link: its direction, its number in that direction from 0, and when it was sent.</summary>
    public sealed record Packet(Direction Direction, int Index, byte[] Bytes, long SentAt);

    /// <summary>A datagram that arrives, some time after it was sent.</summary>
    public sealed record Delivery(long Delay, byte[] Bytes);

    /// <summary>What the link does with a datagram: nothing for a loss, two deliveries for a duplicate, ...</summary>
    public delegate IEnumerable<Delivery> FaultPlan(Packet packet);

    /// <summary>Fault plans that tests have in common.</summary>
    public static class Faults
    {
        /// <summary>One-way delay of the undisturbed link in milliseconds.</summary>
        public const long Latency = 5;

        /// <summary>Long enough to be overtaken by what is sent next, shorter than any retransmission time-out.</summary>
        public const long Late = 60;

        public static IEnumerable<Delivery> None(Packet packet) => new[] { new Delivery(Latency, packet.Bytes) };

        public static FaultPlan Drop(Direction direction, params int[] indices)
        {
            return packet => packet.Direction == direction && indices.Contains(packet.Index) ? Array.Empty<Delivery>() : None(packet);
        }

        /// <summary>The datagram arrives twice, the second time after what follows it.</summary>
        public static FaultPlan Duplicate(Direction direction, int index, long secondDelay = Late)
        {
            return packet => packet.Direction == direction && packet.Index == index
                ? new[] { new Delivery(Latency, packet.Bytes), new Delivery(secondDelay, packet.Bytes) }
                : None(packet);
        }

        /// <summary>The datagram is overtaken by the ones sent after it.</summary>
        public static FaultPlan Delay(Direction direction, int index, long delay = Late)
        {
            return packet => packet.Direction == direction && packet.Index == index
                ? new[] { new Delivery(delay, packet.Bytes) }
                : None(packet);
        }

        /// <summary>One bit of the datagram arrives wrong.</summary>
        public static FaultPlan FlipBit(Direction direction, int index, int bit)
        {
            return packet =>
            {
                if (packet.Direction != direction || packet.Index != index || bit / 8 >= packet.Bytes.Length)
                {
                    return None(packet);
                }

                byte[] bytes = Wire.With(packet.Bytes, bit / 8, packet.Bytes[bit / 8] ^ (1 << (bit % 8)));
                return new[] { new Delivery(Latency, bytes) };
            };
        }

        /// <summary>Random loss, duplication and delay; the chances are in percent.</summary>
        public static FaultPlan Random(Random random, int loss, int duplication, int reordering)
        {
            return packet =>
            {
                if (random.Next(100) < loss)
                {
                    return Array.Empty<Delivery>();
                }

                long delay = random.Next(100) < reordering ? Latency + random.Next(400) : Latency;
                return random.Next(100) < duplication
                    ? new[] { new Delivery(delay, packet.Bytes), new Delivery(delay + random.Next(400), packet.Bytes) }
                    : new[] { new Delivery(delay, packet.Bytes) };
            };
        }
    }
}
