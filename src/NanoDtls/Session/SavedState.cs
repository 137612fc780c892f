// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <summary>
    /// Protects exported sessions, and keeps what a connection has to know of the stored one. The state is one AES-CCM record
    /// whose additional data and nonce are the SHA-256 of all that is in clear, so the nonce needs no room and no randomness,
    /// and a second record under the same nonce is the same record (docs/sleep.md).
    /// </summary>
    internal sealed class SavedState
    {
        /// <summary>Scratch bytes of everything here, at the end of the output buffer: the state, then what is put aside.</summary>
        internal const int Scratch = StateFormat.MaxLength + PrefixLength + DtlsCrypto.MaxKeyBlockLength;

        /// <summary>Whether the session was imported: it has no randoms to derive keying material from.</summary>
        internal bool IsImported;

        /// <summary>Whether the session comes from, or went into, a stored state, so that only that one may be replaced.</summary>
        internal bool HasLineage;

        /// <summary>The end of the stored state, which tells it from all others; 0 for a store without one.</summary>
        internal long Lineage;

        /// <summary>Whether the generation of this session has begun.</summary>
        internal bool HasGeneration;

        /// <summary>The same of the state that was written last, which is not known to be stored.</summary>
        internal long PendingLineage;

        /// <summary>Whether this object may send at all: an imported session must be reserved for it first.</summary>
        internal bool IsConfirmed;

        /// <summary>Sequence number when the application's bytes were set.</summary>
        internal long ApplicationSetAt;

        /// <summary>First sequence number after a reservation that was written and is not confirmed; 0 for none.</summary>
        internal long PendingLimit;

        /// <summary>Where the state is in the output buffer while it is worked on.</summary>
        internal readonly int Start;

        /// <summary>How far a reservation goes.</summary>
        internal readonly int Reservation;

        /// <summary>Whether secrets are hidden in the states that are written.</summary>
        internal readonly bool Encrypts;

        /// <summary>Tells states under the same key from those under another.</summary>
        internal readonly int KeyId;

        /// <summary>The application's bytes, behind them the generation of the stored state: as they stand in a state.</summary>
        internal readonly byte[] Notes;

        // The digest fills the header of the record from the byte ahead of it: 4 bytes go into the IV, which type and version then
        // take, 8 are epoch and sequence number, and 20 the Connection ID. Length and explicit nonce follow.
        private const int CidLength = DtlsCrypto.DigestLength - KeySchedule.IvLength - DtlsCrypto.ExplicitNonceLength;
        private const int PrefixLength = 1 + DtlsCrypto.RecordHeaderLength + CidLength + DtlsCrypto.ExplicitNonceLength;
        private const int Number = 4;
        private const int LengthField = Number + DtlsCrypto.ExplicitNonceLength + CidLength;
        private const int ExplicitNonce = LengthField + 2;

        private const int NotesLength = StateFormat.ApplicationLength + StateFormat.GenerationLength;
        private const int KeyLength = 16;
        private const int ClientIv = 2 * KeyLength;
        private const int ServerIv = ClientIv + KeySchedule.IvLength;

        private readonly DtlsCrypto _crypto;
        private readonly byte[] _buffer;

        // A key block: the same key for both directions, then the IV of the record that is being made or opened.
        private readonly byte[] _keys;

        /// <summary>Initializes a new instance.</summary>
        /// <param name="options">The key and what is mixed into it.</param>
        /// <param name="crypto">Takes the key.</param>
        /// <param name="output">The output buffer.</param>
        internal SavedState(DtlsClientOptions options, DtlsCrypto crypto, byte[] output)
        {
            _crypto = crypto;
            _buffer = output;
            Start = output.Length - Scratch;
            Reservation = options.SequenceReservation;
            Encrypts = options.EncryptState;
            Notes = new byte[NotesLength];
            _keys = new byte[ServerIv + KeySchedule.IvLength];

            // The key behind its length, then the credentials: with a store it is not known yet which will be used. There is no session
            // yet whose secret would be in the way.
            byte[] key = options.StateKey;
            byte[] identity = options.PskIdentity ?? new byte[0];
            byte[] psk = options.PskKey ?? new byte[0];
            byte[] secret = new byte[1 + key.Length + 1 + identity.Length + psk.Length];
            secret[0] = (byte)key.Length;
            Array.Copy(key, 0, secret, 1, key.Length);
            secret[1 + key.Length] = (byte)identity.Length;
            Array.Copy(identity, 0, secret, 2 + key.Length, identity.Length);
            Array.Copy(psk, 0, secret, secret.Length - psk.Length, psk.Length);
            crypto.SetSecret(DtlsCrypto.MasterSecret, secret, 0, secret.Length);
            Array.Clear(secret, 0, secret.Length);

            crypto.Prf(DtlsCrypto.MasterSecret, KeyLabels.Table, KeyLabels.State, KeyLabels.StateLength, _keys, 0, KeyLength + 2);
            crypto.ClearSession();
            KeyId = HandshakeCodec.ReadUInt16(_keys, KeyLength);
            Array.Copy(_keys, 0, _keys, KeyLength, KeyLength);
        }

        /// <summary>
        /// Writes the application's bytes and the next generation; the first of a session begins at its verify_data, which depends on
        /// all of its handshake.
        /// </summary>
        internal void WriteNotes(byte[] session, int verifyData)
        {
            if (!HasGeneration)
            {
                Array.Copy(session, verifyData, Notes, StateFormat.ApplicationLength, StateFormat.GenerationLength);
                HasGeneration = true;
            }

            Array.Copy(Notes, 0, _buffer, Start + StateFormat.ApplicationOffset, NotesLength);
            NextGeneration(_buffer, Start + StateFormat.GenerationOffset);
        }

        /// <summary>Ends a state that is complete but for its tag: makes the tag, and hides what is ahead of it.</summary>
        /// <param name="length">Bytes of the state with its tag.</param>
        /// <param name="hiddenLength">Bytes ahead of the tag that are to be hidden: the secrets, or none.</param>
        /// <param name="tagLength">Of the connection's records, which goes on with its keys.</param>
        internal void Protect(int length, int hiddenLength, int tagLength)
        {
            int connectionKeys = Start + StateFormat.MaxLength + PrefixLength;
            int keyBlockLength = _crypto.ExportRecordKeys(_buffer, connectionKeys);
            ProcessRecord(length, hiddenLength, false);
            _crypto.SetRecordKeys(_buffer, connectionKeys, (keyBlockLength >> 1) - KeySchedule.IvLength, tagLength);
        }

        /// <summary>Checks a state and uncovers its secrets. The back end has no session, before and after.</summary>
        /// <param name="length">Bytes of the state with its tag.</param>
        /// <param name="hiddenLength">Bytes of the hidden part ahead of the tag.</param>
        /// <returns>Whether it is the one that was written.</returns>
        internal bool Verify(int length, int hiddenLength)
        {
            int opened = ProcessRecord(length, hiddenLength, true);
            _crypto.ClearSession();
            return opened >= 0;
        }

        /// <summary>The session is that of the state in the scratch memory, which was checked.</summary>
        internal void Take(int length)
        {
            IsImported = true;
            HasLineage = true;
            HasGeneration = true;
            IsConfirmed = false;
            Lineage = EndOf(length);
            PendingLineage = Lineage;
            Array.Copy(_buffer, Start + StateFormat.ApplicationOffset, Notes, 0, NotesLength);
        }

        /// <summary>Zeroes the scratch memory.</summary>
        internal void ClearScratch()
        {
            Array.Clear(_buffer, Start, Scratch);
        }

        /// <summary>The last 8 bytes of the state in the scratch memory; 0 when it is too short or too long for one.</summary>
        internal long EndOf(int length)
        {
            if (length < StateFormat.VariableOffset || length > StateFormat.MaxLength)
            {
                return 0;
            }

            return ReadInt64(_buffer, Start + length - 8);
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
                NextGeneration(Notes, StateFormat.ApplicationLength);
            }
        }

        /// <summary>Forgets the session that is over.</summary>
        internal void Forget()
        {
            IsImported = false;
            HasLineage = false;
            HasGeneration = false;
            IsConfirmed = true;
            ApplicationSetAt = 0;
            PendingLimit = 0;
            Array.Clear(Notes, 0, Notes.Length);
        }

        /// <summary>Zeroes the key.</summary>
        internal void Clear()
        {
            Array.Clear(_keys, 0, ClientIv);
        }

        /// <summary>Adds one to a generation.</summary>
        internal static void NextGeneration(byte[] buffer, int offset)
        {
            int position = offset + StateFormat.GenerationLength;
            int digit;
            do
            {
                position--;
                digit = buffer[position] + 1;
                buffer[position] = (byte)digit;
            }
            while (digit == 256 && position > offset);
        }

        internal static long ReadInt64(byte[] buffer, int offset)
        {
            // Halves that are signed, so that the widening of the upper one is right on the device too (and the lower one is masked).
            int high = (buffer[offset] << 24) | (buffer[offset + 1] << 16) | (buffer[offset + 2] << 8) | buffer[offset + 3];
            int low = (buffer[offset + 4] << 24) | (buffer[offset + 5] << 16) | (buffer[offset + 6] << 8) | buffer[offset + 7];
            return ((long)high << 32) | ((long)low & 0xFFFFFFFF);
        }

        internal static void WriteInt64(long value, byte[] buffer, int offset)
        {
            // Four bytes a turn: half of the instructions of a turn for each.
            for (int i = offset + 4; i >= offset; i -= 4)
            {
                buffer[i] = (byte)(value >> 24);
                buffer[i + 1] = (byte)(value >> 16);
                buffer[i + 2] = (byte)(value >> 8);
                buffer[i + 3] = (byte)value;
                value >>= 32;
            }
        }

        /// <summary>Makes a record of the state, or opens it, in its place.</summary>
        /// <param name="length">Bytes of the state with its tag.</param>
        /// <param name="hiddenLength">Bytes of the hidden part ahead of the tag.</param>
        /// <param name="opens">Whether the tag is there, to be checked.</param>
        /// <returns>Below 0 when the tag is wrong.</returns>
        private int ProcessRecord(int length, int hiddenLength, bool opens)
        {
            byte[] buffer = _buffer;
            byte[] keys = _keys;
            DtlsCrypto crypto = _crypto;
            int clearLength = length - StateFormat.TagLength - hiddenLength;
            int aside = Start + StateFormat.MaxLength;
            int prefix = Start + clearLength - PrefixLength;
            crypto.TranscriptReset();
            crypto.TranscriptUpdate(buffer, Start, clearLength);

            // The header takes the place of what stands ahead of the hidden part.
            Array.Copy(buffer, prefix, buffer, aside, PrefixLength);
            crypto.TranscriptDigest(buffer, prefix);
            Array.Copy(buffer, prefix, keys, opens ? ServerIv : ClientIv, KeySchedule.IvLength);
            crypto.SetRecordKeys(keys, 0, KeyLength, StateFormat.TagLength);
            Array.Clear(keys, ClientIv, 2 * KeySchedule.IvLength);
            buffer[prefix + 1] = ContentType.Tls12Cid;
            int result;
            if (opens)
            {
                length = DtlsCrypto.ExplicitNonceLength + hiddenLength + StateFormat.TagLength;
                buffer[prefix + LengthField] = 0;
                buffer[prefix + LengthField + 1] = (byte)length;
                Array.Copy(buffer, prefix + Number, buffer, prefix + ExplicitNonce, DtlsCrypto.ExplicitNonceLength);
                result = crypto.OpenRecord(buffer, prefix + 1, CidLength, length);
            }
            else
            {
                result = crypto.SealRecord(buffer, prefix + 1, CidLength, hiddenLength);
            }

            Array.Copy(buffer, aside, buffer, prefix, PrefixLength);
            return result;
        }
    }
}
