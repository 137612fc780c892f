// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Testing
{
    /// <summary>What a path does to the datagrams of one direction; the chances are in percent and independent.</summary>
    /// <param name="Drop">Lost.</param>
    /// <param name="Duplicate">Arrives twice, the second time up to <see cref="LateMilliseconds"/> later.</param>
    /// <param name="Reorder">Arrives up to <see cref="LateMilliseconds"/> late, behind what is sent meanwhile.</param>
    /// <param name="Corrupt">
    /// Arrives with a bit flipped, a byte changed, its end cut off, or bytes behind it. The client gets all of it. Servers are
    /// spared the bytes behind, over which GnuTLS 3.7 and Mbed TLS 2.28 lose their place, Mbed TLS for good, and empty
    /// datagrams, which GnuTLS takes for the end.
    /// </param>
    /// <param name="DelayMilliseconds">Every datagram takes up to that long.</param>
    /// <param name="LateMilliseconds">How late is late.</param>
    public sealed record ChaosRates(
        int Drop = 0,
        int Duplicate = 0,
        int Reorder = 0,
        int Corrupt = 0,
        int DelayMilliseconds = 0,
        int LateMilliseconds = 60)
    {
        /// <summary>A path that does nothing to a datagram.</summary>
        public static ChaosRates None { get; } = new();

        /// <summary>Loss alone.</summary>
        public static ChaosRates Loss(int percent) => new(Drop: percent);
    }

    /// <summary>
    /// A seeded path. What happens to a datagram depends on the seed, the client, the direction and the datagram's
    /// number in it, and on nothing else: the clock and the other direction do not move the dice.
    /// </summary>
    public sealed class ChaosPlan
    {
        private readonly ChaosRates _toServer;
        private readonly ChaosRates _toClient;

        public ChaosPlan(int seed, ChaosRates toServer, ChaosRates toClient)
        {
            Seed = seed;
            _toServer = toServer;
            _toClient = toClient;
        }

        /// <summary>The same in both directions.</summary>
        public ChaosPlan(int seed, ChaosRates rates)
            : this(seed, rates, rates)
        {
        }

        public int Seed { get; }

        /// <summary>Decides on a datagram of client number <paramref name="client"/>.</summary>
        /// <returns>When it arrives and how; nothing when it is lost.</returns>
        public IReadOnlyList<Delivery> Decide(int client, Packet packet)
        {
            ChaosRates rates = packet.Direction == Direction.ToServer ? _toServer : _toClient;
            var random = new Random(Mix(Seed, client, (int)packet.Direction, packet.Index));
            // All dice are thrown whatever falls, so that one rate does not change what another one does.
            bool isLost = random.Next(100) < rates.Drop;
            bool isTwice = random.Next(100) < rates.Duplicate;
            bool isLate = random.Next(100) < rates.Reorder;
            bool isDamaged = random.Next(100) < rates.Corrupt;
            long delay = random.Next(rates.DelayMilliseconds + 1);
            long lateness = 1 + random.Next(rates.LateMilliseconds);
            long second = 1 + random.Next(rates.LateMilliseconds);
            if (isLost)
            {
                return Array.Empty<Delivery>();
            }

            delay += isLate ? lateness : 0;
            var first = new Delivery(delay, isDamaged ? Damage(random, packet) : packet.Bytes);
            return isTwice ? new[] { first, new Delivery(delay + second, packet.Bytes) } : new[] { first };
        }

        public override string ToString() => "seed " + Seed + ", to the server " + _toServer + ", to the client " + _toClient;

        private static byte[] Damage(Random random, Packet packet)
        {
            byte[] bytes = packet.Bytes;
            if (bytes.Length == 0)
            {
                return new byte[] { 22 };
            }

            int position = random.Next(bytes.Length);
            bool isForServer = packet.Direction == Direction.ToServer;
            switch (random.Next(isForServer ? 3 : 4))
            {
                case 0:
                    return Wire.With(bytes, position, bytes[position] ^ (1 << random.Next(8)));
                case 1:
                    return Wire.With(bytes, position, bytes[position] ^ (1 + random.Next(255)));
                case 2:
                    return bytes[..Math.Max(position, isForServer ? 1 : 0)];
                default:
                    byte[] tail = new byte[1 + random.Next(20)];
                    random.NextBytes(tail);
                    return bytes.Concat(tail).ToArray();
            }
        }

        // FNV-1a over the numbers: HashCode is seeded anew in every process.
        private static int Mix(params int[] values)
        {
            uint hash = 2166136261;
            foreach (int value in values)
            {
                for (int shift = 0; shift < 32; shift += 8)
                {
                    hash = (hash ^ (byte)(value >> shift)) * 16777619;
                }
            }

            return (int)(hash ^ (hash >> 15));
        }
    }
}
