// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NanoDtls.Build.Tests.Il
{
    /// <summary>Types that must not appear in fields, signatures, locals or operands.</summary>
    internal static class SignatureRules
    {
        public static void Check(TypeDefinition type, List<IlFinding> findings)
        {
            if (type.HasGenericParameters)
            {
                findings.Add(IlFinding.In(IlRule.Generic, type, type.FullName, "generic type"));
            }

            if (type.IsValueType && !type.IsEnum)
            {
                findings.Add(IlFinding.In(IlRule.ValueType, type, type.FullName, "struct"));
            }

            foreach (FieldDefinition field in type.Fields)
            {
                // An enum's own value__ and members are of the enum's type and primitive.
                CheckType(field.FieldType, type, field.FullName, findings);
            }
        }

        public static void Check(MethodDefinition method, List<IlFinding> findings)
        {
            TypeDefinition type = method.DeclaringType;
            if (method.HasGenericParameters)
            {
                findings.Add(IlFinding.In(IlRule.Generic, type, method.FullName, "generic method"));
            }

            CheckType(method.ReturnType, type, method.FullName + " return", findings);
            foreach (ParameterDefinition parameter in method.Parameters)
            {
                CheckType(parameter.ParameterType, type, $"{method.FullName} parameter {parameter.Name}", findings);
            }

            if (!method.HasBody)
            {
                return;
            }

            foreach (VariableDefinition local in method.Body.Variables)
            {
                CheckType(local.VariableType, type, $"{method.FullName} local {local.Index}", findings);
            }

            foreach (Instruction instruction in method.Body.Instructions)
            {
                CheckOperand(method, instruction, findings);
            }
        }

        private static void CheckOperand(MethodDefinition method, Instruction instruction, List<IlFinding> findings)
        {
            TypeReference? type = instruction.Operand switch
            {
                TypeReference t => t,
                MemberReference m => m.DeclaringType,
                _ => null,
            };
            string place = $"{method.FullName} IL_{instruction.Offset:x4}";
            if (instruction.Operand is GenericInstanceMethod)
            {
                findings.Add(IlFinding.In(IlRule.Generic, method.DeclaringType, place, "call of a generic method"));
            }

            if (type is GenericInstanceType or ArrayType { Rank: > 1 })
            {
                CheckType(type, method.DeclaringType, place, findings);
            }

            if (instruction.Operand is MethodReference called && IsStruct(called.ReturnType))
            {
                findings.Add(IlFinding.In(IlRule.ValueType, method.DeclaringType, place, "returns struct " + called.ReturnType.FullName));
            }
        }

        private static void CheckType(TypeReference type, TypeDefinition owner, string place, List<IlFinding> findings)
        {
            switch (type)
            {
                case ByReferenceType reference:
                    CheckType(reference.ElementType, owner, place, findings);
                    break;
                case ArrayType array:
                    if (array.Rank > 1)
                    {
                        findings.Add(IlFinding.In(IlRule.MultiDimensionalArray, owner, place, type.FullName));
                    }

                    CheckType(array.ElementType, owner, place, findings);
                    break;
                case PointerType or FunctionPointerType:
                    findings.Add(IlFinding.In(IlRule.Pointer, owner, place, type.FullName));
                    break;
                case RequiredModifierType modified:
                    if (modified.ModifierType.Name == "IsVolatile")
                    {
                        findings.Add(IlFinding.In(IlRule.Volatile, owner, place, type.FullName));
                    }

                    CheckType(modified.ElementType, owner, place, findings);
                    break;
                case PinnedType pinned:
                    findings.Add(IlFinding.In(IlRule.Pointer, owner, place, pinned.FullName));
                    break;
                case GenericInstanceType or GenericParameter:
                    findings.Add(IlFinding.In(IlRule.Generic, owner, place, type.FullName));
                    break;
                default:
                    if (IsStruct(type))
                    {
                        findings.Add(IlFinding.In(IlRule.ValueType, owner, place, type.FullName));
                    }

                    break;
            }
        }

        private static bool IsStruct(TypeReference type)
        {
            return type.IsValueType && !type.IsPrimitive && type is not GenericInstanceType && type.Resolve() is not { IsEnum: true };
        }
    }
}
