// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text;
using NanoDtls.Testing;

namespace NanoDtls.Fuzz.Tests
{
    /// <summary>psk_identity_hints of any length, whole and in fragments, to a client with several identities.</summary>
    [TestClass]
    public sealed class ServerKeyExchangeFuzzTests
    {
        private const int MaxHint = 1500;

        private static readonly byte[][] s_hints =
        {
            Array.Empty<byte>(), Encoding.ASCII.GetBytes("hint"), Encoding.ASCII.GetBytes("hint2"), Enumerable.Range(0, 128).Select(i => (byte)i).ToArray(),
        };

        private static readonly byte[][] s_identities = s_hints.Select((_, i) => Encoding.ASCII.GetBytes("identity " + i)).ToArray();

        private Stage[] _stages = Array.Empty<Stage>();
        private Subject? _subject;
        private int _accepted;

        [TestMethod]
        [Timeout(3_600_000, CooperativeCancellation = false)]
        public void V05_V08_V29_PSK_02_D12_21_HintsOfAnyLengthAreHashedAsOneMessageAndChooseTheIdentity()
        {
            PskEntry[] entries = s_hints.Select((hint, i) => new PskEntry(hint, s_identities[i], new byte[16], false)).ToArray();
            _stages = StageBuilder.All(options =>
                {
                    options.PskIdentity = null;
                    options.PskKey = null;
                    options.PskStore = new PskStore(entries);
                })
                .Where(stage => EngineState.Handshake(stage.Enter().Client).State == ClientHandshake.WaitServerKeyExchange)
                .Where(stage => EngineState.KeepsNothing(stage.Enter().Client))
                .ToArray();
            FuzzRun.Run(nameof(ServerKeyExchangeFuzzTests), () => _subject!.Received, Case);
            Assert.IsTrue(FuzzRun.IsSingleCase || _accepted > 1000, "cases accepted: " + _accepted);
        }

        private void Case(SeededRandom random)
        {
            Subject subject = random.Pick(_stages).Enter();
            _subject = subject;
            byte[] hint = random.OneIn(3) ? random.Pick(s_hints) : random.Bytes(random.OneIn(3) ? random.Next(MaxHint) : random.Next(200));
            byte[] body = ServerMessages.ServerKeyExchange(hint);
            if (random.OneIn(2))
            {
                body = ByteMutator.Mutate(body, random, MaxHint);
            }

            byte[] transcript = subject.Crypto.Transcript.ToArray();
            byte[] message = Wire.HandshakeMessage(Wire.ServerKeyExchange, EngineState.ReceiveSequence(subject.Client), body);
            ServerVoice.Say(subject, Wire.ServerKeyExchange, body, 2, random);
            if (body.Length < 2 || ((body[0] << 8) | body[1]) != body.Length - 2)
            {
                ServerVoice.AssertDecodeError(subject);
                return;
            }

            _accepted++;
            int state = EngineState.Handshake(subject.Client).State;
            Assert.AreEqual(ClientHandshake.WaitServerHelloDone, state, "a good ServerKeyExchange was refused: " + subject.Client.LastDropReason);

            // RFC 6347 section 4.2.6: hashed as if it had come in one fragment.
            Assert.IsTrue(subject.Crypto.Transcript.SequenceEqual(Wire.Concat(transcript, message)), "transcript");
            subject.Deliver(ServerVoice.Message(subject, Wire.ServerHelloDone, Array.Empty<byte>()));
            byte[] identity = new ByteReader(ServerVoice.ReadMessage(subject.Sent, Wire.ClientKeyExchange)).Vector16();
            int entry = Math.Max(0, Array.FindIndex(s_hints, known => known.AsSpan().SequenceEqual(body.AsSpan(2))));
            CollectionAssert.AreEqual(s_identities[entry], identity, "identity for a hint of " + (body.Length - 2) + " bytes");
            if (!EngineState.Handshake(subject.Client).ExpectsTicket)
            {
                Assert.IsTrue(ServerVoice.Finish(subject), "no end of the handshake");
                subject.AssertTalks();
            }
        }
    }
}
