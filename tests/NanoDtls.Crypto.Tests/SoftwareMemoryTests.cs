// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Reflection;
using System.Runtime.Loader;

namespace NanoDtls.Crypto.Tests;

/// <summary><see cref="SoftwareCrypto"/> costs nothing when it is not used, and little when it is.</summary>
[TestClass]
public sealed class SoftwareMemoryTests : MemoryContract
{
    protected override DtlsCrypto Create()
    {
        return new SoftwareCrypto();
    }

    protected override bool MayRemain(string path, long number)
    {
        // The tag's length is public, and so is the name of no key.
        return number == 0 || path.EndsWith("._tagLength", StringComparison.Ordinal) || (path.EndsWith("._expandedKey", StringComparison.Ordinal) && number == -1);
    }

    [TestMethod]
    public void TablesAreMadeWithTheFirstInstanceAndOnlyOnce()
    {
        var context = new AssemblyLoadContext("fresh", isCollectible: true);
        try
        {
            Assembly assembly = context.LoadFromAssemblyPath(typeof(SoftwareCrypto).Assembly.Location);
            FieldInfo tables = assembly.GetType("NanoDtls.SoftwareTables", true)!.GetField("Shared", BindingFlags.Static | BindingFlags.Public)!;
            Activator.CreateInstance(assembly.GetType("NanoDtls.DtlsClientOptions", true)!);
            Assert.IsNull(tables.GetValue(null), "made before anyone asked for SoftwareCrypto");

            Activator.CreateInstance(assembly.GetType("NanoDtls.SoftwareCrypto", true)!);
            object? made = tables.GetValue(null);
            Assert.IsNotNull(made);
            Activator.CreateInstance(assembly.GetType("NanoDtls.SoftwareCrypto", true)!);
            Assert.AreSame(made, tables.GetValue(null));
        }
        finally
        {
            context.Unload();
        }
    }

    [TestMethod]
    public void NoStaticConstructorAndNoStaticArrayInTheAssembliesCrypto()
    {
        Type[] types = [typeof(SoftwareCrypto), typeof(SoftwareTables), typeof(AesBlock), typeof(BigEndian), typeof(Sha256), typeof(NanoDtls.Prf), typeof(SoftwareWords), typeof(EntropySource), typeof(DtlsCrypto)];
        foreach (Type type in types)
        {
            Assert.IsNull(type.TypeInitializer, type.Name);
            Assert.IsFalse(type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic).Any(f => f.FieldType.IsArray), type.Name);
        }
    }

    [TestMethod]
    public void AnInstanceHasTheArraysThatItsDocumentationNames()
    {
        // Words: 320 to hash and encrypt with, 32 of the transcript, 192 of HMAC states, 40 of keys and IVs. Bytes: 64 of the transcript, 16 scratch.
        int bytes = Memory.ArraysOf(new SoftwareCrypto()).Values.Sum(Buffer.ByteLength);
        Assert.AreEqual(600, bytes);
        bytes = Memory.ArraysOf(new SoftwareCrypto(supportsAes256: true)).Values.Sum(Buffer.ByteLength);
        Assert.AreEqual(600 + 32, bytes);
        Assert.AreEqual(2336, Buffer.ByteLength(Memory.Tables.Aes) + Buffer.ByteLength(Memory.Tables.Sha256));
    }

    [TestMethod]
    public void TablesAreNeverWritten()
    {
        byte[] aes = Memory.BytesOf(Memory.Tables.Aes);
        byte[] sha = Memory.BytesOf(Memory.Tables.Sha256);
        var crypto = new SoftwareCrypto();
        var buffer = new byte[600];
        crypto.FillRandom(buffer, 0, 64);
        crypto.TranscriptUpdate(buffer, 0, 200);
        crypto.TranscriptDigest(buffer, 0);
        crypto.SetSecret(DtlsCrypto.MasterSecret, buffer, 0, 100);
        crypto.Prf(DtlsCrypto.MasterSecret, buffer, 0, 60, buffer, 100, 48);
        crypto.SetRecordKeys(buffer, 0, 16, 8);
        crypto.OpenRecord(buffer, 0, 0, 8 + 8 + crypto.SealRecord(buffer, 200, 0, 50));
        crypto.Clear();
        CollectionAssert.AreEqual(aes, Memory.BytesOf(Memory.Tables.Aes));
        CollectionAssert.AreEqual(sha, Memory.BytesOf(Memory.Tables.Sha256));
    }
}
