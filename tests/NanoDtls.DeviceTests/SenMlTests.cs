// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text;
using nanoFramework.TestFramework;
using NanoDtls.Coap;

namespace NanoDtls.DeviceTests
{
    /// <summary>Numbers and strings of the platform under the CBOR writer and the URI parser.</summary>
    [TestClass]
    public class SenMlTests
    {
        [TestMethod]
        public void PackIsTheKnownOne()
        {
            var writer = new SenMlCborWriter(new byte[64]);
            writer.BeginPack();
            writer.AddRecord(Encoding.UTF8.GetBytes("t"), Encoding.UTF8.GetBytes("Cel"), -2150, 2);
            writer.AddRecord(Encoding.UTF8.GetBytes("h"), Encoding.UTF8.GetBytes("%RH"), 4555, 2);

            int length = writer.EndPack();

            Bytes.AreEqual(Bytes.FromHex(KnownRecords.SenMlPack), writer.Buffer, 0, length, "pack");
        }

        [TestMethod]
        public void UriIsTakenApart()
        {
            var resource = new CoapResource("coaps://Server.Example:5685/s/1?k=v");

            Assert.AreEqual("server.example", resource.Host, "host");
            Assert.AreEqual(5685, resource.Port, "port");
            Assert.IsTrue(resource.IsSecure, "secure");
        }
    }
}
