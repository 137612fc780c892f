// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <content>
    /// Sessions that outlive the object: deep sleep is a reset. What keeps nonces from repeating is in docs/sleep.md.
    /// </content>
    public sealed partial class DtlsConnection
    {
        /// <summary>Longest state that <see cref="ExportSession"/> and <see cref="ReserveSequences"/> write, in bytes.</summary>
        public const int MaxSessionStateLength = StateFormat.MaxLength;

        /// <summary>Bytes that the application may keep in a session's state.</summary>
        public const int ApplicationStateLength = StateFormat.ApplicationLength;

        // Null without a key for it.
        private readonly SavedState _saved;

        /// <summary>Whether the connection goes on with an imported session.</summary>
        public bool IsImported
        {
            get { return _saved != null && _saved.IsImported; }
        }

        /// <summary>
        /// Writes the session into the caller's array and forgets it here: it goes on where the state is imported. In this order: export,
        /// store, sleep. The state is authenticated, and encrypted by default, with
        /// <see cref="DtlsClientOptions.StateKey"/>; it has the session of <see cref="DtlsClientOptions.EnableResumption"/> with it,
        /// unless that was one of a ticket.
        /// </summary>
        /// <param name="buffer">Caller's array.</param>
        /// <param name="offset">Where in it; <see cref="MaxSessionStateLength"/> bytes are always enough.</param>
        /// <returns>
        /// Length of the state, or the negated <see cref="DtlsStatus"/>: why the connection is closed,
        /// <see cref="DtlsStatus.BufferTooSmall"/>, or <see cref="DtlsStatus.ReservationUsedUp"/> for a session that was imported and not
        /// reserved, whose stored state is still the right one; nothing changed then.
        /// </returns>
        /// <exception cref="ArgumentNullException"><paramref name="buffer"/> is null.</exception>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="offset"/> is not inside the array.</exception>
        /// <exception cref="InvalidOperationException">
        /// The connection was never open, or the caller closed it, or the options have no key for states.
        /// </exception>
        public int ExportSession(byte[] buffer, int offset)
        {
            if (!RequireSaved().IsConfirmed && _state == DtlsState.Connected)
            {
                // Another object may have gone on with the same state meanwhile: then this copy would lead back.
                return -(int)DtlsStatus.ReservationUsedUp;
            }

            int length = CopyState(buffer, offset, 0);
            if (length > 0)
            {
                EndExported();
            }

            return length;
        }

        /// <summary>
        /// Writes a state that goes on behind a block of reserved sequence numbers, while the connection stays open: what remains
        /// when the power fails. Once it is stored, <see cref="ConfirmReservation"/> says so; until then nothing is sent beyond the last
        /// reservation that was confirmed.
        /// </summary>
        /// <param name="buffer">Caller's array.</param>
        /// <param name="offset">Where in it; <see cref="MaxSessionStateLength"/> bytes are always enough.</param>
        /// <returns>As <see cref="ExportSession"/>, or the negated <see cref="DtlsStatus.SequenceExhausted"/>.</returns>
        /// <exception cref="ArgumentNullException"><paramref name="buffer"/> is null.</exception>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="offset"/> is not inside the array.</exception>
        /// <exception cref="InvalidOperationException">As <see cref="ExportSession"/>.</exception>
        public int ReserveSequences(byte[] buffer, int offset)
        {
            return CopyState(buffer, offset, RequireSaved().Reservation);
        }

        /// <summary>
        /// Tells that the state of the last <see cref="ReserveSequences"/> is stored for good, in place of all earlier ones: its
        /// sequence numbers may be used.
        /// </summary>
        /// <exception cref="InvalidOperationException">There is no reservation to confirm.</exception>
        public void ConfirmReservation()
        {
            SavedState saved = RequireSaved();
            if (saved.PendingLimit == 0 || _state != DtlsState.Connected)
            {
                throw new InvalidOperationException();
            }

            _records.SetLimit(saved.PendingLimit);
            saved.Confirm();
        }

        /// <summary>
        /// Takes up an exported session, from <see cref="DtlsState.Idle"/> or <see cref="DtlsState.Closed"/>. Nothing can be sent before
        /// <see cref="ReserveSequences"/>, storing and <see cref="ConfirmReservation"/>: a state that is imported again after a power
        /// failure must begin further on. The state must be the one that is stored, not a copy of an earlier one.
        /// </summary>
        /// <param name="buffer">Caller's array, which is not changed.</param>
        /// <param name="offset">First byte.</param>
        /// <param name="count">Bytes of the state.</param>
        /// <returns>
        /// <see cref="DtlsStatus.Ok"/> and the connection is open; or <see cref="DtlsStatus.StateMissing"/> for no bytes,
        /// <see cref="DtlsStatus.StateVersion"/>, <see cref="DtlsStatus.StateForeign"/>, <see cref="DtlsStatus.StateDamaged"/>,
        /// <see cref="DtlsStatus.StateMismatch"/> or <see cref="DtlsStatus.SequenceExhausted"/>, and nothing changed.
        /// </returns>
        /// <exception cref="ArgumentNullException"><paramref name="buffer"/> is null.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The range is not inside the array.</exception>
        /// <exception cref="InvalidOperationException">A handshake is under way, the connection is open, or the options have no key for states.</exception>
        /// <exception cref="ObjectDisposedException"><see cref="Clear"/> was called.</exception>
        public DtlsStatus ImportSession(byte[] buffer, int offset, int count)
        {
            OptionsValidation.CheckRange(buffer, offset, count);
            SavedState saved = RequireClosed();
            if (count == 0)
            {
                return DtlsStatus.StateMissing;
            }

            if (count <= StateFormat.MaxLength)
            {
                Array.Copy(buffer, offset, _records.Output, saved.Start, count);
            }

            DtlsStatus status = TakeState(count);
            saved.ClearScratch();
            return status;
        }

        /// <summary>
        /// Sets the bytes that the application keeps in this session's state: counters of the protocol above. They are zero after a
        /// handshake.
        /// </summary>
        /// <param name="buffer">Caller's array.</param>
        /// <param name="offset">First of <see cref="ApplicationStateLength"/> bytes.</param>
        /// <exception cref="ArgumentNullException"><paramref name="buffer"/> is null.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The range is not inside the array.</exception>
        /// <exception cref="InvalidOperationException">The connection is not open, or the options have no key for states.</exception>
        public void SetApplicationState(byte[] buffer, int offset)
        {
            SavedState saved = RequireOpen(buffer, offset);
            Array.Copy(buffer, offset, saved.Notes, 0, ApplicationStateLength);
            saved.ApplicationSetAt = _records.NextSequence;
        }

        /// <summary>Gets the bytes of <see cref="SetApplicationState"/>, of an imported session those that its state had.</summary>
        /// <param name="buffer">Caller's array.</param>
        /// <param name="offset">Where to write <see cref="ApplicationStateLength"/> bytes.</param>
        /// <returns>
        /// How many records this session has sent since the bytes were set, or has skipped because it could not be known: a
        /// counter that moves at most once a record goes on that much further.
        /// </returns>
        /// <exception cref="ArgumentNullException"><paramref name="buffer"/> is null.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The range is not inside the array.</exception>
        /// <exception cref="InvalidOperationException">The connection is not open, or the options have no key for states.</exception>
        public int GetApplicationState(byte[] buffer, int offset)
        {
            SavedState saved = RequireOpen(buffer, offset);
            Array.Copy(saved.Notes, 0, buffer, offset, ApplicationStateLength);
            return ApplicationAge(_records.NextSequence);
        }

        private SavedState RequireSaved()
        {
            if (_saved == null)
            {
                throw new InvalidOperationException();
            }

            return _saved;
        }

        private SavedState RequireOpen(byte[] buffer, int offset)
        {
            OptionsValidation.CheckRange(buffer, offset, ApplicationStateLength);
            if (_state != DtlsState.Connected)
            {
                throw new InvalidOperationException();
            }

            return RequireSaved();
        }

        private SavedState RequireClosed()
        {
            if (_handshake.State == ClientHandshake.Cleared)
            {
                throw new ObjectDisposedException(nameof(DtlsConnection));
            }

            if (_state == DtlsState.Handshaking || _state == DtlsState.Connected)
            {
                throw new InvalidOperationException();
            }

            return RequireSaved();
        }

        private int CopyState(byte[] buffer, int offset, int reservation)
        {
            OptionsValidation.CheckRange(buffer, offset, 0);
            SavedState saved = RequireSaved();
            if (_state != DtlsState.Connected)
            {
                return NotOpen();
            }

            int length = WriteState(reservation, buffer.Length - offset);
            if (length > 0)
            {
                Array.Copy(_records.Output, saved.Start, buffer, offset, length);
            }

            saved.ClearScratch();
            return length;
        }

        private int ApplicationAge(long sequence)
        {
            long age = sequence - _saved.ApplicationSetAt;
            return age > int.MaxValue ? int.MaxValue : (int)age;
        }

        private void EndExported()
        {
            _records.OutputLength = 0;
            End(DtlsStatus.SessionExported);
        }

        private void ForgetImport()
        {
            if (_saved != null)
            {
                _saved.Forget();
            }
        }
    }
}
