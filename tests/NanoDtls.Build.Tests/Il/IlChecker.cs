// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using Mono.Cecil;

namespace NanoDtls.Build.Tests.Il
{
    /// <summary>Runs all rules over one assembly of the device-shaped build.</summary>
    public static class IlChecker
    {
        /// <summary>Reads an assembly whose references are all in the same folder.</summary>
        /// <param name="path">The assembly.</param>
        /// <returns>The module; dispose it.</returns>
        public static ModuleDefinition Read(string path)
        {
            var resolver = new DefaultAssemblyResolver();
            foreach (string directory in resolver.GetSearchDirectories())
            {
                // Never fall back to .NET: a member must be in the reference.
                resolver.RemoveSearchDirectory(directory);
            }

            resolver.AddSearchDirectory(Path.GetDirectoryName(path));
            return ModuleDefinition.ReadModule(path, new ReaderParameters { AssemblyResolver = resolver, InMemory = true });
        }

        /// <summary>Everything that breaks a rule, in the order of the metadata.</summary>
        /// <param name="module">The assembly to check.</param>
        /// <returns>The findings; empty when all is well.</returns>
        public static IReadOnlyList<IlFinding> Check(ModuleDefinition module)
        {
            var findings = new List<IlFinding>();
            var constructorCode = new ConstructorCode(module);
            foreach (TypeDefinition type in AllTypes(module))
            {
                SignatureRules.Check(type, findings);
                foreach (MethodDefinition method in type.Methods)
                {
                    SignatureRules.Check(method, findings);
                    if (!method.HasBody)
                    {
                        continue;
                    }

                    OpcodeRules.Check(method, findings);
                    ReferenceRules.Check(method, findings);
                    SignednessRules.Check(method, findings);
                    if (!constructorCode.Contains(method))
                    {
                        AllocationRules.Check(method, findings);
                    }
                }
            }

            new StaticScratchRules(module, constructorCode).Check(findings);
            return findings;
        }

        /// <summary>All types that programmers wrote, nested ones included; not the compiler's class of static data.</summary>
        /// <param name="module">The assembly.</param>
        /// <returns>The types.</returns>
        public static IEnumerable<TypeDefinition> AllTypes(ModuleDefinition module)
        {
            return module.GetTypes().Where(t => !IsCompilerData(t));
        }

        private static bool IsCompilerData(TypeDefinition type)
        {
            for (TypeDefinition? t = type; t != null; t = t.DeclaringType)
            {
                if (t.Name == "<PrivateImplementationDetails>")
                {
                    return true;
                }
            }

            return false;
        }
    }
}
