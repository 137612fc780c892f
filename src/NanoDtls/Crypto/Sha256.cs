// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <summary>
    /// Incremental SHA-256 (FIPS 180-4) that can start from a kept state. Arrays: 96 bytes, and the 64-byte
    /// message schedule that all hashes of one <see cref="SoftwareCrypto"/> share.
    /// </summary>
    internal sealed class Sha256
    {
        /// <summary>Bytes of a message block.</summary>
        public const int BlockLength = 64;

        /// <summary>Words of a state.</summary>
        public const int StateWords = 8;

        private readonly uint[] _constants;
        private readonly uint[] _schedule;
        private readonly uint[] _state = new uint[StateWords];
        private readonly byte[] _block = new byte[BlockLength];
        private int _length;

        /// <summary>Initializes a new instance.</summary>
        /// <param name="constants">The table of <see cref="SoftwareTables.Sha256"/>.</param>
        /// <param name="schedule">16 words of scratch, free between calls.</param>
        public Sha256(uint[] constants, uint[] schedule)
        {
            _constants = constants;
            _schedule = schedule;
        }

        /// <summary>Gets the 64 bytes of a pending block, which are free between the end of one message and the next.</summary>
        public byte[] Block
        {
            get { return _block; }
        }

        /// <summary>Starts a new message.</summary>
        public void Reset()
        {
            Resume(_constants, SoftwareTables.InitialHash, 0);
        }

        /// <summary>Starts in the middle of a message, behind a block boundary.</summary>
        /// <param name="states">Array with the eight words of the state.</param>
        /// <param name="index">First word.</param>
        /// <param name="length">Bytes hashed so far, a multiple of 64.</param>
        public void Resume(uint[] states, int index, int length)
        {
            Array.Copy(states, index, _state, 0, StateWords);
            _length = length;
        }

        /// <summary>Goes on where another hash stands, which is left as it is.</summary>
        /// <param name="other">The hash to continue.</param>
        public void Resume(Sha256 other)
        {
            Resume(other._state, 0, other._length);
            Array.Copy(other._block, 0, _block, 0, BlockLength);
        }

        /// <summary>Appends bytes to the message.</summary>
        /// <param name="data">Array with the bytes.</param>
        /// <param name="offset">First byte.</param>
        /// <param name="count">Number of bytes.</param>
        public void Update(byte[] data, int offset, int count)
        {
            int used = _length & (BlockLength - 1);
            _length += count;
            if (used != 0)
            {
                int free = BlockLength - used;
                if (count < free)
                {
                    Array.Copy(data, offset, _block, used, count);
                    return;
                }

                Array.Copy(data, offset, _block, used, free);
                Compress(_block, 0);
                offset += free;
                count -= free;
            }

            while (count >= BlockLength)
            {
                Compress(data, offset);
                offset += BlockLength;
                count -= BlockLength;
            }

            Array.Copy(data, offset, _block, 0, count);
        }

        /// <summary>Pads the message and writes its digest. The hash must be reset or resumed next.</summary>
        /// <param name="digest">Array that takes 32 bytes.</param>
        /// <param name="offset">Where in it.</param>
        public void Finish(byte[] digest, int offset)
        {
            Pad();
            BigEndian.Store(_state, 0, StateWords, digest, offset);
        }

        /// <summary>
        /// Ends the inner hash of an HMAC and writes the outer one (RFC 2104 section 2). The inner digest goes
        /// into the outer block as words, without the way over bytes.
        /// </summary>
        /// <param name="states">Array with the state of the key's outer pad.</param>
        /// <param name="index">First word of that state.</param>
        /// <param name="code">Array that takes 32 bytes; may be <see cref="Block"/>.</param>
        public void FinishHmac(uint[] states, int index, byte[] code)
        {
            Pad();
            Array.Clear(_schedule, StateWords, 16 - StateWords);
            Array.Copy(_state, 0, _schedule, 0, StateWords);
            _schedule[StateWords] = 0x80000000;
            _schedule[15] = (BlockLength + (StateWords * 4)) * 8;
            Array.Copy(states, index, _state, 0, StateWords);
            CompressSchedule();
            BigEndian.Store(_state, 0, StateWords, code, 0);
        }

        /// <summary>
        /// Hashes both pads of an HMAC key (RFC 2104 section 2) and keeps their states, the inner one first.
        /// </summary>
        /// <param name="key">Array with the key.</param>
        /// <param name="offset">First byte.</param>
        /// <param name="count">Number of bytes, any.</param>
        /// <param name="states">Array that takes 16 words.</param>
        /// <param name="index">First word to write.</param>
        public void HashKey(byte[] key, int offset, int count, uint[] states, int index)
        {
            if (count > BlockLength)
            {
                Reset();
                Update(key, offset, count);
                Finish(_block, 0);
                count = StateWords * 4;
            }
            else
            {
                Array.Copy(key, offset, _block, 0, count);
            }

            Array.Clear(_block, count, BlockLength - count);
            HashPad(0x36363636, states, index);
            HashPad(0x5C5C5C5C, states, index + StateWords);
            Clear();
        }

        /// <summary>Zeroes the state, the pending bytes and the schedule.</summary>
        public void Clear()
        {
            Array.Clear(_state, 0, StateWords);
            Array.Clear(_block, 0, BlockLength);
            Array.Clear(_schedule, 0, 16);
            _length = 0;
        }

        private void Pad()
        {
            byte[] block = _block;
            int length = _length;
            int used = length & (BlockLength - 1);
            block[used] = 0x80;
            used++;
            if (used > BlockLength - 8)
            {
                Array.Clear(block, used, BlockLength - used);
                Compress(block, 0);
                used = 0;
            }

            Array.Clear(block, used, BlockLength - used);
            BigEndian.Load(block, 0, _schedule, 0, 16);

            // The length in bits, in the last 64 of the block.
            _schedule[14] = (uint)(length >> 29);
            _schedule[15] = (uint)(length << 3);
            CompressSchedule();
        }

        private void HashPad(uint pad, uint[] states, int index)
        {
            Reset();
            BigEndian.Load(_block, 0, _schedule, 0, 16);
            for (int i = 0; i < 16; i++)
            {
                _schedule[i] = _schedule[i] ^ pad;
            }

            CompressSchedule();
            Array.Copy(_state, 0, states, index, StateWords);
        }

        private void Compress(byte[] data, int offset)
        {
            BigEndian.Load(data, offset, _schedule, 0, 16);
            CompressSchedule();
        }

        /// <summary>
        /// FIPS 180-4 section 6.2.2, steps 2 to 4, with the block in the schedule. The words that get rotated
        /// are held twice in 64 bits, where a rotation is one shift; of the others the upper half has no meaning.
        /// </summary>
        private void CompressSchedule()
        {
            ulong twice = 0x100000001;
            uint[] state = _state;
            uint[] w = _schedule;
            uint[] k = _constants;
            ulong a = state[0] * twice;
            ulong b = state[1];
            ulong c = state[2];
            ulong d = state[3];
            ulong e = state[4] * twice;
            ulong f = state[5];
            ulong g = state[6];
            ulong h = state[7];
            ulong next;
            int t = 0;
            while (true)
            {
                // After four rounds each variable has its role again, so that nothing is moved.
                int i = t & 15;
                next = h + (k[t] + w[i]) + (g ^ e & (f ^ g)) + (e >> 6 ^ e >> 11 ^ e >> 25);
                h = (uint)(d + next) * twice;
                d = (uint)((a >> 2 ^ a >> 13 ^ a >> 22) + (a & b | c & (a | b)) + next) * twice;

                next = g + (k[t + 1] + w[i + 1]) + (f ^ h & (e ^ f)) + (h >> 6 ^ h >> 11 ^ h >> 25);
                g = (uint)(c + next) * twice;
                c = (uint)((d >> 2 ^ d >> 13 ^ d >> 22) + (d & a | b & (d | a)) + next) * twice;

                next = f + (k[t + 2] + w[i + 2]) + (e ^ g & (h ^ e)) + (g >> 6 ^ g >> 11 ^ g >> 25);
                f = (uint)(b + next) * twice;
                b = (uint)((c >> 2 ^ c >> 13 ^ c >> 22) + (c & d | a & (c | d)) + next) * twice;

                next = e + (k[t + 3] + w[i + 3]) + (h ^ f & (g ^ h)) + (f >> 6 ^ f >> 11 ^ f >> 25);
                e = (uint)(a + next) * twice;
                a = (uint)((b >> 2 ^ b >> 13 ^ b >> 22) + (b & c | d & (b | c)) + next) * twice;

                t += 4;
                if ((t & 15) == 0)
                {
                    if (t == 64)
                    {
                        break;
                    }

                    ExtendSchedule(w);
                }
            }

            state[0] = state[0] + (uint)a;
            state[1] = state[1] + (uint)b;
            state[2] = state[2] + (uint)c;
            state[3] = state[3] + (uint)d;
            state[4] = state[4] + (uint)e;
            state[5] = state[5] + (uint)f;
            state[6] = state[6] + (uint)g;
            state[7] = state[7] + (uint)h;
        }

        /// <summary>Replaces the 16 words of the schedule by the next 16 (FIPS 180-4 section 6.2.2, step 1).</summary>
        private static void ExtendSchedule(uint[] w)
        {
            ulong twice = 0x100000001;

            // Words that the next steps need again stay in locals: the one 16 back and those 2 and 1 back.
            uint even = w[0];
            uint back2 = w[14];
            uint back1 = w[15];
            for (int i = 0; i < 16; i += 2)
            {
                uint odd = w[i + 1];
                ulong rotating = odd * twice;
                ulong rotating2 = back2 * twice;
                back2 = even + ((uint)(rotating >> 7 ^ rotating >> 18) ^ odd >> 3)
                    + w[i + 9 & 15] + ((uint)(rotating2 >> 17 ^ rotating2 >> 19) ^ back2 >> 10);
                w[i] = back2;

                even = w[i + 2 & 15];
                rotating = even * twice;
                rotating2 = back1 * twice;
                back1 = odd + ((uint)(rotating >> 7 ^ rotating >> 18) ^ even >> 3)
                    + w[i + 10 & 15] + ((uint)(rotating2 >> 17 ^ rotating2 >> 19) ^ back1 >> 10);
                w[i + 1] = back1;
            }
        }
    }
}
