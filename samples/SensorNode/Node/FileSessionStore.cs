// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;
using System.IO;
using NanoDtls;

namespace SensorNode
{
    /// <summary>
    /// Keeps the session in a file, on a board of the internal drive. A new state is written beside the old one, read back,
    /// and then takes its place: when the power fails on the way, one of the two is whole, which a checksum tells. The state
    /// itself is authenticated and encrypted by the library.
    /// </summary>
    public sealed class FileSessionStore : SessionStore
    {
        private const string NewSuffix = ".new";

        // Two letters, the length and the checksum of the state (2 and 4 bytes).
        private const int HeaderLength = 8;
        private const byte MagicHigh = (byte)'N';
        private const byte MagicLow = (byte)'D';

        private readonly string _path;
        private readonly string _newPath;
        private readonly byte[] _buffer = new byte[HeaderLength + DtlsConnection.MaxSessionStateLength];

        /// <summary>Creates a store; the file is made by the first write.</summary>
        /// <param name="path">The file. Beside it one of the same name with ".new" at its end is used.</param>
        /// <exception cref="ArgumentNullException"><paramref name="path"/> is <c>null</c>.</exception>
        public FileSessionStore(string path)
        {
            if (path == null)
            {
                throw new ArgumentNullException(nameof(path));
            }

            _path = path;
            _newPath = path + NewSuffix;
        }

        /// <inheritdoc/>
        public override int Read(byte[] buffer, int offset, int count)
        {
            try
            {
                // A whole new file was about to take the place of the old one. One that is not whole never was written.
                int length = Load(_newPath);
                if (length <= 0)
                {
                    length = Load(_path);
                }

                if (length > 0 && length <= count)
                {
                    Array.Copy(_buffer, HeaderLength, buffer, offset, length);
                }

                return length;
            }
            catch (Exception)
            {
                // The drive is not there, or it fails.
                return -1;
            }
            finally
            {
                Array.Clear(_buffer, 0, _buffer.Length);
            }
        }

        /// <inheritdoc/>
        public override bool Write(byte[] buffer, int offset, int count)
        {
            try
            {
                Save(buffer, offset, count);
                if (!IsSaved(buffer, offset, count))
                {
                    return false;
                }

                if (File.Exists(_path))
                {
                    File.Delete(_path);
                }

                File.Move(_newPath, _path);
                return true;
            }
            catch (Exception)
            {
                return false;
            }
            finally
            {
                Array.Clear(_buffer, 0, _buffer.Length);
            }
        }

        private void Save(byte[] buffer, int offset, int count)
        {
            uint checksum = Checksum(buffer, offset, count);
            _buffer[0] = MagicHigh;
            _buffer[1] = MagicLow;
            _buffer[2] = (byte)(count >> 8);
            _buffer[3] = (byte)count;
            _buffer[4] = (byte)(checksum >> 24);
            _buffer[5] = (byte)(checksum >> 16);
            _buffer[6] = (byte)(checksum >> 8);
            _buffer[7] = (byte)checksum;
            Array.Copy(buffer, offset, _buffer, HeaderLength, count);
            using (var file = new FileStream(_newPath, FileMode.Create, FileAccess.Write))
            {
                file.Write(_buffer, 0, HeaderLength + count);
                file.Flush();
            }
        }

        private bool IsSaved(byte[] buffer, int offset, int count)
        {
            if (Load(_newPath) != count)
            {
                return false;
            }

            for (int i = 0; i < count; i++)
            {
                if (_buffer[HeaderLength + i] != buffer[offset + i])
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>Reads a file into the buffer.</summary>
        /// <returns>Length of the state in it; 0 when there is no such file; <see cref="SessionStore.Damaged"/>.</returns>
        private int Load(string path)
        {
            if (!File.Exists(path))
            {
                return 0;
            }

            int length = 0;
            using (var file = new FileStream(path, FileMode.Open, FileAccess.Read))
            {
                int read;
                do
                {
                    read = file.Read(_buffer, length, _buffer.Length - length);
                    length += read;
                }
                while (read > 0 && length < _buffer.Length);
            }

            int count = (_buffer[2] << 8) | _buffer[3];
            if (length < HeaderLength || _buffer[0] != MagicHigh || _buffer[1] != MagicLow || count == 0 || count != length - HeaderLength)
            {
                return Damaged;
            }

            uint checksum = ((uint)_buffer[4] << 24) | ((uint)_buffer[5] << 16) | ((uint)_buffer[6] << 8) | _buffer[7];
            return Checksum(_buffer, HeaderLength, count) == checksum ? count : Damaged;
        }

        /// <summary>CRC-32 as of zip files: against torn writes, not against people.</summary>
        private static uint Checksum(byte[] data, int offset, int count)
        {
            uint crc = 0xFFFFFFFF;
            for (int i = 0; i < count; i++)
            {
                crc ^= data[offset + i];
                for (int bit = 0; bit < 8; bit++)
                {
                    crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
                }
            }

            return ~crc;
        }
    }
}
