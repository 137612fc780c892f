// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>The automaton is the table in docs/handshake.md: every state, every input, legal or not.</summary>
    [TestClass]
    public sealed class StateTableTests
    {
        private static readonly string[] s_states =
        {
            "Idle", "WaitServerHello", "WaitServerKeyExchange", "WaitServerHelloDone", "WaitChangeCipherSpec", "WaitChangeCipherSpec, ticket due",
            "WaitFinished", "WaitFinished, ticket due", "Connected", "Connected, resumed", "Closed",
        };

        public static IEnumerable<object[]> BackendsAndStates =>
            CryptoBackends.All.SelectMany(backend => s_states, (backend, state) => new object[] { backend.Name, state });

        [TestMethod]
        public void TableHasEveryStateAndEveryInputOnce()
        {
            CollectionAssert.AreEquivalent(s_states, StateTable.States.ToArray());
            CollectionAssert.AreEquivalent(StateProbe.AllInputs.ToArray(), StateTable.Inputs.ToArray());
            Assert.AreEqual(s_states.Length * StateProbe.AllInputs.Count(), StateTable.Cells.Count);
            Assert.AreEqual(StateTable.Cells.Count, StateTable.Cells.Select(cell => (cell.State, cell.Input)).Distinct().Count());
        }

        [TestMethod]
        [DynamicData(nameof(BackendsAndStates))]
        public void T12_06_And_V10_And_V11_And_V13_And_V14_And_IOT_03_EveryInputDoesWhatTheTableSays(string backend, string state)
        {
            var wrong = new List<string>();
            foreach ((_, string input, string expected) in StateTable.Cells.Where(cell => cell.State == state))
            {
                foreach ((string way, Func<string, StateProbe> make) in StateProbe.WaysInto(state))
                {
                    using StateProbe probe = make(backend);
                    Assert.AreEqual(state, probe.StateName, way);
                    string outcome = probe.Give(probe.Build(input));
                    if (outcome != expected)
                    {
                        wrong.Add(input + " (" + way + "): " + outcome + ", not " + expected);
                    }
                    else
                    {
                        CheckAfterwards(probe, state, way, input, outcome);
                    }
                }
            }

            Assert.AreEqual(0, wrong.Count, state + Environment.NewLine + string.Join(Environment.NewLine, wrong));
        }

        [TestMethod]
        public void V10_TableItselfConnectsByAFinishedOnly()
        {
            foreach ((string state, string input, string outcome) in StateTable.Cells)
            {
                if (outcome.StartsWith("to Connected", StringComparison.Ordinal))
                {
                    Assert.AreEqual(("WaitFinished", "protected Finished"), (state, input));
                }

                if (outcome == "deliver")
                {
                    Assert.AreEqual("protected application data", input);
                    Assert.IsTrue(state.StartsWith("Connected", StringComparison.Ordinal), state);
                }
            }
        }

        // What was dropped, kept or noted does no harm: the handshake ends, the connection goes on.
        private static void CheckAfterwards(StateProbe probe, string state, string way, string input, string outcome)
        {
            Scenario s = probe.Scenario;
            if (outcome.StartsWith("abort", StringComparison.Ordinal) || outcome.StartsWith("end", StringComparison.Ordinal) || state == "Closed")
            {
                Assert.AreEqual(DtlsState.Closed, s.Client.State);
                Assert.AreEqual(long.MaxValue, s.Client.NextDeadline);
                return;
            }

            if (state == "Idle")
            {
                Assert.AreEqual(DtlsState.Idle, s.Client.State);
                return;
            }

            // A ServerHello, cookie, hint or ticket of the test's making is not the server's.
            if (outcome.StartsWith("to ", StringComparison.Ordinal))
            {
                return;
            }

            s.Finish();
            if (state == "WaitChangeCipherSpec" && input == "protected Finished with other verify_data")
            {
                // Kept until its ChangeCipherSpec, and verified as any other then.
                Assert.AreEqual((DtlsStatus.ProtocolError, DtlsAlert.DecryptError), (s.Client.CloseReason, s.Client.LastAlert), way);
                return;
            }

            Assert.AreEqual(DtlsState.Connected, s.Client.State, state + " (" + way + ") after " + input + Environment.NewLine + s.Link.Describe());
            s.AssertTalks();
        }
    }
}
