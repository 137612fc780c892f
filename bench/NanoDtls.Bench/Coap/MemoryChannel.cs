// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Coap;

namespace NanoDtls.Bench.Coap
{
    /// <summary>Answers each confirmable request at once with a piggybacked 2.04 (RFC 7252 section 5.2.1).</summary>
    internal sealed class MemoryChannel : CoapChannel
    {
        private const int TypeAcknowledgement = 2;
        private const int Changed = 0x44;

        private byte[] _answer = Array.Empty<byte>();

        /// <summary>The last request.</summary>
        public byte[] Request { get; private set; } = Array.Empty<byte>();

        public override int MaxMessage => 512;

        public override bool IsSecure => true;

        /// <summary>The acknowledgement of a request, with the response in it.</summary>
        public static byte[] Answer(byte[] request)
        {
            int tokenLength = request[0] & 15;
            byte[] answer = request[..(4 + tokenLength)];
            answer[0] = (byte)((1 << 6) | (TypeAcknowledgement << 4) | tokenLength);
            answer[1] = Changed;
            return answer;
        }

        public override DtlsStatus Send(byte[] buffer, int offset, int count)
        {
            Request = buffer[offset..(offset + count)];
            _answer = Answer(Request);
            return DtlsStatus.Ok;
        }

        public override int Receive(byte[] buffer, int offset, int count, int timeoutMilliseconds)
        {
            _answer.CopyTo(buffer, offset);
            return _answer.Length;
        }
    }
}
