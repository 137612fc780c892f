// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <summary>
    /// What outlives a flight: the randoms, the client's verify_data, and what resumption needs (RFC 5246
    /// section 7.3, RFC 5077). One array, because each costs memory.
    /// </summary>
    internal sealed class SessionState
    {
        internal const int ClientRandom = 0;
        internal const int ServerRandom = 32;
        internal const int VerifyData = 64;
        internal const int SessionId = 76;
        internal const int MasterSecret = 108;
        internal const int MasterSecretLength = 48;
        internal const int MaxSessionIdLength = 32;

        internal readonly byte[] Data;

        /// <summary>Tickets; null when none are asked for.</summary>
        internal readonly SessionTicket Ticket;

        internal int SessionIdLength;

        /// <summary>Suite and extended_master_secret flag of the session that can be resumed, 0 for none.</summary>
        internal int Agreement;

        /// <summary>Whether sessions are kept at all.</summary>
        internal bool IsEnabled
        {
            get { return Data.Length != MasterSecret; }
        }

        internal SessionState(bool isEnabled, int maxTicket)
        {
            Data = new byte[MasterSecret + (isEnabled ? MasterSecretLength : 0)];
            if (isEnabled && maxTicket != 0)
            {
                Ticket = new SessionTicket(maxTicket);
            }
        }

        /// <summary>Bytes of the ticket that can be offered, 0 for none.</summary>
        internal int TicketLength
        {
            get { return Ticket == null ? 0 : Ticket.Length; }
        }

        /// <summary>Makes the session impossible to resume and zeroes its master secret.</summary>
        internal void Forget()
        {
            Agreement = 0;
            if (Ticket != null)
            {
                Ticket.Length = 0;
            }

            SessionIdLength = 0;
            Array.Clear(Data, SessionId, Data.Length - SessionId);
        }

        /// <summary>Takes a session from an exported state, where sessions are kept at all.</summary>
        /// <param name="source">Array with it.</param>
        /// <param name="sessionId">The session ID behind its length, which is within bounds.</param>
        /// <param name="masterSecret">The master secret.</param>
        /// <param name="agreement">Suite and extensions of the session.</param>
        internal void Take(byte[] source, int sessionId, int masterSecret, int agreement)
        {
            Forget();
            if (IsEnabled)
            {
                SessionIdLength = source[sessionId];
                Array.Copy(source, sessionId + 1, Data, SessionId, SessionIdLength);
                Array.Copy(source, masterSecret, Data, MasterSecret, MasterSecretLength);
                Agreement = agreement & (0xFFFF | ServerHello.ExtendedMasterSecret);
            }
        }

        internal void Clear()
        {
            Forget();
            Array.Clear(Data, 0, Data.Length);
            if (Ticket != null)
            {
                Array.Clear(Ticket.Bytes, 0, Ticket.Bytes.Length);
            }
        }
    }
}
