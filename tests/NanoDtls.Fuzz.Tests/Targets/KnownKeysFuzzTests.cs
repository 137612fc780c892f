// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Fuzz.Tests
{
    /// <summary>
    /// What a server with the keys may say on an open connection: any plaintext, sealed as it should be, against a model
    /// of what the client has to do about it.
    /// </summary>
    [TestClass]
    public sealed class KnownKeysFuzzTests
    {
        private const int MaxPayload = 512;

        private Stage[] _stages = Array.Empty<Stage>();
        private Subject? _subject;

        [TestMethod]
        [Timeout(3_600_000, CooperativeCancellation = false)]
        public void V14_V29_D12_05_T12_04_AuthenticPlaintextOfAnyKindDoesWhatTheRfcSaysAndNothingElse()
        {
            _stages = StageBuilder.All().Where(stage => stage.IsConnected).ToArray();
            FuzzRun.Run(nameof(KnownKeysFuzzTests), () => _subject!.Received, Case);
        }

        private void Case(SeededRandom random)
        {
            Subject subject = random.Pick(_stages).Enter();
            _subject = subject;
            var records = new List<FuzzRecord>();
            long sequence = EngineState.FreshSequence(subject.Client);
            int total = 0;
            for (int count = 1 + random.Next(4); count > 0; count--)
            {
                FuzzRecord record = Record(random, sequence++);
                total += record.Content.Length + 50;
                if (total < Subject.MaxDatagram)
                {
                    records.Add(record);
                }
            }

            var model = new OpenConnectionModel(subject.Client.IsResumed, MaxPayload);
            records.ForEach(model.Receive);
            model.Flush();
            ServerKeys keys = subject.Keys!;
            subject.Deliver(records);

            Assert.AreEqual(model.State, subject.State, "state, " + subject.Client.CloseReason);
            Assert.AreEqual(model.CloseReason, subject.Client.CloseReason);
            Assert.AreEqual(model.Data.Count, subject.Data.Count, "pieces of data");
            for (int i = 0; i < model.Data.Count; i++)
            {
                CollectionAssert.AreEqual(model.Data[i], subject.Data[i]);
            }

            Assert.AreEqual(string.Join(' ', model.Answers), string.Join(' ', subject.Sent.Select(datagram => Describe(datagram, keys))), "answers");
            if (subject.State == DtlsState.Connected)
            {
                subject.AssertTalks();
            }
        }

        // A flight's repetition begins with a ChangeCipherSpec; everything else is one alert.
        private static string Describe(byte[] datagram, ServerKeys keys)
        {
            if (datagram[0] == Wire.ChangeCipherSpec)
            {
                return OpenConnectionModel.LastFlight;
            }

            byte[]? content = keys.OpenClients(datagram);
            return datagram[0] + ":" + (content == null ? "unreadable" : Convert.ToHexString(content));
        }

        private static FuzzRecord Record(SeededRandom random, long sequence)
        {
            FuzzRecord record = FuzzRecord.Protected(Wire.ApplicationData, sequence, Array.Empty<byte>());
            record = random.Next(8) switch
            {
                0 or 1 => record with { Content = random.Bytes(random.OneIn(4) ? random.Next(MaxPayload - 4, MaxPayload + 4) : random.Next(64)) },
                2 => record with { Type = Wire.Alert, Content = new[] { (byte)random.Next(4), (byte)random.Next(120) } },
                3 => record with { Type = Wire.Alert, Content = random.Bytes(random.Next(5)) },
                4 => record with { Type = random.Next(256), Content = random.Bytes(random.Next(20)) },
                5 => record with { Type = Wire.Handshake, Content = HandshakeMutator.Mutate(Wire.HandshakeMessage(Wire.HelloRequest, 0, Array.Empty<byte>()), random) },
                6 => record with { Type = Wire.Handshake, Content = HandshakeMutator.Mutate(Wire.HandshakeMessage(Wire.Finished, 4, new byte[12]), random) },
                _ => record with { Type = Wire.Handshake, Content = Wire.HandshakeMessage(random.Next(24), random.Next(6), random.Bytes(random.Next(40))) },
            };
            return record.Content.Length > MaxPayload + 20 ? record with { Content = record.Content[..MaxPayload] } : record;
        }
    }
}
