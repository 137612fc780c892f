// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls
{
    /// <content>What the connection tells about itself.</content>
    public sealed partial class DtlsConnection
    {
        /// <summary>Where the connection stands.</summary>
        public DtlsState State
        {
            get { return _state; }
        }

        /// <summary>
        /// Why the connection is closed; <see cref="DtlsStatus.Ok"/> while it is not, and after the caller's own
        /// <see cref="Close"/>.
        /// </summary>
        public DtlsStatus CloseReason
        {
            get { return _closeReason; }
        }

        /// <summary>
        /// The last alert received or sent since <see cref="Start"/>. <see cref="CloseReason"/> tells which:
        /// <see cref="DtlsStatus.ProtocolError"/> for one that was sent.
        /// </summary>
        public DtlsAlert LastAlert
        {
            get { return _lastAlert; }
        }

        /// <summary>Why input was last thrown away.</summary>
        public DtlsDropReason LastDropReason
        {
            get { return _records.LastDropReason; }
        }

        /// <summary>How many records, messages or rests of datagrams were thrown away since construction.</summary>
        public int DropCount
        {
            get { return _records.DropCount; }
        }

        /// <summary>Suite in use once the ServerHello was accepted, else 0.</summary>
        public DtlsCipherSuite CipherSuite
        {
            get { return (DtlsCipherSuite)(_handshake.Agreement & 0xFFFF); }
        }

        /// <summary>Whether the session uses the extended master secret (RFC 7627).</summary>
        public bool IsExtendedMasterSecret
        {
            get { return (_handshake.Agreement & ServerHello.ExtendedMasterSecret) != 0; }
        }

        /// <summary>Whether the current connection took up an earlier session, without a key exchange of its own.</summary>
        public bool IsResumed
        {
            get { return _handshake.IsResumed; }
        }

        /// <summary>Whether the next handshake offers the last session for resumption.</summary>
        public bool CanResume
        {
            get { return _handshake.SessionAgreement != 0; }
        }

        /// <summary>Bytes of the Connection ID that the server asked for; 0 when it did not (RFC 9146 section 3).</summary>
        public int PeerConnectionIdLength
        {
            get { return _records.PeerCidLength; }
        }

        /// <summary>Whether the server's records have the client's Connection ID (RFC 9146 section 3).</summary>
        public bool UsesOwnConnectionId
        {
            get { return _records.OwnCidLength != 0; }
        }

        /// <summary>
        /// Largest payload that <see cref="Write"/> takes now, in bytes: what both sides, the path and the buffer agree on. In
        /// records with a Connection ID the content type takes one byte of it, and a long Connection ID more.
        /// </summary>
        public int MaxPayload
        {
            get { return _maxPayload; }
        }

        /// <summary>Largest datagram that the engine can take in, in bytes: size a receive buffer by it.</summary>
        public int MaxDatagram
        {
            get
            {
                byte[] cid = _records.OwnCid;
                return (_maxRecordPayload < MinReceivePayload ? MinReceivePayload : _maxRecordPayload)
                    + MaxOverhead
                    + (cid == null ? 0 : cid.Length + RecordLayer.MaxReceivedPadding);
            }
        }

        /// <summary>
        /// When <see cref="HandleTimeout"/> wants to be called, on the caller's clock in milliseconds;
        /// <see cref="long.MaxValue"/> for never.
        /// </summary>
        public long NextDeadline
        {
            get { return _state == DtlsState.Handshaking ? _handshake.Deadline : long.MaxValue; }
        }

        /// <summary>
        /// The array that <see cref="GetDatagram"/> and <see cref="Write"/> leave datagrams in, always from
        /// index 0. Owned by the engine: only to be read, and only until the next call.
        /// </summary>
        public byte[] OutputBuffer
        {
            get { return _records.Output; }
        }

        /// <summary>
        /// Where the application data is that <see cref="ProcessDatagram"/> or <see cref="ProcessNext"/> found, in the
        /// array of the datagram.
        /// </summary>
        public int DataOffset
        {
            get { return _dataOffset; }
        }
    }
}
