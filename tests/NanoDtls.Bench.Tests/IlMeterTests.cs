// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Reflection;
using Mono.Cecil;
using Mono.Cecil.Cil;
using NanoDtls.Bench.Device;
using NanoDtls.Bench.Il;

namespace NanoDtls.Bench.Tests
{
    /// <summary>The IL meter counts what runs: against counts by hand, and against another way of counting.</summary>
    [TestClass]
    public class IlMeterTests
    {
        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        [DataRow(10)]
        public void LoopHasTheInstructionsCountedByHand(int rounds)
        {
            (IlCount count, int result) = RunSample(LoopSample, rounds);

            // 3 in front, 4 in each round, 3 for each test of the condition, 2 at the end.
            Assert.AreEqual(3 + (4 * rounds) + (3 * (rounds + 1)) + 2, count.Instructions);
            Assert.AreEqual(rounds, result);
            Assert.AreEqual(1, count.Entries("Sample::Run"));
            Assert.AreEqual(0, count.CryptoInstructions);
        }

        [TestMethod]
        [DataRow(0, 4 + 2, 10)]
        [DataRow(1, 4 + 1 + 1 + 2, 11)]
        [DataRow(2, 4 + 1 + 2, 12)]
        public void SwitchAndJoinAreCountedByThePathTaken(int choice, int instructions, int expected)
        {
            (IlCount count, int result) = RunSample(SwitchSample, choice);

            Assert.AreEqual(expected, result);
            Assert.AreEqual(instructions, count.Instructions);
        }

        [TestMethod]
        public void LoopBackToTheFirstInstructionIsOneEntry()
        {
            (IlCount count, int result) = RunSample(
                il =>
                {
                    Instruction top = il.Create(OpCodes.Ldarg_0);
                    il.Append(top);
                    il.Emit(OpCodes.Ldc_I4_1);
                    il.Emit(OpCodes.Sub);
                    il.Emit(OpCodes.Starg_S, il.Body.Method.Parameters[0]);
                    il.Emit(OpCodes.Ldarg_0);
                    il.Emit(OpCodes.Brtrue_S, top);
                    il.Emit(OpCodes.Ldarg_0);
                    il.Emit(OpCodes.Ret);
                },
                5);

            Assert.AreEqual(0, result);
            Assert.AreEqual((5 * 6) + 2, count.Instructions);
            Assert.AreEqual(1, count.Entries("Sample::Run"));
        }

        [TestMethod]
        public void BlocksAndSingleInstructionsGiveTheSameCounts()
        {
            Dictionary<string, IlCount> byBlock = IlExecutionMeter.Count();
            Dictionary<string, IlCount> byInstruction = IlExecutionMeter.Count(byInstruction: true);

            CollectionAssert.AreEqual(byBlock.Keys.ToList(), byInstruction.Keys.ToList());
            foreach ((string scenario, IlCount blocks) in byBlock)
            {
                IlCount single = byInstruction[scenario];

                // The client reads the machine's clock, and the round trip that it measures decides a branch of its timer.
                int clock = scenario.StartsWith("client:", StringComparison.Ordinal) ? 16 : 0;
                Assert.IsInRange(single.Instructions - clock, single.Instructions + clock, blocks.Instructions, scenario);
                Assert.AreEqual(single.CryptoInstructions, blocks.CryptoInstructions, scenario);
                Assert.AreEqual(single.Calls, blocks.Calls, scenario);
                Assert.AreEqual(single.VirtualCalls, blocks.VirtualCalls, scenario);
                Assert.AreEqual(single.PlatformCalls, blocks.PlatformCalls, scenario);
                Assert.AreEqual(single.SeamCalls, blocks.SeamCalls, scenario);
            }
        }

        [TestMethod]
        public void CryptoIsCountedApartAndOnlyBehindTheSeam()
        {
            IlCount send = IlExecutionMeter.Count()[IlScenarios.EngineSend];

            CollectionAssert.AreEqual(new[] { ("SealRecord", 1L) }, send.SeamCallsByMethod.ToArray());
            Assert.IsFalse(send.ByMethod(crypto: false).Any(row => row.Method.Contains("AesBlock", StringComparison.Ordinal)));

            // RFC 3610: B_0, the additional data, 4 blocks of CBC-MAC, 4 of key stream and the tag's.
            Assert.AreEqual(2 + 4 + 4 + 1, IlExecutionMeter.AesBlocks(send));
            Assert.AreEqual(send.Instructions, send.ByMethod(crypto: false).Sum(row => row.Instructions));
            Assert.AreEqual(send.CryptoInstructions, send.ByMethod(crypto: true).Sum(row => row.Instructions));
        }

        [TestMethod]
        public void UnknownMethodIsAnErrorNotAZero()
        {
            (IlCount count, _) = RunSample(LoopSample, 1);

            Assert.ThrowsExactly<ArgumentException>(() => count.Entries("Sample::Missing"));
        }

        private static void LoopSample(ILProcessor il)
        {
            il.Body.Variables.Add(new VariableDefinition(il.Body.Method.Module.TypeSystem.Int32));
            Instruction condition = il.Create(OpCodes.Ldloc_0);
            Instruction round = il.Create(OpCodes.Ldloc_0);
            il.Emit(OpCodes.Ldc_I4_0);
            il.Emit(OpCodes.Stloc_0);
            il.Emit(OpCodes.Br_S, condition);
            il.Append(round);
            il.Emit(OpCodes.Ldc_I4_1);
            il.Emit(OpCodes.Add);
            il.Emit(OpCodes.Stloc_0);
            il.Append(condition);
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Blt_S, round);
            il.Emit(OpCodes.Ldloc_0);
            il.Emit(OpCodes.Ret);
        }

        // 10 + choice; choice 0 jumps to the end, 1 goes by a block of its own, all others fall through.
        private static void SwitchSample(ILProcessor il)
        {
            Instruction end = il.Create(OpCodes.Add);
            Instruction one = il.Create(OpCodes.Nop);
            il.Emit(OpCodes.Ldc_I4_S, (sbyte)10);
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Switch, new[] { end, one });
            il.Emit(OpCodes.Br_S, end);
            il.Append(one);
            il.Emit(OpCodes.Br_S, end);
            il.Append(end);
            il.Emit(OpCodes.Ret);
        }

        /// <summary>Makes, instruments and runs <c>static int Sample.Run(int)</c>.</summary>
        private static (IlCount Count, int Result) RunSample(Action<ILProcessor> write, int argument)
        {
            using AssemblyDefinition assembly = AssemblyDefinition.CreateAssembly(new AssemblyNameDefinition("Sample", new Version(1, 0)), "Sample", ModuleKind.Dll);
            ModuleDefinition module = assembly.MainModule;
            var type = new TypeDefinition("", "Sample", Mono.Cecil.TypeAttributes.Public | Mono.Cecil.TypeAttributes.Class, module.TypeSystem.Object);
            var method = new MethodDefinition("Run", Mono.Cecil.MethodAttributes.Public | Mono.Cecil.MethodAttributes.Static, module.TypeSystem.Int32);
            method.Parameters.Add(new ParameterDefinition(module.TypeSystem.Int32));
            module.Types.Add(type);
            type.Methods.Add(method);
            write(method.Body.GetILProcessor());

            IlMap map = IlInstrumenter.Instrument(module);
            var context = new DeviceContext(new() { ["Sample"] = DeviceBuild.ToImage(module) });
            Assembly bench = context.LoadFromAssemblyName(typeof(IlCounters).Assembly.GetName());
            Type counters = bench.GetType(typeof(IlCounters).FullName!, throwOnError: true)!;
            counters.GetMethod(nameof(IlCounters.Initialize))!.Invoke(null, new object[] { map.Blocks.Count, map.Methods.Count, 1 });
            object result = context.LoadFromAssemblyName(new AssemblyName("Sample")).GetType("Sample")!.GetMethod("Run")!.Invoke(null, new object[] { argument })!;
            long[][] counts = context.Run<long[][]>(typeof(IlCounters), nameof(IlCounters.Snapshot));
            return (new IlCount(map, counts), (int)result);
        }
    }
}
