// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <content>
    /// Export and import through a store, in the order that keeps nonces from repeating: what is reserved is stored before it is
    /// used, and a state is only replaced by one that comes from it (docs/sleep.md).
    /// </content>
    public sealed partial class DtlsConnection
    {
        /// <summary>
        /// Takes up the stored session and reserves sequence numbers in the store: the connection is open, and can send.
        /// </summary>
        /// <param name="store">The store.</param>
        /// <returns>
        /// <see cref="DtlsStatus.Ok"/>, or as <see cref="ImportSession"/>, and a handshake is due;
        /// <see cref="DtlsStatus.StoreFailed"/> when the store cannot be read, or not be written: the next handshake then still offers
        /// the session for resumption.
        /// </returns>
        /// <exception cref="ArgumentNullException"><paramref name="store"/> is null.</exception>
        /// <exception cref="InvalidOperationException">As <see cref="ImportSession"/>.</exception>
        /// <exception cref="ObjectDisposedException">As <see cref="ImportSession"/>.</exception>
        public DtlsStatus RestoreSession(SessionStore store)
        {
            if (store == null)
            {
                throw new ArgumentNullException(nameof(store));
            }

            SavedState saved = RequireClosed();
            int count = store.Read(_records.Output, saved.Start, StateFormat.MaxLength);
            DtlsStatus status = count == SessionStore.Damaged ? DtlsStatus.StateDamaged
                : count < 0 ? DtlsStatus.StoreFailed
                : count == 0 ? DtlsStatus.StateMissing
                : TakeState(count);
            if (status == DtlsStatus.Ok)
            {
                status = Replace(store, saved.Reservation);
                if (status == DtlsStatus.Ok)
                {
                    ConfirmReservation();
                }
                else
                {
                    _records.OutputLength = 0;
                    End(status);
                }
            }

            saved.ClearScratch();
            return status;
        }

        /// <summary>
        /// Stores a state that goes on behind the next block of sequence numbers, and takes these into use: after a handshake, for the
        /// case that the power fails, and whenever sending ends with <see cref="DtlsStatus.ReservationUsedUp"/>.
        /// </summary>
        /// <param name="store">The store.</param>
        /// <returns>
        /// <see cref="DtlsStatus.Ok"/>; <see cref="DtlsStatus.StoreFailed"/>, and the call may be repeated;
        /// <see cref="DtlsStatus.StateStale"/>, and this object must not send any more;
        /// <see cref="DtlsStatus.SequenceExhausted"/>; or why the connection is closed.
        /// </returns>
        /// <exception cref="ArgumentNullException"><paramref name="store"/> is null.</exception>
        /// <exception cref="InvalidOperationException">As <see cref="ExportSession"/>.</exception>
        public DtlsStatus ReserveSession(SessionStore store)
        {
            DtlsStatus status = ReplaceChecked(store, RequireSaved().Reservation);
            if (status == DtlsStatus.Ok)
            {
                ConfirmReservation();
            }

            return status;
        }

        /// <summary>
        /// Exports the session into the store: the last thing to do before deep sleep. Afterwards this object has forgotten the
        /// session.
        /// </summary>
        /// <param name="store">The store.</param>
        /// <returns>
        /// <see cref="DtlsStatus.Ok"/>; else as <see cref="ReserveSession"/>, and the connection stays open but sends nothing more.
        /// </returns>
        /// <exception cref="ArgumentNullException"><paramref name="store"/> is null.</exception>
        /// <exception cref="InvalidOperationException">As <see cref="ExportSession"/>.</exception>
        public DtlsStatus SaveSession(SessionStore store)
        {
            DtlsStatus status = ReplaceChecked(store, 0);
            if (status == DtlsStatus.Ok)
            {
                EndExported();
            }

            return status;
        }

        private DtlsStatus ReplaceChecked(SessionStore store, int reservation)
        {
            if (store == null)
            {
                throw new ArgumentNullException(nameof(store));
            }

            SavedState saved = RequireSaved();
            if (_state != DtlsState.Connected)
            {
                return (DtlsStatus)(-NotOpen());
            }

            DtlsStatus status = CheckLineage(store);
            if (status == DtlsStatus.Ok)
            {
                status = Replace(store, reservation);
            }

            saved.ClearScratch();
            return status;
        }

        /// <summary>
        /// The store must still hold what this session comes from: nobody went on with it meanwhile. A session that is new to the
        /// store comes from whatever is there.
        /// </summary>
        private DtlsStatus CheckLineage(SessionStore store)
        {
            SavedState saved = _saved;
            int count = store.Read(_records.Output, saved.Start, StateFormat.MaxLength);
            if (count < 0 && count != SessionStore.Damaged)
            {
                return DtlsStatus.StoreFailed;
            }

            long end = saved.EndOf(count);
            if (!saved.HasLineage)
            {
                saved.HasLineage = true;
                saved.Lineage = end;
            }

            // A state that was written and reported as failed counts as somebody else's: others can have restored it.
            return end == saved.Lineage ? DtlsStatus.Ok : DtlsStatus.StateStale;
        }

        private DtlsStatus Replace(SessionStore store, int reservation)
        {
            SavedState saved = _saved;
            int length = WriteState(reservation, StateFormat.MaxLength);
            if (length < 0)
            {
                return (DtlsStatus)(-length);
            }

            if (!store.Write(_records.Output, saved.Start, length))
            {
                return DtlsStatus.StoreFailed;
            }

            saved.Advance();
            return DtlsStatus.Ok;
        }
    }
}
