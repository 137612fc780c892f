// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Fuzz.Tests
{
    /// <summary>Alerts of every kind, in plaintext and protected, at every stage, against a table of what each may do.</summary>
    [TestClass]
    public sealed class AlertFuzzTests
    {
        private IReadOnlyList<Stage> _stages = Array.Empty<Stage>();
        private Subject? _subject;

        [TestMethod]
        [Timeout(3_600_000, CooperativeCancellation = false)]
        public void V05_V25_V29_D12_28_AlertsCountOnlyInTheirEpochAndWellFormed()
        {
            _stages = StageBuilder.All();
            FuzzRun.Run(nameof(AlertFuzzTests), () => _subject!.Received, Case);
        }

        private void Case(SeededRandom random)
        {
            Subject subject = random.Pick(_stages).Enter();
            _subject = subject;
            DtlsConnection client = subject.Client;
            int state = EngineState.Handshake(client).State;
            byte[] content = random.OneIn(3) ? random.Bytes(random.Next(5)) : new[] { (byte)random.Next(4), (byte)random.Next(121) };
            bool isProtected = random.OneIn(2) && subject.Crypto.HasKeys;
            int version = random.OneIn(3) ? Wire.Dtls10 : Wire.Dtls12;
            FuzzRecord record = isProtected
                ? FuzzRecord.Protected(Wire.Alert, EngineState.FreshSequence(client), content)
                : FuzzRecord.Plain(Wire.Alert, content);
            subject.Deliver(record with { Version = version });

            // RFC 6347 section 4.1: DTLS 1.0 only before a version was agreed on. RFC 6347 section 4.2.8 and RFC 5246
            // section 7.2: what the epoch does not fit, or is no alert, is dropped.
            bool isDue = isProtected || state < ClientHandshake.WaitFinished;
            bool isVersion = version == Wire.Dtls12 || (!isProtected && state == ClientHandshake.WaitServerHello);
            bool isBelieved = isDue && isVersion && content is [Wire.Warning or Wire.Fatal, _];
            bool isClose = isBelieved && content[1] == 0;
            bool isFatal = isBelieved && !isClose && content[0] == Wire.Fatal;
            bool wasConnected = state == ClientHandshake.Connected;
            DtlsStatus reason = DtlsStatus.Ok;
            if (isClose)
            {
                reason = DtlsStatus.Closed;
            }
            else if (isFatal)
            {
                // RFC 4279 section 2: an answer to the client's Finished.
                bool isAnswer = state is ClientHandshake.WaitChangeCipherSpec or ClientHandshake.WaitFinished;
                reason = isAnswer && (content[1] is 20 or 51 or 115) ? DtlsStatus.CredentialsRejected : DtlsStatus.PeerAlert;
                Assert.IsFalse(client.CanResume, "a session outlived a fatal alert");
            }

            DtlsState going = wasConnected ? DtlsState.Connected : DtlsState.Handshaking;
            Assert.AreEqual(isClose || isFatal ? DtlsState.Closed : going, client.State);
            Assert.AreEqual(reason, client.CloseReason);
            Assert.AreEqual(isBelieved ? (DtlsAlert)content[1] : DtlsAlert.None, client.LastAlert);
            Assert.AreEqual(isClose && wasConnected ? 1 : 0, subject.Sent.Count, "answers");
        }
    }
}
