// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text;

namespace NanoDtls.Testing
{
    /// <summary>What the server does when a record under the session's keys does not verify.</summary>
    public enum BadRecordPolicy
    {
        /// <summary>It stays silent, as RFC 6347 section 4.1.2.7 proposes.</summary>
        Silent,

        /// <summary>It sends the alert of <see cref="ServerSettings.BadRecordAlert"/> in epoch 0.</summary>
        Alert,
    }

    /// <summary>Everything about the scripted server that a test may want to differ.</summary>
    public sealed class ServerSettings
    {
        /// <summary>The PSK identity that the server knows; 15 bytes.</summary>
        public byte[] Identity { get; set; } = Encoding.ASCII.GetBytes("nano-sensor-001");

        public byte[] Key { get; set; } = Enumerable.Range(0, 16).Select(i => (byte)(0xA1 + (i * 7))).ToArray();

        /// <summary>Cookies of the HelloVerifyRequests to send, one after the other; empty for none at all.</summary>
        public List<byte[]> Cookies { get; set; } = new() { Enumerable.Range(0, 20).Select(i => (byte)(0xC0 + i)).ToArray() };

        /// <summary>server_version and record version of the HelloVerifyRequest (RFC 6347 section 4.2.1).</summary>
        public int HelloVerifyVersion { get; set; } = Wire.Dtls10;

        public int HelloVerifyRecordVersion { get; set; } = Wire.Dtls10;

        /// <summary>Numbers every HelloVerifyRequest 0, as a server without state does.</summary>
        public bool StatelessHelloVerify { get; set; }

        public int ServerHelloVersion { get; set; } = Wire.Dtls12;

        public List<int> SupportedSuites { get; set; } = new() { Wire.SuiteCcm8, Wire.SuiteCcm };

        /// <summary>Suite to put into the ServerHello whatever was offered; null to choose properly.</summary>
        public int? ForcedSuite { get; set; }

        public int CompressionMethod { get; set; }

        public byte[] SessionId { get; set; } = Array.Empty<byte>();

        /// <summary>psk_identity_hint; null for no ServerKeyExchange.</summary>
        public byte[]? Hint { get; set; }

        /// <summary>Whether extension 23 is answered when it was offered.</summary>
        public bool ExtendedMasterSecret { get; set; } = true;

        public byte[] ExtendedMasterSecretBody { get; set; } = Array.Empty<byte>();

        /// <summary>Body of renegotiation_info (RFC 5746 section 3.4); null to leave it out.</summary>
        public byte[]? RenegotiationInfo { get; set; } = new byte[] { 0 };

        /// <summary>Whether an offered max_fragment_length is echoed.</summary>
        public bool EchoMaxFragmentLength { get; set; } = true;

        /// <summary>Extensions that follow the ones above in the ServerHello.</summary>
        public List<Extension> ExtraExtensions { get; set; } = new();

        /// <summary>Leaves the extension block out when there is no extension.</summary>
        public bool OmitEmptyExtensionBlock { get; set; } = true;

        /// <summary>record_size_limit to answer with when one was offered (RFC 8449); null to leave it out.</summary>
        public int? RecordSizeLimit { get; set; }

        /// <summary>Answers an offered server_name (RFC 6066 section 3).</summary>
        public bool AnswerServerName { get; set; } = true;

        /// <summary>More identities with their keys, beside <see cref="Identity"/>.</summary>
        public List<(byte[] Identity, byte[] Key)> MoreKeys { get; } = new();

        /// <summary>Keeps sessions under IDs of its own making and resumes them (RFC 5246 section 7.3).</summary>
        public bool KeepsSessions { get; set; }

        /// <summary>Gives a ticket in a full handshake when the extension was offered (RFC 5077 section 3.3).</summary>
        public bool IssuesTickets { get; set; }

        /// <summary>Resumes by tickets that were given out.</summary>
        public bool AcceptsTickets { get; set; } = true;

        /// <summary>Gives a new ticket in a resumed handshake too.</summary>
        public bool RenewsTickets { get; set; }

        /// <summary>Bytes of the next ticket; 0 for an announced one that is empty.</summary>
        public int TicketLength { get; set; } = 120;

        public long TicketLifetimeSeconds { get; set; } = 3600;

        /// <summary>
        /// Resumes even where RFC 7627 section 5.3 asks for a full handshake because the extended master secret differs.
        /// </summary>
        public bool ResumesAgainstTheRules { get; set; }

        /// <summary>Suite that the ServerHello of a resumed handshake names; null for the session's.</summary>
        public int? ResumedSuite { get; set; }

        /// <summary>Connection ID to hand out when the extension was offered (RFC 9146); null to ignore it.</summary>
        public byte[]? ConnectionId { get; set; }

        /// <summary>Zeros behind the content type of each record with a Connection ID.</summary>
        public int CidPadding { get; set; }

        /// <summary>Answers an offered rrc extension (RFC 9853).</summary>
        public bool AnswerReturnRoutabilityCheck { get; set; }

        public BadRecordPolicy OnBadRecord { get; set; } = BadRecordPolicy.Silent;

        public int BadRecordAlert { get; set; } = 20;

        /// <summary>Alert for an unknown identity; null for the silence of some servers.</summary>
        public int? UnknownIdentityAlert { get; set; } = 115;

        /// <summary>Sends application data back.</summary>
        public bool Echo { get; set; }

        public bool AnswerCloseNotify { get; set; } = true;

        /// <summary>Explicit nonce for a sent record; null for epoch and sequence number.</summary>
        public Func<int, long, byte[]>? ExplicitNonce { get; set; }

        /// <summary>Changes the messages of a flight (2, 4 or 6) before they are numbered and hashed.</summary>
        public Func<int, List<FlightItem>, List<FlightItem>>? EditFlight { get; set; }

        /// <summary>Lays the messages of a flight (2, 4 or 6) out as records in datagrams.</summary>
        public Func<int, IReadOnlyList<FlightItem>, IEnumerable<IReadOnlyList<RecordPlan>>> Layout { get; set; } =
            (_, items) => Layouts.Packed(items);
    }
}
