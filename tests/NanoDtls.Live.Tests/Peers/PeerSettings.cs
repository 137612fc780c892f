// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Live.Tests
{
    /// <summary>What a peer is told to do. Not every peer can do everything: the table in docs/peers.md says which.</summary>
    internal sealed record PeerSettings
    {
        /// <summary>What it accepts.</summary>
        public PeerSuites Suites { get; init; } = PeerSuites.Both;

        /// <summary>The port to take, or 0 for a free one.</summary>
        public int Port { get; init; }

        /// <summary>False: a server from before RFC 7627.</summary>
        public bool ExtendedMasterSecret { get; init; } = true;

        /// <summary>How it remembers sessions.</summary>
        public PeerSessions Sessions { get; init; }

        /// <summary>The one host name that it answers to, or null for any.</summary>
        public string? ServerName { get; init; }

        /// <summary>Label of the keying material that it prints, 32 bytes of it, or null.</summary>
        public string? ExportLabel { get; init; }

        /// <summary>Largest record that BouncyCastle says it takes, in a record_size_limit extension; 0 for none.</summary>
        public int RecordSizeLimit { get; init; }

        /// <summary>Whether libcoap's servers notify observers with NON, every fifth time with CON, instead of always with CON.</summary>
        public bool NonConfirmableNotifications { get; init; }

        /// <summary>Its identity hint, or null for none.</summary>
        public string? Hint { get; init; } = Credentials.Hint;
    }
}
