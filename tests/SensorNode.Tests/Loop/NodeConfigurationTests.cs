// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls;
using NanoDtls.Coap;
using SensorNode.Desktop.Server;

namespace SensorNode.Tests
{
    /// <summary>The node takes what the server tells it, by push and in blocks, without allocation.</summary>
    [TestClass]
    public class NodeConfigurationTests
    {
        [TestMethod]
        public void O_01_B_02_IntervalIsPushedAndTheDocumentFollowsInBlocks()
        {
            using var server = new TestServer();
            using DtlsClient client = NewClient();
            NodeConfiguration configuration = NewConfiguration(server);
            var transport = NewTransport(server, client, configuration);
            server.Coap.SetInterval(700);
            Assert.AreEqual(DtlsStatus.Ok, transport.Connect());

            transport.Rest(50);
            Assert.IsTrue(configuration.IsActive);
            Assert.AreEqual(700, transport.IntervalMilliseconds);
            AssertDocument(server, configuration);

            server.Coap.SetInterval(1500);
            WaitFor(transport, configuration, 1500);
            AssertDocument(server, configuration);
            Assert.AreEqual(2, configuration.Changes);

            // Over a reconnection, without a word of the loop.
            transport.Close();
            Assert.AreEqual(DtlsStatus.Ok, transport.Connect());
            Assert.IsFalse(configuration.IsActive);
            server.Coap.SetInterval(800);
            WaitFor(transport, configuration, 800);
            AssertDocument(server, configuration);
        }

        [TestMethod]
        public void RestAllocatesNothing()
        {
            using var server = new TestServer();
            using DtlsClient client = NewClient();
            NodeConfiguration configuration = NewConfiguration(server);
            var transport = NewTransport(server, client, configuration);
            Assert.AreEqual(DtlsStatus.Ok, transport.Connect());
            server.Coap.SetInterval(500);
            WaitFor(transport, configuration, 500);

            long allocated = 0;
            for (int i = 0; i < 20; i++)
            {
                server.Coap.SetInterval(1000 + i);
                for (int rests = 0; configuration.IntervalMilliseconds != 1000 + i && rests < 200; rests++)
                {
                    long before = GC.GetAllocatedBytesForCurrentThread();
                    transport.Rest(5);
                    allocated += GC.GetAllocatedBytesForCurrentThread() - before;
                }

                Assert.AreEqual(1000 + i, configuration.IntervalMilliseconds);
            }

            Assert.AreEqual(0L, allocated);
        }

        [TestMethod]
        [DataRow(9)]
        [DataRow(86400001)]
        [DataRow(100000000)]
        [DataRow(-5)]
        public void SenselessIntervalsAreIgnored(int milliseconds)
        {
            using var server = new TestServer();
            using DtlsClient client = NewClient();
            NodeConfiguration configuration = NewConfiguration(server);
            var transport = NewTransport(server, client, configuration);
            server.Coap.SetInterval(milliseconds);
            Assert.AreEqual(DtlsStatus.Ok, transport.Connect());
            transport.Rest(50);
            Assert.AreEqual(0, transport.IntervalMilliseconds);
        }

        [TestMethod]
        public void O_03_ServerForgetsAnObserverThatResets()
        {
            var coap = new CoapServer(_ => { });
            IDatagramHandler session = coap.CreateSession();
            List<byte[]> pushed = [];
            session.Attach(payload =>
            {
                pushed.Add(payload);
                return true;
            });
            byte[] register = Convert.FromHexString("42011234abcd60" + "56636f6e666967" + "08696e74657276616c");
            Assert.AreEqual("62451234abcd", Convert.ToHexStringLower(session.Handle(register)!)[..12]);
            coap.SetInterval(123);
            Assert.HasCount(1, pushed);
            Assert.AreEqual("5245", Convert.ToHexStringLower(pushed[0])[..4]);
            session.Handle([0x70, 0, pushed[0][2], pushed[0][3]]);
            coap.SetInterval(124);
            Assert.HasCount(1, pushed);
        }

        private static void WaitFor(CoapReportTransport transport, NodeConfiguration configuration, int interval)
        {
            for (int i = 0; i < 200 && configuration.IntervalMilliseconds != interval; i++)
            {
                transport.Rest(10);
            }

            // The document follows at the next rest.
            transport.Rest(10);
            Assert.AreEqual(interval, configuration.IntervalMilliseconds);
        }

        private static void AssertDocument(TestServer server, NodeConfiguration configuration)
        {
            Assert.IsGreaterThan(2000, configuration.Document.Length);
            CollectionAssert.AreEqual(server.Coap.Document, configuration.Document.Bytes[..configuration.Document.Length]);
        }

        private static NodeConfiguration NewConfiguration(TestServer server)
        {
            string root = server.Uri[..^"/s/1".Length];
            return new NodeConfiguration(new CoapResource(root + "/config/interval"), new CoapResource(root + "/config"), 4096);
        }

        private static CoapReportTransport NewTransport(TestServer server, DtlsClient client, NodeConfiguration configuration)
        {
            return new CoapReportTransport(client, server.Dtls.EndPoint, new CoapResource(server.Uri), CoapMethod.Post, new CoapClientOptions()) { Configuration = configuration };
        }

        private static DtlsClient NewClient()
        {
            return new DtlsClient(new DtlsClientOptions { PskIdentity = System.Text.Encoding.UTF8.GetBytes(TestServer.Identity), PskKey = TestServer.Key });
        }
    }
}
