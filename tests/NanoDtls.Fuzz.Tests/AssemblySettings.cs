// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Runtime.CompilerServices;

// Each target has an engine of its own, and allocation is counted per thread.
[assembly: Parallelize(Workers = 2, Scope = ExecutionScope.MethodLevel)]

namespace NanoDtls.Fuzz.Tests
{
    /// <summary>What happens once, before all targets.</summary>
    [TestClass]
    public static class AssemblySettings
    {
        /// <summary>On a device all static constructors run before Main: what they allocate is not the engine's.</summary>
        [AssemblyInitialize]
        public static void RunStaticConstructors(TestContext context)
        {
            foreach (Type type in typeof(DtlsConnection).Assembly.GetTypes())
            {
                RuntimeHelpers.RunClassConstructor(type.TypeHandle);
            }
        }
    }
}
