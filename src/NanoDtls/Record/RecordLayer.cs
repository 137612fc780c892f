// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <summary>
    /// Writes records into the one output buffer and opens protected ones in the caller's. Epoch 0 is
    /// plaintext; epoch 1 begins when <see cref="Protect"/> is called (RFC 6347 section 4.1).
    /// </summary>
    internal sealed class RecordLayer
    {
        internal const int HeaderLength = DtlsCrypto.RecordHeaderLength;

        /// <summary>From the start of a protected record to its plaintext.</summary>
        internal const int ProtectedOffset = HeaderLength + DtlsCrypto.ExplicitNonceLength;

        internal const int VersionMajor = 254;

        /// <summary>Minor version byte of DTLS 1.2.</summary>
        internal const int VersionMinor = 253;

        internal const int AlertLevelWarning = 1;
        internal const int AlertLevelFatal = 2;

        // Where the sequence number begins and ends in the header template below.
        private const int TemplateLength = 10;
        private const int TemplateEpochLow = 3;
        private const int TemplateSequence = 4;
        private const int TemplateLast = 9;

        /// <summary>All datagrams leave from here; during a handshake it also keeps the flight.</summary>
        internal readonly byte[] Output;

        /// <summary>Length of the datagram in <see cref="Output"/> that waits to be sent, 0 for none.</summary>
        internal int OutputLength;

        internal DtlsDropReason LastDropReason;
        internal int DropCount;

        /// <summary>Whether the client changed over to epoch 1 for writing.</summary>
        internal bool IsProtected;

        /// <summary>Whether there are keys to open records of epoch 1 with.</summary>
        internal bool CanOpen;

        /// <summary>Bytes that protection adds to a fragment.</summary>
        internal int Overhead;

        /// <summary>How many more records may fail their tag.</summary>
        internal int ForgeriesLeft;

        /// <summary>Low bits of the sequence number of the epoch-0 record that is being read.</summary>
        internal int IncomingPlainSequence;

        /// <summary>Low bits of the sequence number of the last epoch-0 record that was sent.</summary>
        internal int LastPlainSequence
        {
            get { return _plainSequence - 1; }
        }

        /// <summary>Whether the last sequence number of the epoch was used.</summary>
        internal bool IsExhausted;

        private readonly DtlsCrypto _crypto;
        private readonly ReplayWindow _window;

        // Version, epoch and sequence number of the next protected record, as they stand on the wire:
        // one Array.Copy writes them, and counting up touches one byte.
        private readonly byte[] _template;

        // Not set back by a new handshake: a server that still keeps the state of an earlier attempt from
        // this address would throw repeated epoch-0 sequence numbers away as replays.
        private int _plainSequence;

        internal RecordLayer(DtlsCrypto crypto, int outputSize)
        {
            _crypto = crypto;
            _window = new ReplayWindow();
            _template = new byte[TemplateLength];
            _template[0] = VersionMajor;
            _template[1] = VersionMinor;
            Output = new byte[outputSize];
        }

        /// <summary>Goes back to plaintext, for a new handshake.</summary>
        internal void Unprotect()
        {
            IsProtected = false;
            CanOpen = false;
            IsExhausted = false;
            OutputLength = 0;
        }

        /// <summary>Takes the record keys that were just set into use for reading.</summary>
        /// <param name="tagLength">Bytes of a tag.</param>
        /// <param name="forgeryLimit">Records that may fail their tag.</param>
        internal void BeginOpen(int tagLength, int forgeryLimit)
        {
            Overhead = DtlsCrypto.ExplicitNonceLength + tagLength;
            _window.Reset();
            ForgeriesLeft = forgeryLimit;
            CanOpen = true;
        }

        /// <summary>Begins epoch 1 for writing.</summary>
        internal void Protect()
        {
            Array.Clear(_template, 2, TemplateLength - 2);
            _template[TemplateEpochLow] = 1;
            IsProtected = true;
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
            int sequence = _plainSequence++;
            output[offset] = (byte)contentType;
            output[offset + 1] = VersionMajor;
            output[offset + 2] = VersionMinor;
            Array.Clear(output, offset + 3, 4);
            output[offset + 7] = (byte)(sequence >> 24);
            output[offset + 8] = (byte)(sequence >> 16);
            output[offset + 9] = (byte)(sequence >> 8);
            output[offset + 10] = (byte)sequence;
            output[offset + 11] = (byte)(fragmentLength >> 8);
            output[offset + 12] = (byte)fragmentLength;
        }

        /// <summary>
        /// Protects the plaintext that stands <see cref="ProtectedOffset"/> bytes behind <paramref name="offset"/>.
        /// </summary>
        /// <returns>Length of the record. The caller has checked <see cref="IsExhausted"/>.</returns>
        internal int Seal(int contentType, int offset, int plaintextLength)
        {
            byte[] template = _template;
            Output[offset] = (byte)contentType;
            Array.Copy(template, 0, Output, offset + 1, TemplateLength);

            // Counted before the record is made: whatever happens next, this number is spent.
            int last = template[TemplateLast] + 1;
            template[TemplateLast] = (byte)last;
            if (last >= 255)
            {
                CarrySequence(last);
            }

            return _crypto.SealRecord(Output, offset, 0, plaintextLength);
        }

        /// <summary>Leaves one alert as a datagram of its own, in the current epoch (RFC 6347 section 4.2.8).</summary>
        internal void WriteAlert(int level, DtlsAlert alert)
        {
            if (IsProtected)
            {
                OutputLength = 0;
                if (!IsExhausted)
                {
                    Output[ProtectedOffset] = (byte)level;
                    Output[ProtectedOffset + 1] = (byte)alert;
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

        /// <summary>
        /// Opens a protected record in place: replay check, tag, then the window moves (RFC 6347 section 4.1.2.6).
        /// </summary>
        /// <param name="datagram">Array with the record.</param>
        /// <param name="start">First byte of its header.</param>
        /// <param name="fragmentLength">Its length field, known to lie in the array and to hold nonce and tag.</param>
        /// <returns>Length of the plaintext, or -1 after a drop.</returns>
        internal int Open(byte[] datagram, int start, int fragmentLength)
        {
            // Two halves of 24 bits, so that no sign bit is ever involved.
            int high = (datagram[start + 5] << 16) | (datagram[start + 6] << 8) | datagram[start + 7];
            int low = (datagram[start + 8] << 16) | (datagram[start + 9] << 8) | datagram[start + 10];
            long sequence = ((long)high << 24) + low;

            DtlsDropReason reason = _window.Check(sequence);
            if (reason != DtlsDropReason.None)
            {
                Drop(reason);
                return -1;
            }

            int length = _crypto.OpenRecord(datagram, start, 0, fragmentLength);
            if (length < 0)
            {
                ForgeriesLeft--;
                Drop(DtlsDropReason.BadTag);
                return -1;
            }

            _window.Commit(sequence);
            return length;
        }

        private void CarrySequence(int last)
        {
            byte[] template = _template;
            int i = TemplateLast;
            if (last == 256)
            {
                int digit;
                do
                {
                    i--;
                    digit = template[i] + 1;
                    template[i] = (byte)digit;
                }
                while (digit == 256);
            }

            // RFC 6347 section 4.1: no wrap. All ones is never used, so that counting up never carries
            // into the epoch.
            for (i = TemplateSequence; i <= TemplateLast; i++)
            {
                if (template[i] != 255)
                {
                    return;
                }
            }

            IsExhausted = true;
        }
    }
}
