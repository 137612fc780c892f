// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Testing
{
    /// <summary>What happens to one datagram.</summary>
    public enum FaultKind
    {
        Drop,
        Duplicate,

        /// <summary>It is held back until the next datagram of its direction was delivered.</summary>
        BehindNext,
    }

    /// <summary>A fault at the datagram with a number in a direction, counted from the start of the handshake.</summary>
    public sealed record Fault(FaultKind Kind, Direction Direction, int Index);

    /// <summary>Applies faults to the datagrams of one handshake, and counts them.</summary>
    public sealed class FaultEnumeration
    {
        private readonly Dictionary<Direction, int> _count = new();
        private readonly Dictionary<Direction, List<byte[]>> _held = new();
        private IReadOnlyList<Fault> _faults = Array.Empty<Fault>();

        /// <summary>Datagrams of a direction since <see cref="Arm"/>.</summary>
        public int Count(Direction direction) => _count.GetValueOrDefault(direction);

        /// <summary>Counts from 0 again and applies these faults from now on.</summary>
        public void Arm(params Fault[] faults)
        {
            _count.Clear();
            _held.Clear();
            _faults = faults;
        }

        /// <summary>The plan to give to the link.</summary>
        public IEnumerable<Delivery> Apply(Packet packet)
        {
            int index = Count(packet.Direction);
            _count[packet.Direction] = index + 1;
            var deliveries = new List<Delivery>();
            FaultKind? kind = _faults.FirstOrDefault(fault => fault.Direction == packet.Direction && fault.Index == index)?.Kind;
            if (kind is null or FaultKind.Duplicate)
            {
                deliveries.Add(new Delivery(Faults.Latency, packet.Bytes));
            }

            if (kind == FaultKind.Duplicate)
            {
                deliveries.Add(new Delivery(Faults.Latency, packet.Bytes));
            }

            if (_held.Remove(packet.Direction, out List<byte[]>? held))
            {
                deliveries.AddRange(held.Select(bytes => new Delivery(Faults.Latency, bytes)));
            }

            if (kind == FaultKind.BehindNext)
            {
                _held[packet.Direction] = new List<byte[]> { packet.Bytes };
            }

            return deliveries;
        }

        /// <summary>Every single fault and every pair of faults at different datagrams.</summary>
        public static IEnumerable<Fault[]> SinglesAndPairs(int toServer, int toClient)
        {
            Fault[] singles = Enumerable.Range(0, toServer).Select(index => (Direction.ToServer, index))
                .Concat(Enumerable.Range(0, toClient).Select(index => (Direction.ToClient, index)))
                .SelectMany(at => Enum.GetValues<FaultKind>(), (at, kind) => new Fault(kind, at.Item1, at.index))
                .ToArray();
            foreach (Fault fault in singles)
            {
                yield return new[] { fault };
            }

            for (int a = 0; a < singles.Length; a++)
            {
                for (int b = a + 1; b < singles.Length; b++)
                {
                    if (singles[a].Direction != singles[b].Direction || singles[a].Index != singles[b].Index)
                    {
                        yield return new[] { singles[a], singles[b] };
                    }
                }
            }
        }
    }
}
