// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Reflection;

namespace NanoDtls.Bench
{
    /// <summary>Where things are, as noted when this program was built.</summary>
    internal static class Repository
    {
        /// <summary>The folder with the solutions.</summary>
        public static readonly string Root = typeof(Repository).Assembly
            .GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(attribute => attribute.Key == "RepositoryRoot").Value!;

        /// <summary>Limits of the figures.</summary>
        public static readonly string Budgets = At("bench/budgets.json");

        /// <summary>An absolute path.</summary>
        /// <param name="relative">Path below the root, with forward slashes.</param>
        /// <returns>The path.</returns>
        public static string At(string relative)
        {
            return Path.Combine(Root, relative);
        }
    }
}
