// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Testing
{
    /// <summary>Bodies of the server's handshake messages.</summary>
    public static class ServerMessages
    {
        /// <summary>RFC 6347 section 4.2.1.</summary>
        public static byte[] HelloVerifyRequest(int version, byte[] cookie)
        {
            return new ByteWriter().U16(version).Vector8(cookie).ToArray();
        }

        /// <summary>RFC 5246 section 7.4.1.3; <paramref name="extensions"/> null for no extension block.</summary>
        public static byte[] ServerHello(int version, byte[] random, byte[] sessionId, int suite, int compression, byte[]? extensions)
        {
            ByteWriter writer = new ByteWriter().U16(version).Bytes(random).Vector8(sessionId).U16(suite).U8(compression);
            return (extensions == null ? writer : writer.Vector16(extensions)).ToArray();
        }

        /// <summary>RFC 5077 section 3.3: ticket_lifetime_hint and the ticket.</summary>
        public static byte[] NewSessionTicket(long lifetimeSeconds, byte[] ticket)
        {
            return new ByteWriter().U16((int)(lifetimeSeconds >> 16)).U16((int)lifetimeSeconds).Vector16(ticket).ToArray();
        }

        /// <summary>RFC 4279 section 2: psk_identity_hint.</summary>
        public static byte[] ServerKeyExchange(byte[] hint) => new ByteWriter().Vector16(hint).ToArray();

        /// <summary>The ServerHello that the settings ask for, in answer to a ClientHello.</summary>
        /// <param name="settings">The settings.</param>
        /// <param name="hello">The ClientHello.</param>
        /// <param name="random">server_random.</param>
        /// <param name="suite">The suite to name.</param>
        /// <param name="sessionId">session_id; null for the one of the settings.</param>
        /// <param name="announcesTicket">Whether a NewSessionTicket will follow.</param>
        public static byte[] ServerHello(
            ServerSettings settings, ClientHelloMessage hello, byte[] random, int suite, byte[]? sessionId = null, bool announcesTicket = false)
        {
            var extensions = new List<Extension>();
            if (settings.RenegotiationInfo != null)
            {
                extensions.Add(new Extension(Wire.ExtensionRenegotiationInfo, settings.RenegotiationInfo));
            }

            Extension? maxFragmentLength = hello.Find(Wire.ExtensionMaxFragmentLength);
            bool answersLimit = settings.RecordSizeLimit != null && hello.Find(Wire.ExtensionRecordSizeLimit) != null;
            if (answersLimit)
            {
                extensions.Add(new Extension(Wire.ExtensionRecordSizeLimit, new ByteWriter().U16(settings.RecordSizeLimit!.Value).ToArray()));
            }

            // RFC 8449 section 5: record_size_limit wins.
            if (settings.EchoMaxFragmentLength && maxFragmentLength != null && !answersLimit)
            {
                extensions.Add(maxFragmentLength);
            }

            if (settings.ExtendedMasterSecret && hello.Find(Wire.ExtensionExtendedMasterSecret) != null)
            {
                extensions.Add(new Extension(Wire.ExtensionExtendedMasterSecret, settings.ExtendedMasterSecretBody));
            }

            if (settings.AnswerServerName && hello.Find(Wire.ExtensionServerName) != null)
            {
                extensions.Add(new Extension(Wire.ExtensionServerName, Array.Empty<byte>()));
            }

            if (settings.ConnectionId != null && hello.Find(Wire.ExtensionConnectionId) != null)
            {
                extensions.Add(new Extension(Wire.ExtensionConnectionId, new ByteWriter().Vector8(settings.ConnectionId).ToArray()));
            }

            if (settings.AnswerReturnRoutabilityCheck && hello.Find(Wire.ExtensionReturnRoutabilityCheck) != null)
            {
                extensions.Add(new Extension(Wire.ExtensionReturnRoutabilityCheck, Array.Empty<byte>()));
            }

            if (announcesTicket)
            {
                extensions.Add(new Extension(Wire.ExtensionSessionTicket, Array.Empty<byte>()));
            }

            extensions.AddRange(settings.ExtraExtensions);
            byte[]? block = extensions.Count == 0 && settings.OmitEmptyExtensionBlock
                ? null
                : Wire.Concat(extensions.Select(extension => extension.Encode()).ToArray());
            return ServerHello(settings.ServerHelloVersion, random, sessionId ?? settings.SessionId, suite, settings.CompressionMethod, block);
        }
    }
}
