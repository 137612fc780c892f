// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Reflection;

namespace NanoDtls.Setup.Tests
{
    /// <summary>Where things are, as noted when the tests were built.</summary>
    internal static class Repository
    {
        /// <summary>The folder with the solutions.</summary>
        public static readonly string Root = Metadata("RepositoryRoot");

        /// <summary>NuGet's folder of packages.</summary>
        public static readonly string Packages = Metadata("PackagesFolder");

        /// <summary>An absolute path.</summary>
        /// <param name="relative">Path below the root, with forward slashes.</param>
        /// <returns>The path.</returns>
        public static string At(string relative)
        {
            return Path.Combine(Root, relative);
        }

        /// <summary>The text of a file.</summary>
        /// <param name="relative">Path below the root, with forward slashes.</param>
        /// <returns>The text.</returns>
        public static string Text(string relative)
        {
            return File.ReadAllText(At(relative));
        }

        private static string Metadata(string key)
        {
            return typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == key).Value!;
        }
    }
}
