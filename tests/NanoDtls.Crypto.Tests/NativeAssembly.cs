// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Reflection;

namespace NanoDtls.Crypto.Tests;

/// <summary>Where the desktop build of src/NanoDtls.Native is, which is not referenced.</summary>
internal static class NativeAssembly
{
    public static string Path { get; } = typeof(NativeAssembly).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(a => a.Key == "NativeAssembly").Value!;
}
