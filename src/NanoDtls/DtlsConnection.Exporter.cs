// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <content>Keying material for protocols above (RFC 5705).</content>
    public sealed partial class DtlsConnection
    {
        // Label, randoms, and the context behind its length.
        private const int MaxSeedLength = (2 * OptionsValidation.MaxIdentityLength) + (2 * HandshakeCodec.RandomLength) + 2;

        /// <summary>
        /// Derives keying material that only the two ends of this connection know (RFC 5705 section 4).
        /// </summary>
        /// <param name="label">The protocol's registered label in ASCII, 1 to 128 bytes.</param>
        /// <param name="context">Context value of up to 128 bytes; null for none, which is not the same as an empty one.</param>
        /// <param name="output">Caller's array that takes the material.</param>
        /// <param name="offset">Where in it.</param>
        /// <param name="count">Bytes to derive, 1 or more.</param>
        /// <returns><see cref="DtlsStatus.Ok"/>, or why the connection is closed.</returns>
        /// <exception cref="ArgumentNullException">Label or output is null.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A length is out of range.</exception>
        /// <exception cref="InvalidOperationException">
        /// The connection was never open, or the caller closed it, or it was imported, or it does not use the extended master secret, without
        /// which the material is not bound to this connection (RFC 7627 section 5.4).
        /// </exception>
        public DtlsStatus ExportKeyingMaterial(byte[] label, byte[] context, byte[] output, int offset, int count)
        {
            if (label == null)
            {
                throw new ArgumentNullException(nameof(label));
            }

            if (label.Length == 0 || label.Length > OptionsValidation.MaxIdentityLength)
            {
                throw new ArgumentOutOfRangeException(nameof(label));
            }

            if (context != null && context.Length > OptionsValidation.MaxIdentityLength)
            {
                throw new ArgumentOutOfRangeException(nameof(context));
            }

            OptionsValidation.CheckRange(output, offset, count);
            if (count == 0)
            {
                throw new ArgumentOutOfRangeException(nameof(count));
            }

            if (_state != DtlsState.Connected)
            {
                return (DtlsStatus)(-NotOpen());
            }

            if (IsImported || !IsExtendedMasterSecret)
            {
                throw new InvalidOperationException();
            }

            // The seed is client_random, server_random, and the context behind two bytes of length. It is put together
            // behind a datagram that was not fetched yet.
            byte[] seed = _records.Output;
            int start = _records.OutputLength;
            if (start > seed.Length - MaxSeedLength)
            {
                // Many path_responses wait: they are as good as lost on the network then.
                start = 0;
                _records.OutputLength = 0;
            }

            int end = start + label.Length;
            Array.Copy(label, 0, seed, start, label.Length);
            Array.Copy(_handshake.Session, SessionState.ClientRandom, seed, end, 2 * HandshakeCodec.RandomLength);
            end += 2 * HandshakeCodec.RandomLength;
            if (context != null)
            {
                seed[end] = 0;
                seed[end + 1] = (byte)context.Length;
                Array.Copy(context, 0, seed, end + 2, context.Length);
                end += 2 + context.Length;
            }

            _records.Crypto.Prf(DtlsCrypto.MasterSecret, seed, start, end - start, output, offset, count);
            Array.Clear(seed, start, end - start);
            return DtlsStatus.Ok;
        }
    }
}
