// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NanoDtls.Build.Tests.Il
{
    /// <summary>
    /// The methods that run only while an object or a type is being constructed: constructors, and methods
    /// that other assemblies cannot see and nothing but those calls. They may allocate.
    /// </summary>
    public sealed class ConstructorCode
    {
        private readonly HashSet<MethodDefinition> _methods = new();

        /// <summary>Finds them by their callers.</summary>
        /// <param name="module">The assembly.</param>
        public ConstructorCode(ModuleDefinition module)
        {
            var callers = new Dictionary<MethodDefinition, HashSet<MethodDefinition>>();
            var candidates = new List<MethodDefinition>();
            foreach (MethodDefinition method in module.GetTypes().SelectMany(t => t.Methods))
            {
                if (method.IsConstructor)
                {
                    _methods.Add(method);
                }
                else if (!method.IsVirtual && !IsVisibleOutside(method))
                {
                    candidates.Add(method);
                }

                AddCalls(method, callers);
            }

            bool grew = true;
            while (grew)
            {
                grew = false;
                foreach (MethodDefinition method in candidates)
                {
                    if (!_methods.Contains(method) && callers.TryGetValue(method, out HashSet<MethodDefinition>? from) && from.All(_methods.Contains))
                    {
                        grew |= _methods.Add(method);
                    }
                }
            }
        }

        /// <summary>Whether a method runs during construction only.</summary>
        /// <param name="method">The method.</param>
        /// <returns><c>true</c> when it does.</returns>
        public bool Contains(MethodDefinition method)
        {
            return _methods.Contains(method);
        }

        private static bool IsVisibleOutside(MethodDefinition method)
        {
            if (!(method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly))
            {
                return false;
            }

            TypeDefinition type = method.DeclaringType;
            while (type.IsNestedPublic)
            {
                type = type.DeclaringType;
            }

            return type.IsPublic || type.IsNestedFamily || type.IsNestedFamilyOrAssembly;
        }

        private static void AddCalls(MethodDefinition method, Dictionary<MethodDefinition, HashSet<MethodDefinition>> callers)
        {
            if (!method.HasBody)
            {
                return;
            }

            foreach (Instruction instruction in method.Body.Instructions)
            {
                // Taking a method's address counts as a call by an unknown time.
                if (instruction.Operand is MethodReference reference && reference.Module == method.Module
                    && reference.DeclaringType.Scope == method.Module && reference.Resolve() is MethodDefinition callee)
                {
                    if (!callers.TryGetValue(callee, out HashSet<MethodDefinition>? from))
                    {
                        callers.Add(callee, from = new HashSet<MethodDefinition>());
                    }

                    from.Add(method);
                }
            }
        }
    }
}
