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
            bool isQuick = false;
            using var s = new SessionScenario(nameof(SoftwareCrypto), null, client =>
            {
                client.Crypto = new QuickCrypto { IsQuick = isQuick };
                client.SequenceReservation = Reservation;
            });
            byte[] start = s.Export(1);
            isQuick = true;
            var world = new World(s, start);
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
                    _log.Add((what, Array.IndexOf(_boards, board), new ByteReader(_s.Store.Content, 8, 6).U48()));
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
            public bool IsQuick { get; init; }

            public override void Prf(int slot, byte[] labelAndSeed, int offset, int count, byte[] output, int outputOffset, int outputCount)
            {
                if (slot != StateSecret)
                {
                    base.Prf(slot, labelAndSeed, offset, count, output, outputOffset, outputCount);
                    return;
                }

                ulong hash = 14695981039346656037;
                foreach (byte b in labelAndSeed.AsSpan(offset, count))
                {
                    hash = (hash ^ b) * 1099511628211;
                }

                for (int i = 0; i < outputCount; i++)
                {
                    hash = (hash * 6364136223846793005) + 1442695040888963407;
                    output[outputOffset + i] = (byte)(hash >> 56);
                }
            }

            public override int SealRecord(byte[] buffer, int offset, int cidLength, int plaintextLength)
            {
                return IsQuick ? 21 + cidLength + plaintextLength + 8 : base.SealRecord(buffer, offset, cidLength, plaintextLength);
            }
        }
    }
}
