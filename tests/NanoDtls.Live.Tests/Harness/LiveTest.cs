// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Live.Tests
{
    /// <summary>Base of the live tests: ends what a test started and prints the peers' logs when it failed.</summary>
    public abstract class LiveTest
    {
        private readonly List<IDisposable> _owned = new List<IDisposable>();

        /// <summary>Set by the test framework.</summary>
        public TestContext TestContext { get; set; } = null!;

        [TestCleanup]
        public void EndWhatWasStarted()
        {
            bool failed = TestContext.CurrentTestOutcome != UnitTestOutcome.Passed;
            for (int i = _owned.Count - 1; i >= 0; i--)
            {
                IDisposable item = _owned[i];
                item.Dispose();
                string? log = item is ILogged logged ? logged.Log : item is ChaosProxy chaos ? chaos.Log : null;
                if (failed && log != null)
                {
                    TestContext.WriteLine("--- log of {0}:\n{1}", item.GetType().Name, log);
                }
            }
        }

        /// <summary>Hands over an object that is disposed when the test ends, last one first.</summary>
        protected T Own<T>(T item)
            where T : IDisposable
        {
            _owned.Add(item);
            return item;
        }
    }
}
