// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Fuzz.Tests
{
    /// <summary>What targets say in the server's name, in its turn, and what they read of the client's messages.</summary>
    internal static class ServerVoice
    {
        /// <summary>The next handshake message, whole.</summary>
        public static FuzzRecord Message(Subject subject, int type, byte[] body)
        {
            return FuzzRecord.Plain(Wire.Handshake, Wire.HandshakeMessage(type, EngineState.ReceiveSequence(subject.Client), body));
        }

        /// <summary>
        /// Delivers the next handshake message whole or cut, in order, pieces sometimes twice or overlapping. No piece is
        /// shorter than <paramref name="minimum"/>, except for the last.
        /// </summary>
        public static void Say(Subject subject, int type, byte[] body, int minimum, SeededRandom random)
        {
            byte[] message = Wire.HandshakeMessage(type, EngineState.ReceiveSequence(subject.Client), body);
            bool isCut = body.Length > 500 || (body.Length > minimum && random.OneIn(2));
            if (!isCut)
            {
                subject.Deliver(FuzzRecord.Plain(Wire.Handshake, message));
                return;
            }

            int step = minimum + random.Next(random.OneIn(3) ? 20 : 400);
            for (int from = 0; from < body.Length; from += step)
            {
                int to = Math.Min(body.Length, from + step);
                byte[] piece = HandshakeMutator.Fragment(message, Math.Max(0, from - random.Next(5)), to);
                for (int times = random.OneIn(8) ? 2 : 1; times > 0; times--)
                {
                    subject.Deliver(FuzzRecord.Plain(Wire.Handshake, piece));
                }
            }
        }

        /// <summary>ChangeCipherSpec, and the Finished that fits to all that was said; true when the client connected.</summary>
        public static bool Finish(Subject subject)
        {
            subject.Deliver(FuzzRecord.Plain(Wire.ChangeCipherSpec, new byte[] { 1 }));
            if (EngineState.Handshake(subject.Client).State != ClientHandshake.WaitFinished)
            {
                return false;
            }

            byte[] verifyData = FinishedOracle.Expected(subject.Crypto);
            byte[] finished = Wire.HandshakeMessage(Wire.Finished, EngineState.ReceiveSequence(subject.Client), verifyData);
            subject.Deliver(FuzzRecord.Protected(Wire.Handshake, EngineState.FreshSequence(subject.Client), finished));
            Assert.AreEqual(DtlsState.Connected, subject.State, "the server's Finished was refused: " + subject.Client.LastDropReason);
            return true;
        }

        /// <summary>The body of the client's message in some datagrams, put together from its fragments.</summary>
        public static byte[] ReadMessage(IEnumerable<byte[]> datagrams, int type)
        {
            byte[]? body = null;
            foreach (WireFragment fragment in datagrams.SelectMany(WireRecord.Parse)
                .Where(record => record.Type == Wire.Handshake && record.Epoch == 0)
                .SelectMany(record => WireFragment.Parse(record.Fragment))
                .Where(fragment => fragment.HandshakeType == type))
            {
                body ??= new byte[fragment.Total];
                fragment.Part.CopyTo(body, fragment.Offset);
            }

            Assert.IsNotNull(body, "the client sent no " + Wire.NameOf(type));
            return body;
        }

        /// <summary>The handshake ended with decode_error, said once.</summary>
        public static void AssertDecodeError(Subject subject)
        {
            Assert.AreEqual(DtlsState.Closed, subject.State, "a malformed message was taken, " + subject.Client.LastDropReason);
            Assert.AreEqual(DtlsStatus.ProtocolError, subject.Client.CloseReason);
            Assert.AreEqual(DtlsAlert.DecodeError, subject.Client.LastAlert);
            Assert.AreEqual(1, subject.Sent.Count(datagram => datagram[0] == Wire.Alert), "alerts sent");
        }
    }
}
