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

        public override DtlsStatus Send(byte[] buffer, int offset, int count)
        {
            Request = buffer[offset..(offset + count)];
            int tokenLength = Request[0] & 15;
            _answer = Request[..(4 + tokenLength)];
            _answer[0] = (byte)((1 << 6) | (TypeAcknowledgement << 4) | tokenLength);
            _answer[1] = Changed;
            return DtlsStatus.Ok;
        }

        public override int Receive(byte[] buffer, int offset, int count, int timeoutMilliseconds)
        {
            _answer.CopyTo(buffer, offset);
            return _answer.Length;
        }
    }
}
