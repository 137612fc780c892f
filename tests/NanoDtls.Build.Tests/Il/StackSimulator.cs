// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Collections.Immutable;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NanoDtls.Build.Tests.Il
{
    /// <summary>
    /// Runs a method on types instead of values until nothing changes any more, joins included. Where a value
    /// may come from is tracked without regard to order; the interpreter's type of it is tracked exactly.
    /// </summary>
    internal sealed class StackSimulator
    {
        private readonly MethodDefinition _method;
        private readonly OriginMap _origins;
        private readonly Dictionary<Instruction, StackValue[]> _entry = new();
        private readonly Queue<Instruction> _work = new();
        private readonly TypeSystem _types;

        public StackSimulator(MethodDefinition method, OriginMap origins)
        {
            _method = method;
            _origins = origins;
            _types = method.Module.TypeSystem;
            Enter(method.Body.Instructions[0], Array.Empty<StackValue>());
            foreach (ExceptionHandler handler in method.Body.ExceptionHandlers)
            {
                bool takesException = handler.HandlerType is ExceptionHandlerType.Catch or ExceptionHandlerType.Filter;
                Enter(handler.HandlerStart, takesException ? new[] { Of(handler.CatchType ?? _types.Object) } : Array.Empty<StackValue>());
                if (handler.FilterStart != null)
                {
                    Enter(handler.FilterStart, new[] { Of(_types.Object) });
                }
            }

            while (_work.Count > 0)
            {
                Instruction instruction = _work.Dequeue();
                StackValue[] after = Step(instruction, _entry[instruction]);
                foreach (Instruction next in ControlFlow.Successors(instruction))
                {
                    Enter(next, after);
                }
            }
        }

        /// <summary>The reachable instructions, each with the stack before it; the top is last.</summary>
        public IEnumerable<(Instruction Instruction, StackValue[] Stack)> Steps
        {
            get
            {
                foreach (Instruction instruction in _method.Body.Instructions)
                {
                    if (_entry.TryGetValue(instruction, out StackValue[]? stack))
                    {
                        yield return (instruction, stack);
                    }
                }
            }
        }

        private static StackValue Of(TypeReference? type)
        {
            return new StackValue(type, StackValue.NoOrigins);
        }

        private void Enter(Instruction instruction, StackValue[] stack)
        {
            if (!_entry.TryGetValue(instruction, out StackValue[]? known))
            {
                _entry.Add(instruction, stack);
                _work.Enqueue(instruction);
                return;
            }

            if (known.Length != stack.Length)
            {
                throw new InvalidOperationException($"Stack depths {known.Length} and {stack.Length} meet at {_method.FullName} {instruction}");
            }

            StackValue[] merged = known.Zip(stack, (a, b) => a.Merge(b)).ToArray();
            if (!merged.SequenceEqual(known, ReferenceEqualityComparer.Instance))
            {
                _entry[instruction] = merged;
                _work.Enqueue(instruction);
            }
        }

        private StackValue[] Step(Instruction instruction, StackValue[] stack)
        {
            int pops = Pops(instruction, stack.Length);
            if (pops > stack.Length)
            {
                throw new InvalidOperationException($"Stack of {stack.Length} is too low at {_method.FullName} {instruction}");
            }

            StackValue[] operands = stack[^pops..];
            StackValue[] rest = stack[..^pops];
            if (instruction.OpCode.Code == Code.Dup)
            {
                return rest.Append(operands[0]).Append(operands[0]).ToArray();
            }

            bool pushes = instruction.OpCode.StackBehaviourPush != StackBehaviour.Push0;
            if (instruction.OpCode.StackBehaviourPush == StackBehaviour.Varpush)
            {
                pushes = ((IMethodSignature)instruction.Operand).ReturnType.MetadataType != MetadataType.Void;
            }

            return pushes ? rest.Append(Result(instruction, operands)).ToArray() : rest;
        }

        private int Pops(Instruction instruction, int depth)
        {
            switch (instruction.OpCode.StackBehaviourPop)
            {
                case StackBehaviour.Pop0:
                    return 0;
                case StackBehaviour.Pop1 or StackBehaviour.Popi or StackBehaviour.Popref:
                    return 1;
                case StackBehaviour.Pop1_pop1 or StackBehaviour.Popi_pop1 or StackBehaviour.Popi_popi or StackBehaviour.Popi_popi8
                    or StackBehaviour.Popi_popr4 or StackBehaviour.Popi_popr8 or StackBehaviour.Popref_pop1 or StackBehaviour.Popref_popi:
                    return 2;
                case StackBehaviour.PopAll:
                    return depth;
                case StackBehaviour.Varpop when instruction.OpCode.Code == Code.Ret:
                    return _method.ReturnType.MetadataType == MetadataType.Void ? 0 : 1;
                case StackBehaviour.Varpop:
                    var signature = (IMethodSignature)instruction.Operand;
                    bool takesThis = signature.HasThis && instruction.OpCode.Code != Code.Newobj;
                    return signature.Parameters.Count + (takesThis ? 1 : 0) + (instruction.OpCode.Code == Code.Calli ? 1 : 0);
                default:
                    // Popi_popi_popi, Popref_popi_popi and the rest of their kind.
                    return 3;
            }
        }

        private StackValue Result(Instruction instruction, StackValue[] operands)
        {
            Code code = instruction.OpCode.Code;
            switch (code)
            {
                case Code.Ldarg or Code.Ldarg_0 or Code.Ldarg_1 or Code.Ldarg_2 or Code.Ldarg_3 or Code.Ldarg_S:
                    ParameterDefinition parameter = Operands.Parameter(_method, instruction);
                    return new StackValue(parameter.ParameterType, _origins.Of(parameter));
                case Code.Ldloc or Code.Ldloc_0 or Code.Ldloc_1 or Code.Ldloc_2 or Code.Ldloc_3 or Code.Ldloc_S:
                    VariableDefinition local = Operands.Local(_method, instruction);
                    return new StackValue(local.VariableType, _origins.Of(local));
                case Code.Ldfld or Code.Ldsfld:
                    var field = (FieldReference)instruction.Operand;
                    return new StackValue(field.FieldType, _origins.Of(field));
                case Code.Ldflda or Code.Ldsflda:
                    return Of(new ByReferenceType(((FieldReference)instruction.Operand).FieldType));
                case Code.Ldarga or Code.Ldarga_S:
                    return Of(new ByReferenceType(((ParameterDefinition)instruction.Operand).ParameterType));
                case Code.Ldloca or Code.Ldloca_S:
                    return Of(new ByReferenceType(((VariableDefinition)instruction.Operand).VariableType));
                case Code.Call or Code.Callvirt or Code.Newobj or Code.Calli:
                    return Returned(instruction);
                case Code.Newarr:
                    return Of(new ArrayType((TypeReference)instruction.Operand));
                case Code.Castclass or Code.Isinst:
                    return new StackValue((TypeReference)instruction.Operand, operands[0].Origins);
                case Code.Ldelema:
                    return Of(new ByReferenceType((TypeReference)instruction.Operand));
                default:
                    return Of(Numeric(code, instruction, operands));
            }
        }

        private StackValue Returned(Instruction instruction)
        {
            if (instruction.Operand is not MethodReference called)
            {
                return Of(((IMethodSignature)instruction.Operand).ReturnType);
            }

            return instruction.OpCode.Code == Code.Newobj ? Of(called.DeclaringType) : new StackValue(called.ReturnType, _origins.OfReturn(called));
        }

        private TypeReference? Numeric(Code code, Instruction instruction, StackValue[] operands)
        {
            switch (code)
            {
                case Code.Add or Code.Sub or Code.Mul or Code.Div or Code.Rem or Code.Div_Un or Code.Rem_Un or Code.And or Code.Or or Code.Xor
                    or Code.Shl or Code.Shr or Code.Shr_Un or Code.Neg or Code.Not:
                    // The interpreter computes in the type of the left operand, and the result keeps it.
                    return operands[0].Type;
                case Code.Conv_U4 or Code.Ldelem_U4 or Code.Ldind_U4:
                    return _types.UInt32;
                case Code.Conv_U8:
                    return _types.UInt64;
                case Code.Conv_I8 or Code.Ldc_I8:
                    return _types.Int64;
                case Code.Ldelem_I8 or Code.Ldelem_Ref:
                    // One opcode loads long and ulong: the array knows which it is.
                    return operands[0].Type is ArrayType array ? array.ElementType : code == Code.Ldelem_I8 ? _types.Int64 : null;
                case Code.Ldind_I8 or Code.Ldind_Ref:
                    return operands[0].Type is ByReferenceType reference ? reference.ElementType : code == Code.Ldind_I8 ? _types.Int64 : null;
                case Code.Conv_U:
                    return _types.UIntPtr;
                case Code.Conv_R4 or Code.Conv_R8 or Code.Conv_R_Un or Code.Ldc_R4 or Code.Ldc_R8 or Code.Ldelem_R4 or Code.Ldelem_R8
                    or Code.Ldind_R4 or Code.Ldind_R8:
                    return _types.Double;
                case Code.Ldelem_Any or Code.Ldobj or Code.Unbox_Any:
                    return (TypeReference)instruction.Operand;
                case Code.Ldstr:
                    return _types.String;
                case Code.Ldnull or Code.Box or Code.Ldtoken or Code.Ldftn or Code.Ldvirtftn or Code.Unbox or Code.Localloc:
                    return null;
                default:
                    // Constants, lengths, comparisons, narrowing conversions and loads of the small types are I4.
                    return _types.Int32;
            }
        }
    }
}
