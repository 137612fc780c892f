// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <content>What an exported session is made of, and how it is taken in again.</content>
    public sealed partial class DtlsConnection
    {
        /// <summary>Writes the state of the open connection into the scratch memory, and notes that it may be stored from now on.</summary>
        /// <param name="reservation">Sequence numbers to leave to this object; 0 for none, which the caller must see to.</param>
        /// <param name="room">Bytes that it may have.</param>
        /// <returns>Its length, or a negated status.</returns>
        private int WriteState(int reservation, int room)
        {
            SavedState saved = _saved;
            RecordLayer records = _records;
            ClientHandshake handshake = _handshake;
            byte[] output = records.Output;
            int state = saved.Start;
            int agreement = _handshake.Agreement;
            long start = records.NextSequence;
            if (reservation != 0)
            {
                // Up to the next step, but never to a number that does not exist (RFC 6347 section 4.1).
                start += reservation + RecordLayer.LimitStep - 1;
                start -= start % RecordLayer.LimitStep;
                if (start > RecordLayer.MaxSequence)
                {
                    return -(int)DtlsStatus.SequenceExhausted;
                }
            }

            int position = state + StateFormat.VariableOffset;
            int ownCidLength = records.OwnCidLength;
            int peerCidLength = records.CopyPeerCid(output, position);
            position += peerCidLength;
            if (ownCidLength != 0)
            {
                Array.Copy(records.OwnCid, 0, output, position, ownCidLength);
                position += ownCidLength;
            }

            // A session of a ticket is not worth its bytes: the server may have none of its own.
            int flags = StateFormat.Flags(agreement);
            int secrets = position;
            bool isResumable = handshake.SessionAgreement != 0 && handshake.SessionIdLength != 0 && handshake.TicketLength == 0;
            if (isResumable)
            {
                flags |= StateFormat.IsResumable;
                output[position] = (byte)handshake.SessionIdLength;
                Array.Copy(handshake.Session, SessionState.SessionId, output, position + 1, handshake.SessionIdLength);
                secrets += 1 + handshake.SessionIdLength;
            }

            position = secrets + _records.Crypto.ExportRecordKeys(output, secrets);
            if (isResumable)
            {
                Array.Copy(handshake.Session, SessionState.MasterSecret, output, position, SessionState.MasterSecretLength);
                position += SessionState.MasterSecretLength;
            }

            int length = position + StateFormat.TagLength - state;
            if (length > room)
            {
                return -(int)DtlsStatus.BufferTooSmall;
            }

            int hiddenLength = 0;
            if (saved.Encrypts)
            {
                flags |= StateFormat.IsEncrypted;
                hiddenLength = position - secrets;
            }

            output[state] = StateFormat.Version;
            output[state + StateFormat.FlagsOffset] = (byte)flags;
            output[state + StateFormat.KeyIdOffset] = (byte)(saved.KeyId >> 8);
            output[state + StateFormat.KeyIdOffset + 1] = (byte)saved.KeyId;
            SavedState.WriteInt64(((long)_handshake.Limit << StateFormat.LimitShift) | start, output, state + StateFormat.SequenceOffset);
            SavedState.WriteInt64(
                ((long)ownCidLength << StateFormat.OwnCidLengthShift) | records.Highest, output, state + StateFormat.WindowHighestOffset);
            int forgeries = records.ForgeriesLeft > StateFormat.MaxForgeries ? StateFormat.MaxForgeries : records.ForgeriesLeft;
            SavedState.WriteInt64(
                ((long)((peerCidLength << StateFormat.PeerCidLengthShift) | forgeries) << StateFormat.ForgeriesShift) | (long)ApplicationAge(start),
                output,
                state + StateFormat.PeerCidLengthOffset);
            SavedState.WriteInt64(records.Received, output, state + StateFormat.WindowReceivedOffset);
            saved.WriteNotes(handshake.Session, SessionState.VerifyData);
            saved.Protect(length, hiddenLength, KeySchedule.TagLength(agreement));
            saved.PendingLineage = saved.EndOf(length);
            if (reservation != 0)
            {
                saved.PendingLimit = start;
            }

            // From here on it may be stored, confirmed or not: this object must not go beyond it.
            if (start < records.Limit)
            {
                records.SetLimit(start);
            }

            return length;
        }

        /// <summary>Checks the state in the scratch memory, and only then takes it.</summary>
        private DtlsStatus TakeState(int count)
        {
            SavedState saved = _saved;
            RecordLayer records = _records;
            byte[] output = records.Output;
            int state = saved.Start;
            if (count > StateFormat.MaxLength)
            {
                return DtlsStatus.StateDamaged;
            }

            if (output[state] != StateFormat.Version)
            {
                return DtlsStatus.StateVersion;
            }

            if (count < StateFormat.VariableOffset)
            {
                return DtlsStatus.StateDamaged;
            }

            if (HandshakeCodec.ReadUInt16(output, state + StateFormat.KeyIdOffset) != saved.KeyId)
            {
                return DtlsStatus.StateForeign;
            }

            int flags = output[state + StateFormat.FlagsOffset];
            bool isResumable = (flags & StateFormat.IsResumable) != 0;
            int keyLength = StateFormat.KeyLength(flags);
            int keyBlockLength = 2 * (keyLength + KeySchedule.IvLength);
            int secretsLength = keyBlockLength;
            int position = state + StateFormat.VariableOffset;
            int peerCidLength = output[state + StateFormat.PeerCidLengthOffset];
            int ownCidLength = output[state + StateFormat.OwnCidLengthOffset];
            int session = position + peerCidLength + ownCidLength;
            int keys = session;
            if (isResumable)
            {
                secretsLength += SessionState.MasterSecretLength;
                keys += session - state < count ? 1 + output[session] : 0;
            }

            if (keys - state + secretsLength + StateFormat.TagLength != count || !saved.Verify(count, (flags & StateFormat.IsEncrypted) != 0 ? secretsLength : 0))
            {
                return DtlsStatus.StateDamaged;
            }

            // Genuine from here on.
            long sequence = SavedState.ReadInt64(output, state + StateFormat.SequenceOffset);
            int limit = (int)(sequence >> StateFormat.LimitShift);
            sequence &= RecordLayer.MaxSequence;
            int agreement = StateFormat.Agreement(flags);
            if (limit > _maxRecordPayload
                || !_handshake.IsOffered(agreement & 0xFFFF)
                || ((agreement & ServerHello.ExtendedMasterSecret) == 0 && _handshake.RequiresExtendedMasterSecret)
                || !records.CanSendCid(peerCidLength)
                || (ownCidLength != 0 && (records.OwnCid == null || records.OwnCid.Length != ownCidLength)))
            {
                return DtlsStatus.StateMismatch;
            }

            if (sequence >= RecordLayer.MaxSequence)
            {
                return DtlsStatus.SequenceExhausted;
            }

            ForgetImport();
            saved.Take(count);
            _position = _end;
            _handshake.Take(agreement);
            records.Unprotect();
            records.SetPeerCid(output, position, peerCidLength);
            if (ownCidLength != 0)
            {
                records.SetOwnCid(output, position + peerCidLength);
            }

            if (isResumable)
            {
                _handshake.TakeSession(output, session, keys + keyBlockLength, agreement);
            }

            int tagLength = KeySchedule.TagLength(agreement);
            _records.Crypto.SetRecordKeys(output, keys, keyLength, tagLength);
            long counters = SavedState.ReadInt64(output, state + StateFormat.PeerCidLengthOffset);
            records.BeginOpen(tagLength, (int)(counters >> StateFormat.ForgeriesShift) & StateFormat.MaxForgeries);
            records.SetWindow(
                SavedState.ReadInt64(output, state + StateFormat.WindowHighestOffset) & RecordLayer.MaxSequence,
                SavedState.ReadInt64(output, state + StateFormat.WindowReceivedOffset));

            // Nothing may be sent yet: the numbers behind this state are reserved by whoever stores the next one.
            records.Continue(sequence);
            saved.ApplicationSetAt = sequence - (counters & int.MaxValue);
            _closeReason = DtlsStatus.Ok;
            _lastAlert = DtlsAlert.None;
            Open(limit);
            return DtlsStatus.Ok;
        }
    }
}
