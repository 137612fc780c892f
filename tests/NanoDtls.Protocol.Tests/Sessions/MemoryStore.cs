// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Protocol.Tests
{
    /// <summary>A store in memory whose power can fail, as tests ask for.</summary>
    internal sealed class MemoryStore : SessionStore
    {
        private readonly byte[] _state = new byte[DtlsConnection.MaxSessionStateLength];

        public enum Fault
        {
            None,

            /// <summary>Nothing is stored, and the caller learns it.</summary>
            Refuses,

            /// <summary>The state is stored, but the caller is told that it is not.</summary>
            StoresAndReports,
        }

        public int Length { get; private set; }

        public Fault Next { get; set; }

        public bool CannotRead { get; set; }

        public int Reads { get; private set; }

        public int Writes { get; private set; }

        public byte[] Content
        {
            get => _state[..Length];
            set
            {
                value.CopyTo(_state, 0);
                Length = value.Length;
            }
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Reads++;
            if (CannotRead)
            {
                return -1;
            }

            if (Length <= count)
            {
                Array.Copy(_state, 0, buffer, offset, Length);
            }

            return Length;
        }

        public override bool Write(byte[] buffer, int offset, int count)
        {
            Fault fault = Next;
            Next = Fault.None;
            if (fault == Fault.Refuses)
            {
                return false;
            }

            Writes++;
            Array.Copy(buffer, offset, _state, 0, count);
            Length = count;
            return fault == Fault.None;
        }
    }
}
