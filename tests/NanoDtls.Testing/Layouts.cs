// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Testing
{
    /// <summary>Ways to lay a flight out as records in datagrams.</summary>
    public static class Layouts
    {
        /// <summary>All messages in one datagram, a record each.</summary>
        public static IEnumerable<IReadOnlyList<RecordPlan>> Packed(IEnumerable<FlightItem> items)
        {
            return new[] { items.Select(item => item.Whole()).ToArray() };
        }

        /// <summary>A datagram for each message.</summary>
        public static IEnumerable<IReadOnlyList<RecordPlan>> OnePerDatagram(IEnumerable<FlightItem> items)
        {
            return items.Select(item => new[] { item.Whole() }).ToArray();
        }

        /// <summary>Consecutive handshake messages of one epoch share a record (RFC 5246 section 6.2.1).</summary>
        public static IEnumerable<IReadOnlyList<RecordPlan>> Coalesced(IEnumerable<FlightItem> items)
        {
            var records = new List<RecordPlan>();
            foreach (FlightItem item in items)
            {
                RecordPlan next = item.Whole();
                if (records.Count > 0 && next.Type == Wire.Handshake && records[^1].Type == Wire.Handshake && records[^1].Epoch == next.Epoch)
                {
                    records[^1] = next with { Content = Wire.Concat(records[^1].Content, next.Content) };
                }
                else
                {
                    records.Add(next);
                }
            }

            return new[] { records };
        }

        /// <summary>Handshake messages are cut into fragments of at most <paramref name="size"/> bytes.</summary>
        public static IEnumerable<IReadOnlyList<RecordPlan>> Fragmented(IEnumerable<FlightItem> items, int size, bool oneDatagram)
        {
            RecordPlan[] records = items.SelectMany(item => Cut(item, size)).ToArray();
            return oneDatagram ? new[] { records } : records.Select(record => new[] { record });
        }

        /// <summary>Every message is cut in two at the given place, the parts swapped when asked.</summary>
        public static IEnumerable<IReadOnlyList<RecordPlan>> CutInTwo(IEnumerable<FlightItem> items, int at, bool swap)
        {
            var datagrams = new List<IReadOnlyList<RecordPlan>>();
            foreach (FlightItem item in items)
            {
                if (item.HandshakeType < 0 || at <= 0 || at >= item.Body.Length)
                {
                    datagrams.Add(new[] { item.Whole() });
                    continue;
                }

                RecordPlan[] parts = { item.Fragment(0, at), item.Fragment(at, item.Body.Length - at) };
                datagrams.Add(new[] { parts[swap ? 1 : 0] });
                datagrams.Add(new[] { parts[swap ? 0 : 1] });
            }

            return datagrams;
        }

        /// <summary>Random fragments that may overlap, until every byte was sent.</summary>
        public static IEnumerable<IReadOnlyList<RecordPlan>> RandomOverlaps(IEnumerable<FlightItem> items, Random random)
        {
            var datagrams = new List<IReadOnlyList<RecordPlan>>();
            foreach (FlightItem item in items)
            {
                if (item.HandshakeType < 0 || item.Body.Length == 0)
                {
                    datagrams.Add(new[] { item.Whole() });
                    continue;
                }

                int sent = 0;
                while (sent < item.Body.Length)
                {
                    int start = random.Next(Math.Max(0, sent - 10), sent + 1);
                    int count = Math.Min(random.Next(sent - start + 1, sent - start + 24), item.Body.Length - start);
                    datagrams.Add(new[] { item.Fragment(start, count) });
                    sent = Math.Max(sent, start + count);
                }
            }

            return datagrams;
        }

        /// <summary>A datagram for each message in the order of the given indices.</summary>
        public static IEnumerable<IReadOnlyList<RecordPlan>> Ordered(IReadOnlyList<FlightItem> items, IEnumerable<int> order)
        {
            return order.Where(index => index < items.Count).Select(index => new[] { items[index].Whole() }).ToArray();
        }

        /// <summary>All orders of 0 .. count-1.</summary>
        public static IEnumerable<int[]> Permutations(int count)
        {
            return count == 0
                ? new[] { Array.Empty<int>() }
                : Permutations(count - 1).SelectMany(rest => Enumerable.Range(0, count), (rest, at) => rest.Take(at).Append(count - 1).Concat(rest.Skip(at)).ToArray());
        }

        private static IEnumerable<RecordPlan> Cut(FlightItem item, int size)
        {
            if (item.HandshakeType < 0 || item.Body.Length <= size)
            {
                yield return item.Whole();
                yield break;
            }

            for (int offset = 0; offset < item.Body.Length; offset += size)
            {
                yield return item.Fragment(offset, Math.Min(size, item.Body.Length - offset));
            }
        }
    }
}
