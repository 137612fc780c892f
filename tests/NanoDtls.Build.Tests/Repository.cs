// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Reflection;

namespace NanoDtls.Build.Tests
{
    /// <summary>Where things are, as noted when the tests were built.</summary>
    internal static class Repository
    {
        /// <summary>The folder with the solutions.</summary>
        public static readonly string Root = Metadata("RepositoryRoot");

        /// <summary>The C# compiler of the SDK.</summary>
        public static readonly string Compiler = Path.Combine(Metadata("CompilerFolder"), "csc.dll");

        /// <summary>Output of tests/NanoReference: the reference, the device-shaped build and the samples.</summary>
        public static readonly string DeviceBuild = Path.Combine(Root, "tests", "NanoReference", "bin");

        /// <summary>An absolute path.</summary>
        /// <param name="relative">Path below the root, with forward slashes.</param>
        /// <returns>The path.</returns>
        public static string At(string relative)
        {
            return Path.Combine(Root, relative);
        }

        /// <summary>Files below a folder, with build output left out.</summary>
        /// <param name="folder">Folder below the root.</param>
        /// <param name="pattern">Which files.</param>
        /// <returns>Paths relative to the folder, with forward slashes, in ordinal order.</returns>
        public static List<string> Files(string folder, string pattern)
        {
            string root = At(folder);
            if (!Directory.Exists(root))
            {
                return new List<string>();
            }

            return Directory.EnumerateFiles(root, pattern, SearchOption.AllDirectories)
                .Select(f => Path.GetRelativePath(root, f).Replace('\\', '/'))
                .Where(f => !f.Split('/').Any(part => part is "bin" or "obj" or "artifacts" or "TestResults"))
                .Order(StringComparer.Ordinal)
                .ToList();
        }

        private static string Metadata(string key)
        {
            return typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == key).Value!;
        }
    }
}
