// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Bench.Il
{
    /// <summary>A basic block.</summary>
    /// <param name="Method">Number of its method.</param>
    /// <param name="Instructions">Instructions in it.</param>
    /// <param name="Calls">Calls in it of methods of the instrumented assemblies, virtual ones and the seam's excepted.</param>
    /// <param name="VirtualCalls">Virtual calls in it within these assemblies, the seam's excepted.</param>
    /// <param name="PlatformCalls">Members of the platform's assemblies that it calls.</param>
    internal sealed record IlBlock(int Method, int Instructions, int Calls, int VirtualCalls, IReadOnlyList<string> PlatformCalls);

    /// <summary>What the numbers in the counters stand for.</summary>
    internal sealed class IlMap
    {
        /// <summary>Full names of the methods.</summary>
        public List<string> Methods { get; } = new();

        public List<IlBlock> Blocks { get; } = new();

        /// <summary>Names of the methods of the crypto seam.</summary>
        public List<string> SeamMethods { get; } = new();
    }
}
