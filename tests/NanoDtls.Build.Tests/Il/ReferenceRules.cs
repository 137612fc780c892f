// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NanoDtls.Build.Tests.Il
{
    /// <summary>Every member that the code names must be in the assemblies that the device has.</summary>
    internal static class ReferenceRules
    {
        public static void Check(MethodDefinition method, List<IlFinding> findings)
        {
            foreach (Instruction instruction in method.Body.Instructions)
            {
                if (instruction.Operand is MemberReference member && !Exists(member))
                {
                    findings.Add(IlFinding.At(IlRule.UnknownMember, method, instruction, member.FullName));
                }
            }
        }

        private static bool Exists(MemberReference member)
        {
            try
            {
                return member switch
                {
                    // The members of an array type are the runtime's own.
                    MethodReference { DeclaringType: ArrayType } => true,
                    MethodReference m => m.Resolve() != null,
                    FieldReference f => f.Resolve() != null,
                    GenericParameter => true,
                    TypeReference t => t.GetElementType().Resolve() != null,
                    _ => true,
                };
            }
            catch (AssemblyResolutionException)
            {
                return false;
            }
        }
    }
}
