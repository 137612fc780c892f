// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Testing
{
    /// <summary>Code points and encoders of the DTLS 1.2 wire format, written from the RFCs and not from <c>src/</c>.</summary>
    public static class Wire
    {
        public const int ChangeCipherSpec = 20;
        public const int Alert = 21;
        public const int Handshake = 22;
        public const int ApplicationData = 23;
        public const int Tls12Cid = 25;
        public const int ReturnRoutabilityCheck = 27;

        public const int Dtls10 = 0xFEFF;
        public const int Dtls12 = 0xFEFD;

        public const int HelloRequest = 0;
        public const int ClientHello = 1;
        public const int ServerHello = 2;
        public const int HelloVerifyRequest = 3;
        public const int NewSessionTicket = 4;
        public const int Certificate = 11;
        public const int ServerKeyExchange = 12;
        public const int CertificateRequest = 13;
        public const int ServerHelloDone = 14;
        public const int CertificateVerify = 15;
        public const int ClientKeyExchange = 16;
        public const int Finished = 20;

        public const int SuiteCcm = 0xC0A4;
        public const int SuiteCcm8 = 0xC0A8;
        public const int SuiteAes256Ccm = 0xC0A5;
        public const int SuiteAes256Ccm8 = 0xC0A9;
        public const int RenegotiationScsv = 0x00FF;

        public const int ExtensionServerName = 0;
        public const int ExtensionMaxFragmentLength = 1;
        public const int ExtensionExtendedMasterSecret = 23;
        public const int ExtensionRecordSizeLimit = 28;
        public const int ExtensionSessionTicket = 35;
        public const int ExtensionConnectionId = 54;
        public const int ExtensionReturnRoutabilityCheck = 61;
        public const int ExtensionRenegotiationInfo = 0xFF01;

        public const int Warning = 1;
        public const int Fatal = 2;

        public const int RecordHeaderLength = 13;
        public const int HandshakeHeaderLength = 12;

        /// <summary>Bytes of an AES key of a suite.</summary>
        public static int KeyLength(int suite) => suite is SuiteAes256Ccm or SuiteAes256Ccm8 ? 32 : 16;

        /// <summary>Bytes of a tag of a suite (RFC 6655 section 4).</summary>
        public static int TagLength(int suite) => suite is SuiteCcm8 or SuiteAes256Ccm8 ? 8 : 16;

        /// <summary>RFC 6347 section 4.1: DTLSPlaintext or DTLSCiphertext. A given length field may lie.</summary>
        public static byte[] Record(int type, int epoch, long sequence, byte[] fragment, int version = Dtls12, int? length = null)
        {
            return new ByteWriter().U8(type).U16(version).U16(epoch).U48(sequence).U16(length ?? fragment.Length).Bytes(fragment).ToArray();
        }

        /// <summary>RFC 9146 section 4: a record with a Connection ID. A given type may lie.</summary>
        public static byte[] CidRecord(byte[] cid, int epoch, long sequence, byte[] fragment, int version = Dtls12, int type = Tls12Cid)
        {
            return new ByteWriter().U8(type).U16(version).U16(epoch).U48(sequence).Bytes(cid).U16(fragment.Length).Bytes(fragment).ToArray();
        }

        /// <summary>RFC 9146 section 4: DTLSInnerPlaintext.</summary>
        public static byte[] InnerPlaintext(byte[] content, int type, int zeros = 0)
        {
            return Concat(content, new[] { (byte)type }, new byte[zeros]);
        }

        /// <summary>RFC 6347 section 4.2.2: the header of a handshake fragment and its bytes. Given lengths may lie.</summary>
        public static byte[] HandshakeFragment(int type, int total, int messageSequence, int offset, byte[] part, int? length = null)
        {
            return new ByteWriter().U8(type).U24(total).U16(messageSequence).U24(offset).U24(length ?? part.Length).Bytes(part).ToArray();
        }

        /// <summary>A whole handshake message as one fragment, the form that is hashed (RFC 6347 section 4.2.6).</summary>
        public static byte[] HandshakeMessage(int type, int messageSequence, byte[] body)
        {
            return HandshakeFragment(type, body.Length, messageSequence, 0, body);
        }

        public static byte[] Concat(params byte[][] parts)
        {
            var writer = new ByteWriter();
            foreach (byte[] part in parts)
            {
                writer.Bytes(part);
            }

            return writer.ToArray();
        }

        /// <summary>A copy with one byte replaced.</summary>
        public static byte[] With(byte[] source, int index, int value)
        {
            byte[] copy = (byte[])source.Clone();
            copy[index] = (byte)value;
            return copy;
        }

        public static string NameOf(int handshakeType)
        {
            return handshakeType switch
            {
                HelloRequest => nameof(HelloRequest),
                ClientHello => nameof(ClientHello),
                ServerHello => nameof(ServerHello),
                HelloVerifyRequest => nameof(HelloVerifyRequest),
                NewSessionTicket => nameof(NewSessionTicket),
                Certificate => nameof(Certificate),
                ServerKeyExchange => nameof(ServerKeyExchange),
                CertificateRequest => nameof(CertificateRequest),
                ServerHelloDone => nameof(ServerHelloDone),
                CertificateVerify => nameof(CertificateVerify),
                ClientKeyExchange => nameof(ClientKeyExchange),
                Finished => nameof(Finished),
                _ => "handshake type " + handshakeType,
            };
        }
    }
}
