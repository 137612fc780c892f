// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;
using NanoDtls.Coap;

namespace SensorNode
{
    /// <summary>Takes a configuration that is longer than a message, block by block, into an array of its own.</summary>
    public sealed class ConfigurationDocument : CoapBlockSink
    {
        private readonly byte[] _bytes;
        private int _length;

        /// <summary>Creates an empty document.</summary>
        /// <param name="capacity">Bytes of the longest one, 1 or more.</param>
        /// <exception cref="ArgumentOutOfRangeException">The capacity is below 1.</exception>
        public ConfigurationDocument(int capacity)
        {
            if (capacity < 1)
            {
                throw new ArgumentOutOfRangeException(nameof(capacity));
            }

            _bytes = new byte[capacity];
        }

        /// <inheritdoc/>
        public override int MaxLength
        {
            get { return _bytes.Length; }
        }

        /// <summary>The array with the document, from its first byte on.</summary>
        public byte[] Bytes
        {
            get { return _bytes; }
        }

        /// <summary>Bytes of the document so far.</summary>
        public int Length
        {
            get { return _length; }
        }

        /// <inheritdoc/>
        public override bool Write(int position, byte[] buffer, int offset, int count)
        {
            Array.Copy(buffer, offset, _bytes, position, count);
            _length = position + count;
            return true;
        }
    }
}
