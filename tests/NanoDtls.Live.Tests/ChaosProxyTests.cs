// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Net;
using System.Net.Sockets;
using System.Text;
using NanoDtls.Testing;

namespace NanoDtls.Live.Tests
{
    /// <summary>The chaos proxy does what its plan says, and the plan is nothing but its seed.</summary>
    [TestClass]
    public sealed class ChaosProxyTests : LiveTest
    {
        private static readonly ChaosRates s_everything = new(Drop: 20, Duplicate: 20, Reorder: 20, Corrupt: 20, DelayMilliseconds: 30);

        [TestMethod]
        public void FateOfADatagramDependsOnSeedClientDirectionAndNumberAlone()
        {
            var plan = new ChaosPlan(7, s_everything);
            var again = new ChaosPlan(7, s_everything);
            string first = Fates(plan, 1, 0, Direction.ToServer);

            Assert.AreEqual(first, Fates(again, 1, 0, Direction.ToServer));
            Assert.AreEqual(first, Fates(again, 50000, 0, Direction.ToServer), "the clock moved the dice");
            Assert.AreNotEqual(first, Fates(new ChaosPlan(8, s_everything), 1, 0, Direction.ToServer));
            Assert.AreNotEqual(first, Fates(plan, 1, 1, Direction.ToServer));
            Assert.AreNotEqual(first, Fates(plan, 1, 0, Direction.ToClient));
        }

        [TestMethod]
        [DataRow(10)]
        [DataRow(30)]
        [DataRow(50)]
        public void LossOfAPlanIsItsRateForEverySeed(int percent)
        {
            int lost = 0;
            var byIndex = new int[20];
            for (int seed = 0; seed < 1000; seed++)
            {
                var plan = new ChaosPlan(seed, ChaosRates.Loss(percent));
                for (int i = 0; i < 20; i++)
                {
                    bool isLost = plan.Decide(0, new Packet((Direction)(i % 2), i / 2, new byte[10], 0)).Count == 0;
                    lost += isLost ? 1 : 0;
                    byIndex[i] += isLost ? 1 : 0;
                }
            }

            // 20,000 throws: a standard deviation is under 0.36 points; 1,000 for each number: under 1.6 points.
            Assert.AreEqual(percent, lost / 200.0, 1.5);
            Assert.IsTrue(byIndex.All(count => Math.Abs((count / 10.0) - percent) < 7), string.Join(" ", byIndex));
        }

        [TestMethod]
        public void RatesDoNotMoveEachOthersDice()
        {
            var lossy = new ChaosPlan(3, new ChaosRates(Drop: 30));
            var all = new ChaosPlan(3, new ChaosRates(Drop: 30, Duplicate: 50, Reorder: 50, Corrupt: 50, DelayMilliseconds: 9));

            for (int i = 0; i < 200; i++)
            {
                var packet = new Packet(Direction.ToClient, i, new byte[10], 0);
                Assert.AreEqual(lossy.Decide(0, packet).Count == 0, all.Decide(0, packet).Count == 0);
            }
        }

        [TestMethod]
        public void DamagedDatagramsDifferFromWhatWasSent()
        {
            var plan = new ChaosPlan(4, new ChaosRates(Corrupt: 100));
            foreach ((Direction direction, int length) in new[] { (Direction.ToClient, 0), (Direction.ToClient, 1), (Direction.ToClient, 40), (Direction.ToServer, 40) })
            {
                for (int i = 0; i < 200; i++)
                {
                    byte[] bytes = new byte[length];
                    Delivery delivery = plan.Decide(0, new Packet(direction, i, bytes, 0)).Single();
                    Assert.IsTrue(direction == Direction.ToClient || delivery.Bytes.Length is > 0 and <= 40);
                    CollectionAssert.AreNotEqual(bytes, delivery.Bytes);
                    Assert.IsTrue(bytes.All(value => value == 0), "the original was changed");
                }
            }
        }

        [TestMethod]
        public void DatagramsOfEachClientPassOnceInOrderWhenThePlanIsEmpty()
        {
            using Socket server = Bound();
            ChaosProxy proxy = Own(new ChaosProxy((IPEndPoint)server.LocalEndPoint!, new ChaosPlan(1, ChaosRates.None)));
            using Socket first = Bound();
            using Socket second = Bound();
            for (int i = 0; i < 20; i++)
            {
                first.SendTo(Encoding.ASCII.GetBytes("first " + i), proxy.EndPoint);
                (string text, EndPoint sender) = Receive(server);
                Assert.AreEqual("first " + i, text);
                second.SendTo(Encoding.ASCII.GetBytes("second " + i), proxy.EndPoint);
                (text, EndPoint other) = Receive(server);
                Assert.AreEqual("second " + i, text);
                Assert.AreNotEqual(sender, other, "two clients under one port");
                server.SendTo(Encoding.ASCII.GetBytes("to first"), sender);
                Assert.AreEqual("to first", Receive(first).Text);
                server.SendTo(Encoding.ASCII.GetBytes("to second"), other);
                Assert.AreEqual("to second", Receive(second).Text);
            }

            Assert.AreEqual(40, proxy.FromClients);
            Assert.AreEqual(40, proxy.FromServer);
            Assert.IsFalse(server.Poll(50_000, SelectMode.SelectRead), "something came twice");
        }

        [TestMethod]
        public void ProxyDoesWithEachDatagramWhatThePlanDecides()
        {
            var plan = new ChaosPlan(11, s_everything with { Corrupt = 0 });
            using Socket server = Bound();
            ChaosProxy proxy = Own(new ChaosProxy((IPEndPoint)server.LocalEndPoint!, plan));
            using Socket client = Bound();
            var expected = new List<string>();
            for (int i = 0; i < 60; i++)
            {
                byte[] bytes = Encoding.ASCII.GetBytes("number " + i);
                expected.AddRange(plan.Decide(0, new Packet(Direction.ToServer, i, bytes, 0)).Select(_ => "number " + i));
                client.SendTo(bytes, proxy.EndPoint);
            }

            var received = new List<string>();
            while (server.Poll(500_000, SelectMode.SelectRead))
            {
                received.Add(Receive(server).Text);
            }

            CollectionAssert.AreEquivalent(expected, received);
            CollectionAssert.AreNotEqual(expected, received, "nothing was overtaken");
            StringAssert.Contains(proxy.Log, "seed 11");
        }

        private static string Fates(ChaosPlan plan, long time, int client, Direction direction)
        {
            byte[] bytes = new byte[30];
            return string.Join("; ", Enumerable.Range(0, 40).Select(i => string.Join(
                ", ",
                plan.Decide(client, new Packet(direction, i, bytes, time)).Select(delivery => delivery.Delay + " " + Convert.ToHexString(delivery.Bytes)))));
        }

        private static Socket Bound()
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            return socket;
        }

        private static (string Text, EndPoint Sender) Receive(Socket socket)
        {
            Assert.IsTrue(socket.Poll(Clients.Patience * 1000, SelectMode.SelectRead), "nothing came");
            byte[] buffer = new byte[2048];
            EndPoint sender = new IPEndPoint(IPAddress.Any, 0);
            int count = socket.ReceiveFrom(buffer, ref sender);
            return (Encoding.ASCII.GetString(buffer, 0, count), sender);
        }
    }
}
