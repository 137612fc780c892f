// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <content>The session that can be resumed (RFC 5246 section 7.3, RFC 5077).</content>
    internal sealed partial class ClientHandshake
    {
        /// <summary>Laid out as <see cref="SessionState"/> says.</summary>
        internal readonly byte[] Session;

        /// <summary>Tickets; null when none are asked for.</summary>
        internal readonly SessionTicket Ticket;

        internal int SessionIdLength;

        /// <summary>Suite and extended_master_secret flag of the session that can be resumed, 0 for none.</summary>
        internal int SessionAgreement;

        /// <summary>Bytes of the ticket that can be offered, 0 for none.</summary>
        internal int TicketLength
        {
            get { return Ticket == null ? 0 : Ticket.Length; }
        }

        private bool KeepsSessions
        {
            get { return (_settings & EnableResumption) != 0; }
        }

        /// <summary>Makes the session impossible to resume and zeroes its master secret.</summary>
        internal void ForgetSession()
        {
            SessionAgreement = 0;
            if (Ticket != null)
            {
                Ticket.Length = 0;
            }

            SessionIdLength = 0;
            Array.Clear(Session, SessionState.SessionId, SessionState.Offer - SessionState.SessionId);
        }

        /// <summary>Takes a session from an exported state, where sessions are kept at all.</summary>
        /// <param name="source">Array with it.</param>
        /// <param name="sessionId">The session ID behind its length, which is within bounds.</param>
        /// <param name="masterSecret">The master secret.</param>
        /// <param name="agreement">Suite and extensions of the session.</param>
        internal void TakeSession(byte[] source, int sessionId, int masterSecret, int agreement)
        {
            ForgetSession();
            if (KeepsSessions)
            {
                SessionIdLength = source[sessionId];
                Array.Copy(source, sessionId + 1, Session, SessionState.SessionId, SessionIdLength);
                Array.Copy(source, masterSecret, Session, SessionState.MasterSecret, SessionState.MasterSecretLength);
                SessionAgreement = agreement & (0xFFFF | ServerHello.ExtendedMasterSecret);
            }
        }

        /// <summary>Zeroes all of it.</summary>
        internal void ClearSession()
        {
            ForgetSession();
            Array.Clear(Session, 0, SessionState.Offer);
            if (Ticket != null)
            {
                Array.Clear(Ticket.Bytes, 0, Ticket.Bytes.Length);
            }
        }

        /// <summary>The session is verified: from here on it can be resumed.</summary>
        private void KeepSession(long now)
        {
            if (!KeepsSessions)
            {
                return;
            }

            if (Ticket != null)
            {
                Ticket.Confirm(now);
            }

            if (SessionIdLength != 0 || TicketLength != 0)
            {
                SessionAgreement = Agreement & (0xFFFF | ServerHello.ExtendedMasterSecret);
            }
        }
    }
}
