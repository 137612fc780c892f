// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Coap.Tests.Support
{
    /// <summary>
    /// A server in memory that allocates nothing either: it serves a body by Block2, takes one by Block1, and pushes
    /// notifications. It answers what <see cref="MemoryChannel"/> hands to it.
    /// </summary>
    internal sealed class MemoryServer
    {
        private readonly MemoryChannel _channel;
        private readonly byte[] _token = new byte[8];
        private int _tokenLength;
        private int _sequence;
        private int _pushId;

        public MemoryServer(MemoryChannel channel)
        {
            _channel = channel;
            channel.OnSend = OnMessage;
        }

        /// <summary>Bytes of the body that GET serves.</summary>
        public int BodyLength { get; set; }

        /// <summary>Largest block, as its exponent.</summary>
        public int BlockSize { get; set; } = 4;

        /// <summary>Bytes of bodies taken, and whether all of them were right.</summary>
        public int Taken { get; private set; }

        public bool IsRight { get; private set; } = true;

        public int Acknowledgements { get; private set; }

        public static byte At(int position)
        {
            return (byte)((position * 31) + (position >> 8));
        }

        /// <summary>Queues a notification, every second one confirmable.</summary>
        public void Push()
        {
            byte[] message = _channel.Next;
            _sequence++;
            _pushId++;
            message[0] = (byte)(((_pushId & 1) == 0 ? 0x40 : 0x50) | _tokenLength);
            message[1] = 0x45;
            message[2] = (byte)(_pushId >> 8);
            message[3] = (byte)_pushId;
            Array.Copy(_token, 0, message, 4, _tokenLength);
            int position = 4 + _tokenLength;
            message[position++] = 0x63;
            position = Put3(message, position, _sequence);
            message[position++] = 0xFF;
            position = Put3(message, position, _sequence);
            _channel.Push(position);
        }

        private static int Put3(byte[] buffer, int position, int value)
        {
            buffer[position++] = (byte)(value >> 16);
            buffer[position++] = (byte)(value >> 8);
            buffer[position++] = (byte)value;
            return position;
        }

        private void OnMessage(byte[] buffer, int offset, int count)
        {
            int type = (buffer[offset] >> 4) & 3;
            if (buffer[offset + 1] == 0)
            {
                Acknowledgements += type == 2 ? 1 : 0;
                return;
            }

            int tokenLength = buffer[offset] & 15;
            int position = offset + 4 + tokenLength;
            int number = 0;
            int block1 = -1;
            int block2 = -1;
            int observe = -1;
            while (position < offset + count && buffer[position] != 0xFF)
            {
                int delta = buffer[position] >> 4;
                int length = buffer[position++] & 15;
                number += delta < 13 ? delta : 13 + buffer[position++];
                int value = 0;
                for (int i = 0; i < length; i++)
                {
                    value = (value << 8) | buffer[position++];
                }

                block1 = number == 27 ? value : block1;
                block2 = number == 23 ? value : block2;
                observe = number == 6 ? value : observe;
            }

            byte[] answer = _channel.Next;
            Array.Copy(buffer, offset, answer, 0, 4 + tokenLength);
            answer[0] = (byte)(0x60 | tokenLength);
            int end = 4 + tokenLength;
            if (block1 >= 0)
            {
                int start = (block1 >> 4) << ((block1 & 7) + 4);
                IsRight &= start == Taken || start == 0;
                Taken = start;
                for (position++; position < offset + count; position++)
                {
                    IsRight &= buffer[position] == At(Taken++);
                }

                bool more = (block1 & 8) != 0;
                answer[1] = (byte)(more ? 0x5F : 0x44);
                answer[end++] = 0xD3;
                answer[end++] = 27 - 13;
                end = Put3(answer, end, block1);
                _channel.Push(end);
                return;
            }

            answer[1] = 0x45;
            int last = 0;
            if (observe >= 0)
            {
                _tokenLength = tokenLength;
                Array.Copy(answer, 4, _token, 0, tokenLength);
                if (observe == 0)
                {
                    _sequence++;
                    answer[end++] = 0x63;
                    end = Put3(answer, end, _sequence);
                    last = 6;
                }
            }

            if (block2 >= 0)
            {
                int size = Math.Min(block2 & 7, BlockSize);
                int start = (block2 >> 4) << ((block2 & 7) + 4);
                int length = Math.Min(16 << size, BodyLength - start);
                answer[end++] = 0xD3;
                answer[end++] = (byte)(23 - last - 13);
                end = Put3(answer, end, ((start >> (size + 4)) << 4) | (start + length < BodyLength ? 8 : 0) | size);
                answer[end++] = 0xFF;
                for (int i = 0; i < length; i++)
                {
                    answer[end++] = At(start + i);
                }
            }

            _channel.Push(end);
        }
    }
}
