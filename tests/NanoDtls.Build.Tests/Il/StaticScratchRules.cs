// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Collections.Immutable;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NanoDtls.Build.Tests.Il
{
    /// <summary>
    /// State that two connections on two threads would share: a time slice of the interpreter can end inside
    /// any method. Tables that are filled while a type or its first object is constructed are fine.
    /// </summary>
    internal sealed class StaticScratchRules
    {
        // Platform members that write into an array that they are given, and which parameter it is.
        private static readonly Dictionary<string, int> s_writers = new()
        {
            ["System.Array::Copy/3"] = 1, ["System.Array::Copy/5"] = 2, ["System.Array::Clear/3"] = 0, ["System.Array::CopyTo/2"] = 0,
            ["System.Random::NextBytes/1"] = 0, ["System.Runtime.CompilerServices.RuntimeHelpers::InitializeArray/2"] = 0,
            ["System.Net.Sockets.Socket::Receive/1"] = 0, ["System.Net.Sockets.Socket::Receive/2"] = 0,
            ["System.Net.Sockets.Socket::Receive/3"] = 0, ["System.Net.Sockets.Socket::Receive/4"] = 0,
            ["System.Text.Encoding::GetBytes/5"] = 3, ["System.Text.UTF8Encoding::GetBytes/5"] = 3, ["System.IO.Stream::Read/3"] = 0,
        };

        private readonly ConstructorCode _constructorCode;
        private readonly List<MethodDefinition> _methods;
        private readonly List<TypeDefinition> _types;
        private readonly OriginMap _origins = new();

        public StaticScratchRules(ModuleDefinition module, ConstructorCode constructorCode)
        {
            _constructorCode = constructorCode;
            _types = IlChecker.AllTypes(module).ToList();
            _methods = _types.SelectMany(t => t.Methods).ToList();
        }

        public void Check(List<IlFinding> findings)
        {
            foreach (FieldDefinition field in _types.SelectMany(t => t.Fields).Where(f => f.IsStatic && !f.IsLiteral))
            {
                ShareObject(field, field.FieldType, findings);
            }

            List<MethodDefinition> bodies = _methods.Where(m => m.HasBody).ToList();
            bool learned = true;
            while (learned)
            {
                learned = false;
                foreach (MethodDefinition method in bodies)
                {
                    learned |= Propagate(method);
                }
            }

            foreach (MethodDefinition method in bodies.Where(m => !_constructorCode.Contains(m)))
            {
                CheckWrites(method, findings);
            }
        }

        // The object behind a static field is shared like the field: its fields must not change, and its arrays
        // count as static arrays.
        private void ShareObject(FieldDefinition holder, TypeReference type, List<IlFinding> findings)
        {
            for (TypeDefinition? t = type.IsArray ? null : type.Resolve(); t != null && t.Module == holder.Module && !t.IsEnum; t = t.BaseType?.Resolve())
            {
                foreach (FieldDefinition field in t.Fields.Where(f => !f.IsStatic))
                {
                    if (!field.IsInitOnly)
                    {
                        findings.Add(IlFinding.In(IlRule.StaticScratch, holder.DeclaringType, holder.FullName, $"shares {field.FullName}, which can change"));
                    }
                    else if (field.FieldType.IsArray)
                    {
                        _origins.Learn(field, StackValue.NoOrigins.Add(field));
                    }
                }
            }
        }

        private bool Propagate(MethodDefinition method)
        {
            bool learned = false;
            foreach ((Instruction instruction, StackValue[] stack) in new StackSimulator(method, _origins).Steps)
            {
                Code code = instruction.OpCode.Code;
                if (stack.Length == 0)
                {
                    continue;
                }

                ImmutableHashSet<FieldDefinition> top = stack[^1].Origins;
                if (Operands.IsStoreLocal(code))
                {
                    learned |= _origins.Learn(Operands.Local(method, instruction), top);
                }
                else if (Operands.IsStoreArgument(code))
                {
                    learned |= _origins.Learn(instruction.Operand, top);
                }
                else if (code is Code.Stfld or Code.Stsfld && ((FieldReference)instruction.Operand).Resolve() is FieldDefinition field)
                {
                    learned |= _origins.Learn(field, top);
                }
                else if (code == Code.Ret)
                {
                    learned |= _origins.Learn(method, top);
                }
                else if (code is Code.Call or Code.Callvirt or Code.Newobj)
                {
                    learned |= PassArguments((MethodReference)instruction.Operand, stack);
                }
            }

            return learned;
        }

        private bool PassArguments(MethodReference called, StackValue[] stack)
        {
            bool learned = false;
            int first = stack.Length - called.Parameters.Count;
            if (stack.Skip(first).All(v => v.Origins.IsEmpty))
            {
                return false;
            }

            // A virtual call may reach any method of that name and shape.
            foreach (MethodDefinition target in _methods.Where(m => m.Name == called.Name && m.Parameters.Count == called.Parameters.Count))
            {
                for (int i = 0; i < target.Parameters.Count; i++)
                {
                    learned |= target.Parameters[i].ParameterType.FullName == called.Parameters[i].ParameterType.FullName
                        && (target.IsVirtual || target == called.Resolve())
                        && _origins.Learn(target.Parameters[i], stack[first + i].Origins);
                }
            }

            return learned;
        }

        private void CheckWrites(MethodDefinition method, List<IlFinding> findings)
        {
            foreach ((Instruction instruction, StackValue[] stack) in new StackSimulator(method, _origins).Steps)
            {
                Code code = instruction.OpCode.Code;
                if (code is Code.Stsfld or Code.Ldsflda)
                {
                    findings.Add(IlFinding.At(IlRule.StaticScratch, method, instruction, $"writes static {instruction.Operand} after construction"));
                    continue;
                }

                StackValue? written = Operands.IsStoreElement(code) ? stack[^3]
                    : code == Code.Ldelema ? stack[^2]
                    : code is Code.Call or Code.Callvirt ? WrittenArgument((MethodReference)instruction.Operand, stack)
                    : null;
                if (written != null && !written.Origins.IsEmpty)
                {
                    findings.Add(IlFinding.At(IlRule.StaticScratch, method, instruction,
                        "writes into static " + string.Join(", ", written.Origins.Select(f => f.FullName).Order())));
                }
            }
        }

        private static StackValue? WrittenArgument(MethodReference called, StackValue[] stack)
        {
            string key = $"{called.DeclaringType.FullName}::{called.Name}/{called.Parameters.Count}";
            return s_writers.TryGetValue(key, out int parameter) ? stack[stack.Length - called.Parameters.Count + parameter] : null;
        }
    }
}
