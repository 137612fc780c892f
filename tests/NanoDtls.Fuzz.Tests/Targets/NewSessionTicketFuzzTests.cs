// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Fuzz.Tests
{
    /// <summary>NewSessionTickets of any length, whole and in fragments, where one was announced.</summary>
    [TestClass]
    public sealed class NewSessionTicketFuzzTests
    {
        private const int MaxKept = 512;
        private const int MaxTicket = 1500;
        private const int HeaderLength = 6;

        private Stage[] _stages = Array.Empty<Stage>();
        private Subject? _subject;
        private int _kept;

        [TestMethod]
        [Timeout(3_600_000, CooperativeCancellation = false)]
        public void V05_V07_V29_TKT_02_TicketsOfAnyLengthAreHashedAndKeptOnlyWholeAndAfterTheFinished()
        {
            _stages = StageBuilder.All()
                .Where(stage => EngineState.Handshake(stage.Enter().Client) is { ExpectsTicket: true, State: ClientHandshake.WaitChangeCipherSpec })
                .Where(stage => EngineState.KeepsNothing(stage.Enter().Client))
                .ToArray();
            FuzzRun.Run(nameof(NewSessionTicketFuzzTests), () => _subject!.Received, Case);
            Assert.IsTrue(FuzzRun.IsSingleCase || _kept > 1000, "tickets kept: " + _kept);
        }

        private void Case(SeededRandom random)
        {
            Subject subject = random.Pick(_stages).Enter();
            _subject = subject;
            int length = random.Next(4) switch { 0 => random.Next(MaxTicket), 1 => random.Next(MaxKept - 3, MaxKept + 4), _ => random.Next(200) };
            byte[] body = new ByteWriter().Bytes(random.Bytes(4)).Vector16(random.Bytes(length)).ToArray();
            if (random.OneIn(2))
            {
                body = ByteMutator.Mutate(body, random, MaxTicket);
            }

            byte[] transcript = subject.Crypto.Transcript.ToArray();
            byte[] message = Wire.HandshakeMessage(Wire.NewSessionTicket, EngineState.ReceiveSequence(subject.Client), body);
            ServerVoice.Say(subject, Wire.NewSessionTicket, body, HeaderLength, random);
            if (body.Length < HeaderLength || ((body[4] << 8) | body[5]) != body.Length - HeaderLength)
            {
                ServerVoice.AssertDecodeError(subject);
                return;
            }

            Assert.IsFalse(EngineState.Handshake(subject.Client).ExpectsTicket, "a good ticket was refused: " + subject.Client.LastDropReason);
            Assert.IsTrue(subject.Crypto.Transcript.SequenceEqual(Wire.Concat(transcript, message)), "transcript");

            // RFC 5077 section 3.3: not valid before the server's Finished is.
            ClientHandshake session = EngineState.Handshake(subject.Client);
            Assert.AreEqual(0, session.TicketLength, "kept too early");
            Assert.IsTrue(ServerVoice.Finish(subject), "no end of the handshake");
            int ticketLength = body.Length - HeaderLength;
            Assert.AreEqual(ticketLength > MaxKept ? 0 : ticketLength, session.TicketLength, "bytes of the ticket");
            Assert.IsTrue(session.Ticket!.Bytes.AsSpan(0, session.TicketLength).SequenceEqual(body.AsSpan(HeaderLength, session.TicketLength)), "ticket");
            _kept += session.TicketLength == 0 ? 0 : 1;
            subject.AssertTalks();
        }
    }
}
