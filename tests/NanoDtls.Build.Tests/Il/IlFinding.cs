// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NanoDtls.Build.Tests.Il
{
    /// <summary>One violation, with the place where it is.</summary>
    public sealed record IlFinding(IlRule Rule, TypeDefinition Type, string Place, string Detail)
    {
        /// <summary>A finding at an instruction.</summary>
        public static IlFinding At(IlRule rule, MethodDefinition method, Instruction instruction, string detail)
        {
            return new IlFinding(rule, method.DeclaringType, $"{method.FullName} IL_{instruction.Offset:x4} {instruction.OpCode.Name}", detail);
        }

        /// <summary>A finding in a signature.</summary>
        public static IlFinding In(IlRule rule, TypeDefinition type, string place, string detail)
        {
            return new IlFinding(rule, type, place, detail);
        }

        /// <inheritdoc/>
        public override string ToString()
        {
            return $"{Rule}: {Place}: {Detail}";
        }
    }
}
