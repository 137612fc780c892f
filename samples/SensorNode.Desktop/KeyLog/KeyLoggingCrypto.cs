// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text;
using NanoDtls;

namespace SensorNode.Desktop.KeyLog
{
    /// <summary>
    /// <see cref="SoftwareCrypto"/> that writes the master secret of each connection to a file, in the NSS key log
    /// format that Wireshark reads: <c>CLIENT_RANDOM</c>, the client's random, the secret. Whoever has the file can
    /// read the traffic. Compiled into debug builds only; the library itself knows nothing of it, since all that
    /// is needed passes through the crypto seam.
    /// </summary>
    internal sealed class KeyLoggingCrypto : SoftwareCrypto, IDisposable
    {
        private const int MasterSecretLength = 48;
        private const int ClientHello = 1;

        // Handshake header 12, client_version 2 (RFC 6347 section 4.2.2, RFC 5246 section 7.4.1.2).
        private const int RandomOffset = 14;
        private const int RandomLength = 32;

        private readonly StreamWriter _log;
        private readonly byte[] _clientRandom = new byte[RandomLength];
        private bool _isFirst;

        /// <summary>Opens the log to append to it; a new one can be read by its owner only.</summary>
        /// <param name="path">Path of the log.</param>
        internal KeyLoggingCrypto(string path)
        {
            var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            _log = new StreamWriter(path, Encoding.ASCII, options) { AutoFlush = true, NewLine = "\n" };
        }

        /// <inheritdoc/>
        public override void TranscriptReset()
        {
            _isFirst = true;
            base.TranscriptReset();
        }

        /// <inheritdoc/>
        public override void TranscriptUpdate(byte[] data, int offset, int count)
        {
            // The transcript begins with the ClientHello that was answered.
            if (_isFirst && count >= RandomOffset + RandomLength && data[offset] == ClientHello)
            {
                Array.Copy(data, offset + RandomOffset, _clientRandom, 0, RandomLength);
            }

            _isFirst = false;
            base.TranscriptUpdate(data, offset, count);
        }

        /// <inheritdoc/>
        public override void SetSecret(int slot, byte[] secret, int offset, int count)
        {
            base.SetSecret(slot, secret, offset, count);
            if (slot == MasterSecret && count == MasterSecretLength)
            {
                _log.WriteLine($"CLIENT_RANDOM {Convert.ToHexStringLower(_clientRandom)} {Convert.ToHexStringLower(secret, offset, count)}");
            }
        }

        /// <inheritdoc/>
        public void Dispose() => _log.Dispose();
    }
}
