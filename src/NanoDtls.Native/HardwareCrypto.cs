// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <summary>
    /// The crypto of a connection in native code, on the AES and SHA units of the chip where it has them. It needs a
    /// firmware with the native part of this assembly: see native/README.md, and <see cref="IsAvailable"/>. All secrets lie
    /// in one array, of 280 bytes on chips with an AES unit and 952 on the ESP32-C61, which is made in the constructor;
    /// no call allocates. Not safe for use by two threads at a time.
    /// </summary>
    /// <remarks>
    /// AES-128 only: <see cref="DtlsCrypto.SupportsAes256"/> is <c>false</c>. Where the chip has no AES unit, AES runs
    /// in software whose time does not depend on keys or data.
    /// </remarks>
    public sealed class HardwareCrypto : DtlsCrypto
    {
        private const int AesKeyLength = 16;
        private const int AesUnit = 1;
        private const int ShaUnit = 2;

        private readonly byte[] _state;
        private int _tagLength;
        private int _faults;

        /// <summary>Initializes a new instance without secrets. All memory is allocated here.</summary>
        /// <exception cref="NotSupportedException">The firmware has no native part for this assembly.</exception>
        public HardwareCrypto()
        {
            if (!IsAvailable)
            {
                throw new NotSupportedException();
            }

            _state = new byte[ChipCrypto.GetStateLength()];
            ChipCrypto.ResetTranscript(_state);
        }

        /// <summary>Gets whether the firmware has the native part of this assembly.</summary>
        public static bool IsAvailable
        {
            get
            {
                try
                {
                    return ChipCrypto.GetStateLength() > 0;
                }
                catch (Exception)
                {
                    return false;
                }
            }
        }

        /// <summary>Gets whether AES runs on a unit of the chip: everywhere but on the ESP32-C61.</summary>
        public static bool UsesAesUnit
        {
            get { return (ChipCrypto.GetFeatures() & AesUnit) != 0; }
        }

        /// <summary>Gets whether SHA-256 runs on a unit of the chip: on the ESP32 the start of a message only.</summary>
        public static bool UsesShaUnit
        {
            get { return (ChipCrypto.GetFeatures() & ShaUnit) != 0; }
        }

        /// <summary>
        /// Gets how often the AES unit did not do its work, which on a healthy chip means that somebody tampers with its
        /// supply or clock. A record to send is lost then and goes out as zeros, which no peer answers; a received
        /// one counts as forged.
        /// </summary>
        public int Faults
        {
            get { return _faults; }
        }

        /// <inheritdoc/>
        public override bool FillRandom(byte[] buffer, int offset, int count)
        {
            return ChipCrypto.FillRandom(buffer, offset, count) == 0;
        }

        /// <inheritdoc/>
        public override void TranscriptReset()
        {
            ChipCrypto.ResetTranscript(_state);
        }

        /// <inheritdoc/>
        public override void TranscriptUpdate(byte[] data, int offset, int count)
        {
            ChipCrypto.UpdateTranscript(_state, data, offset, count);
        }

        /// <inheritdoc/>
        public override void TranscriptDigest(byte[] digest, int offset)
        {
            ChipCrypto.DigestTranscript(_state, digest, offset);
        }

        /// <inheritdoc/>
        public override void SetSecret(int slot, byte[] secret, int offset, int count)
        {
            ChipCrypto.SetSecret(_state, slot, secret, offset, count);
        }

        /// <inheritdoc/>
        public override void Prf(int slot, byte[] labelAndSeed, int offset, int count, byte[] output, int outputOffset, int outputCount)
        {
            ChipCrypto.Prf(_state, slot, labelAndSeed, offset, count, output, outputOffset, outputCount);
        }

        /// <inheritdoc/>
        public override void SetRecordKeys(byte[] keyBlock, int offset, int keyLength, int tagLength)
        {
            if (keyLength != AesKeyLength)
            {
                throw new ArgumentOutOfRangeException();
            }

            ChipCrypto.SetRecordKeys(_state, keyBlock, offset, tagLength);
            _tagLength = tagLength;
        }

        /// <inheritdoc/>
        public override int ExportRecordKeys(byte[] keyBlock, int offset)
        {
            return ChipCrypto.ExportRecordKeys(_state, keyBlock, offset);
        }

        /// <inheritdoc/>
        public override int SealRecord(byte[] buffer, int offset, int cidLength, int plaintextLength)
        {
            int length = ChipCrypto.SealRecord(_state, buffer, offset, cidLength, plaintextLength);
            if (length < 0)
            {
                // Native code has cleared the plaintext. As zeros the record has no type and is nobody's.
                _faults++;
                length = RecordHeaderLength + cidLength + ExplicitNonceLength + plaintextLength + _tagLength;
                Array.Clear(buffer, offset, length);
            }

            return length;
        }

        /// <inheritdoc/>
        public override int OpenRecord(byte[] buffer, int offset, int cidLength, int fragmentLength)
        {
            int length = ChipCrypto.OpenRecord(_state, buffer, offset, cidLength, fragmentLength);
            if (length == ChipCrypto.HardwareError)
            {
                _faults++;
                length = -1;
            }

            return length;
        }

        /// <inheritdoc/>
        public override void ClearSession()
        {
            ChipCrypto.Clear(_state, 0);
        }

        /// <inheritdoc/>
        public override void Clear()
        {
            ChipCrypto.Clear(_state, 1);
        }
    }
}
