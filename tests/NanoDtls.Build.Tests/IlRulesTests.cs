// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;
using NanoDtls.Build.Tests.Il;

namespace NanoDtls.Build.Tests
{
    /// <summary>The IL check itself: what it must flag, and what it must leave alone.</summary>
    [TestClass]
    public class IlRulesTests
    {
        private const string Bad = "IlSamples.Bad.";

        private static readonly ModuleDefinition s_samples = IlChecker.Read(Path.Combine(Repository.DeviceBuild, "IlSamples.dll"));
        private static readonly IReadOnlyList<IlFinding> s_findings = IlChecker.Check(s_samples);

        public static IEnumerable<object[]> BadSamples =>
            s_samples.Types.Where(IsBadSample).Select(t => new object[] { t.FullName });

        [TestMethod]
        [DynamicData(nameof(BadSamples))]
        public void BadSampleIsFlagged(string sample)
        {
            TypeDefinition type = s_samples.GetType(sample);
            IlRule expected = RuleOf(type);

            List<IlFinding> own = s_findings.Where(f => IsWithin(f.Type, type)).ToList();

            Assert.IsTrue(own.Any(f => f.Rule == expected), $"{sample} is not flagged as {expected}: {string.Join('\n', own)}");
        }

        [TestMethod]
        public void GoodSamplesAreNotFlagged()
        {
            List<IlFinding> findings = s_findings.Where(f => f.Type.FullName.StartsWith("IlSamples.Good", StringComparison.Ordinal)).ToList();

            Assert.IsEmpty(findings, string.Join('\n', findings));
            Assert.IsGreaterThan(5, s_samples.Types.Count(t => t.Namespace == "IlSamples.Good"));
        }

        [TestMethod]
        public void BadSignednessSamplesAreFlaggedForNothingElse()
        {
            List<IlFinding> findings = s_findings.Where(f => f.Type.Namespace == Bad + nameof(IlRule.UnsignedAsSigned) && f.Rule != IlRule.UnsignedAsSigned).ToList();

            Assert.IsEmpty(findings, string.Join('\n', findings));
        }

        [TestMethod]
        public void EveryRuleHasASampleThatItMustFlag()
        {
            // These are built in the tests below: C# compiles none of them against the reference.
            IlRule[] handmade = { IlRule.Volatile, IlRule.LargeSwitch, IlRule.UnknownMember };

            IlRule[] missing = Enum.GetValues<IlRule>().Except(s_samples.Types.Where(IsBadSample).Select(RuleOf)).Except(handmade).ToArray();

            Assert.IsEmpty(missing, string.Join(", ", missing));
        }

        [TestMethod]
        [DataRow(Code.Arglist)]
        [DataRow(Code.Cpblk)]
        [DataRow(Code.Jmp)]
        [DataRow(Code.Initblk)]
        [DataRow(Code.Calli)]
        [DataRow(Code.Ckfinite)]
        [DataRow(Code.Localloc)]
        [DataRow(Code.Mkrefany)]
        [DataRow(Code.Refanyval)]
        [DataRow(Code.Refanytype)]
        [DataRow(Code.Readonly)]
        public void OpcodeThatTheInterpreterRejectsIsFlagged(Code code)
        {
            MethodDefinition method = EmptyMethod();
            OpCode opcode = typeof(OpCodes).GetFields().Select(f => (OpCode)f.GetValue(null)!).First(o => o.Code == code);
            Instruction instruction = Instruction.Create(OpCodes.Nop);
            instruction.OpCode = opcode;
            method.Body.Instructions.Insert(0, instruction);
            var findings = new List<IlFinding>();

            OpcodeRules.Check(method, findings);

            Assert.AreEqual(IlRule.RejectedOpcode, findings.Single().Rule);
        }

        [TestMethod]
        [DataRow(255, false)]
        [DataRow(256, true)]
        public void SwitchIsFlaggedFrom256Targets(int targets, bool flagged)
        {
            MethodDefinition method = EmptyMethod();
            Instruction end = method.Body.Instructions[0];
            method.Body.Instructions.Insert(0, Instruction.Create(OpCodes.Ldc_I4_0));
            method.Body.Instructions.Insert(1, Instruction.Create(OpCodes.Switch, Enumerable.Repeat(end, targets).ToArray()));

            IReadOnlyList<IlFinding> findings = IlChecker.Check(method.Module);

            Assert.AreEqual(flagged, findings.Any(f => f.Rule == IlRule.LargeSwitch), string.Join('\n', findings));
        }

        [TestMethod]
        public void VolatileFieldAndAccessAreFlagged()
        {
            MethodDefinition method = EmptyMethod();
            ModuleDefinition module = method.Module;
            var modifier = new TypeDefinition("System.Runtime.CompilerServices", "IsVolatile", TypeAttributes.Public, module.TypeSystem.Object);
            module.Types.Add(modifier);
            method.DeclaringType.Fields.Add(new FieldDefinition("_flag", FieldAttributes.Private, new RequiredModifierType(modifier, module.TypeSystem.Boolean)));
            method.Body.Instructions.Insert(0, Instruction.Create(OpCodes.Volatile));

            IReadOnlyList<IlFinding> findings = IlChecker.Check(module);

            Assert.AreEqual(2, findings.Count(f => f.Rule == IlRule.Volatile), string.Join('\n', findings));
        }

        [TestMethod]
        public void MemberThatTheReferenceLacksIsFlagged()
        {
            MethodDefinition method = EmptyMethod();
            ModuleDefinition module = method.Module;
            TypeReference array = new TypeReference("System", "Array", module, module.TypeSystem.CoreLibrary);
            var fill = new MethodReference("Fill", module.TypeSystem.Void, array);
            var span = new TypeReference("System", "Span", module, module.TypeSystem.CoreLibrary);
            var clear = new MethodReference("Clear", module.TypeSystem.Void, span);
            var elsewhere = new MethodReference("Now", module.TypeSystem.Void, new TypeReference("X", "Y", module, new AssemblyNameReference("Absent", new Version(1, 0))));
            var interlocked = new TypeReference("System.Threading", "Monitor", module, module.TypeSystem.CoreLibrary);
            var exit = new MethodReference("Exit", module.TypeSystem.Void, interlocked) { Parameters = { new ParameterDefinition(module.TypeSystem.Object) } };
            ILProcessor il = method.Body.GetILProcessor();
            foreach (MethodReference called in new[] { fill, clear, elsewhere, exit })
            {
                il.InsertBefore(method.Body.Instructions[0], il.Create(OpCodes.Call, called));
            }

            var findings = new List<IlFinding>();
            ReferenceRules.Check(method, findings);

            Assert.AreEqual(3, findings.Count, string.Join('\n', findings));
            Assert.IsFalse(findings.Any(f => f.Detail.Contains("Exit", StringComparison.Ordinal)), string.Join('\n', findings));
        }

        [TestMethod]
        public void SizesCountMethodBodiesAndInitialisedData()
        {
            TypeDefinition sample = s_samples.GetType("IlSamples.Bad.NewArray.InMethod");
            int expected = s_samples.GetTypes().SelectMany(t => t.Methods).Where(m => m.HasBody).Sum(m => m.Body.CodeSize);

            IlSize size = IlSize.Of(s_samples);

            // ldarg.1, newarr, ret; and a call of the base constructor.
            Assert.AreEqual(7 + 7, sample.Methods.Sum(m => m.Body.CodeSize));
            Assert.AreEqual(expected, size.Code);

            // Two tables: 8 ints and 17 bytes.
            Assert.AreEqual(32 + 17, size.StaticData);
        }

        private static bool IsBadSample(TypeDefinition type)
        {
            return type.Namespace.StartsWith(Bad, StringComparison.Ordinal)
                && !(type.IsEnum || type.FullName == Bad + "Generic.FieldOfGenericType`1");
        }

        private static IlRule RuleOf(TypeDefinition type)
        {
            return Enum.Parse<IlRule>(type.Namespace[Bad.Length..]);
        }

        private static bool IsWithin(TypeDefinition inner, TypeDefinition outer)
        {
            return inner == outer || (inner.DeclaringType != null && IsWithin(inner.DeclaringType, outer));
        }

        private static MethodDefinition EmptyMethod()
        {
            var parameters = new ModuleParameters { Kind = ModuleKind.Dll, AssemblyResolver = s_samples.AssemblyResolver };
            ModuleDefinition module = ModuleDefinition.CreateModule("Handmade", parameters);
            AssemblyNameReference mscorlib = s_samples.AssemblyReferences.First(r => r.Name == "mscorlib");
            var type = new TypeDefinition("Handmade", "Sample", TypeAttributes.Public, module.TypeSystem.Object);
            module.AssemblyReferences.Clear();
            module.AssemblyReferences.Add(mscorlib);
            module.Types.Add(type);
            var method = new MethodDefinition("Run", MethodAttributes.Public | MethodAttributes.Static, module.TypeSystem.Void);
            type.Methods.Add(method);
            method.Body.Instructions.Add(Instruction.Create(OpCodes.Ret));
            return method;
        }
    }
}
