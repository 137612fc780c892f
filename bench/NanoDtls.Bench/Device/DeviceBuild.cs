// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using Mono.Cecil;

namespace NanoDtls.Bench.Device
{
    /// <summary>
    /// The assemblies as the firmware has them: compiled optimised against tests/NanoReference. They run on
    /// .NET once their references name .NET's assemblies, so what is measured is the device's own IL and the
    /// device's own objects.
    /// </summary>
    internal static class DeviceBuild
    {
        // .NET has a facade for each of these names that forwards every type the device's assembly has.
        private static readonly Dictionary<string, string> s_facades = new()
        {
            ["mscorlib"] = "mscorlib",
            ["nanoFramework.Runtime.Events"] = "mscorlib",
            ["nanoFramework.Runtime.Native"] = "mscorlib",
            ["nanoFramework.System.Text"] = "mscorlib",
            ["System.Math"] = "mscorlib",
            ["System.Threading"] = "mscorlib",
            ["System.Net"] = "System",
        };

        /// <summary>Reads an assembly of the device-shaped build.</summary>
        /// <param name="assembly">Its name.</param>
        /// <returns>The module; dispose it.</returns>
        public static ModuleDefinition Read(string assembly)
        {
            string path = Repository.At("tests/NanoReference/bin/" + assembly + ".dll");
            var resolver = new DefaultAssemblyResolver();
            resolver.AddSearchDirectory(Path.GetDirectoryName(path));
            return ModuleDefinition.ReadModule(path, new ReaderParameters { AssemblyResolver = resolver, InMemory = true });
        }

        /// <summary>Writes an image that runs on .NET.</summary>
        /// <param name="module">A module of <see cref="Read"/>; used up.</param>
        /// <returns>The image.</returns>
        public static byte[] ToImage(ModuleDefinition module)
        {
            foreach (AssemblyNameReference reference in module.AssemblyReferences)
            {
                if (s_facades.TryGetValue(reference.Name, out string? facade))
                {
                    reference.Name = facade;
                    reference.Version = new Version(4, 0, 0, 0);
                }
            }

            // Attributes of the device's platform name types that .NET does not have.
            module.Assembly.CustomAttributes.Clear();
            using var stream = new MemoryStream();
            module.Write(stream);
            return stream.ToArray();
        }
    }
}
