// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>Fragmented handshake messages (RFC 6347 section 4.2.3) and what hostile fragments may not do.</summary>
    [TestClass]
    public sealed class FragmentationTests
    {
        private const string Software = nameof(SoftwareCrypto);

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void D12_21_And_D12_22_EveryFragmentSizeConnects(string backend)
        {
            for (int size = 1; size <= 60; size++)
            {
                foreach (bool oneDatagram in new[] { true, false })
                {
                    using var s = new Scenario(backend, server =>
                    {
                        server.Hint = new byte[] { 5, 6, 7, 8 };

                        // One datagram of very small fragments would not fit a receive buffer.
                        server.Layout = (_, items) => Layouts.Fragmented(items, size, oneDatagram && size >= 8);
                    });
                    s.AssertConnects();
                    Assert.AreEqual(0, s.Link.DeadlinesHandled.Count, "size " + size + Environment.NewLine + s.Link.Describe());
                }
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void D12_22_EveryCutInTwoInBothOrdersConnects(string backend)
        {
            for (int at = 1; at <= 60; at++)
            {
                foreach (bool swap in new[] { false, true })
                {
                    using var s = new Scenario(backend, server =>
                    {
                        server.Hint = new byte[] { 5, 6, 7, 8 };
                        server.SessionId = new byte[] { 1, 2, 3 };
                        server.Layout = (_, items) => Layouts.CutInTwo(items, at, swap);
                    });
                    s.AssertConnects();
                    Assert.AreEqual(0, s.Link.DeadlinesHandled.Count, "cut at " + at + Environment.NewLine + s.Link.Describe());
                }
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void D12_22_RandomSplitsWithOverlapsConnect(string backend)
        {
            for (int seed = 0; seed < 300; seed++)
            {
                var random = new Random(seed);
                using var s = new Scenario(backend, server =>
                {
                    server.Hint = new byte[random.Next(40)];
                    server.Layout = (_, items) => Layouts.RandomOverlaps(items, random);
                });
                s.Link.Connect();
                Assert.AreEqual(DtlsState.Connected, s.Client.State, "seed " + seed + Environment.NewLine + s.Link.Describe());
                Assert.AreEqual(0, s.Link.DeadlinesHandled.Count, "seed " + seed + Environment.NewLine + s.Link.Describe());
                s.AssertTalks();
            }
        }

        [TestMethod]
        public void D12_22_DifferentSplitsInRetransmissionsAreMerged()
        {
            for (int seed = 0; seed < 100; seed++)
            {
                var random = new Random(seed);
                using var s = new Scenario(Software, server =>
                {
                    server.Hint = new byte[20];
                    server.Layout = (_, items) => Layouts.RandomOverlaps(items, random);
                }, client => client.HandshakeTimeoutMilliseconds = 900_000, Faults.Random(new Random(seed + 1000), 20, 20, 30));
                s.Link.Connect(900_000);
                Assert.AreEqual(DtlsState.Connected, s.Client.State, "seed " + seed + Environment.NewLine + s.Link.Describe());
                s.AssertTalks();
            }
        }

        [TestMethod]
        [DataRow("type")]
        [DataRow("length")]
        public void V08_And_D12_22_FragmentOfAnotherTypeOrLengthDoesNotBlockTheTrueMessage(string what)
        {
            using Scenario s = Scenario.At(Stage.CookieSent, Software);
            byte[] hello = s.TakePending();
            WireFragment message = WireFragment.Parse(WireRecord.Parse(hello)[0].Fragment)[0];
            byte[] poison = what == "type"
                ? Wire.HandshakeFragment(Wire.Certificate, message.Total, message.MessageSequence, 0, message.Part[..10])
                : Wire.HandshakeFragment(message.HandshakeType, message.Total + 5, message.MessageSequence, 0, message.Part[..10]);
            s.Inject(s.Server.Build(Wire.Handshake, 0, poison));
            s.AssertHandshaking();

            // The true message, in two fragments that must not be mixed with the poison.
            s.Inject(Part(s, message, 0, 15));
            s.Inject(Part(s, message, 15, message.Total - 15));
            s.Finish();
            s.AssertTalks();
        }

        [TestMethod]
        public void V08_FragmentsWithForgedBytesAreRepairedByRetransmissionOrEndTheHandshake()
        {
            // Bytes of a plaintext fragment cannot be authenticated at once: the Finished does that.
            using Scenario s = Scenario.At(Stage.CookieSent, Software);
            byte[] hello = s.TakePending();
            WireFragment message = WireFragment.Parse(WireRecord.Parse(hello)[0].Fragment)[0];
            byte[] forged = Wire.With(message.Part, 5, message.Part[5] ^ 1)[..10];
            s.Inject(s.Server.Build(Wire.Handshake, 0, Wire.HandshakeFragment(message.HandshakeType, message.Total, message.MessageSequence, 0, forged)));
            s.Inject(Part(s, message, 10, message.Total - 10));
            s.Finish();
            Assert.AreNotEqual(DtlsState.Connected, s.Client.State, "the forged byte is in the server random: the keys differ");
        }

        [TestMethod]
        public void V06_ZeroLengthFragmentsAreDroppedAndDoNoHarm()
        {
            using Scenario s = Scenario.At(Stage.CookieSent, Software);
            byte[] hello = s.TakePending();
            WireFragment message = WireFragment.Parse(WireRecord.Parse(hello)[0].Fragment)[0];
            for (int offset = 0; offset <= message.Total; offset++)
            {
                byte[] empty = Wire.HandshakeFragment(message.HandshakeType, message.Total, message.MessageSequence, offset, Array.Empty<byte>());
                s.AssertDropped(s.Server.Build(Wire.Handshake, 0, empty), DtlsDropReason.BadFragment);
            }

            // Many in one record cost as many drops and end.
            byte[] zero = Wire.HandshakeFragment(message.HandshakeType, message.Total, message.MessageSequence, 0, Array.Empty<byte>());
            s.AssertDropped(s.Server.Build(Wire.Handshake, 0, Wire.Concat(Enumerable.Repeat(zero, 40).ToArray())), DtlsDropReason.BadFragment, 40);
            s.Inject(hello);
            s.Finish();
            s.AssertTalks();
        }

        [TestMethod]
        public void V05_FragmentLengthsThatContradictTheRecordAreDropped()
        {
            using Scenario s = Scenario.At(Stage.CookieSent, Software);
            byte[] hello = s.TakePending();
            WireFragment m = WireFragment.Parse(WireRecord.Parse(hello)[0].Fragment)[0];
            byte[][] bad =
            {
                Wire.HandshakeFragment(m.HandshakeType, m.Total, m.MessageSequence, 0, m.Part, m.Total + 1),
                Wire.HandshakeFragment(m.HandshakeType, m.Total, m.MessageSequence, 0, m.Part, 0xFFFFFF),
                Wire.HandshakeFragment(m.HandshakeType, m.Total - 1, m.MessageSequence, 0, m.Part),
                Wire.HandshakeFragment(m.HandshakeType, m.Total, m.MessageSequence, 1, m.Part),
                Wire.HandshakeFragment(m.HandshakeType, m.Total, m.MessageSequence, 0xFFFFFF, m.Part),
                Wire.HandshakeFragment(m.HandshakeType, 0, m.MessageSequence, 0, m.Part),
                Wire.HandshakeMessage(m.HandshakeType, m.MessageSequence, m.Part)[..11],

                // Lengths that agree with each other, but not with the record: an over-read.
                Wire.HandshakeFragment(m.HandshakeType, m.Total + 1, m.MessageSequence, 0, m.Part, m.Total + 1),
                Wire.HandshakeFragment(m.HandshakeType, m.Total + 4, m.MessageSequence, 0, m.Part, m.Total + 4),
                Wire.HandshakeFragment(m.HandshakeType, m.Total, m.MessageSequence, 0, m.Part[..^1], m.Total),
                Wire.HandshakeFragment(m.HandshakeType, m.Total, m.MessageSequence, 0, m.Part[..10], 11),
            };
            foreach (byte[] fragment in bad)
            {
                s.AssertDropped(s.Server.Build(Wire.Handshake, 0, fragment), DtlsDropReason.BadFragment);
            }

            s.Inject(hello);
            s.Finish();
            s.AssertTalks();
        }

        [TestMethod]
        public void V07_FloodOfFutureFragmentsTakesNoMemoryAndTheHandshakeStillEnds()
        {
            using Scenario warm = Scenario.At(Stage.CookieSent, Software);
            Flood(warm, 10);
            using Scenario s = Scenario.At(Stage.CookieSent, Software);
            long reachable = ReachableArrays.TotalLength(s.Client);
            long before = s.Link.EngineAllocatedBytes;
            Flood(s, 20_000);
            Assert.AreEqual(before, s.Link.EngineAllocatedBytes, "bytes allocated");
            Assert.AreEqual(reachable, ReachableArrays.TotalLength(s.Client), "array bytes held");
            s.AssertHandshaking();
            s.Link.ServerAttached = true;
            s.Link.RunUntil(() => s.Client.State == DtlsState.Connected && s.Server.IsConnected);
            s.AssertTalks();
        }

        [TestMethod]
        public void V07_ForgedFragmentsThatFillTheRoomDoNotKeepTheTrueOnesOut()
        {
            for (int total = 40; total <= 400; total += 3)
            {
                using Scenario s = Scenario.At(Stage.CookieSent, Software);
                byte[] hello = s.TakePending();
                WireFragment message = WireFragment.Parse(WireRecord.Parse(hello)[0].Fragment)[0];
                for (int sequence = message.MessageSequence + 1; sequence <= message.MessageSequence + 4; sequence++)
                {
                    // Some of these sizes leave less room than the true message needs.
                    s.Inject(s.Server.Build(Wire.Handshake, 0, Wire.HandshakeFragment(Wire.Certificate, total, sequence, 0, new byte[1])));
                }

                s.AssertHandshaking();
                s.Inject(Part(s, message, 0, 15));
                s.Inject(Part(s, message, 15, message.Total - 15));
                s.Finish();
                Assert.AreEqual(DtlsState.Connected, s.Client.State, "total " + total + Environment.NewLine + s.Link.Describe());
                s.AssertTalks();
            }
        }

        [TestMethod]
        public void V07_GiantMessagesAreNotKept()
        {
            using Scenario s = Scenario.At(Stage.CookieSent, Software);
            foreach (int total in new[] { 600, 5000, 65535, 0xFFFFFF })
            {
                byte[] fragment = Wire.HandshakeFragment(Wire.ServerHello, total, 1, 0, new byte[50]);
                s.AssertDropped(s.Server.Build(Wire.Handshake, 0, fragment), DtlsDropReason.NoRoom);
            }

            s.Finish();
            s.AssertTalks();
        }

        private static void Flood(Scenario s, int count)
        {
            const int Seed = 77;
            var random = new Random(Seed);
            for (int i = 0; i < count; i++)
            {
                int total = random.Next(1, 400);
                int offset = random.Next(total);
                byte[] part = new byte[random.Next(1, total - offset + 1)];
                byte[] fragment = Wire.HandshakeFragment(random.Next(1, 25), total, random.Next(2, 30), offset, part);
                s.Inject(Wire.Record(Wire.Handshake, 0, 100 + i, fragment));
            }
        }

        private static byte[] Part(Scenario s, WireFragment message, int offset, int count)
        {
            byte[] fragment = Wire.HandshakeFragment(
                message.HandshakeType, message.Total, message.MessageSequence, offset, message.Part[offset..(offset + count)]);
            return s.Server.Build(Wire.Handshake, 0, fragment);
        }
    }
}
