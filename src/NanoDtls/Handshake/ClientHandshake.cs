// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls
{
    /// <summary>
    /// The client's handshake automaton (RFC 6347 section 4.2.4, RFC 4279 section 2, RFC 5246 section 7.3). What
    /// each state takes is the table in docs/handshake.md.
    /// </summary>
    internal sealed partial class ClientHandshake
    {
        /// <summary>Result of a step that needs no alert.</summary>
        internal const int Continue = -1;

        /// <summary>Result of the step that ends the handshake well.</summary>
        internal const int Opened = -2;

        // Not a message that the state takes: nothing happened.
        private const int Refused = -3;

        // States. The order matters: keys exist from WaitChangeCipherSpec on.
        internal const int Cleared = -1;
        internal const int Idle = 0;
        internal const int WaitServerHello = 1;
        internal const int WaitServerKeyExchange = 2;
        internal const int WaitServerHelloDone = 3;
        internal const int WaitChangeCipherSpec = 4;
        internal const int WaitFinished = 5;
        internal const int Connected = 6;

        internal int State;

        /// <summary>Chosen suite with the bits of <see cref="ServerHello"/>; 0 before the ServerHello.</summary>
        internal int Agreement;

        /// <summary>Whether the server took up the session that was offered.</summary>
        internal bool IsResumed
        {
            get { return (Agreement & ServerHello.Resumed) != 0; }
        }

        /// <summary>The server announced a NewSessionTicket that did not come yet (RFC 5077 section 3.3).</summary>
        internal bool ExpectsTicket
        {
            get { return (Agreement & ServerHello.SessionTicket) != 0; }
        }

        internal bool RequiresExtendedMasterSecret
        {
            get { return (_settings & RequireExtendedMasterSecret) != 0; }
        }

        /// <summary>What every ClientHello offers, as <see cref="HandshakeOffer"/> has it.</summary>
        internal readonly int Offered;

        private readonly RecordLayer _records;
        private readonly PskStore _store;
        private readonly int _forgeryLimit;

        /// <summary>Bytes of the largest datagram that may be sent.</summary>
        internal readonly int PathMtu;

        // Bits of one field, because a field of any type takes 12 bytes.
        private const int RequireExtendedMasterSecret = 1;
        private const int PmtuBackoff = 2;
        private const int IsAdaptive = 4;
        private const int EnableResumption = 8;
        private readonly int _settings;

        // The identity in use, behind two bytes of length, and the entry of the store that it is from.
        private byte[] _identity;
        private PskEntry _entry;

        // message_seq of the current ClientHello, which is also the number of HelloVerifyRequests followed.
        private int _helloSequence;
        private int _receiveSequence;

        // Bytes of a message that went straight into the transcript, and its total length.
        private int _streamed;
        private int _streamLength;

        /// <summary>Initializes a new instance. The back end of the records has the premaster secret, unless there is a store.</summary>
        internal ClientHandshake(DtlsClientOptions options, byte[] identity, RecordLayer records)
        {
            _records = records;
            int offered = HandshakeOffer.Of(options);
            Session = new byte[SessionState.Offer + ClientHelloWriter.OfferLength(options, offered)];
            Offered = ClientHelloWriter.WriteOffer(Session, options, offered);
            if ((offered & ServerHello.SessionTicket) != 0)
            {
                Ticket = new SessionTicket(options.MaxSessionTicket);
            }

            _identity = identity;
            _store = options.PskStore;
            _forgeryLimit = options.ForgeryLimit;
            PathMtu = options.PathMtu == 0 ? int.MaxValue : options.PathMtu;
            _settings = (options.RequireExtendedMasterSecret ? RequireExtendedMasterSecret : 0)
                | (options.PmtuBackoff ? PmtuBackoff : 0)
                | (options.EnableResumption ? EnableResumption : 0)
                | (options.Retransmission == DtlsRetransmission.Adaptive ? IsAdaptive : 0);

            int initial = options.InitialRetransmitMilliseconds;
            int standard = options.Retransmission == DtlsRetransmission.Rfc7925 ? 9000 : 1000;
            _maximum = options.MaxRetransmitMilliseconds;
            _initial = initial != 0 ? initial : standard < _maximum ? standard : _maximum;
            _timeout = options.HandshakeTimeoutMilliseconds;
        }

        /// <summary>Stands where a handshake would have led: the session was imported.</summary>
        internal void Take(int agreement)
        {
            State = Connected;
            Agreement = agreement;
            Pending = 0;
        }

        private int Drop(DtlsDropReason reason)
        {
            _records.Drop(reason);
            return Continue;
        }
    }
}
