// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NanoDtls.Crypto.Tests;

/// <summary>The comparison of tags and of verify_data takes a time that does not depend on the bytes.</summary>
[TestClass]
public sealed class FixedTimeEqualsTests
{
    [TestMethod]
    public void V16_EveryDifferenceIsSeen()
    {
        var random = new Random(501);
        for (int count = 1; count <= 32; count++)
        {
            byte[] left = Reference.Bytes(random, 50);
            var right = new byte[60];
            Array.Copy(left, 5, right, 11, count);
            Assert.IsTrue(DtlsCrypto.FixedTimeEquals(left, 5, right, 11, count));
            for (int bit = 0; bit < count * 8; bit++)
            {
                right[11 + (bit / 8)] ^= (byte)(1 << (bit % 8));
                Assert.IsFalse(DtlsCrypto.FixedTimeEquals(left, 5, right, 11, count), $"count {count}, bit {bit}");
                right[11 + (bit / 8)] ^= (byte)(1 << (bit % 8));
            }
        }
    }

    [TestMethod]
    public void V16_DifferencesDoNotCancelEachOther()
    {
        byte[] left = [1, 1, 0xFF, 0];
        byte[] right = [2, 2, 0, 0xFF];
        Assert.IsFalse(DtlsCrypto.FixedTimeEquals(left, 0, right, 0, 2));
        Assert.IsFalse(DtlsCrypto.FixedTimeEquals(left, 2, right, 2, 2));
    }

    [TestMethod]
    public void V16_BytesOutsideTheRangesDoNotMatter()
    {
        Assert.IsTrue(DtlsCrypto.FixedTimeEquals([1, 7, 2], 1, [3, 7, 4], 1, 1));
        Assert.IsTrue(DtlsCrypto.FixedTimeEquals([1], 0, [2], 0, 0));
    }

    [TestMethod]
    public void V16_ADifferenceInTheFirstByteDoesNotEndTheComparison()
    {
        // The range goes one byte beyond the array: only a comparison that goes on to the end notices.
        Assert.ThrowsExactly<IndexOutOfRangeException>(() => DtlsCrypto.FixedTimeEquals([1, 0, 0], 0, [2, 0, 0, 0], 0, 4));
    }

    [TestMethod]
    public void V16_OpenRecordComparesTagsWithItAndWithNothingElse()
    {
        using var module = ModuleDefinition.ReadModule(typeof(DtlsCrypto).Assembly.Location);
        MethodDefinition open = module.GetType("NanoDtls.SoftwareCrypto").Methods.Single(m => m.Name == "OpenRecord");
        Assert.AreEqual(1, open.Body.Instructions.Count(i => i.Operand is MethodReference m && m.Name == nameof(DtlsCrypto.FixedTimeEquals)));
        Assert.IsFalse(open.Body.Instructions.Any(i => i.OpCode.Code == Code.Ldelem_U1), "no byte is looked at on its own");
    }
}
