// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NanoDtls.Build.Tests.Il
{
    /// <summary>What takes heap memory in code that runs after construction.</summary>
    internal static class AllocationRules
    {
        private static readonly HashSet<string> s_misuseExceptions = new()
        {
            "System.ArgumentException", "System.InvalidOperationException", "System.ObjectDisposedException", "System.NotSupportedException",
        };

        // These make objects inside although nothing in their signature says so.
        private static readonly HashSet<string> s_allocatingMembers = new()
        {
            "System.Net.Dns::GetHostEntry", "System.Net.Sockets.Socket::ReceiveFrom", "System.Net.Sockets.Socket::Accept",
            "System.Net.Sockets.Socket::GetSocketOption", "System.Net.IPAddress::Parse", "System.Object::MemberwiseClone",
        };

        public static void Check(MethodDefinition method, List<IlFinding> findings)
        {
            HashSet<Instruction> throwing = InstructionsOfMisuseBlocks(method.Body);
            foreach (Instruction instruction in method.Body.Instructions)
            {
                switch (instruction.OpCode.Code)
                {
                    case Code.Newarr:
                        findings.Add(IlFinding.At(IlRule.NewArray, method, instruction, instruction.Operand + "[]"));
                        break;
                    case Code.Box:
                        findings.Add(IlFinding.At(IlRule.Box, method, instruction, instruction.Operand + ""));
                        break;
                    case Code.Ldftn or Code.Ldvirtftn:
                        findings.Add(IlFinding.At(IlRule.Delegate, method, instruction, instruction.Operand + ""));
                        break;
                    case Code.Ldtoken:
                        findings.Add(IlFinding.At(IlRule.TypeToken, method, instruction, instruction.Operand + ""));
                        break;
                    case Code.Newobj when !(throwing.Contains(instruction) && IsMisuseException(((MethodReference)instruction.Operand).DeclaringType)):
                        findings.Add(IlFinding.At(IlRule.NewObject, method, instruction, instruction.Operand + ""));
                        break;
                    case Code.Ldstr when !throwing.Contains(instruction):
                        findings.Add(IlFinding.At(IlRule.StringLiteral, method, instruction, $"\"{instruction.Operand}\""));
                        break;
                    case Code.Call or Code.Callvirt when Allocates(method, (MethodReference)instruction.Operand):
                        findings.Add(IlFinding.At(IlRule.AllocatingCall, method, instruction, instruction.Operand + ""));
                        break;
                    default:
                        break;
                }
            }
        }

        private static HashSet<Instruction> InstructionsOfMisuseBlocks(MethodBody body)
        {
            var result = new HashSet<Instruction>();
            HashSet<Instruction> leaders = ControlFlow.Leaders(body);
            foreach (Instruction end in body.Instructions)
            {
                if (end.OpCode.Code != Code.Throw || end.Previous?.OpCode.Code != Code.Newobj
                    || !IsMisuseException(((MethodReference)end.Previous.Operand).DeclaringType))
                {
                    continue;
                }

                for (Instruction? i = end; i != null; i = leaders.Contains(i) ? null : i.Previous)
                {
                    result.Add(i);
                }
            }

            return result;
        }

        private static bool IsMisuseException(TypeReference type)
        {
            for (TypeDefinition? t = type.Resolve(); t != null; t = t.BaseType?.Resolve())
            {
                if (s_misuseExceptions.Contains(t.FullName))
                {
                    return true;
                }
            }

            return false;
        }

        private static bool Allocates(MethodDefinition caller, MethodReference called)
        {
            if (called.DeclaringType.GetElementType().Scope == caller.Module || called.DeclaringType.Scope is ModuleDefinition)
            {
                return false;
            }

            if (s_allocatingMembers.Contains($"{called.DeclaringType.FullName}::{called.Name}"))
            {
                return true;
            }

            // Platform methods hand out fresh strings and arrays; getters such as Exception.Message do not. Own
            // assemblies are checked by themselves.
            bool platform = !called.DeclaringType.Scope.Name.StartsWith("NanoDtls", StringComparison.Ordinal);
            bool getter = called.Name.StartsWith("get_", StringComparison.Ordinal);
            return platform && !getter && (called.ReturnType.IsArray || called.ReturnType.MetadataType == MetadataType.String);
        }
    }
}
