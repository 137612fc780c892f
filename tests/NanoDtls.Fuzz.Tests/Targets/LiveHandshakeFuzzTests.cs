// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Fuzz.Tests
{
    /// <summary>
    /// Handshakes of recorded servers, full and resumed, disturbed at every stage by up to four datagrams: as an attacker
    /// without keys would send them, and as a broken server with keys would.
    /// </summary>
    [TestClass]
    public sealed class LiveHandshakeFuzzTests
    {
        // What changes the way that the engine's messages take: as it comes, all in fragments, small, and strict.
        private static readonly Action<DtlsClientOptions>[] s_options =
        {
            options => { },
            options =>
            {
                options.PathMtu = 200;
                options.ServerName = new string('n', 200);
                options.MaxRecordPayload = 600;
            },
            options => options.ForgeryLimit = 2,
        };

        private IReadOnlyList<Stage> _stages = Array.Empty<Stage>();
        private Subject? _subject;
        private int _connected;
        private int _undisturbed;

        [TestMethod]
        [Timeout(3_600_000, CooperativeCancellation = false)]
        public void V05_V06_V07_V08_V10_V29_D12_22_MutatedHandshakesFailCleanlyOrConnectByAVerifiedFinished()
        {
            _stages = s_options.SelectMany(StageBuilder.All).ToArray();
            FuzzRun.Run(nameof(LiveHandshakeFuzzTests), () => _subject!.Received, Case);

            // Had the harness no way to the end of a handshake, the cases would prove little.
            Assert.IsTrue(FuzzRun.IsSingleCase || _connected > 1000, "cases that connected: " + _connected);
            Assert.IsTrue(FuzzRun.IsSingleCase || _undisturbed > 1000, "cases that changed nothing: " + _undisturbed);
        }

        private void Case(SeededRandom random)
        {
            Stage stage = random.Pick(_stages);
            Subject subject = stage.Enter();
            _subject = subject;
            int next = stage.Next;
            bool wasKept = !EngineState.KeepsNothing(subject.Client);
            int opened = subject.Crypto.Opened;
            var progress = EngineState.Progress(subject.Client);
            for (int steps = 1 + random.Next(4); steps > 0; steps--)
            {
                subject.Now += random.Next(50);
                int kind = random.Next(12);
                if (kind == 0 && next < stage.Datagrams.Count)
                {
                    subject.Deliver(stage.Datagrams[next++]);
                }
                else if (kind == 1)
                {
                    subject.HandleTimeout();
                }
                else
                {
                    IReadOnlyList<FuzzRecord> start = random.OneIn(4) || stage.IsConnected
                        ? random.Pick(stage.Datagrams)
                        : stage.Datagrams[random.Next(stage.Next, stage.Datagrams.Count)];
                    subject.Deliver(DatagramMutator.Mutate(start, stage.Datagrams, subject.Keys, EngineState.ReceiveSequence(subject.Client), random));
                }
            }

            if (subject.State == DtlsState.Handshaking
                && !wasKept
                && opened == subject.Crypto.Opened
                && EngineState.KeepsNothing(subject.Client)
                && progress == EngineState.Progress(subject.Client))
            {
                // Nothing of it was taken: the true server must get through (RFC 6347 section 4.1.2.7).
                _undisturbed++;
                foreach (FuzzRecord[] datagram in stage.Rest)
                {
                    subject.Deliver(datagram);
                }

                Assert.AreEqual(DtlsState.Connected, subject.State, stage.Name + ": dropped input kept the server out, " + subject.Client.LastDropReason);
            }
            else if (subject.State == DtlsState.Handshaking && subject.Crypto.HasKeys && !EngineState.Handshake(subject.Client).ExpectsTicket)
            {
                // The end of the handshake as it now is, from a server that saw the same messages.
                ServerVoice.Finish(subject);
            }

            if (subject.State == DtlsState.Connected)
            {
                _connected++;
                subject.AssertTalks();
            }
        }
    }
}
