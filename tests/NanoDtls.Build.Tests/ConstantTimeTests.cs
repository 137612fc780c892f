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

            // One conditional branch, backwards, right after the load of the count; and one return, behind it.
            Assert.HasCount(1, conditional, string.Join('\n', code));
            Assert.IsLessThan(conditional[0].Offset, ((Instruction)conditional[0].Operand).Offset);
            Assert.AreEqual("count", ((ParameterDefinition)conditional[0].Previous.Operand).Name);
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
    }
}
