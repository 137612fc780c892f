// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>Failed tags are counted, and end the connection at the limit (RFC 9147 section 4.5.3).</summary>
    [TestClass]
    public sealed class ForgeryTests
    {
        private const string Software = nameof(SoftwareCrypto);

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.NamesAndSuites), typeof(CryptoBackends))]
        public void V18_ConnectionEndsAtTheRecordBeyondTheLimit(string backend, int suite)
        {
            foreach (int limit in new[] { 1, 2, 10, 1000 })
            {
                using Scenario s = Scenario.At(
                    Stage.Connected,
                    backend,
                    server => server.SupportedSuites = new() { suite },
                    client => client.ForgeryLimit = limit);
                for (int i = 0; i < limit; i++)
                {
                    s.AssertDropped(Forged(i), DtlsDropReason.BadTag);
                }

                s.AssertTalks();
                int sent = s.SentCount;
                Assert.AreEqual(0, s.Inject(Forged(limit)));
                Assert.AreEqual((DtlsState.Closed, DtlsStatus.ForgeryLimit, DtlsAlert.BadRecordMac), (s.Client.State, s.Client.CloseReason, s.Client.LastAlert));
                Assert.AreEqual(sent + 1, s.SentCount);
                s.Server.Receive(s.LastSent);
                CollectionAssert.AreEqual(new[] { (Wire.Fatal, 20, 1) }, s.Server.Alerts, "protected");
                Assert.AreEqual(-(int)DtlsStatus.ForgeryLimit, s.Link.Write(new byte[1]));
                Assert.AreEqual(0, s.Inject(s.Server.BuildData(new byte[1])), "nothing is delivered any more");
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void V18_DefaultLimitOfShortTagsIs65536(string backend)
        {
            using Scenario s = Scenario.At(Stage.Connected, backend);
            byte[] forged = Forged(0);
            for (int i = 0; i < 65_536; i++)
            {
                Assert.AreEqual(0, s.Inject(forged));
            }

            Assert.AreEqual(DtlsState.Connected, s.Client.State);
            s.Inject(forged);
            Assert.AreEqual(DtlsStatus.ForgeryLimit, s.Client.CloseReason);
        }

        [TestMethod]
        public void V18_LongTagsHaveTheLargerLimit()
        {
            using Scenario s = Scenario.At(Stage.Connected, Software, server => server.SupportedSuites = new() { Wire.SuiteCcm });
            for (int i = 0; i < 70_000; i++)
            {
                s.Inject(Forged(0));
            }

            s.AssertTalks();
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void V18_ForgeriesDuringTheHandshakeCountAndEndIt(string backend)
        {
            foreach (Stage stage in new[] { Stage.FinishedSent, Stage.ChangeCipherSpecReceived })
            {
                using Scenario s = Scenario.At(stage, backend, null, client => client.ForgeryLimit = 5);
                for (int i = 0; i <= 5; i++)
                {
                    s.AssertHandshaking();
                    s.Inject(Forged(i));
                }

                Assert.AreEqual(DtlsStatus.ForgeryLimit, s.Client.CloseReason);
            }
        }

        [TestMethod]
        [DynamicData(nameof(CryptoBackends.Names), typeof(CryptoBackends))]
        public void V18_EveryConnectionHasItsOwnBudgetAndTheSessionOfAForgedOneIsGone(string backend)
        {
            using var s = new Scenario(backend, server => server.KeepsSessions = true, client => client.ForgeryLimit = 3);
            s.AssertConnects();
            for (int round = 0; round < 3; round++)
            {
                for (int i = 0; i < 3; i++)
                {
                    s.AssertDropped(Forged(i), DtlsDropReason.BadTag);
                }

                s.AssertReconnects(isResumed: true);
            }

            for (int i = 0; i < 4; i++)
            {
                s.Inject(Forged(i));
            }

            Assert.IsFalse(s.Client.CanResume);
            s.AssertReconnects(isResumed: false);
        }

        [TestMethod]
        public void V18_RecordsDroppedForAnotherReasonAreNotCounted()
        {
            using Scenario s = Scenario.At(Stage.Connected, Software, null, client => client.ForgeryLimit = 1);
            byte[] data = s.Server.BuildData(new byte[4]);
            Assert.AreEqual(1, s.Inject(data));
            for (int i = 0; i < 20; i++)
            {
                s.AssertDropped(data, DtlsDropReason.Replayed);
                s.AssertDropped(Wire.Record(Wire.ApplicationData, 0, 0, new byte[40]), DtlsDropReason.Epoch);
                s.AssertDropped(Wire.Record(Wire.ApplicationData, 2, 0, new byte[40]), DtlsDropReason.Epoch);
                s.AssertDropped(Wire.Record(Wire.ApplicationData, 1, 90, new byte[10]), DtlsDropReason.RecordTooShort);
                s.AssertDropped(Wire.Record(Wire.ApplicationData, 1, 91, new byte[700]), DtlsDropReason.RecordTooLong);
            }

            s.AssertTalks();
        }

        private static byte[] Forged(int i) => Wire.Record(Wire.ApplicationData, 1, 1000 + i, new byte[40]);
    }
}
