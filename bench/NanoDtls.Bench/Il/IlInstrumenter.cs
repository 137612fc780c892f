// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace NanoDtls.Bench.Il
{
    /// <summary>
    /// Inserts calls of <see cref="IlCounters"/> at the start of each method and each basic block, and around
    /// each call through the crypto seam. A block counts with all of its instructions: exact as long as no
    /// exception is thrown, which data paths do not.
    /// </summary>
    internal sealed class IlInstrumenter
    {
        private const string Seam = "NanoDtls.DtlsCrypto";

        private readonly ModuleDefinition _module;
        private readonly IReadOnlyCollection<string> _assemblies;
        private readonly bool _byInstruction;
        private readonly MethodReference _block;
        private readonly MethodReference _enter;
        private readonly MethodReference _enterSeam;
        private readonly MethodReference _leaveSeam;

        private IlInstrumenter(ModuleDefinition module, IReadOnlyCollection<string> assemblies, IlMap map, bool byInstruction)
        {
            _module = module;
            _assemblies = assemblies;
            Map = map;
            _byInstruction = byInstruction;
            _block = Counter(nameof(IlCounters.Block));
            _enter = Counter(nameof(IlCounters.Enter));
            _enterSeam = Counter(nameof(IlCounters.EnterSeam));
            _leaveSeam = Counter(nameof(IlCounters.LeaveSeam));
        }

        private IlMap Map { get; }

        /// <summary>Instruments all methods of one module.</summary>
        /// <param name="module">The module, which is changed.</param>
        /// <param name="byInstruction">Counts each instruction for itself, as if it were a block: the proof of counting by blocks.</param>
        /// <returns>The meaning of the counts.</returns>
        public static IlMap Instrument(ModuleDefinition module, bool byInstruction = false)
        {
            return Instrument(new[] { module }, byInstruction);
        }

        /// <summary>Instruments all methods of modules that call each other. Everything else is the platform.</summary>
        /// <param name="modules">The modules, which are changed.</param>
        /// <param name="byInstruction">See the other overload.</param>
        /// <returns>The meaning of the counts.</returns>
        public static IlMap Instrument(IReadOnlyCollection<ModuleDefinition> modules, bool byInstruction = false)
        {
            var map = new IlMap();
            List<string> assemblies = modules.Select(module => module.Assembly.Name.Name).ToList();
            foreach (ModuleDefinition module in modules)
            {
                var instrumenter = new IlInstrumenter(module, assemblies, map, byInstruction);
                foreach (MethodDefinition method in module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody).ToList())
                {
                    instrumenter.Instrument(method);
                }
            }

            return map;
        }

        private void Instrument(MethodDefinition method)
        {
            MethodBody body = method.Body;

            // Inserted code makes short branches too short; one instruction stays one instruction.
            body.SimplifyMacros();
            Instruction[] code = body.Instructions.ToArray();
            HashSet<Instruction> leaders = _byInstruction ? code.ToHashSet() : Leaders(body);
            int number = Map.Methods.Count;
            Map.Methods.Add(method.DeclaringType.FullName + "::" + method.Name);

            ILProcessor processor = body.GetILProcessor();
            var moved = new Dictionary<Instruction, Instruction>();
            for (int i = 0; i < code.Length; i++)
            {
                var before = new List<Instruction>();
                if (leaders.Contains(code[i]))
                {
                    AddCall(before, _block, Map.Blocks.Count);
                    Map.Blocks.Add(Describe(number, code, i, leaders));
                }

                if (SeamMethod(code[i]) is int seamMethod)
                {
                    AddCall(before, _enterSeam, seamMethod);
                    processor.InsertAfter(code[i], Instruction.Create(OpCodes.Call, _leaveSeam));
                }

                before.ForEach(instruction => processor.InsertBefore(code[i], instruction));
                if (before.Count > 0)
                {
                    moved[code[i]] = before[0];
                }
            }

            Redirect(body, code, moved);
            var entry = new List<Instruction>();
            AddCall(entry, _enter, number);
            Instruction first = body.Instructions[0];
            entry.ForEach(instruction => processor.InsertBefore(first, instruction));
            body.OptimizeMacros();
        }

        /// <summary>First instructions of basic blocks.</summary>
        private static HashSet<Instruction> Leaders(MethodBody body)
        {
            var leaders = new HashSet<Instruction> { body.Instructions[0] };
            foreach (Instruction instruction in body.Instructions)
            {
                switch (instruction.Operand)
                {
                    case Instruction target:
                        leaders.Add(target);
                        break;
                    case Instruction[] targets:
                        leaders.UnionWith(targets);
                        break;
                }

                if (EndsBlock(instruction) && instruction.Next != null)
                {
                    leaders.Add(instruction.Next);
                }
            }

            foreach (ExceptionHandler handler in body.ExceptionHandlers)
            {
                leaders.UnionWith(new[] { handler.TryStart, handler.TryEnd, handler.HandlerStart, handler.HandlerEnd, handler.FilterStart }.Where(i => i != null));
            }

            return leaders;
        }

        private static bool EndsBlock(Instruction instruction)
        {
            return instruction.OpCode.FlowControl is FlowControl.Branch or FlowControl.Cond_Branch or FlowControl.Return or FlowControl.Throw;
        }

        private IlBlock Describe(int method, Instruction[] code, int start, HashSet<Instruction> leaders)
        {
            int end = start + 1;
            while (end < code.Length && !leaders.Contains(code[end]))
            {
                end++;
            }

            int calls = 0;
            int virtualCalls = 0;
            var platformCalls = new List<string>();
            foreach (Instruction instruction in code[start..end])
            {
                if (instruction.OpCode.FlowControl != FlowControl.Call || instruction.Operand is not MethodReference callee)
                {
                    continue;
                }

                if (IsPlatform(callee.DeclaringType.Scope))
                {
                    platformCalls.Add(callee.DeclaringType.Name + "." + callee.Name);
                }
                else if (SeamMethod(instruction) == null)
                {
                    bool isVirtual = instruction.OpCode == OpCodes.Callvirt && callee.Resolve().IsVirtual;
                    virtualCalls += isVirtual ? 1 : 0;
                    calls += isVirtual ? 0 : 1;
                }
            }

            return new IlBlock(method, end - start, calls, virtualCalls, platformCalls);
        }

        private bool IsPlatform(IMetadataScope scope)
        {
            return scope != _module && !(scope is AssemblyNameReference reference && _assemblies.Contains(reference.Name));
        }

        /// <summary>Number of the seam's method that is called, or null for another instruction.</summary>
        private int? SeamMethod(Instruction instruction)
        {
            if (instruction.OpCode != OpCodes.Callvirt
                || instruction.Operand is not MethodReference callee
                || callee.DeclaringType.FullName != Seam
                || !callee.Resolve().IsVirtual)
            {
                return null;
            }

            int index = Map.SeamMethods.IndexOf(callee.Name);
            if (index < 0)
            {
                index = Map.SeamMethods.Count;
                Map.SeamMethods.Add(callee.Name);
            }

            return index;
        }

        /// <summary>Lets branches and handlers find the code that was inserted in front of their targets.</summary>
        private static void Redirect(MethodBody body, Instruction[] code, Dictionary<Instruction, Instruction> moved)
        {
            Instruction? At(Instruction? target) => target != null && moved.TryGetValue(target, out Instruction? start) ? start : target;

            foreach (Instruction instruction in code)
            {
                instruction.Operand = instruction.Operand switch
                {
                    Instruction target => At(target),
                    Instruction[] targets => targets.Select(At).ToArray(),
                    _ => instruction.Operand,
                };
            }

            foreach (ExceptionHandler handler in body.ExceptionHandlers)
            {
                handler.TryStart = At(handler.TryStart);
                handler.TryEnd = At(handler.TryEnd);
                handler.HandlerStart = At(handler.HandlerStart);
                handler.HandlerEnd = At(handler.HandlerEnd);
                handler.FilterStart = At(handler.FilterStart);
            }
        }

        private static void AddCall(List<Instruction> code, MethodReference counter, int number)
        {
            code.Add(Instruction.Create(OpCodes.Ldc_I4, number));
            code.Add(Instruction.Create(OpCodes.Call, counter));
        }

        private MethodReference Counter(string name)
        {
            return _module.ImportReference(typeof(IlCounters).GetMethod(name));
        }
    }
}
