// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Crypto.Tests;

[TestClass]
public sealed class SoftwareRecordTests : RecordContract
{
    protected override DtlsCrypto Create()
    {
        return new SoftwareCrypto();
    }
}

[TestClass]
public sealed class SoftwareHashTests : HashContract
{
    protected override DtlsCrypto Create()
    {
        return new SoftwareCrypto();
    }
}

[TestClass]
public sealed class SoftwareRandomTests : RandomContract
{
    protected override DtlsCrypto Create()
    {
        return new SoftwareCrypto();
    }
}
