// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;
using NanoDtls.Coap;

namespace SensorNode
{
    /// <summary>
    /// What the server tells the node: how often to report, which it pushes (RFC 7641), and a longer document, which the
    /// node fetches in blocks (RFC 7959) when it has registered and whenever the interval has changed.
    /// </summary>
    public sealed class NodeConfiguration : CoapObservation
    {
        // Nobody measures so often or so seldom: such a number is a mistake.
        private const int MinInterval = 10;
        private const int MaxInterval = 86400000;

        private readonly CoapResource _documentResource;
        private readonly ConfigurationDocument _document;
        private int _interval;
        private int _changes;
        private bool _isDocumentDue;

        /// <summary>Creates a configuration that the server has not been asked for yet.</summary>
        /// <param name="interval">Resource with the milliseconds from one reading to the next, as decimal digits.</param>
        /// <param name="document">Resource with the document.</param>
        /// <param name="capacity">Bytes of the longest document, 1 or more.</param>
        /// <exception cref="ArgumentNullException">A resource is <c>null</c>.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The capacity is below 1.</exception>
        public NodeConfiguration(CoapResource interval, CoapResource document, int capacity)
            : base(new CoapRequest(CoapMethod.Get, interval))
        {
            if (document == null)
            {
                throw new ArgumentNullException(nameof(document));
            }

            _documentResource = document;
            _document = new ConfigurationDocument(capacity);
        }

        /// <summary>Milliseconds from one reading to the next, 10 to 86400000; 0 as long as the server said nothing.</summary>
        public int IntervalMilliseconds
        {
            get { return _interval; }
        }

        /// <summary>How often the interval was set or changed.</summary>
        public int Changes
        {
            get { return _changes; }
        }

        /// <summary>The document that was fetched last.</summary>
        public ConfigurationDocument Document
        {
            get { return _document; }
        }

        /// <inheritdoc/>
        public override void OnNotification(CoapEngine message, byte[] buffer)
        {
            if (CoapCode.ClassOf(message.ResponseCode) != 2 || message.PayloadLength > 8)
            {
                return;
            }

            int value = 0;
            for (int i = 0; i < message.PayloadLength; i++)
            {
                int digit = buffer[message.PayloadOffset + i] - '0';
                if (digit < 0 || digit > 9)
                {
                    return;
                }

                value = (value * 10) + digit;
            }

            if (value >= MinInterval && value <= MaxInterval && value != _interval)
            {
                _interval = value;
                _changes++;
                _isDocumentDue = true;
            }
        }

        /// <summary>Fetches the document when it is due.</summary>
        /// <param name="client">The client of the session.</param>
        /// <returns><see cref="CoapStatus.Ok"/> when there was nothing to do, or the server answered.</returns>
        public CoapStatus Update(CoapClient client)
        {
            if (!_isDocumentDue)
            {
                return CoapStatus.Ok;
            }

            CoapStatus status = client.Get(_documentResource, _document);
            _isDocumentDue = status != CoapStatus.Ok && status != CoapStatus.BodyTooLong;
            return status;
        }
    }
}
