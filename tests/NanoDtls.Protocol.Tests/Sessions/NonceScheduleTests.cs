// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>
    /// The argument of docs/sleep.md, driven: random schedules of sends, exports, stores, crashes and restores, of the stored
    /// state, of it twice, and of old ones. No sequence number is used twice under one key.
    /// </summary>
    [TestClass]
    public class NonceScheduleTests
    {
        private const int Schedules = 100_000;
        private const int Steps = 24;

        // All schedules go on from the same first state; the numbers that were used are counted anew in each.
        private const int Reservation = 256;

        [TestMethod]
        public void CCM_02_D12_02_V15_NoNumberIsUsedTwiceInAHundredThousandSchedules()
        {
            var first = new QuickCrypto { IsQuick = false };
            using var s = new SessionScenario(nameof(SoftwareCrypto), null, client =>
            {
                client.Crypto = first.IsQuick ? new QuickCrypto { IsQuick = true } : first;
                client.SequenceReservation = Reservation;
            });
            VirtualLink link = s.Connect();
            s.Exchange(link);
            first.IsQuick = true;
            var world = new World(s, SessionScenario.Export(link.Client));
            for (int seed = 1; seed <= Schedules; seed++)
            {
                world.Run(seed);
            }

            // What the schedules are meant to reach was reached, often.
            foreach ((string what, int count) in world.Counts)
            {
                Assert.IsTrue(count > Schedules / 100, $"{what}: {count}");
            }
        }

        [TestMethod]
        public void ACorrectScheduleLosesNoNumberForGood()
        {
            using var s = new SessionScenario(nameof(SoftwareCrypto), null, client => client.SequenceReservation = Reservation);
            VirtualLink link = s.Connect();
            var random = new Random(77);
            long expected = 1;
            DtlsConnection client = link.Client;
            for (int wake = 0; wake < 500; wake++)
            {
                for (int i = random.Next(600); i > 0; i--)
                {
                    int length = client.Write(new byte[1], 0, 1);
                    if (length == -(int)DtlsStatus.ReservationUsedUp)
                    {
                        Assert.AreEqual(DtlsStatus.Ok, client.ReserveSession(s.Store));
                        length = client.Write(new byte[1], 0, 1);
                    }

                    Assert.AreEqual(expected++, WireRecord.ParseWithCid(client.OutputBuffer[..length], 8).Single().Sequence, $"wake {wake}");
                }

                Assert.AreEqual(DtlsStatus.Ok, client.SaveSession(s.Store));
                client = s.NewClient();
                Assert.AreEqual(DtlsStatus.Ok, client.RestoreSession(s.Store));
            }
        }

        /// <summary>Storage, boards that run or crashed, old copies, and the numbers that were used.</summary>
        private sealed class World
        {
            private readonly SessionScenario _s;
            private readonly byte[] _start;
            private readonly HashSet<long> _used = new();
            private readonly List<byte[]> _copies = new();
            private readonly DtlsConnection[] _boards = new DtlsConnection[3];
            private readonly byte[] _buffer = new byte[DtlsConnection.MaxSessionStateLength];
            private readonly Dictionary<string, int> _counts = new();
            private readonly List<(string What, int Board, long Store)> _log = new();
            private Random _random = new();
            private int _seed;

            public World(SessionScenario s, byte[] start)
            {
                _s = s;
                _start = start;
                for (int i = 0; i < _boards.Length; i++)
                {
                    _boards[i] = s.NewClient();
                }
            }

            public IReadOnlyDictionary<string, int> Counts => _counts;

            public void Run(int seed)
            {
                _seed = seed;
                _random = new Random(seed);
                foreach (DtlsConnection board in _boards)
                {
                    Crash(board);
                }

                _used.Clear();
                _copies.Clear();
                _log.Clear();
                _s.Store.Content = _start;
                _copies.Add(_start);
                for (int step = 0; step < Steps; step++)
                {
                    Step(_boards[_random.Next(_boards.Length)]);
                }
            }

            private void Step(DtlsConnection board)
            {
                bool isOpen = board.State == DtlsState.Connected;
                switch (_random.Next(12))
                {
                    case 0:
                        Crash(board);
                        break;
                    case 1 or 2 when !isOpen:
                        // The second board that does so restores the same session once more.
                        Count(board.RestoreSession(_s.Store) == DtlsStatus.Ok, "restored", board);
                        break;
                    case 3 when !isOpen:
                        byte[] copy = _copies[_random.Next(_copies.Count)];
                        Assert.AreEqual(DtlsStatus.Ok, board.ImportSession(copy, 0, copy.Length), Where);
                        Count(true, "an old copy imported", board);
                        break;
                    case 4 or 5 when isOpen:
                        FailSometimes();
                        DtlsStatus reserved = board.ReserveSession(_s.Store);
                        Count(reserved == DtlsStatus.Ok, "reserved", board);
                        Count(reserved == DtlsStatus.StateStale, "reservation refused as stale", board);
                        Count(reserved == DtlsStatus.StoreFailed, "reservation not stored, as it was told", board);
                        _s.Store.Next = MemoryStore.Fault.None;
                        Copy();
                        break;
                    case 6 when isOpen:
                        FailSometimes();
                        DtlsStatus status = board.SaveSession(_s.Store);
                        Count(status == DtlsStatus.Ok, "saved", board);
                        Count(status == DtlsStatus.StateStale, "save refused as stale", board);
                        _s.Store.Next = MemoryStore.Fault.None;
                        Copy();
                        break;
                    default:
                        Send(board, _random.Next(1 + (Reservation / 2)));
                        break;
                }
            }

            private void Send(DtlsConnection board, int count)
            {
                for (int i = 0; i < count && board.State == DtlsState.Connected; i++)
                {
                    int length = board.Write(_buffer, 0, 1);
                    if (length < 0)
                    {
                        Assert.AreEqual(-(int)DtlsStatus.ReservationUsedUp, length, Where);
                        Count(true, "stopped at a reservation", board);
                        return;
                    }

                    long number = 0;
                    for (int k = 5; k < 11; k++)
                    {
                        number = (number << 8) | board.OutputBuffer[k];
                    }

                    if (!_used.Add(number))
                        {
                            Assert.Fail(Where + $"number {number} of board {Array.IndexOf(_boards, board)} was used twice");
                        }
                    Count(i == 0, "sent", board);
                }
            }

            // The power fails: what is in memory is gone. The object stands for the next one.
            private void Crash(DtlsConnection board)
            {
                if (board.State == DtlsState.Connected)
                {
                    Count(true, "crashed while open", board);
                    board.Close();
                    if (board.GetDatagram() > 0)
                    {
                        long number = 0;
                        for (int k = 5; k < 11; k++)
                        {
                            number = (number << 8) | board.OutputBuffer[k];
                        }

                        if (!_used.Add(number))
                        {
                            Assert.Fail(Where + $"number {number} of the close_notify was used twice");
                        }
                    }
                }
            }

            private void Copy()
            {
                _copies.Add(_s.Store.Content);
            }

            private void FailSometimes()
            {
                _s.Store.Next = _random.Next(8) switch
                {
                    0 => MemoryStore.Fault.Refuses,
                    1 => MemoryStore.Fault.StoresAndReports,
                    _ => MemoryStore.Fault.None,
                };
            }

            private void Count(bool happened, string what, DtlsConnection board)
            {
                if (happened)
                {
                    _log.Add((what, Array.IndexOf(_boards, board), new ByteReader(_s.Store.Content, 6, 6).U48()));
                }

                _counts[what] = _counts.GetValueOrDefault(what) + (happened ? 1 : 0);
            }

            private string Where => "seed " + _seed + Environment.NewLine
                + string.Join(Environment.NewLine, _log.Select(entry => $"board {entry.Board}: {entry.What}, store at {entry.Store}")) + Environment.NewLine;
        }

        /// <summary>
        /// The back end without its work, once a session exists: schedules are about numbers, and there are many.
        /// </summary>
        private sealed class QuickCrypto : SoftwareCrypto
        {
            private const ulong Start = 14695981039346656037;
            private const int StateCidLength = 20;
            private const int StateTagLength = 16;

            private ulong _hash;

            public bool IsQuick { get; set; }

            public override void TranscriptReset()
            {
                _hash = Start;
                if (!IsQuick)
                {
                    base.TranscriptReset();
                }
            }

            public override void TranscriptUpdate(byte[] data, int offset, int count)
            {
                if (IsQuick)
                {
                    _hash = Hash(_hash, data, offset, count);
                }
                else
                {
                    base.TranscriptUpdate(data, offset, count);
                }
            }

            public override void TranscriptDigest(byte[] digest, int offset)
            {
                if (IsQuick)
                {
                    Spread(_hash, digest, offset, DigestLength);
                }
                else
                {
                    base.TranscriptDigest(digest, offset);
                }
            }

            // Application data is not looked at. A state is known by its Connection ID, and keeps its secrets in clear.
            public override int SealRecord(byte[] buffer, int offset, int cidLength, int plaintextLength)
            {
                if (!IsQuick)
                {
                    return base.SealRecord(buffer, offset, cidLength, plaintextLength);
                }

                int tag = offset + 21 + cidLength + plaintextLength;
                if (cidLength == StateCidLength)
                {
                    Spread(TagOf(buffer, offset, cidLength, plaintextLength), buffer, tag, StateTagLength);
                }

                return tag - offset + 8;
            }

            public override int OpenRecord(byte[] buffer, int offset, int cidLength, int fragmentLength)
            {
                int length = fragmentLength - 8 - StateTagLength;
                if (!IsQuick || cidLength != StateCidLength)
                {
                    return base.OpenRecord(buffer, offset, cidLength, fragmentLength);
                }

                var expected = new byte[StateTagLength];
                Spread(TagOf(buffer, offset, cidLength, length), expected, 0, StateTagLength);
                return buffer.AsSpan(offset + 21 + cidLength + length, StateTagLength).SequenceEqual(expected) ? length : -1;
            }

            private static ulong TagOf(byte[] buffer, int offset, int cidLength, int length)
            {
                return Hash(Hash(Start, buffer, offset + 3, 8 + cidLength), buffer, offset + 21 + cidLength, length);
            }

            private static ulong Hash(ulong hash, byte[] data, int offset, int count)
            {
                foreach (byte b in data.AsSpan(offset, count))
                {
                    hash = (hash ^ b) * 1099511628211;
                }

                return hash;
            }

            private static void Spread(ulong hash, byte[] output, int offset, int count)
            {
                for (int i = 0; i < count; i++)
                {
                    hash = (hash * 6364136223846793005) + 1442695040888963407;
                    output[offset + i] = (byte)(hash >> 56);
                }
            }
        }
    }
}
