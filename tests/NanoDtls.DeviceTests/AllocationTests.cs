// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text;
using nanoFramework.Runtime.Native;
using nanoFramework.TestFramework;
using NanoDtls;

namespace NanoDtls.DeviceTests
{
    /// <summary>
    /// Free memory before and after, as the collector reports it: on the device this shows what is kept, on the desktop, where
    /// the adapter counts every allocation, also what is thrown away.
    /// </summary>
    [TestClass]
    public class AllocationTests
    {
        [TestMethod]
        public void HandshakeKeepsNothing()
        {
            var warmUp = new Player();
            warmUp.Connect();
            var player = new Player();
            uint before = GC.Run(false);

            player.Connect();

            uint after = GC.Run(false);
            Assert.AreEqual((int)DtlsState.Connected, (int)player.Client.State, "state");
            Assert.AreEqual(before, after, "free memory");
        }

        [TestMethod]
        public void RecordsKeepNothing()
        {
            var player = new Player();
            player.Connect();
            byte[] payload = Encoding.UTF8.GetBytes(RecordedHandshake.Request);
            player.Client.Write(payload, 0, payload.Length);
            player.Receive();
            uint before = GC.Run(false);

            for (int i = 0; i < 8; i++)
            {
                player.Client.Write(payload, 0, payload.Length);

                // A replay, which is looked at and thrown away.
                player.ReceiveAgain();
            }

            uint after = GC.Run(false);
            Assert.AreEqual(8, player.Client.DropCount, "drops");
            Assert.AreEqual(before, after, "free memory");
        }
    }
}
