// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>Sessions that go on in another object: what is in the state, and what each side of it may do.</summary>
    [TestClass]
    public class ExportTests
    {
        public static IEnumerable<object[]> Backends => CryptoBackends.Names;

        [TestMethod]
        [DynamicData(nameof(Backends))]
        public void CID_06_SessionGoesOnWithoutAHandshake(string backend)
        {
            foreach (int own in new[] { 0, 8, 32 })
            {
                foreach (byte[]? peer in new[] { null, new byte[0], new byte[8], new byte[32] })
                {
                    using var s = new SessionScenario(backend, server => server.ConnectionId = peer, client => client.ConnectionId = new byte[own]);
                    byte[] state = s.Export();
                    for (int wake = 0; wake < 4; wake++)
                    {
                        DtlsConnection client = s.NewClient();
                        SessionScenario.Import(client, state);
                        Assert.AreEqual(DtlsState.Connected, client.State);
                        Assert.IsTrue(client.IsImported);
                        Assert.AreEqual(peer?.Length ?? 0, client.PeerConnectionIdLength);
                        VirtualLink link = s.Link(client);
                        s.Exchange(link);
                        s.Exchange(link);
                        Assert.HasCount(2, link.SentByClient, "a datagram a reading, and nothing else");
                        state = SessionScenario.Export(client);
                    }

                    Assert.AreEqual(1, s.Server.HandshakesCompleted);
                }
            }
        }

        [TestMethod]
        public void SizesAreWithinTheirLimits()
        {
            using var plain = new SessionScenario(nameof(SoftwareCrypto), server => server.KeepsSessions = false);
            Assert.HasCount(119, plain.Export(), "8-byte CID");
            using var resumable = new SessionScenario(nameof(SoftwareCrypto));
            Assert.HasCount(200, resumable.Export(), "the same, with what resumption by session ID needs");
            using var none = new SessionScenario(nameof(SoftwareCrypto), server =>
            {
                server.KeepsSessions = false;
                server.ConnectionId = null;
            });
            Assert.HasCount(111, none.Export());
            using var most = new SessionScenario(
                nameof(DotNetCrypto),
                server =>
                {
                    server.ConnectionId = new byte[32];
                    server.SupportedSuites = new List<int> { Wire.SuiteAes256Ccm };
                },
                client =>
                {
                    client.ConnectionId = new byte[32];
                    client.CipherSuites = new[] { DtlsCipherSuite.PskWithAes256Ccm };
                });
            Assert.HasCount(DtlsConnection.MaxSessionStateLength, most.Export());
        }

        [TestMethod]
        [DataRow(Wire.SuiteCcm8)]
        [DataRow(Wire.SuiteCcm)]
        [DataRow(Wire.SuiteAes256Ccm8)]
        [DataRow(Wire.SuiteAes256Ccm)]
        public void EverySuiteAndItsExtensionsAreRestored(int suite)
        {
            foreach (bool isExtended in new[] { true, false })
            {
                using var s = new SessionScenario(
                    nameof(DotNetCrypto),
                    server =>
                    {
                        server.SupportedSuites = new List<int> { suite };
                        server.ExtendedMasterSecret = isExtended;
                        server.AnswerReturnRoutabilityCheck = true;
                    },
                    client =>
                    {
                        client.CipherSuites = new[] { (DtlsCipherSuite)suite };
                        client.RequireExtendedMasterSecret = false;
                        client.OfferReturnRoutabilityCheck = true;
                    });
                byte[] state = s.Export();
                DtlsConnection client = s.NewClient();
                SessionScenario.Import(client, state);
                Assert.AreEqual((DtlsCipherSuite)suite, client.CipherSuite);
                Assert.AreEqual(isExtended, client.IsExtendedMasterSecret);
                VirtualLink link = s.Link(client);
                s.Exchange(link);
                link.DeliverToClient(s.Server.Build(Wire.ReturnRoutabilityCheck, 1, new byte[9]));
                s.Server.Receive(link.SentByClient[^1].Bytes);
                Assert.AreEqual(1, s.Server.RoutabilityMessages[^1][0], "RRC_02: still agreed on");
            }
        }

        [TestMethod]
        [DynamicData(nameof(Backends))]
        public void V03_D12_12_TheReplayWindowSurvives(string backend)
        {
            using var s = new SessionScenario(backend);
            VirtualLink link = s.Connect();
            var old = new List<byte[]>();
            for (int i = 0; i < 80; i++)
            {
                old.Add(s.Server.BuildData(new byte[] { (byte)i }));
                if (i % 3 != 1)
                {
                    Assert.AreEqual(1, link.DeliverToClient(old[i]));
                }
            }

            DtlsConnection client = s.NewClient();
            SessionScenario.Import(client, SessionScenario.Export(link.Client));
            link = s.Link(client);
            for (int i = 0; i < 80; i++)
            {
                // The window of 64 has its right end at the last one that was received.
                bool isFresh = i % 3 == 1 && i > 78 - 64;
                Assert.AreEqual(isFresh ? 1 : 0, link.DeliverToClient(old[i]), $"record {i}: {client.LastDropReason}");
            }

            s.Exchange(link);
        }

        [TestMethod]
        public void V18_TheForgeriesLeftSurvive()
        {
            using var s = new SessionScenario(nameof(SoftwareCrypto), null, client => client.ForgeryLimit = 5);
            VirtualLink link = s.Connect();
            Forge(3);
            DtlsConnection client = s.NewClient();
            SessionScenario.Import(client, SessionScenario.Export(link.Client));
            link = s.Link(client);
            Forge(2);
            Assert.AreEqual(DtlsState.Connected, client.State);
            Forge(1);
            Assert.AreEqual(DtlsStatus.ForgeryLimit, client.CloseReason);

            void Forge(int count)
            {
                for (int i = 0; i < count; i++)
                {
                    byte[] record = s.Server.BuildData(new byte[5]);
                    link.DeliverToClient(Wire.With(record, record.Length - 1, record[^1] ^ 1));
                }
            }
        }

        [TestMethod]
        [DynamicData(nameof(Backends))]
        public void IOT_04_AnImportedSessionIsResumedByItsId(string backend)
        {
            using var s = new SessionScenario(backend);
            byte[] state = s.Export();
            DtlsConnection client = s.NewClient();
            SessionScenario.Import(client, state);
            VirtualLink link = s.Link(client);
            link.Close();
            Assert.IsTrue(client.CanResume);
            link.Settle();
            Assert.IsTrue(link.Connect(), link.Describe());
            Assert.IsTrue(client.IsResumed);
            s.Exchange(link);

            // One that was imported without being used offers it as well.
            client = s.NewClient(options => options.EnableResumption = false);
            Assert.AreEqual(DtlsStatus.Ok, client.ImportSession(state, 0, state.Length), "not wanted, not kept");
            client.Close();
            Assert.IsFalse(client.CanResume);
        }

        [TestMethod]
        [DynamicData(nameof(Backends))]
        public void NothingIsAllocatedByExportImportAndReservation(string backend)
        {
            if (!CryptoBackends.Get(backend).AllocationFree)
            {
                return;
            }

            using var s = new SessionScenario(backend);
            VirtualLink link = s.Connect();
            var state = new byte[300];
            DtlsConnection client = link.Client;
            for (int i = 0; i < 3; i++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                int length = client.ReserveSequences(state, 0);
                client.ConfirmReservation();
                client.SetApplicationState(state, 0);
                length = client.ExportSession(state, 0);
                DtlsStatus status = client.ImportSession(state, 0, length);
                client.GetApplicationState(state, 200);
                client.Close();
                s.Store.Write(state, 0, length);
                status |= client.RestoreSession(s.Store);
                status |= client.SaveSession(s.Store);
                status |= client.RestoreSession(s.Store);
                status |= client.ReserveSession(s.Store);
                long after = GC.GetAllocatedBytesForCurrentThread();
                Assert.AreEqual(DtlsStatus.Ok, status);
                Assert.AreEqual(0, after - before, $"round {i}");
                s.Exchange(link);
            }
        }

        [TestMethod]
        public void V30_SecretsInAStateAreHiddenUnlessAskedFor()
        {
            using var s = new SessionScenario(nameof(SoftwareCrypto));
            byte[] hidden = s.Export();
            foreach (byte[] secret in new[] { s.Server.KeyBlock!, s.Server.Master! })
            {
                for (int i = 0; i + 4 <= secret.Length; i += 4)
                {
                    Assert.IsTrue(hidden.AsSpan().IndexOf(secret.AsSpan(i, 4)) < 0);
                }
            }

            VirtualLink link = s.Connect(options => options.EncryptState = false);
            byte[] plain = SessionScenario.Export(link.Client);
            Assert.IsTrue(plain.AsSpan().IndexOf(s.Server.KeyBlock) > 0);
            Assert.IsTrue(plain.AsSpan().IndexOf(s.Server.Master) > 0);

            // Each kind can be read by either setting.
            SessionScenario.Import(s.NewClient(), plain);
            SessionScenario.Import(s.NewClient(options => options.EncryptState = false), hidden);
        }

        [TestMethod]
        public void ApplicationBytesComeBackWithTheirAge()
        {
            using var s = new SessionScenario(nameof(SoftwareCrypto), null, client => client.SequenceReservation = 256);
            VirtualLink link = s.Connect();
            byte[] notes = Enumerable.Range(100, DtlsConnection.ApplicationStateLength).Select(i => (byte)i).ToArray();
            var read = new byte[DtlsConnection.ApplicationStateLength + 2];
            Assert.AreEqual(1, link.Client.GetApplicationState(read, 1), "the Finished");
            Assert.IsFalse(read.AsSpan().ContainsAnyExcept((byte)0));
            s.Exchange(link);
            link.Client.SetApplicationState(notes, 0);
            s.Exchange(link);
            s.Exchange(link);
            var reserved = new byte[300];
            int length = link.Client.ReserveSequences(reserved, 0);
            byte[] state = SessionScenario.Export(link.Client);

            DtlsConnection client = s.NewClient();
            SessionScenario.Import(client, state);
            Assert.AreEqual(2, client.GetApplicationState(read, 1));
            CollectionAssert.AreEqual(notes, read[1..^1]);

            // After a power failure the records in between are not known: the age says how many there can have been.
            client = s.NewClient();
            Assert.AreEqual(DtlsStatus.Ok, client.ImportSession(reserved, 0, length));
            Assert.AreEqual(512 - 2, client.GetApplicationState(read, 1));
        }

        [TestMethod]
        public void MisuseIsReportedByExceptions()
        {
            using var s = new SessionScenario(nameof(SoftwareCrypto));
            byte[] state = s.Export();
            DtlsConnection idle = s.NewClient();
            Assert.ThrowsExactly<InvalidOperationException>(() => idle.ExportSession(new byte[300], 0));
            Assert.ThrowsExactly<InvalidOperationException>(() => idle.ReserveSequences(new byte[300], 0));
            Assert.ThrowsExactly<InvalidOperationException>(() => idle.SetApplicationState(new byte[12], 0));
            Assert.ThrowsExactly<InvalidOperationException>(() => idle.GetApplicationState(new byte[12], 0));
            Assert.ThrowsExactly<ArgumentNullException>(() => idle.ImportSession(null!, 0, 0));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => idle.ImportSession(state, 1, state.Length));
            Assert.ThrowsExactly<ArgumentNullException>(() => idle.RestoreSession(null!));
            Assert.AreEqual(DtlsStatus.StateMissing, idle.ImportSession(state, 0, 0));

            VirtualLink link = s.Connect();
            Assert.ThrowsExactly<InvalidOperationException>(() => link.Client.ImportSession(state, 0, state.Length));
            Assert.ThrowsExactly<InvalidOperationException>(() => link.Client.RestoreSession(s.Store));
            Assert.ThrowsExactly<ArgumentNullException>(() => link.Client.SaveSession(null!));
            Assert.ThrowsExactly<ArgumentNullException>(() => link.Client.ReserveSession(null!));
            Assert.ThrowsExactly<ArgumentNullException>(() => link.Client.ExportSession(null!, 0));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => link.Client.ExportSession(new byte[3], 4));
            Assert.AreEqual(-(int)DtlsStatus.BufferTooSmall, link.Client.ExportSession(new byte[199], 0));
            Assert.AreEqual(DtlsState.Connected, link.Client.State);
            s.Exchange(link);

            var keyless = new DtlsConnection(Scenario.Options(nameof(SoftwareCrypto)));
            Assert.ThrowsExactly<InvalidOperationException>(() => keyless.ImportSession(state, 0, state.Length));
            VirtualLink other = s.Link(keyless);
            Assert.IsTrue(other.Connect());
            Assert.ThrowsExactly<InvalidOperationException>(() => keyless.ExportSession(new byte[300], 0));

            link.Client.Clear();
            Assert.ThrowsExactly<ObjectDisposedException>(() => link.Client.ImportSession(state, 0, state.Length));
        }

        [TestMethod]
        public void AnImportedSessionHasNoKeyingMaterialToExport()
        {
            using var s = new SessionScenario(nameof(SoftwareCrypto));
            byte[] state = s.Export();
            DtlsConnection client = s.NewClient();
            SessionScenario.Import(client, state);
            Assert.ThrowsExactly<InvalidOperationException>(() => client.ExportKeyingMaterial(new byte[] { 1 }, null, new byte[8], 0, 8));
        }
    }
}
