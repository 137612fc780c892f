// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>Settings out of range, calls in the wrong state, arguments out of range.</summary>
    [TestClass]
    public sealed class MisuseTests
    {
        private const string Software = nameof(SoftwareCrypto);

        [TestMethod]
        public void OptionsOutOfRangeAreRefusedByTheExactException()
        {
            AssertRefused<ArgumentNullException>(options => options.PskIdentity = null!, nameof(DtlsClientOptions.PskIdentity));
            AssertRefused<ArgumentNullException>(options => options.PskKey = null!, nameof(DtlsClientOptions.PskKey));
            AssertRefused<ArgumentNullException>(options => options.CipherSuites = null!, nameof(DtlsClientOptions.CipherSuites));
            AssertRefused<ArgumentException>(options => options.CipherSuites = Array.Empty<DtlsCipherSuite>(), nameof(DtlsClientOptions.CipherSuites));
            AssertRefused<ArgumentException>(options => options.CipherSuites = new[] { (DtlsCipherSuite)0xC0A9 }, nameof(DtlsClientOptions.CipherSuites));
            AssertRefused<ArgumentException>(options => options.CipherSuites = new[] { (DtlsCipherSuite)0 }, nameof(DtlsClientOptions.CipherSuites));
            AssertRefused<ArgumentException>(
                options => options.CipherSuites = new[] { DtlsCipherSuite.PskWithAes128Ccm, DtlsCipherSuite.PskWithAes128Ccm },
                nameof(DtlsClientOptions.CipherSuites));
            foreach (int length in new[] { 0, 129, 65536 })
            {
                AssertRefused<ArgumentOutOfRangeException>(options => options.PskIdentity = new byte[length], nameof(DtlsClientOptions.PskIdentity));
            }

            foreach (int value in new[] { int.MinValue, -1, 0, 63, 16385, int.MaxValue })
            {
                AssertRefused<ArgumentOutOfRangeException>(options => options.MaxRecordPayload = value, nameof(DtlsClientOptions.MaxRecordPayload));
            }

            foreach (int value in new[] { int.MinValue, -1, 0 })
            {
                AssertRefused<ArgumentOutOfRangeException>(
                    options => options.HandshakeTimeoutMilliseconds = value, nameof(DtlsClientOptions.HandshakeTimeoutMilliseconds));
                if (value < 0)
                {
                    AssertRefused<ArgumentOutOfRangeException>(
                        options => options.InitialRetransmitMilliseconds = value, nameof(DtlsClientOptions.InitialRetransmitMilliseconds));
                }

                AssertRefused<ArgumentOutOfRangeException>(
                    options => options.MaxRetransmitMilliseconds = value, nameof(DtlsClientOptions.MaxRetransmitMilliseconds));
            }

            AssertRefused<ArgumentOutOfRangeException>(options =>
            {
                options.InitialRetransmitMilliseconds = 1000;
                options.MaxRetransmitMilliseconds = 999;
            }, nameof(DtlsClientOptions.MaxRetransmitMilliseconds));
            ArgumentNullException none = Assert.ThrowsExactly<ArgumentNullException>(() => new DtlsConnection(null!));
            Assert.AreEqual("options", none.ParamName);
        }

        [TestMethod]
        public void IOT_14_And_V22_ShortKeysNeedConsentAndLongOnesAreRefused()
        {
            foreach (int length in new[] { 1, 8, 15 })
            {
                AssertRefused<ArgumentOutOfRangeException>(options => options.PskKey = new byte[length], nameof(DtlsClientOptions.PskKey));
                DtlsClientOptions weak = Scenario.Options(Software);
                weak.PskKey = new byte[length];
                weak.AllowWeakPsk = true;
                Assert.AreEqual(DtlsState.Idle, new DtlsConnection(weak).State);
            }

            foreach (bool allowWeak in new[] { false, true })
            {
                foreach (int length in new[] { 0, 65, 66, 1000 })
                {
                    AssertRefused<ArgumentOutOfRangeException>(options =>
                    {
                        options.PskKey = new byte[length];
                        options.AllowWeakPsk = allowWeak;
                    }, nameof(DtlsClientOptions.PskKey));
                }
            }
        }

        [TestMethod]
        public void RefusedOptionsLeaveTheOptionsAndTheBackEndUnharmed()
        {
            DtlsClientOptions options = Scenario.Options(Software);
            byte[] key = (byte[])options.PskKey.Clone();
            options.MaxRecordPayload = 1;
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new DtlsConnection(options));
            CollectionAssert.AreEqual(key, options.PskKey);
            options.MaxRecordPayload = 512;
            var client = new DtlsConnection(options);
            using var server = new ScriptedServer();
            Assert.IsTrue(new VirtualLink(client, server).Connect());
        }

        [TestMethod]
        public void DefaultsAreTheDocumentedOnes()
        {
            var options = new DtlsClientOptions();
            CollectionAssert.AreEqual(new[] { DtlsCipherSuite.PskWithAes128Ccm8, DtlsCipherSuite.PskWithAes128Ccm }, options.CipherSuites);
            Assert.AreEqual(
                (512, 60000, 0, 60000, true, false),
                (options.MaxRecordPayload, options.HandshakeTimeoutMilliseconds, options.InitialRetransmitMilliseconds, options.MaxRetransmitMilliseconds, options.RequireExtendedMasterSecret, options.AllowWeakPsk));
            Assert.IsNull(options.Crypto);
            Assert.IsNull(options.PskKey);
            Assert.IsNull(options.PskIdentity);
        }

        [TestMethod]
        public void OptionsAreCopied()
        {
            DtlsClientOptions options = Scenario.Options(Software);
            byte[] identity = options.PskIdentity;
            var client = new DtlsConnection(options);
            Array.Clear(identity);
            Array.Clear(options.PskKey);
            options.CipherSuites[0] = 0;
            options.MaxRecordPayload = 0;
            options.HandshakeTimeoutMilliseconds = 0;
            using var server = new ScriptedServer();
            Assert.IsTrue(new VirtualLink(client, server).Connect());
        }

        [TestMethod]
        public void WithoutABackEndTheConnectionMakesItsOwn()
        {
            DtlsClientOptions options = Scenario.Options(Software);
            options.Crypto = null;
            var client = new DtlsConnection(options);
            using var server = new ScriptedServer();
            Assert.IsTrue(new VirtualLink(client, server).Connect());
        }

        [TestMethod]
        public void BackEndServesOneConnectionAtATime()
        {
            DtlsClientOptions options = Scenario.Options(Software);
            var first = new DtlsConnection(options);
            Assert.ThrowsExactly<InvalidOperationException>(() => new DtlsConnection(options));
            first.Clear();
            var second = new DtlsConnection(options);
            using var server = new ScriptedServer();
            Assert.IsTrue(new VirtualLink(second, server).Connect(), "a cleared connection sets its back end free");
        }

        [TestMethod]
        public void StartWhileHandshakingOrConnectedIsMisuseAndChangesNothing()
        {
            foreach (Stage stage in Scenario.Stages)
            {
                using Scenario s = Scenario.At(stage, Software);
                long deadline = s.Client.NextDeadline;
                Assert.ThrowsExactly<InvalidOperationException>(() => s.Client.Start(s.Link.Now));
                Assert.AreEqual(deadline, s.Client.NextDeadline);
                Assert.AreEqual(0, s.Client.GetDatagram());
                s.Finish();
                s.AssertTalks();
            }
        }

        [TestMethod]
        public void WriteBeforeTheConnectionOrAfterOwnCloseIsMisuse()
        {
            using var idle = new Scenario(Software);
            Assert.ThrowsExactly<InvalidOperationException>(() => idle.Client.Write(new byte[1], 0, 1));
            foreach (Stage stage in Scenario.HandshakeStages)
            {
                using Scenario s = Scenario.At(stage, Software);
                Assert.ThrowsExactly<InvalidOperationException>(() => s.Client.Write(new byte[1], 0, 1));
                s.Finish();
                s.AssertTalks();
                s.Link.Close();
                Assert.ThrowsExactly<InvalidOperationException>(() => s.Client.Write(new byte[1], 0, 1));
            }
        }

        [TestMethod]
        public void RangesOutsideOfTheArrayAreRefusedInEveryState()
        {
            using var idle = new Scenario(Software);
            using Scenario connected = Scenario.At(Stage.Connected, Software);
            foreach (Scenario s in new[] { idle, connected })
            {
                DtlsConnection client = s.Client;
                Assert.ThrowsExactly<ArgumentNullException>(() => client.Write(null!, 0, 0));
                Assert.ThrowsExactly<ArgumentNullException>(() => client.ProcessDatagram(null!, 0, 0, 0));
                foreach ((int offset, int count) in new[]
                {
                    (-1, 1), (0, -1), (0, 11), (10, 1), (11, 0), (5, 6), (int.MaxValue, 1), (1, int.MaxValue), (int.MinValue, int.MinValue), (int.MaxValue, int.MaxValue),
                })
                {
                    Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => client.Write(new byte[10], offset, count), offset + ", " + count);
                    Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => client.ProcessDatagram(new byte[10], offset, count, 0), offset + ", " + count);
                }
            }

            connected.AssertTalks();
        }

        [TestMethod]
        public void EmptyRangeAtTheEndOfAnArrayIsARange()
        {
            using Scenario s = Scenario.At(Stage.Connected, Software);
            Assert.AreEqual(29, s.Client.Write(new byte[10], 10, 0));
            Assert.AreEqual(29, s.Client.Write(Array.Empty<byte>(), 0, 0));
            Assert.AreEqual(0, s.Client.ProcessDatagram(new byte[10], 10, 0, 0));
        }

        [TestMethod]
        public void CallsOnAnIdleConnectionAreHarmless()
        {
            using var s = new Scenario(Software);
            s.Client.Close();
            Assert.AreEqual(DtlsState.Idle, s.Client.State, "nothing was open");
            Assert.AreEqual(0, s.Client.GetDatagram());
            Assert.AreEqual(0, s.Client.ProcessNext(0));
            s.Client.HandleTimeout(long.MaxValue);
            s.AssertDropped(Wire.Record(Wire.Handshake, 0, 0, new byte[20]), DtlsDropReason.NotConnected);
            s.AssertConnects();
        }

        [TestMethod]
        public void AfterClearTheConnectionCannotBeUsedAgain()
        {
            foreach (Stage stage in Scenario.Stages)
            {
                using Scenario s = Scenario.At(stage, Software);
                s.Client.Clear();
                Assert.AreEqual(DtlsState.Closed, s.Client.State);
                Assert.AreEqual(0, s.Client.GetDatagram(), "without a word");
                Assert.ThrowsExactly<ObjectDisposedException>(() => s.Client.Start(0));
                Assert.ThrowsExactly<InvalidOperationException>(() => s.Client.Write(new byte[1], 0, 1));
                s.Client.Clear();
                s.Client.Close();
                s.Client.HandleTimeout(long.MaxValue);
                s.AssertDropped(Wire.Record(Wire.ApplicationData, 1, 0, new byte[40]), DtlsDropReason.NotConnected);
            }
        }

        [TestMethod]
        public void CloseReasonIsOkWhileTheConnectionLives()
        {
            foreach (Stage stage in Scenario.Stages)
            {
                using Scenario s = Scenario.At(stage, Software);
                Assert.AreEqual(DtlsStatus.Ok, s.Client.CloseReason);
            }
        }

        [TestMethod]
        public void MaxDatagramTakesTheLongestRecord()
        {
            foreach (int payload in new[] { 64, 512, 16384 })
            {
                using Scenario s = Scenario.At(
                    Stage.Connected, Software, server => server.SupportedSuites = new() { Wire.SuiteCcm }, client => client.MaxRecordPayload = payload);
                Assert.IsTrue(s.Client.MaxDatagram >= payload + 37);
            }
        }

        private static void AssertRefused<TException>(Action<DtlsClientOptions> configure, string parameter)
            where TException : ArgumentException
        {
            DtlsClientOptions options = Scenario.Options(Software);
            configure(options);
            TException exception = Assert.ThrowsExactly<TException>(() => new DtlsConnection(options));
            Assert.AreEqual(parameter, exception.ParamName);
        }
    }
}
