// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <content>Connection IDs and the records that carry them (RFC 9146).</content>
    internal sealed partial class RecordLayer
    {
        /// <summary>What padding adds to a received record at most beyond the largest content: some servers pad to 16 bytes.</summary>
        internal const int MaxReceivedPadding = 16;

        /// <summary>From the start of a protected record that is sent to its plaintext.</summary>
        internal int ContentOffset;

        /// <summary>The Connection ID that the server's records must have; null when the client asked for none.</summary>
        internal readonly byte[] OwnCid;

        /// <summary>Bytes of <see cref="OwnCid"/> in the server's protected records, 0 for the usual records.</summary>
        internal int OwnCidLength;

        /// <summary>Largest DTLSInnerPlaintext that may be sent.</summary>
        internal int InnerLimit;

        private readonly int _padding;
        private int _peerCidLength;

        /// <summary>Bytes of the Connection ID in the client's protected records, 0 for the usual records.</summary>
        internal int PeerCidLength
        {
            get { return _peerCidLength; }
        }

        /// <summary>Whether the server may ask for a Connection ID of this length.</summary>
        internal bool CanSendCid(int length)
        {
            return length <= _template.Length - TemplateCid;
        }

        /// <summary>Takes the peer's Connection ID, for all protected records from now on.</summary>
        internal void SetPeerCid(byte[] data, int offset, int length)
        {
            Array.Copy(data, offset, _template, TemplateCid, length);
            _peerCidLength = length;
            ContentOffset = ProtectedOffset + length;
        }

        /// <summary>Takes the Connection ID that the server's protected records will have; its length is that of <see cref="OwnCid"/>.</summary>
        internal void SetOwnCid(byte[] data, int offset)
        {
            if (OwnCid != null)
            {
                Array.Copy(data, offset, OwnCid, 0, OwnCid.Length);
                OwnCidLength = OwnCid.Length;
            }
        }

        /// <summary>Copies the peer's Connection ID.</summary>
        /// <returns>Its length.</returns>
        internal int CopyPeerCid(byte[] destination, int offset)
        {
            Array.Copy(_template, TemplateCid, destination, offset, _peerCidLength);
            return _peerCidLength;
        }

        /// <summary>Whether the record that starts there has the client's Connection ID.</summary>
        internal bool HasOwnCid(byte[] datagram, int start)
        {
            return DtlsCrypto.FixedTimeEquals(datagram, start + 1 + NumberedLength, OwnCid, 0, OwnCidLength);
        }

        /// <summary>
        /// Finds the real content type of a DTLSInnerPlaintext, behind the content and ahead of the zeros (RFC 9146 section 4).
        /// </summary>
        /// <param name="datagram">Array with the plaintext.</param>
        /// <param name="content">First byte of it.</param>
        /// <param name="length">Bytes of it.</param>
        /// <returns>Bytes of the content, whose type stands behind them; -1 when there are only zeros.</returns>
        internal static int Unwrap(byte[] datagram, int content, int length)
        {
            do
            {
                length--;
            }
            while (length >= 0 && datagram[content + length] == 0);

            return length;
        }

        private void ClearCids()
        {
            _peerCidLength = 0;
            OwnCidLength = 0;
            ContentOffset = ProtectedOffset;
        }

        /// <summary>Makes a DTLSInnerPlaintext of content that is in its place, and sets the outer type.</summary>
        /// <returns>Its length.</returns>
        private int Wrap(int contentType, int offset, int length)
        {
            byte[] output = Output;
            int end = offset + ContentOffset + length;
            output[offset] = ContentType.Tls12Cid;
            output[end] = (byte)contentType;
            length++;

            // Alerts and Finished have one length each, which says nothing.
            if (_padding != 0 && contentType == ContentType.ApplicationData)
            {
                int zeros = (_padding - (length % _padding)) % _padding;
                if (length + zeros > InnerLimit)
                {
                    zeros = InnerLimit - length;
                }

                Array.Clear(output, end + 1, zeros);
                length += zeros;
            }

            return length;
        }
    }
}
