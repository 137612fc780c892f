// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using Mono.Cecil.Cil;

namespace NanoDtls.Build.Tests.Il
{
    /// <summary>Basic blocks and successors of instructions.</summary>
    internal static class ControlFlow
    {
        /// <summary>The first instructions of all basic blocks.</summary>
        public static HashSet<Instruction> Leaders(MethodBody body)
        {
            var leaders = new HashSet<Instruction> { body.Instructions[0] };
            foreach (Instruction instruction in body.Instructions)
            {
                foreach (Instruction target in Targets(instruction))
                {
                    leaders.Add(target);
                }

                if (instruction.OpCode.FlowControl is FlowControl.Branch or FlowControl.Cond_Branch or FlowControl.Return or FlowControl.Throw
                    && instruction.Next != null)
                {
                    leaders.Add(instruction.Next);
                }
            }

            foreach (ExceptionHandler handler in body.ExceptionHandlers)
            {
                leaders.Add(handler.TryStart);
                leaders.Add(handler.HandlerStart);
                if (handler.FilterStart != null)
                {
                    leaders.Add(handler.FilterStart);
                }
            }

            return leaders;
        }

        /// <summary>Where control may go after an instruction, exceptions aside.</summary>
        public static IEnumerable<Instruction> Successors(Instruction instruction)
        {
            bool fallsThrough = instruction.OpCode.FlowControl is not (FlowControl.Branch or FlowControl.Return or FlowControl.Throw);
            if (fallsThrough && instruction.Next != null)
            {
                yield return instruction.Next;
            }

            foreach (Instruction target in Targets(instruction))
            {
                yield return target;
            }
        }

        private static Instruction[] Targets(Instruction instruction)
        {
            return instruction.Operand switch
            {
                Instruction one => new[] { one },
                Instruction[] many => many,
                _ => Array.Empty<Instruction>(),
            };
        }
    }
}
