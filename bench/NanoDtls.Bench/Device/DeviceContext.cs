// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Reflection;
using System.Runtime.Loader;
using NanoDtls.Testing;

namespace NanoDtls.Bench.Device
{
    /// <summary>
    /// Loads the device's assemblies beside the desktop's, with copies of this program and of the scripted
    /// server that are bound to them.
    /// </summary>
    internal sealed class DeviceContext : AssemblyLoadContext
    {
        private readonly Dictionary<string, byte[]> _images;
        private readonly Dictionary<string, string> _paths = new()
        {
            [typeof(DeviceContext).Assembly.GetName().Name!] = typeof(DeviceContext).Assembly.Location,
            [typeof(ScriptedServer).Assembly.GetName().Name!] = typeof(ScriptedServer).Assembly.Location,
        };

        /// <param name="images">Images by assembly name, made by <see cref="DeviceBuild.ToImage"/>.</param>
        public DeviceContext(Dictionary<string, byte[]> images)
            : base(nameof(DeviceContext))
        {
            _images = images;
        }

        /// <summary>Runs a static method of this program in the context.</summary>
        /// <typeparam name="T">Result, made of types of .NET only.</typeparam>
        /// <param name="type">Type that has the method; its copy in the context is used.</param>
        /// <param name="method">Name of the method.</param>
        /// <param name="arguments">Arguments, of types of .NET only.</param>
        /// <returns>What the method returned.</returns>
        public T Run<T>(Type type, string method, params object[] arguments)
        {
            const BindingFlags AnyStatic = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DoNotWrapExceptions;
            Type copy = LoadFromAssemblyName(type.Assembly.GetName()).GetType(type.FullName!, throwOnError: true)!;
            return (T)copy.InvokeMember(method, AnyStatic | BindingFlags.InvokeMethod, null, null, arguments)!;
        }

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            if (_images.TryGetValue(assemblyName.Name!, out byte[]? image))
            {
                using var stream = new MemoryStream(image);
                return LoadFromStream(stream);
            }

            return _paths.TryGetValue(assemblyName.Name!, out string? path) ? LoadFromAssemblyPath(path) : null;
        }
    }
}
