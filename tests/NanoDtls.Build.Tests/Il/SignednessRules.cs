// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NanoDtls.Build.Tests.Il
{
    /// <summary>
    /// The interpreter's cast fault: C# emits nothing for a cast from uint to int, and the interpreter goes on
    /// with the unsigned type that it keeps beside each value. A store to an int or long local, field or array
    /// element gives the value its new type. The compiler removes locals that are stored once and loaded once, so
    /// whether there is such a store is seen in optimised IL only.
    /// Signed comparisons come out right on the interpreter; they are flagged because the store belongs there too.
    /// </summary>
    internal static class SignednessRules
    {
        public static void Check(MethodDefinition method, List<IlFinding> findings)
        {
            foreach ((Instruction instruction, StackValue[] stack) in new StackSimulator(method, OriginMap.None).Steps)
            {
                string? fault = Fault(method, instruction, stack);
                if (fault != null)
                {
                    findings.Add(IlFinding.At(IlRule.UnsignedAsSigned, method, instruction, fault));
                }
            }
        }

        private static string? Fault(MethodDefinition method, Instruction instruction, StackValue[] stack)
        {
            switch (instruction.OpCode.Code)
            {
                case Code.Conv_I8 or Code.Conv_R4 or Code.Conv_R8:
                    return stack[^1].IsUnsigned ? "widens an unsigned value as signed" : null;
                case Code.Shr:
                    return stack[^2].IsUnsigned ? "shifts an unsigned value as signed" : null;
                case Code.Div or Code.Rem:
                    return stack[^2].IsUnsigned ? "divides an unsigned value as signed" : null;
                case Code.Clt or Code.Cgt or Code.Blt or Code.Blt_S or Code.Ble or Code.Ble_S or Code.Bgt or Code.Bgt_S or Code.Bge or Code.Bge_S:
                    return stack[^1].IsUnsigned || stack[^2].IsUnsigned ? "compares an unsigned value as signed" : null;
                case Code.Ret:
                    return stack.Length > 0 && stack[^1].IsUnsigned && StackValue.IsSignedType(method.ReturnType)
                        ? "returns an unsigned value as " + method.ReturnType.Name : null;
                case Code.Call or Code.Callvirt or Code.Newobj:
                    return ArgumentFault((MethodReference)instruction.Operand, stack);
                default:
                    return null;
            }
        }

        private static string? ArgumentFault(MethodReference called, StackValue[] stack)
        {
            int first = stack.Length - called.Parameters.Count;
            for (int i = 0; i < called.Parameters.Count; i++)
            {
                if (stack[first + i].IsUnsigned && StackValue.IsSignedType(called.Parameters[i].ParameterType))
                {
                    return $"passes an unsigned value as parameter {i + 1} of {called.FullName}";
                }
            }

            return null;
        }
    }
}
