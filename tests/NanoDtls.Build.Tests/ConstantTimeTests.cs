// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using Mono.Cecil;
using Mono.Cecil.Cil;
using NanoDtls.Build.Tests.Il;

namespace NanoDtls.Build.Tests
{
    /// <summary>Comparisons of secrets, seen in the IL that the device runs.</summary>
    [TestClass]
    public class ConstantTimeTests
    {
        private const string Comparison = "FixedTimeEquals";

        [TestMethod]
        public void V16_ComparisonOfSecretsLeavesItsLoopByTheCountOnly()
        {
            using ModuleDefinition module = IlChecker.Read(Path.Combine(Repository.DeviceBuild, "NanoDtls.dll"));
            MethodDefinition method = module.GetType("NanoDtls.DtlsCrypto").Methods.Single(m => m.Name == Comparison);
            List<Instruction> code = method.Body.Instructions.ToList();

            List<Instruction> conditional = code.Where(i => i.OpCode.FlowControl == FlowControl.Cond_Branch).ToList();

            // Every conditional branch goes back in its loop, over two variables that no byte of the arrays flows into; and
            // there is one return, behind them all.
            HashSet<object> tainted = TaintedVariables(method);
            Assert.IsNotEmpty(tainted, "the difference is");
            Assert.IsNotEmpty(conditional);
            foreach (Instruction branch in conditional)
            {
                Assert.IsLessThan(branch.Offset, ((Instruction)branch.Operand).Offset, string.Join('\n', code));
                foreach (Instruction operand in new[] { branch.Previous, branch.Previous.Previous })
                {
                    object? variable = VariableOf(method, operand, "ld");
                    Assert.IsNotNull(variable, operand.ToString());
                    Assert.DoesNotContain(variable, tainted, branch.ToString());
                }
            }

            Assert.AreSame(code[^1], code.Single(i => i.OpCode.FlowControl == FlowControl.Return));
            Assert.AreEqual(0, code.Count(i => i.OpCode.FlowControl == FlowControl.Call), "nothing is called that could exit early");
        }

        [TestMethod]
        [DataRow("NanoDtls.SoftwareCrypto", "record tag")]
        [DataRow("NanoDtls.KeySchedule", "verify_data")]
        public void V16_TagsAndVerifyDataAreComparedByIt(string type, string secret)
        {
            using ModuleDefinition module = IlChecker.Read(Path.Combine(Repository.DeviceBuild, "NanoDtls.dll"));

            bool compares = module.GetType(type).Methods.Where(m => m.HasBody).SelectMany(m => m.Body.Instructions)
                .Any(i => i.Operand is MethodReference { Name: Comparison });

            Assert.IsTrue(compares, $"{type} compares the {secret}");
        }

        /// <summary>The variables whose values depend on array elements.</summary>
        private static HashSet<object> TaintedVariables(MethodDefinition method)
        {
            var tainted = new HashSet<object>();
            int count;
            do
            {
                count = tainted.Count;
                bool isTainted = false;
                foreach (Instruction instruction in method.Body.Instructions)
                {
                    isTainted |= instruction.OpCode.Name.StartsWith("ldelem", StringComparison.Ordinal)
                        || (VariableOf(method, instruction, "ld") is object source && tainted.Contains(source));
                    object? target = VariableOf(method, instruction, "st");
                    if (target != null && isTainted)
                    {
                        tainted.Add(target);
                    }

                    if (target != null || instruction.OpCode.FlowControl is FlowControl.Branch or FlowControl.Cond_Branch)
                    {
                        isTainted = false;
                    }
                }
            }
            while (tainted.Count != count);

            return tainted;
        }

        // Of a load ("ld") or a store ("st"); null for any other instruction.
        private static object? VariableOf(MethodDefinition method, Instruction instruction, string access)
        {
            string name = instruction.OpCode.Name;
            return name.StartsWith(access + "loc", StringComparison.Ordinal) ? Operands.Local(method, instruction)
                : name.StartsWith(access + "arg", StringComparison.Ordinal) ? Operands.Parameter(method, instruction)
                : null;
        }
    }
}
