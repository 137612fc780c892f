// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NanoDtls.Build.Tests.Il
{
    /// <summary>The local or parameter of an instruction, whichever of its short forms it has.</summary>
    internal static class Operands
    {
        public static ParameterDefinition Parameter(MethodDefinition method, Instruction instruction)
        {
            if (instruction.Operand is ParameterDefinition parameter)
            {
                return parameter;
            }

            int index = instruction.OpCode.Code - Code.Ldarg_0;
            if (!method.HasThis)
            {
                return method.Parameters[index];
            }

            return index == 0 ? method.Body.ThisParameter : method.Parameters[index - 1];
        }

        public static VariableDefinition Local(MethodDefinition method, Instruction instruction)
        {
            if (instruction.Operand is VariableDefinition variable)
            {
                return variable;
            }

            Code code = instruction.OpCode.Code;
            return method.Body.Variables[code >= Code.Stloc_0 ? code - Code.Stloc_0 : code - Code.Ldloc_0];
        }

        public static bool IsStoreLocal(Code code)
        {
            return code is Code.Stloc or Code.Stloc_0 or Code.Stloc_1 or Code.Stloc_2 or Code.Stloc_3 or Code.Stloc_S;
        }

        public static bool IsStoreArgument(Code code)
        {
            return code is Code.Starg or Code.Starg_S;
        }

        public static bool IsStoreElement(Code code)
        {
            return code is Code.Stelem_Any or Code.Stelem_I or Code.Stelem_I1 or Code.Stelem_I2 or Code.Stelem_I4 or Code.Stelem_I8
                or Code.Stelem_R4 or Code.Stelem_R8 or Code.Stelem_Ref;
        }
    }
}
