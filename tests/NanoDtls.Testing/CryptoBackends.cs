// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Testing
{
    /// <summary>A crypto back end that the protocol tests run over, and whether it can be made for AES-256 too.</summary>
    public sealed record CryptoBackend(string Name, Func<DtlsCrypto> Create, bool AllocationFree, bool CanAes256 = true);

    /// <summary>All back ends of the seam; a new one joins the protocol tests by a line here.</summary>
    public static class CryptoBackends
    {
        public static IReadOnlyList<CryptoBackend> All { get; } = new[]
        {
            new CryptoBackend(nameof(SoftwareCrypto), () => new SoftwareCrypto(), AllocationFree: true),
            new CryptoBackend(nameof(HardwareCrypto), () => new HardwareCrypto(), AllocationFree: true, CanAes256: false),
            new CryptoBackend(nameof(DotNetCrypto), () => new DotNetCrypto(), AllocationFree: false),
        };

        public static CryptoBackend Get(string name) => All.Single(backend => backend.Name == name);

        /// <summary>Names of all back ends, as rows of a data-driven test.</summary>
        public static IEnumerable<object[]> Names => All.Select(backend => new object[] { backend.Name });

        /// <summary>Names of the back ends that promise not to allocate.</summary>
        public static IEnumerable<object[]> AllocationFreeNames => All.Where(backend => backend.AllocationFree).Select(backend => new object[] { backend.Name });

        /// <summary>Names of the back ends with AES-256.</summary>
        public static IEnumerable<object[]> Aes256Names => All.Where(backend => backend.CanAes256).Select(backend => new object[] { backend.Name });

        /// <summary>All back ends with both suites.</summary>
        public static IEnumerable<object[]> NamesAndSuites =>
            All.SelectMany(backend => new[] { Wire.SuiteCcm8, Wire.SuiteCcm }, (backend, suite) => new object[] { backend.Name, suite });
    }
}
