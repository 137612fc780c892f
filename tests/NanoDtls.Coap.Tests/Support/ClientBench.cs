// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Coap.Tests.Support
{
    /// <summary>What the tests of the client share: a request, and the answer of a server to it.</summary>
    internal static class ClientBench
    {
        public static readonly CoapResource Resource = new("coap://127.0.0.1/s/1");
        public static readonly byte[] Payload = [1, 2, 3];

        public static void Answer(MemoryChannel channel, byte[] buffer, int offset, CoapMessageType type, int code, Func<WireMessage, WireMessage> edit, string payload)
        {
            int tokenLength = buffer[offset] & 15;
            int messageId = (buffer[offset + 2] << 8) | buffer[offset + 3];
            channel.Push(edit(WireMessage.Response(type, code, messageId, buffer.AsSpan(offset + 4, tokenLength).ToArray(), payload)).Encode());
        }
    }
}
