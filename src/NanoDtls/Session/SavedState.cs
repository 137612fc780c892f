// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <summary>
    /// Protects exported sessions, and keeps what a connection has to know of the stored one. The protection is a synthetic
    /// initialisation vector (as in RFC 5297) over the PRF: the tag authenticates everything in clear, and the key stream that
    /// hides the secrets is derived from the tag. So equal states look equal, no randomness is needed, and nothing repeats.
    /// </summary>
    internal sealed class SavedState
    {
        /// <summary>Scratch bytes of everything here, at the end of the output buffer: label and state, then the key stream.</summary>
        internal const int Scratch = KeyLabels.StateLength + StateFormat.MaxLength + CoverInputLength + StateFormat.MaxSecretsLength;

        /// <summary>From the start of the scratch memory to the state in it.</summary>
        internal const int StateOffset = KeyLabels.StateLength;

        /// <summary>Whether the session comes from, or went into, a stored state, so that only that one may be replaced.</summary>
        internal bool HasLineage;

        /// <summary>The end of the stored state, which tells it from all others; 0 for a store without one.</summary>
        internal long Lineage;

        /// <summary>Generation of the stored state, of this session.</summary>
        internal int Generation;

        /// <summary>The same of the state that was written last, which is not known to be stored.</summary>
        internal long PendingLineage;

        /// <summary>Whether this object may send at all: an imported session must be reserved for it first.</summary>
        internal bool IsConfirmed;

        /// <summary>Sequence number when the application's bytes were set.</summary>
        internal long ApplicationSetAt;

        /// <summary>First sequence number after a reservation that was written and is not confirmed; 0 for none.</summary>
        internal long PendingLimit;

        /// <summary>How far a reservation goes.</summary>
        internal readonly int Reservation;

        /// <summary>Whether secrets are hidden in the states that are written.</summary>
        internal readonly bool Encrypts;

        /// <summary>Tells states under the same key from those under another.</summary>
        internal readonly int KeyId;

        /// <summary>The application's bytes.</summary>
        internal readonly byte[] Notes;

        private const int CoverInputLength = KeyLabels.StateLength + StateFormat.TagLength;

        private readonly DtlsCrypto _crypto;
        private readonly byte[] _buffer;
        private readonly int _start;

        /// <summary>Initializes a new instance.</summary>
        /// <param name="options">The key and what is mixed into it.</param>
        /// <param name="crypto">Takes the key.</param>
        /// <param name="output">The output buffer.</param>
        internal SavedState(DtlsClientOptions options, DtlsCrypto crypto, byte[] output)
        {
            _crypto = crypto;
            _buffer = output;
            _start = output.Length - Scratch;
            Reservation = options.SequenceReservation;
            Encrypts = options.EncryptState;
            Notes = new byte[StateFormat.ApplicationLength];

            // The key behind its length, then the credentials: with a store it is not known yet which will be used.
            byte[] key = options.StateKey;
            byte[] identity = options.PskIdentity == null ? new byte[0] : options.PskIdentity;
            byte[] psk = options.PskKey == null ? new byte[0] : options.PskKey;
            byte[] secret = new byte[1 + key.Length + 1 + identity.Length + psk.Length];
            secret[0] = (byte)key.Length;
            Array.Copy(key, 0, secret, 1, key.Length);
            secret[1 + key.Length] = (byte)identity.Length;
            Array.Copy(identity, 0, secret, 2 + key.Length, identity.Length);
            Array.Copy(psk, 0, secret, secret.Length - psk.Length, psk.Length);
            crypto.SetSecret(DtlsCrypto.StateSecret, secret, 0, secret.Length);
            Array.Clear(secret, 0, secret.Length);

            crypto.Prf(DtlsCrypto.StateSecret, KeyLabels.Table, KeyLabels.StateCover, KeyLabels.StateLength, secret, 0, 2);
            KeyId = HandshakeCodec.ReadUInt16(secret, 0);
        }

        /// <summary>Where the state is in the output buffer while it is worked on.</summary>
        internal int State
        {
            get { return _start + StateOffset; }
        }

        /// <summary>Ends a state that is complete but for its tag: makes the tag, then hides the secrets where that is asked for.</summary>
        /// <param name="length">Bytes of the state with its tag.</param>
        /// <param name="secretsLength">Bytes of the secrets ahead of the tag.</param>
        internal void Protect(int length, int secretsLength)
        {
            int tag = State + length - StateFormat.TagLength;
            MakeTag(length, _buffer, tag);
            if (Encrypts)
            {
                Cover(tag, secretsLength);
            }
        }

        /// <summary>Uncovers the secrets of a state and checks it.</summary>
        /// <param name="length">Bytes of the state with its tag.</param>
        /// <param name="secretsLength">Bytes of the secrets ahead of the tag.</param>
        /// <returns>Whether it is the one that was written.</returns>
        internal bool Verify(int length, int secretsLength)
        {
            int tag = State + length - StateFormat.TagLength;
            if ((_buffer[State + StateFormat.FlagsOffset] & StateFormat.IsEncrypted) != 0)
            {
                Cover(tag, secretsLength);
            }

            int expected = tag + StateFormat.TagLength;
            MakeTag(length, _buffer, expected);
            return DtlsCrypto.FixedTimeEquals(_buffer, tag, _buffer, expected, StateFormat.TagLength);
        }

        /// <summary>Zeroes the scratch memory.</summary>
        internal void ClearScratch()
        {
            Array.Clear(_buffer, _start, Scratch);
        }

        /// <summary>The last 8 bytes of the state in the scratch memory; 0 when it is too short or too long for one.</summary>
        internal long EndOf(int length)
        {
            if (length < StateFormat.VariableOffset || length > StateFormat.MaxLength)
            {
                return 0;
            }

            int end = State + length;
            long high = ReadInt32(_buffer, end - 8);
            long low = ReadInt32(_buffer, end - 4);
            return (high << 32) ^ low;
        }

        /// <summary>The state that was written last is the stored one.</summary>
        internal void Confirm()
        {
            Advance();
            PendingLimit = 0;
            IsConfirmed = true;
        }

        /// <summary>The state that was written last takes the place of the stored one.</summary>
        internal void Advance()
        {
            if (!HasLineage || Lineage != PendingLineage)
            {
                HasLineage = true;
                Lineage = PendingLineage;
                Generation++;
            }
        }

        /// <summary>Forgets the session that is over.</summary>
        internal void Forget()
        {
            HasLineage = false;
            Generation = 0;
            IsConfirmed = true;
            ApplicationSetAt = 0;
            PendingLimit = 0;
            Array.Clear(Notes, 0, Notes.Length);
        }

        internal static int ReadInt32(byte[] buffer, int offset)
        {
            return (HandshakeCodec.ReadUInt16(buffer, offset) << 16) | HandshakeCodec.ReadUInt16(buffer, offset + 2);
        }

        internal static void WriteInt32(int value, byte[] buffer, int offset)
        {
            buffer[offset] = (byte)(value >> 24);
            HandshakeCodec.WriteUInt24(buffer, offset + 1, value);
        }

        private void MakeTag(int length, byte[] output, int outputOffset)
        {
            Array.Copy(KeyLabels.Table, KeyLabels.StateTag, _buffer, _start, KeyLabels.StateLength);
            _crypto.Prf(
                DtlsCrypto.StateSecret,
                _buffer,
                _start,
                StateOffset + length - StateFormat.TagLength,
                output,
                outputOffset,
                StateFormat.TagLength);
        }

        /// <summary>Hides the secrets ahead of a tag, or shows them again.</summary>
        private void Cover(int tag, int count)
        {
            byte[] buffer = _buffer;
            int seed = tag + StateFormat.TagLength;
            int stream = seed + CoverInputLength;
            Array.Copy(KeyLabels.Table, KeyLabels.StateCover, buffer, seed, KeyLabels.StateLength);
            Array.Copy(buffer, tag, buffer, seed + KeyLabels.StateLength, StateFormat.TagLength);
            _crypto.Prf(DtlsCrypto.StateSecret, buffer, seed, CoverInputLength, buffer, stream, count);
            int secret = tag - count;
            while (secret < tag)
            {
                buffer[secret] ^= buffer[stream];
                secret++;
                stream++;
            }
        }
    }
}
