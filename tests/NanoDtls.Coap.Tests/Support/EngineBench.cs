// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Coap.Tests.Support
{
    /// <summary>An engine on a virtual clock, with everything it sends.</summary>
    internal sealed class EngineBench
    {
        public static readonly CoapResource Resource = new("coap://127.0.0.1/s/1");

        public EngineBench(CoapClientOptions? options = null)
        {
            Engine = new CoapEngine(options ?? new CoapClientOptions { Random = new FixedRandom(0), InitialMessageId = 0x1000 });
        }

        public CoapEngine Engine { get; }

        public long Now { get; set; } = 1000;

        public List<byte[]> Sent { get; } = [];

        /// <summary>The last message that was sent, decoded.</summary>
        public WireMessage Last => WireMessage.Decode(Sent[^1]);

        /// <summary>Starts a POST of one byte (or the given request) and returns it as it went out.</summary>
        public WireMessage Start(CoapMethod method = CoapMethod.Post, CoapResource? resource = null, byte[]? payload = null, int contentFormat = CoapContentFormat.None, int accept = CoapContentFormat.None)
        {
            payload ??= [0x2A];
            CoapStatus status = Engine.Start(method, resource ?? Resource, contentFormat, accept, payload, 0, payload.Length, Now);
            Assert.AreEqual(CoapStatus.Pending, status);
            Assert.AreEqual(1, Drain(), "a request is one message");
            return Last;
        }

        /// <summary>Hands a message in, at an offset and with bytes around it that must not matter.</summary>
        public bool Deliver(byte[] message)
        {
            ReceiveBuffer = new byte[message.Length + 10];
            Array.Fill(ReceiveBuffer, (byte)0xFF);
            message.CopyTo(ReceiveBuffer, 5);
            bool used = Engine.ProcessMessage(ReceiveBuffer, 5, message.Length, Now);
            Assert.AreEqual(used, Engine.LastDropReason == CoapDropReason.None, "a message is used or dropped for a reason");
            Drain();
            return used;
        }

        public bool Deliver(WireMessage message)
        {
            return Deliver(message.Encode());
        }

        public byte[] ReceiveBuffer { get; private set; } = [];

        public byte[] Payload => ReceiveBuffer.AsSpan(Engine.PayloadOffset, Engine.PayloadLength).ToArray();

        /// <summary>Moves the clock to the next deadline and lets the engine act.</summary>
        public void Elapse()
        {
            Now = Engine.NextDeadline;
            Engine.HandleTimeout(Now);
            Drain();
        }

        /// <summary>Asserts that a message was dropped for a reason, and what was answered.</summary>
        public void AssertDropped(CoapDropReason reason, WireMessage message, CoapMessageType? answer)
        {
            AssertDropped(reason, message.Encode(), answer, message.MessageId);
        }

        public void AssertDropped(CoapDropReason reason, byte[] message, CoapMessageType? answer, int messageId)
        {
            int before = Sent.Count;
            int drops = Engine.DropCount;
            CoapExchangeState state = Engine.State;

            Assert.IsFalse(Deliver(message));

            Assert.AreEqual(reason, Engine.LastDropReason);
            Assert.AreEqual(drops + 1, Engine.DropCount);
            Assert.AreEqual(state, Engine.State, "the exchange stands where it stood");
            if (answer == null)
            {
                Assert.HasCount(before, Sent, "nothing is answered");
                return;
            }

            Assert.HasCount(before + 1, Sent, "one answer");
            AssertEmpty(answer.Value, messageId);
        }

        /// <summary>Asserts that the last message sent is an empty one.</summary>
        public void AssertEmpty(CoapMessageType type, int messageId)
        {
            Assert.AreEqual($"{0x40 | ((int)type << 4):X2}00{messageId:X4}", Convert.ToHexString(Sent[^1]));
        }

        public int Drain()
        {
            int messages = 0;
            for (int count = Engine.GetMessage(); count != 0; count = Engine.GetMessage())
            {
                Sent.Add(Engine.OutputBuffer.AsSpan(Engine.OutputOffset, count).ToArray());
                messages++;
            }

            return messages;
        }
    }

    /// <summary>Gives one value, or the largest one when that is out of range.</summary>
    internal sealed class FixedRandom(int value) : Random
    {
        public override int Next(int maxValue)
        {
            return Math.Min(value, maxValue - 1);
        }
    }
}
