// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Fuzz.Tests
{
    /// <summary>What anyone without the keys may send to an open connection: nothing comes of it.</summary>
    [TestClass]
    public sealed class ForgedTrafficFuzzTests
    {
        private Target[] _targets = Array.Empty<Target>();
        private Subject? _subject;

        [TestMethod]
        [Timeout(3_600_000, CooperativeCancellation = false)]
        public void V01_V03_V25_V29_D12_14_ForgedDatagramsLeaveAConnectionAsItWasAndGetNoAnswer()
        {
            _targets = StageBuilder.All().Where(stage => stage.IsConnected).Select(stage => new Target(stage)).ToArray();
            FuzzRun.Run(nameof(ForgedTrafficFuzzTests), () => _subject!.Received, Case);
        }

        private void Case(SeededRandom random)
        {
            Target target = random.Pick(_targets);
            Subject subject = target.Stage.Subject;
            _subject = subject;
            subject.Begin(target.Snapshot, target.Stage.Now);
            var window = EngineState.Window(subject.Client);
            for (int count = 1 + random.Next(3); count > 0; count--)
            {
                // Genuine records of this connection, all received before: as they are they are replays, changed they
                // are forgeries. No key is used again.
                byte[] datagram = random.OneIn(3)
                    ? DatagramMutator.Mutate(random.Pick(target.Stage.Datagrams), target.Stage.Datagrams, null, 4, random)
                    : DatagramMutator.Mutate(random.Pick(target.Replays), target.Replays, null, 4, random);
                subject.Deliver(datagram);
                Assert.AreEqual(DtlsState.Connected, subject.State, "state");
            }

            Assert.AreEqual(0, subject.Data.Count, "data delivered");
            Assert.AreEqual(0, subject.Sent.Count, "answers");
            Assert.AreEqual(window, EngineState.Window(subject.Client), "the replay window moved");
            Assert.AreEqual(DtlsAlert.None, subject.Client.LastAlert, "an alert was believed");
            subject.AssertTalks();
        }

        // A connection over which the server has said some things.
        private sealed class Target
        {
            public Target(Stage stage)
            {
                Stage = stage;
                Subject subject = stage.Enter();
                FuzzRecord[] said =
                {
                    FuzzRecord.Protected(Wire.ApplicationData, 5, new byte[] { 1, 2, 3 }),
                    FuzzRecord.Protected(Wire.ApplicationData, 6, new byte[300]),
                    FuzzRecord.Protected(Wire.Handshake, 7, Wire.HandshakeMessage(Wire.ServerHelloDone, 9, Array.Empty<byte>())),
                    FuzzRecord.Protected(Wire.ApplicationData, 60, new byte[] { 4 }),
                };
                foreach (FuzzRecord record in said)
                {
                    byte[] datagram = record.Encode(subject.Keys);
                    Replays.Add(new[] { record with { Content = datagram[Wire.RecordHeaderLength..], IsRaw = true } });
                    subject.Deliver(datagram);
                }

                Assert.AreEqual(3, subject.Data.Count, stage.Name);
                Snapshot = Snapshot.Take(subject.Client);
            }

            public Stage Stage { get; }

            public Snapshot Snapshot { get; }

            public List<FuzzRecord[]> Replays { get; } = new();
        }
    }
}
