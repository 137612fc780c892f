// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using Mono.Cecil;

namespace NanoDtls.Build.Tests.Il
{
    /// <summary>What an assembly takes of the platform's limits, in bytes.</summary>
    /// <param name="Code">IL of all method bodies.</param>
    /// <param name="StaticData">Initialised static data: the tables behind array initialisers.</param>
    public sealed record IlSize(int Code, int StaticData)
    {
        /// <summary>Platform limit of IL per assembly.</summary>
        public const int MaxCode = 64 * 1024;

        /// <summary>Platform limit of initialised static data per assembly.</summary>
        public const int MaxStaticData = 65000;

        /// <summary>Measures an assembly.</summary>
        /// <param name="module">The assembly.</param>
        /// <returns>Its sizes.</returns>
        public static IlSize Of(ModuleDefinition module)
        {
            int code = 0;
            int data = 0;
            foreach (TypeDefinition type in module.GetTypes())
            {
                code += type.Methods.Where(m => m.HasBody).Sum(m => m.Body.CodeSize);
                data += type.Fields.Sum(f => f.InitialValue.Length);
            }

            return new IlSize(code, data);
        }

        /// <summary>IL per type, largest first: where to look when a budget breaks.</summary>
        /// <param name="module">The assembly.</param>
        /// <returns>One line per type.</returns>
        public static IEnumerable<string> PerType(ModuleDefinition module)
        {
            return module.GetTypes()
                .Select(t => (t.FullName, Size: t.Methods.Where(m => m.HasBody).Sum(m => m.Body.CodeSize)))
                .Where(t => t.Size > 0)
                .OrderByDescending(t => t.Size)
                .Select(t => $"{t.Size,6} {t.FullName}");
        }
    }
}
