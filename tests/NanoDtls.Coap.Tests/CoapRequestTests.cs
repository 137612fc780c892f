// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Coap.Tests.Support;

namespace NanoDtls.Coap.Tests
{
    /// <summary>Methods, options, tokens and targets of requests.</summary>
    [TestClass]
    public class CoapRequestTests
    {
        private const CoapMessageType Ack = CoapMessageType.Acknowledgement;

        [TestMethod]
        [DataRow(CoapMethod.Get, 1)]
        [DataRow(CoapMethod.Post, 2)]
        [DataRow(CoapMethod.Put, 3)]
        [DataRow(CoapMethod.Delete, 4)]
        [DataRow(CoapMethod.Fetch, 5)]
        [DataRow(CoapMethod.Patch, 6)]
        [DataRow(CoapMethod.IPatch, 7)]
        public void P_01_MethodsAreTheirCodesAndCarryTheirContentFormat(CoapMethod method, int code)
        {
            EngineBench bench = new();
            WireMessage request = bench.Start(method, null, [1], CoapContentFormat.Cbor);
            Assert.AreEqual(code, request.Code);
            Assert.AreEqual(60, request.UInt(CoapOption.ContentFormat));
            foreach (int answer in new[] { CoapCode.Conflict, CoapCode.UnprocessableEntity })
            {
                bench.Deliver(WireMessage.Response(Ack, answer, bench.Last.MessageId, bench.Last.Token, "why"));
                Assert.AreEqual(answer, bench.Engine.ResponseCode);
                Assert.IsTrue(bench.Engine.IsDiagnosticPayload);
                bench.Start(method);
            }
        }

        [TestMethod]
        public void C_03_AddedOptionsStandBetweenTheOthersInTheOrderOfTheWire()
        {
            const int Seed = 77001;
            Random random = new(Seed);
            for (int round = 0; round < 2000; round++)
            {
                EngineBench bench = new(new CoapClientOptions { MaxMessage = 1152, InitialMessageId = 1 });
                CoapRequest request = new(CoapMethod.Fetch, new CoapResource(random.Next(2) == 0 ? "coap://host/a/b?c&d" : "coap://10.0.0.1?q"), 6)
                {
                    ContentFormat = random.Next(3) == 0 ? CoapContentFormat.None : random.Next(0x10000),
                    Accept = random.Next(3) == 0 ? CoapContentFormat.None : random.Next(0x10000),
                    NoResponse = random.Next(2) == 0 ? -1 : 2,
                    WaitMilliseconds = 5,
                    Sink = random.Next(2) == 0 ? null! : new ListSink(),
                };
                List<(int, string)> added = [];
                for (int i = random.Next(7); i > 0; i--)
                {
                    int number;
                    do
                    {
                        number = random.Next(2) == 0 ? random.Next(1, 70) : random.Next(1, 0x10000);
                    }
                    while (number is 3 or 6 or 11 or 12 or 15 or 17 or 23 or 27 or 60 or 252 or 258 or 292);
                    byte[] value = Body.Of(random.Next(3) == 0 ? random.Next(120) : random.Next(15), i);
                    request.AddOption(number, value);
                    added.Add((number, Convert.ToHexString(value)));
                }

                Assert.AreEqual(CoapStatus.Pending, bench.Engine.Start(request, 0), $"seed {Seed}, round {round}");
                bench.Drain();
                WireMessage message = bench.Last;
                List<int> numbers = message.Options.Select(o => o.Number).ToList();
                CollectionAssert.AreEqual(numbers.Order().ToList(), numbers);
                foreach (IGrouping<int, (int, string)> group in added.GroupBy(a => a.Item1))
                {
                    CollectionAssert.AreEqual(group.Select(g => g.Item2).ToList(), message.Options.Where(o => o.Number == group.Key).Select(o => Convert.ToHexString(o.Value)).ToList());
                }

                Assert.AreEqual(request.Accept, message.UInt(CoapOption.Accept));
                Assert.AreEqual(request.ContentFormat, message.UInt(CoapOption.ContentFormat));
                Assert.AreEqual(request.NoResponse, message.UInt(CoapOption.NoResponse));
            }
        }

        [TestMethod]
        public void AddedOptionsAreCheckedAndCanBeRemoved()
        {
            CoapRequest request = new(CoapMethod.Put, EngineBench.Resource, 2);
            foreach (int number in new[] { 3, 6, 11, 12, 15, 17, 23, 27, 60, 252, 258, 292 })
            {
                Assert.ThrowsExactly<ArgumentException>(() => request.AddOption(number, []));
            }

            Assert.ThrowsExactly<ArgumentNullException>(() => request.AddOption(1, null!));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => request.AddOption(0, []));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => request.AddOption(65536, []));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new CoapRequest(CoapMethod.Put, EngineBench.Resource, 17));
            Assert.ThrowsExactly<InvalidOperationException>(() => new CoapRequest(CoapMethod.Put, EngineBench.Resource).AddOption(1, []));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => request.ContentFormat = 65536);
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => request.Accept = -2);
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => request.NoResponse = 256);
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => request.WaitMilliseconds = -2);
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => request.SetPayload([1], 1, 1));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new CoapRequest((CoapMethod)8, EngineBench.Resource));
            Assert.ThrowsExactly<ArgumentNullException>(() => new CoapRequest(CoapMethod.Get, null!));
            request.AddOption(CoapOption.IfNoneMatch, []);
            request.AddOption(CoapOption.IfMatch, [1]);
            Assert.ThrowsExactly<InvalidOperationException>(() => request.AddOption(CoapOption.ETag, []));
            request.ClearOptions();
            request.AddOption(CoapOption.ETag, [9]);
            EngineBench bench = new();
            bench.Engine.Start(request, 0);
            bench.Drain();
            Assert.AreEqual("4=\t 11=s 11=1", bench.Last.OptionText());
        }

        [TestMethod]
        public void C_11_TokensInAnUnprotectedChannelHave39RandomBitsAndAreFound()
        {
            EngineBench bench = new(new CoapClientOptions { Random = new Random(5) });
            bench.Engine.HasProtectedChannel = false;
            HashSet<string> starts = [];
            for (int i = 0; i < 200; i++)
            {
                WireMessage request = bench.Start();
                Assert.IsInRange(6, 8, request.Token.Length);
                starts.Add(Convert.ToHexString(request.Token)[..^6]);
                Assert.IsTrue(bench.Deliver(WireMessage.Response(Ack, CoapCode.Changed, request.MessageId, request.Token)));
            }

            Assert.IsGreaterThan(195, starts.Count);
        }

        [TestMethod]
        [DataRow("coaps://224.0.1.187/")]
        [DataRow("coaps://239.255.255.255/x")]
        [DataRow("coaps://[ff02::fd]/")]
        [DataRow("coaps://[FF05:0:0:0:0:0:0:fd]:5684/")]
        [DataRow("coaps://[ff00::]")]
        public void C_19_MulticastIsRefusedOnCoaps(string uri)
        {
            Assert.ThrowsExactly<ArgumentException>(() => new CoapResource(uri));
            Assert.IsFalse(new CoapResource(uri.Replace("coaps", "coap", StringComparison.Ordinal)).IsSecure);
        }

        [TestMethod]
        [DataRow("coaps://223.255.255.255/")]
        [DataRow("coaps://240.0.0.1/")]
        [DataRow("coaps://22.4.0.1/")]
        [DataRow("coaps://2.2.4.1/")]
        [DataRow("coaps://224.0.0.1.example/")]
        [DataRow("coaps://ff02/")]
        [DataRow("coaps://[fe80::1]/")]
        [DataRow("coaps://[::]/")]
        [DataRow("coaps://[ff::1]/")]
        [DataRow("coaps://[ff::]")]
        [DataRow("coaps://[fff:1::]")]
        public void C_19_OtherHostsAreNoGroups(string uri)
        {
            Assert.IsTrue(new CoapResource(uri).IsSecure);
        }
    }
}
