// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Live.Tests;
using NanoDtls.Testing;

namespace NanoDtls.Bench.Wire.Capture
{
    /// <summary>What a connection took on the wire: the handshake, and one record of application data behind it.</summary>
    /// <param name="Handshake">All datagrams ahead of the client's first record of application data or close_notify.</param>
    /// <param name="Reading">The client's datagram with application data, or null.</param>
    /// <param name="Behind">All datagrams behind the handshake with application data of either side, that one among them.</param>
    internal sealed record WireConnection(IReadOnlyList<CapturedDatagram> Handshake, CapturedDatagram? Reading, IReadOnlyList<CapturedDatagram> Behind)
    {
        // Nobody waits that long on loopback unless a datagram was lost.
        private static readonly TimeSpan s_longPause = TimeSpan.FromMilliseconds(450);

        public int ClientBytes => Handshake.Where(datagram => datagram.FromClient).Sum(datagram => datagram.Data.Length);

        public int ServerBytes => Handshake.Where(datagram => !datagram.FromClient).Sum(datagram => datagram.Data.Length);

        /// <summary>No datagram was sent again, so that the counts are those of an undisturbed handshake.</summary>
        public bool IsUndisturbed => Handshake.Zip(Handshake.Skip(1)).All(pair => pair.Second.Time - pair.First.Time < s_longPause);

        /// <summary>Takes apart what passed between one port of a client and the server: one connection after the other.</summary>
        public static IEnumerable<WireConnection> Split(IReadOnlyList<CapturedDatagram> captured)
        {
            int start = 0;
            while (start < captured.Count)
            {
                int end = Find(captured, start, record => record.Epoch == 1 && record.Type != Testing.Wire.Handshake);
                if (end == captured.Count)
                {
                    throw new InvalidOperationException("a connection whose client neither sends nor closes");
                }

                int next = Find(captured, end, record => record.Epoch == 0 && record.Type == Testing.Wire.Handshake);
                List<CapturedDatagram> data = captured.Skip(end).Take(next - end).Where(IsData).ToList();
                yield return new WireConnection(captured.Skip(start).Take(end - start).ToList(), IsData(captured[end]) ? captured[end] : null, data);
                start = next;
            }
        }

        private static bool IsData(CapturedDatagram datagram)
        {
            return WireRecord.Parse(datagram.Data).Any(record => record.Type == Testing.Wire.ApplicationData);
        }

        private static int Find(IReadOnlyList<CapturedDatagram> captured, int from, Func<WireRecord, bool> isWanted)
        {
            while (from < captured.Count && !(captured[from].FromClient && WireRecord.Parse(captured[from].Data).Any(isWanted)))
            {
                from++;
            }

            return from;
        }
    }
}
