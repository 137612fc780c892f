// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <content>What an exported session is made of, and how it is taken in again.</content>
    public sealed partial class DtlsConnection
    {
        private bool HasSessionToExport
        {
            // A session of a ticket is not worth its bytes: the server may have none of its own.
            get { return _session.Agreement != 0 && _session.SessionIdLength != 0 && _session.TicketLength == 0; }
        }

        private int SecretsLength(bool isResumable)
        {
            int keyLength = OptionsValidation.IsAes256(CipherSuite) ? 32 : 16;
            return (2 * (keyLength + KeySchedule.IvLength)) + (isResumable ? SessionState.MasterSecretLength : 0);
        }

        /// <summary>Bytes of the state of the open connection.</summary>
        private int StateLength()
        {
            bool isResumable = HasSessionToExport;
            return StateFormat.VariableOffset
                + _records.PeerCidLength
                + _records.OwnCidLength
                + (isResumable ? 1 + _session.SessionIdLength : 0)
                + SecretsLength(isResumable)
                + StateFormat.TagLength;
        }

        /// <summary>Writes the state of the open connection into the scratch memory, and notes that it may be stored from now on.</summary>
        /// <param name="reservation">Sequence numbers to leave to this object; 0 for none, which the caller must see to.</param>
        /// <returns>Its length, or a negated status.</returns>
        private int WriteState(int reservation)
        {
            SavedState saved = _saved;
            long start = _records.NextSequence;
            if (reservation != 0)
            {
                // Up to the next step, but never to a number that does not exist (RFC 6347 section 4.1).
                start += reservation + RecordLayer.LimitStep - 1;
                start -= start % RecordLayer.LimitStep;
                if (start > RecordLayer.MaxSequence)
                {
                    return -(int)DtlsStatus.SequenceExhausted;
                }

                saved.PendingLimit = start;
            }

            byte[] output = _records.Output;
            int state = saved.State;
            bool isResumable = HasSessionToExport;
            int flags = StateFormat.SuiteIndex((int)CipherSuite) << StateFormat.SuiteShift;
            flags |= saved.Encrypts ? StateFormat.IsEncrypted : 0;
            flags |= IsExtendedMasterSecret ? StateFormat.IsExtended : 0;
            flags |= (_handshake.Agreement & ServerHello.ReturnRoutabilityCheck) != 0 ? StateFormat.HasRoutabilityCheck : 0;
            flags |= isResumable ? StateFormat.IsResumable : 0;
            output[state] = StateFormat.Version;
            output[state + StateFormat.FlagsOffset] = (byte)flags;
            output[state + StateFormat.KeyIdOffset] = (byte)(saved.KeyId >> 8);
            output[state + StateFormat.KeyIdOffset + 1] = (byte)saved.KeyId;
            SavedState.WriteInt64(((long)_agreedLimit << StateFormat.LimitShift) | start, output, state + StateFormat.SequenceOffset);
            ReplayWindow window = _records.Window;
            int ownCidLength = _records.OwnCidLength;
            SavedState.WriteInt64(
                ((long)ownCidLength << StateFormat.OwnCidLengthShift) | window.Highest, output, state + StateFormat.WindowHighestOffset);
            int forgeries = _records.ForgeriesLeft > StateFormat.MaxForgeries ? StateFormat.MaxForgeries : _records.ForgeriesLeft;
            SavedState.WriteInt64(
                ((long)_records.PeerCidLength << StateFormat.PeerCidLengthShift)
                    | ((long)forgeries << StateFormat.ForgeriesShift)
                    | (long)ApplicationAge(start),
                output,
                state + StateFormat.PeerCidLengthOffset);
            SavedState.WriteInt64(window.Received, output, state + StateFormat.WindowReceivedOffset);
            if (!saved.HasGeneration)
            {
                Array.Copy(_session.Data, SessionState.VerifyData, saved.Notes, StateFormat.ApplicationLength, StateFormat.GenerationLength);
                saved.HasGeneration = true;
            }

            Array.Copy(saved.Notes, 0, output, state + StateFormat.ApplicationOffset, saved.Notes.Length);
            SavedState.NextGeneration(output, state + StateFormat.GenerationOffset);

            int position = state + StateFormat.VariableOffset;
            position += _records.CopyPeerCid(output, position);
            if (ownCidLength != 0)
            {
                Array.Copy(_records.OwnCid, 0, output, position, ownCidLength);
                position += ownCidLength;
            }

            if (isResumable)
            {
                output[position] = (byte)_session.SessionIdLength;
                Array.Copy(_session.Data, SessionState.SessionId, output, position + 1, _session.SessionIdLength);
                position += 1 + _session.SessionIdLength;
            }

            position += _crypto.ExportRecordKeys(output, position);
            if (isResumable)
            {
                Array.Copy(_session.Data, SessionState.MasterSecret, output, position, SessionState.MasterSecretLength);
                position += SessionState.MasterSecretLength;
            }

            int length = position + StateFormat.TagLength - state;
            saved.Protect(length, SecretsLength(isResumable), KeySchedule.TagLength(_handshake.Agreement));
            saved.PendingLineage = saved.EndOf(length);

            // From here on it may be stored, confirmed or not: this object must not go beyond it.
            if (start < _records.Limit)
            {
                _records.SetLimit(start);
            }

            return length;
        }

        /// <summary>Checks the state in the scratch memory, and only then takes it.</summary>
        private DtlsStatus TakeState(int count)
        {
            SavedState saved = _saved;
            byte[] output = _records.Output;
            int state = saved.State;
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
            int suite = StateFormat.Suite((flags >> StateFormat.SuiteShift) & 3);
            bool isResumable = (flags & StateFormat.IsResumable) != 0;
            int keyLength = OptionsValidation.IsAes256((DtlsCipherSuite)suite) ? 32 : 16;
            int keyBlockLength = 2 * (keyLength + KeySchedule.IvLength);
            int secretsLength = keyBlockLength + (isResumable ? SessionState.MasterSecretLength : 0);
            int peerCidLength = output[state + StateFormat.PeerCidLengthOffset];
            int ownCidLength = output[state + StateFormat.OwnCidLengthOffset];
            int session = StateFormat.VariableOffset + peerCidLength + ownCidLength;
            int sessionLength = 0;
            if (isResumable && session < count)
            {
                sessionLength = 1 + output[state + session];
            }

            if (session + sessionLength + secretsLength + StateFormat.TagLength != count || !saved.Verify(count, secretsLength))
            {
                return DtlsStatus.StateDamaged;
            }

            // Genuine from here on.
            long sequence = SavedState.ReadInt64(output, state + StateFormat.SequenceOffset);
            int limit = (int)(sequence >> StateFormat.LimitShift);
            sequence &= RecordLayer.MaxSequence;
            bool isExtended = (flags & StateFormat.IsExtended) != 0;
            if (limit > _maxRecordPayload
                || !ServerHello.IsOffered(_handshake.Offer.Bytes, suite)
                || (!isExtended && _handshake.RequiresExtendedMasterSecret)
                || !_records.CanSendCid(peerCidLength)
                || (ownCidLength != 0 && (_records.OwnCid == null || _records.OwnCid.Length != ownCidLength)))
            {
                return DtlsStatus.StateMismatch;
            }

            if (sequence >= RecordLayer.MaxSequence)
            {
                return DtlsStatus.SequenceExhausted;
            }

            ForgetImport();
            saved.HasLineage = true;
            saved.IsConfirmed = false;
            saved.Lineage = saved.EndOf(count);
            saved.PendingLineage = saved.Lineage;
            saved.HasGeneration = true;
            _position = _end;
            _handshake.Take(suite
                | (isExtended ? ServerHello.ExtendedMasterSecret : 0)
                | ((flags & StateFormat.HasRoutabilityCheck) != 0 ? ServerHello.ReturnRoutabilityCheck : 0));
            int position = state + StateFormat.VariableOffset;
            _records.Unprotect();
            _records.SetPeerCid(output, position, peerCidLength);
            if (ownCidLength != 0)
            {
                _records.SetOwnCid(output, position + peerCidLength);
            }

            position = state + session;
            int keys = position + sessionLength;
            if (isResumable)
            {
                _session.Take(output, position, keys + keyBlockLength, _handshake.Agreement);
            }

            _crypto.SetRecordKeys(output, keys, keyLength, KeySchedule.TagLength(suite));
            long counters = SavedState.ReadInt64(output, state + StateFormat.PeerCidLengthOffset);
            _records.BeginOpen(KeySchedule.TagLength(suite), (int)(counters >> StateFormat.ForgeriesShift) & StateFormat.MaxForgeries);
            _records.Window.Reset(
                SavedState.ReadInt64(output, state + StateFormat.WindowHighestOffset) & RecordLayer.MaxSequence,
                SavedState.ReadInt64(output, state + StateFormat.WindowReceivedOffset));

            // Nothing may be sent yet: the numbers behind this state are reserved by whoever stores the next one.
            _records.Continue(sequence);
            Array.Copy(output, state + StateFormat.ApplicationOffset, saved.Notes, 0, saved.Notes.Length);
            saved.ApplicationSetAt = sequence - (counters & int.MaxValue);
            _closeReason = DtlsStatus.Ok;
            _lastAlert = DtlsAlert.None;
            _isImported = true;
            Open(limit);
            return DtlsStatus.Ok;
        }
    }
}
