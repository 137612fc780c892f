// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Fuzz.Tests
{
    /// <summary>Datagrams of genuine and damaged records around the edges of the replay window, against a second receiver.</summary>
    [TestClass]
    public sealed class RecordFuzzTests
    {
        private const int MaxPayload = 512;
        private const long LastSequence = 0xFFFF_FFFF_FFFF;

        private Stage[] _stages = Array.Empty<Stage>();
        private Subject? _subject;
        private int _delivered;

        [TestMethod]
        [Timeout(3_600_000, CooperativeCancellation = false)]
        public void V03_V05_V06_V29_D12_08_D12_12_D12_13_RecordsAreDeliveredAsASecondReceiverDoes()
        {
            _stages = StageBuilder.All().Where(stage => stage.IsConnected).ToArray();
            FuzzRun.Run(nameof(RecordFuzzTests), () => _subject!.Received, Case);
            Assert.IsTrue(FuzzRun.IsSingleCase || _delivered > 1000, "pieces delivered: " + _delivered);
        }

        private void Case(SeededRandom random)
        {
            Subject subject = random.Pick(_stages).Enter();
            _subject = subject;
            var reference = new ReferenceReceiver(subject.Keys!, MaxPayload);

            // The Finished of the handshake had this number.
            reference.Numbers.Add(EngineState.Window(subject.Client).Highest);
            long middle = random.OneIn(8) ? LastSequence - 64 : random.Next(200);
            for (int count = 1 + random.Next(6); count > 0; count--)
            {
                byte[] datagram = Datagram(subject, middle, random);
                reference.Receive(datagram);
                subject.Deliver(datagram);
                Assert.AreEqual(reference.Data.Count, subject.Data.Count, "pieces of data, " + subject.Client.LastDropReason);
            }

            _delivered += subject.Data.Count;
            for (int i = 0; i < subject.Data.Count; i++)
            {
                CollectionAssert.AreEqual(reference.Data[i], subject.Data[i]);
            }

            Assert.AreEqual(DtlsState.Connected, subject.State);
            Assert.AreEqual(0, subject.Sent.Count, "answers");
        }

        private static byte[] Datagram(Subject subject, long middle, SeededRandom random)
        {
            var records = new List<FuzzRecord>();
            for (int count = 1 + random.Next(3); count > 0; count--)
            {
                int length = random.OneIn(6) ? random.Next(MaxPayload - 2, MaxPayload + 3) : random.Next(20);
                long sequence = Math.Clamp(middle + random.Next(-70, 71), 0, LastSequence);
                records.Add(FuzzRecord.Protected(Wire.ApplicationData, sequence, random.Bytes(length)));
            }

            byte[] datagram = FuzzRecord.Encode(records, subject.Keys);
            if (random.OneIn(2))
            {
                return datagram;
            }

            // Headers first of all: there every byte means something.
            if (random.OneIn(2))
            {
                datagram[random.Next(Wire.RecordHeaderLength + 8)] = (byte)random.Next(256);
                return datagram;
            }

            return ByteMutator.Mutate(datagram, random, Subject.MaxDatagram);
        }
    }
}
