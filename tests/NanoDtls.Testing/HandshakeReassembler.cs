// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Testing
{
    /// <summary>A complete handshake message from the client.</summary>
    public sealed record ReceivedMessage(int HandshakeType, int MessageSequence, int Epoch, byte[] Body)
    {
        public byte[] Encode() => Wire.HandshakeMessage(HandshakeType, MessageSequence, Body);

        public override string ToString() => Wire.NameOf(HandshakeType) + "#" + MessageSequence;
    }

    /// <summary>Puts the client's handshake fragments together (RFC 6347 section 4.2.3).</summary>
    public sealed class HandshakeReassembler
    {
        private readonly Dictionary<int, Partial> _partial = new();

        public int NextSequence { get; set; }

        /// <summary>Takes a fragment in; returns the messages that are complete and in order now.</summary>
        public IEnumerable<ReceivedMessage> Add(WireFragment fragment, int epoch)
        {
            if (fragment.MessageSequence < NextSequence)
            {
                yield break;
            }

            if (!_partial.TryGetValue(fragment.MessageSequence, out Partial? partial))
            {
                partial = new Partial(fragment, epoch);
                _partial.Add(fragment.MessageSequence, partial);
            }

            partial.Add(fragment, epoch);
            while (_partial.TryGetValue(NextSequence, out Partial? next) && next.IsComplete)
            {
                _partial.Remove(NextSequence);
                NextSequence++;
                yield return next.ToMessage();
            }
        }

        public void Reset(int nextSequence)
        {
            _partial.Clear();
            NextSequence = nextSequence;
        }

        private sealed class Partial
        {
            private readonly WireFragment _first;
            private readonly int _epoch;
            private readonly byte[] _body;
            private readonly bool[] _have;

            public Partial(WireFragment first, int epoch)
            {
                _first = first;
                _epoch = epoch;
                _body = new byte[first.Total];
                _have = new bool[first.Total];
            }

            public bool IsComplete => _have.All(have => have);

            public void Add(WireFragment fragment, int epoch)
            {
                if (fragment.HandshakeType != _first.HandshakeType || fragment.Total != _first.Total || epoch != _epoch)
                {
                    throw new WireFormatException("fragments of one message contradict each other");
                }

                for (int i = 0; i < fragment.Part.Length; i++)
                {
                    if (_have[fragment.Offset + i] && _body[fragment.Offset + i] != fragment.Part[i])
                    {
                        throw new WireFormatException("a retransmitted fragment has other bytes");
                    }

                    _body[fragment.Offset + i] = fragment.Part[i];
                    _have[fragment.Offset + i] = true;
                }
            }

            public ReceivedMessage ToMessage() => new(_first.HandshakeType, _first.MessageSequence, _epoch, _body);
        }
    }
}
