// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing.Native;

namespace NanoDtls.Live.Tests
{
    /// <summary>That the back end which a run asks for is the one that its clients use.</summary>
    [TestClass]
    public sealed class CryptoBackendTests : LiveTest
    {
        [TestMethod]
        public void NativeCodeHashesExactlyWhenTheRunAsksForIt()
        {
            OpenSslPeer peer = Own(OpenSslPeer.StartServer(PeerSuites.Both, 0));
            DtlsClient client = Own(new DtlsClient(Clients.Options()));
            uint before = NativeLibraryCalls.nanodtls_count_compressions();
            Assert.AreEqual(DtlsStatus.Ok, client.Connect(peer.EndPoint));

            uint compressions = NativeLibraryCalls.nanodtls_count_compressions() - before;
            TestContext.WriteLine($"{Clients.CryptoName ?? "default"}: {compressions} compressions in native code");
            Assert.AreEqual(Clients.CryptoName == nameof(HardwareCrypto), compressions >= 30);
        }
    }
}
