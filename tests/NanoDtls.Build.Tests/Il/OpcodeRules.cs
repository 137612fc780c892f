// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NanoDtls.Build.Tests.Il
{
    /// <summary>Instructions that the interpreter does not run, or runs with another meaning.</summary>
    internal static class OpcodeRules
    {
        private const int MaxSwitchTargets = 255;

        // Exception filters are not here: the interpreter knows them (its exception table has a filter mode).
        private static readonly HashSet<Code> s_rejected = new()
        {
            Code.Arglist, Code.Cpblk, Code.Jmp, Code.Initblk, Code.Calli, Code.Ckfinite,
            Code.Localloc, Code.Mkrefany, Code.Refanyval, Code.Refanytype, Code.Readonly,
        };

        public static void Check(MethodDefinition method, List<IlFinding> findings)
        {
            foreach (Instruction instruction in method.Body.Instructions)
            {
                Code code = instruction.OpCode.Code;
                if (s_rejected.Contains(code))
                {
                    findings.Add(IlFinding.At(IlRule.RejectedOpcode, method, instruction, "the interpreter rejects this opcode"));
                }
                else if (code == Code.Volatile)
                {
                    findings.Add(IlFinding.At(IlRule.Volatile, method, instruction, "volatile access"));
                }
                else if (code == Code.Switch && ((Instruction[])instruction.Operand).Length > MaxSwitchTargets)
                {
                    findings.Add(IlFinding.At(IlRule.LargeSwitch, method, instruction, $"more than {MaxSwitchTargets} targets"));
                }
                else if (instruction.OpCode.Name.Contains(".ovf", StringComparison.Ordinal))
                {
                    findings.Add(IlFinding.At(IlRule.CheckedArithmetic, method, instruction, "never overflows on the device"));
                }
            }
        }
    }
}
