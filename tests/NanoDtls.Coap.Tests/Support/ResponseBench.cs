// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text;

namespace NanoDtls.Coap.Tests.Support
{
    /// <summary>What the tests of the engine share that hand responses in.</summary>
    internal static class ResponseBench
    {
        public const CoapMessageType Con = CoapMessageType.Confirmable;
        public const CoapMessageType Non = CoapMessageType.NonConfirmable;
        public const CoapMessageType Ack = CoapMessageType.Acknowledgement;
        public const CoapMessageType Rst = CoapMessageType.Reset;

        public static void AssertCompleted(EngineBench bench, string payload)
        {
            Assert.AreEqual(CoapExchangeState.Completed, bench.Engine.State);
            Assert.AreEqual(CoapStatus.Ok, bench.Engine.Status);
            Assert.AreEqual(CoapCode.Content, bench.Engine.ResponseCode);
            Assert.AreEqual(payload, Encoding.UTF8.GetString(bench.Payload));
            Assert.AreEqual(long.MaxValue, bench.Engine.NextDeadline);
        }
    }
}
