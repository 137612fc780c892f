// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <summary>
    /// Writes records into the one output buffer and opens protected ones in the caller's. Epoch 0 is
    /// plaintext; epoch 1 begins when <see cref="Protect"/> is called (RFC 6347 section 4.1). Connection IDs are in
    /// RecordLayer.Cid.cs, the numbers of records in RecordLayer.Numbers.cs.
    /// </summary>
    internal sealed partial class RecordLayer
    {
        internal const int HeaderLength = DtlsCrypto.RecordHeaderLength;

        /// <summary>From the start of a protected record without Connection ID to its plaintext.</summary>
        internal const int ProtectedOffset = HeaderLength + DtlsCrypto.ExplicitNonceLength;

        internal const int VersionMajor = 254;

        /// <summary>Minor version byte of DTLS 1.2.</summary>
        internal const int VersionMinor = 253;

        internal const int AlertLevelWarning = 1;
        internal const int AlertLevelFatal = 2;

        /// <summary>All datagrams leave from here; during a handshake it also keeps the flight.</summary>
        internal readonly byte[] Output;

        /// <summary>Length of the datagram in <see cref="Output"/> that waits to be sent, 0 for none.</summary>
        internal int OutputLength;

        internal DtlsDropReason LastDropReason;
        internal int DropCount;

        /// <summary>Bytes that protection adds to a fragment; 0 as long as there are no keys to open records of epoch 1 with.</summary>
        internal int Overhead;

        /// <summary>How many more records may fail their tag.</summary>
        internal int ForgeriesLeft;

        /// <summary>Low byte of the sequence number of the last epoch-0 record that was sent.</summary>
        internal int LastPlainSequence
        {
            get { return (byte)(_template[PlainLast] - 1); }
        }

        private readonly DtlsCrypto _crypto;

        /// <summary>Initializes a new instance.</summary>
        /// <param name="crypto">The back end.</param>
        /// <param name="outputSize">Bytes of <see cref="Output"/>.</param>
        /// <param name="connectionId">The Connection ID that is offered; null when none is, and none can be agreed on.</param>
        /// <param name="padding">Block that application data in records with a Connection ID is padded to, 0 for none.</param>
        internal RecordLayer(DtlsCrypto crypto, int outputSize, byte[] connectionId, int padding)
        {
            _crypto = crypto;
            _padding = padding;
            _template = new byte[TemplateCid + (connectionId == null ? 0 : DtlsCrypto.MaxCidLength)];
            _template[0] = VersionMajor;
            _template[1] = VersionMinor;
            _template[ProtectedTemplate] = VersionMajor;
            _template[ProtectedTemplate + 1] = VersionMinor;
            if (connectionId != null && connectionId.Length != 0)
            {
                OwnCid = new byte[connectionId.Length];
            }

            Output = new byte[outputSize];
            Unprotect();
        }

        /// <summary>Goes back to plaintext, for a new handshake.</summary>
        internal void Unprotect()
        {
            Overhead = 0;
            _template[TemplateEpochLow] = 0;
            IsExhausted = false;
            OutputLength = 0;
            ClearCids();
        }

        /// <summary>Takes the record keys that were just set into use for reading.</summary>
        /// <param name="tagLength">Bytes of a tag.</param>
        /// <param name="forgeryLimit">Records that may fail their tag.</param>
        internal void BeginOpen(int tagLength, int forgeryLimit)
        {
            Overhead = DtlsCrypto.ExplicitNonceLength + tagLength;
            _highest = -1;
            _received = 0;
            ForgeriesLeft = forgeryLimit;
        }

        /// <summary>Begins epoch 1 for writing, at sequence number 0.</summary>
        internal void Protect()
        {
            Array.Clear(_template, TemplateEpoch, TemplateCid - TemplateEpoch);
            _template[TemplateEpochLow] = 1;
            _limit = MaxSequence;
        }

        internal void Drop(DtlsDropReason reason)
        {
            LastDropReason = reason;
            DropCount++;
        }

        /// <summary>Writes the header of an epoch-0 record; its fragment is or will be put behind it.</summary>
        internal void WritePlainHeader(int contentType, int offset, int fragmentLength)
        {
            byte[] output = Output;
            byte[] template = _template;
            output[offset] = (byte)contentType;
            Array.Copy(template, 0, output, offset + 1, NumberedLength);
            int last = template[PlainLast] + 1;
            template[PlainLast] = (byte)last;
            if (last == 256)
            {
                Carry(PlainLast);
            }

            output[offset + 11] = (byte)(fragmentLength >> 8);
            output[offset + 12] = (byte)fragmentLength;
        }

        /// <summary>
        /// Protects the plaintext that stands <see cref="ContentOffset"/> bytes behind <paramref name="offset"/>.
        /// </summary>
        /// <returns>Length of the record. The caller has checked <see cref="IsExhausted"/>.</returns>
        internal int Seal(int contentType, int offset, int plaintextLength)
        {
            byte[] template = _template;
            int cidLength = _peerCidLength;
            Output[offset] = (byte)contentType;
            if (cidLength != 0)
            {
                plaintextLength = Wrap(contentType, offset, plaintextLength);
            }

            Array.Copy(template, ProtectedTemplate, Output, offset + 1, NumberedLength + cidLength);

            // Counted before the record is made: whatever happens next, this number is spent.
            int last = template[TemplateLast] + 1;
            template[TemplateLast] = (byte)last;
            if (last >= 255)
            {
                if (last == 256)
                {
                    Carry(TemplateLast);
                }

                IsExhausted = NextSequence >= _limit;
            }

            return _crypto.SealRecord(Output, offset, cidLength, plaintextLength);
        }

        /// <summary>Leaves one alert as a datagram of its own, in the current epoch (RFC 6347 section 4.2.8).</summary>
        internal void WriteAlert(int level, DtlsAlert alert)
        {
            if (_template[TemplateEpochLow] != 0)
            {
                OutputLength = 0;
                if (!IsExhausted)
                {
                    Output[ContentOffset] = (byte)level;
                    Output[ContentOffset + 1] = (byte)alert;
                    OutputLength = Seal(ContentType.Alert, 0, 2);
                }
            }
            else
            {
                WritePlainHeader(ContentType.Alert, 0, 2);
                Output[HeaderLength] = (byte)level;
                Output[HeaderLength + 1] = (byte)alert;
                OutputLength = HeaderLength + 2;
            }
        }

        /// <summary>Adds a copy of a protected message, with another first byte, to the datagram that waits to be sent.</summary>
        internal void AppendCopy(int contentType, byte[] message, int offset, int count, int firstByte)
        {
            int start = OutputLength;
            if (start + ContentOffset + count + 1 + Overhead > Output.Length)
            {
                // What waits is as good as lost on the network then.
                start = 0;
            }

            int content = start + ContentOffset;
            Array.Copy(message, offset, Output, content, count);
            Output[content] = (byte)firstByte;
            OutputLength = start + Seal(contentType, start, count);
        }

        /// <summary>
        /// Opens a protected record in place: replay check, tag, then the window moves (RFC 6347 section 4.1.2.6).
        /// </summary>
        /// <param name="datagram">Array with the record.</param>
        /// <param name="start">First byte of its header.</param>
        /// <param name="cidLength">Bytes of the Connection ID in the header.</param>
        /// <param name="fragmentLength">Its length field, known to lie in the array and to hold nonce and tag.</param>
        /// <returns>Length of the plaintext, or -1 after a drop.</returns>
        internal int Open(byte[] datagram, int start, int cidLength, int fragmentLength)
        {
            long sequence = ReadSequence(datagram, start + 5);
            long age = _highest - sequence;
            if (age >= 0)
            {
                DtlsDropReason reason = CheckAge(age);
                if (reason != DtlsDropReason.None)
                {
                    Drop(reason);
                    return -1;
                }
            }

            int length = _crypto.OpenRecord(datagram, start, cidLength, fragmentLength);
            if (length < 0)
            {
                ForgeriesLeft--;
                Drop(DtlsDropReason.BadTag);
                return -1;
            }

            Commit(age, sequence);
            return length;
        }
    }
}
