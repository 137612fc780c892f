// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Coap.Tests.Support
{
    /// <summary>
    /// A channel to a server in memory, which allocates nothing: each request goes to <see cref="OnSend"/>,
    /// which queues what the client receives next.
    /// </summary>
    internal sealed class MemoryChannel : CoapChannel
    {
        private readonly byte[][] _queue = new byte[8][];
        private readonly int[] _lengths = new int[8];
        private int _head;
        private int _count;

        public MemoryChannel(int maxMessage = 1152)
        {
            MaxMessage = maxMessage;
            for (int i = 0; i < _queue.Length; i++)
            {
                _queue[i] = new byte[2048];
            }
        }

        public override int MaxMessage { get; }

        public bool Secure { get; set; }

        public override bool IsSecure => Secure;

        /// <summary>Called with each message that the client sends: array, offset, length.</summary>
        public Action<byte[], int, int>? OnSend { get; set; }

        public DtlsStatus SendStatus { get; set; }

        /// <summary>What Receive returns when nothing is queued: 0, which waits for the time-out, or a negated status.</summary>
        public int ReceiveResult { get; set; }

        /// <summary>When not 0, what the next Receive returns, whatever is queued.</summary>
        public int NextReceiveResult { get; set; }

        public int Sends { get; private set; }

        public int Receives { get; private set; }

        public override DtlsStatus Send(byte[] buffer, int offset, int count)
        {
            Sends++;
            if (SendStatus == DtlsStatus.Ok)
            {
                OnSend?.Invoke(buffer, offset, count);
            }

            // The contract: the array is the channel's only during the call.
            Array.Clear(buffer, offset, count);
            return SendStatus;
        }

        public override int Receive(byte[] buffer, int offset, int count, int timeoutMilliseconds)
        {
            Receives++;
            if (NextReceiveResult != 0)
            {
                int result = NextReceiveResult;
                NextReceiveResult = 0;
                return result;
            }

            if (_count == 0)
            {
                if (ReceiveResult == 0)
                {
                    Thread.Sleep(timeoutMilliseconds);
                }

                return ReceiveResult;
            }

            int length = _lengths[_head];
            byte[] message = _queue[_head];
            _head = (_head + 1) % _queue.Length;
            _count--;
            if (length > count)
            {
                return -(int)DtlsStatus.BufferTooSmall;
            }

            Array.Copy(message, 0, buffer, offset, length);
            return length;
        }

        /// <summary>An array for the next message to the client; <see cref="Push"/> queues it.</summary>
        public byte[] Next => _queue[(_head + _count) % _queue.Length];

        public void Push(int length)
        {
            _lengths[(_head + _count) % _queue.Length] = length;
            _count++;
        }

        public void Push(byte[] message)
        {
            message.CopyTo(Next, 0);
            Push(message.Length);
        }
    }
}
