// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Crypto.Tests;

// HardwareCrypto over the C core, built for the desktop: every contract that SoftwareCrypto keeps.

[TestClass]
public sealed class HardwareRecordTests : RecordContract
{
    protected override DtlsCrypto Create()
    {
        return new HardwareCrypto();
    }
}

[TestClass]
public sealed class HardwareCidRecordTests : CidRecordContract
{
    protected override DtlsCrypto Create()
    {
        return new HardwareCrypto();
    }
}

[TestClass]
public sealed class HardwareHashTests : HashContract
{
    protected override DtlsCrypto Create()
    {
        return new HardwareCrypto();
    }
}

[TestClass]
public sealed class HardwareRandomTests : RandomContract
{
    protected override DtlsCrypto Create()
    {
        return new HardwareCrypto();
    }
}

[TestClass]
public sealed class HardwareMemoryTests : MemoryContract
{
    protected override DtlsCrypto Create()
    {
        return new HardwareCrypto();
    }

    protected override bool MayRemain(string path, long number)
    {
        // The length of tags is public.
        return number == 0 || path.EndsWith("._tagLength", StringComparison.Ordinal);
    }

    [TestMethod]
    public void AllStateIsOneArrayOfTheLengthThatNativeCodeAsksFor()
    {
        Array state = Memory.ArraysOf(new HardwareCrypto()).Values.Single();

        // native/src/nanodtls_calls.h: transcript 100, three secrets of 64, two expanded keys of 352, IVs, flags.
        Assert.AreEqual(952, Buffer.ByteLength(state));
    }
}

/// <summary>What only this back end has: its native part may be missing, and it hands arguments to code that checks them.</summary>
[TestClass]
public sealed class HardwareCryptoTests
{
    [TestMethod]
    public void IsAvailableWithTheLibraryAndUsesNoUnitOfAChip()
    {
        Assert.IsTrue(HardwareCrypto.IsAvailable);
        Assert.IsFalse(HardwareCrypto.UsesAesUnit);
        Assert.IsFalse(HardwareCrypto.UsesShaUnit);
        Assert.IsFalse(new HardwareCrypto().SupportsAes256);
        Assert.AreEqual(0, new HardwareCrypto().Faults);
    }

    [TestMethod]
    public void IsNotAvailableWithoutANativePart()
    {
        // The assembly of src/ has InternalCalls, which .NET has no native part for: as a firmware without it.
        System.Reflection.Assembly device = System.Reflection.Assembly.LoadFrom(NativeAssembly.Path);
        Type type = device.GetType("NanoDtls.HardwareCrypto", throwOnError: true)!;
        Assert.AreNotEqual(typeof(HardwareCrypto).Assembly, device);
        Assert.IsFalse((bool)type.GetProperty(nameof(HardwareCrypto.IsAvailable))!.GetValue(null)!);
        Exception thrown = Assert.ThrowsExactly<System.Reflection.TargetInvocationException>(() => Activator.CreateInstance(type));
        Assert.IsInstanceOfType<NotSupportedException>(thrown.InnerException);
    }

    [TestMethod]
    public void WrongRangesAreRefusedByNativeCodeBeforeAnythingChanged()
    {
        var crypto = new HardwareCrypto();
        byte[] buffer = Reference.Bytes(new Random(501), 100);
        byte[] before = (byte[])buffer.Clone();
        crypto.SetRecordKeys(buffer, 0, 16, 8);
        Action[] calls =
        [
            () => crypto.TranscriptUpdate(buffer, 90, 11),
            () => crypto.TranscriptUpdate(buffer, -1, 1),
            () => crypto.TranscriptDigest(buffer, 69),
            () => crypto.SetSecret(3, buffer, 0, 16),
            () => crypto.SetSecret(DtlsCrypto.MasterSecret, buffer, 0, int.MaxValue),
            () => crypto.Prf(DtlsCrypto.MasterSecret, buffer, 0, 20, buffer, 19, 12),
            () => crypto.SetRecordKeys(buffer, 61, 16, 8),
            () => crypto.SetRecordKeys(buffer, 0, 16, 12),
            () => crypto.SetRecordKeys(buffer, 0, 32, 8),
            () => crypto.ExportRecordKeys(buffer, 61),
            () => crypto.SealRecord(buffer, 0, 0, 72),
            () => crypto.SealRecord(buffer, int.MaxValue, 0, 1),
            () => crypto.SealRecord(buffer, 0, 33, 1),
            () => crypto.OpenRecord(buffer, 0, 0, 88),
            () => crypto.OpenRecord(buffer, 0, 0, 15),
            () => crypto.OpenRecord(buffer, 0, -1, 16),
            () => crypto.FillRandom(buffer, 0, -1),
        ];
        for (int i = 0; i < calls.Length; i++)
        {
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(calls[i], $"call {i}");
            CollectionAssert.AreEqual(before, buffer, $"call {i}");
        }

        Assert.ThrowsExactly<ArgumentNullException>(() => crypto.TranscriptUpdate(null!, 0, 0));
        Assert.ThrowsExactly<ArgumentNullException>(() => crypto.SealRecord(null!, 0, 0, 0));
    }

    [TestMethod]
    public void RecordsWithoutKeysAreAnInvalidOperation()
    {
        var crypto = new HardwareCrypto();
        var buffer = new byte[100];
        Assert.ThrowsExactly<InvalidOperationException>(() => crypto.SealRecord(buffer, 0, 0, 10));
        Assert.ThrowsExactly<InvalidOperationException>(() => crypto.OpenRecord(buffer, 0, 0, 30));
        Assert.ThrowsExactly<InvalidOperationException>(() => crypto.Prf(DtlsCrypto.MasterSecret, buffer, 0, 10, buffer, 20, 12));
    }
}
