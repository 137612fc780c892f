// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls.Coap
{
    /// <summary>
    /// A request and its options. Made once and sent as often as wanted: sending it changes nothing in it, and
    /// changing a property between two sendings allocates nothing. It must not change while it is under way.
    /// </summary>
    public sealed class CoapRequest
    {
        // The added options, in the order of the wire.
        internal readonly byte[][] OptionValues;
        internal readonly int[] OptionNumbers;
        private int _contentFormat;
        private int _accept;
        private int _noResponse;
        private int _waitMilliseconds;

        private CoapMethod _method;
        private CoapResource _resource;
        private byte[] _payload;
        private int _payloadOffset;
        private int _payloadCount;
        private int _optionCount;

        /// <summary>Creates a confirmable request without payload and without options of its own.</summary>
        /// <param name="method">Method.</param>
        /// <param name="resource">Target.</param>
        /// <exception cref="ArgumentNullException">There is no resource.</exception>
        /// <exception cref="ArgumentOutOfRangeException">There is no such method.</exception>
        public CoapRequest(CoapMethod method, CoapResource resource)
            : this(method, resource, 0)
        {
        }

        /// <summary>Creates a confirmable request without payload.</summary>
        /// <param name="method">Method.</param>
        /// <param name="resource">Target.</param>
        /// <param name="maxOptions">Room for <see cref="AddOption"/>, 0 to 16.</param>
        /// <exception cref="ArgumentNullException">There is no resource.</exception>
        /// <exception cref="ArgumentOutOfRangeException">There is no such method, or the number is out of its range.</exception>
        public CoapRequest(CoapMethod method, CoapResource resource, int maxOptions)
            : this(maxOptions)
        {
            SetTarget(method, resource);
        }

        internal CoapRequest(int maxOptions)
        {
            CoapEngine.CheckRange(maxOptions, 0, 16);
            OptionValues = new byte[maxOptions][];
            OptionNumbers = new int[maxOptions];
            IsConfirmable = true;
            _contentFormat = CoapContentFormat.None;
            _accept = CoapContentFormat.None;
            _noResponse = -1;
            _waitMilliseconds = -1;
        }

        /// <summary>Method.</summary>
        public CoapMethod Method
        {
            get { return _method; }
        }

        /// <summary>Target.</summary>
        public CoapResource Resource
        {
            get { return _resource; }
        }

        /// <summary>
        /// Whether the request is retransmitted until it is acknowledged (CON), which is the default; else it is sent
        /// once (NON, RFC 7252 section 4.3).
        /// </summary>
        public bool IsConfirmable { get; set; }

        /// <summary>Format of the payload, 0 to 65535, or <see cref="CoapContentFormat.None"/>, the default.</summary>
        public int ContentFormat
        {
            get
            {
                return _contentFormat;
            }

            set
            {
                _contentFormat = CoapEngine.CheckRange(value, CoapContentFormat.None, 0xFFFF);
            }
        }

        /// <summary>Format wanted in the response, 0 to 65535, or <see cref="CoapContentFormat.None"/>, the default.</summary>
        public int Accept
        {
            get
            {
                return _accept;
            }

            set
            {
                _accept = CoapEngine.CheckRange(value, CoapContentFormat.None, 0xFFFF);
            }
        }

        /// <summary>
        /// The responses that the client does not want (No-Response, RFC 7967 section 2.1): 2 those of class 2.xx,
        /// 8 of 4.xx, 16 of 5.xx, or their sum: 26 none at all. -1, the default, for no such option. With it the call
        /// does not wait for a response longer than <see cref="WaitMilliseconds"/> says, which by default is not at
        /// all: a non-confirmable request returns once it is sent, with <see cref="CoapStatus.Sent"/>. With a
        /// <see cref="Source"/> the call waits as ever, because each block but the last is answered.
        /// </summary>
        public int NoResponse
        {
            get
            {
                return _noResponse;
            }

            set
            {
                _noResponse = CoapEngine.CheckRange(value, -1, 0xFF);
            }
        }

        /// <summary>
        /// Longest wait for the response once the request is sent (NON) or acknowledged (CON), in milliseconds;
        /// -1, the default: <see cref="CoapClientOptions.ResponseTimeoutMilliseconds"/>.
        /// </summary>
        public int WaitMilliseconds
        {
            get
            {
                return _waitMilliseconds;
            }

            set
            {
                _waitMilliseconds = CoapEngine.CheckRange(value, -1, int.MaxValue);
            }
        }

        /// <summary>
        /// Where the body comes from, in place of <see cref="SetPayload"/>: sent block by block when it does not fit
        /// into a message (Block1, RFC 7959). <c>null</c>, the default, for none.
        /// </summary>
        public CoapBlockSource Source { get; set; }

        /// <summary>
        /// Where the response's body goes, block by block when it does not fit into a message (Block2, RFC 7959).
        /// <c>null</c>, the default: the payload stays in the message, and of a longer body only the first block is there.
        /// </summary>
        public CoapBlockSink Sink { get; set; }

        /// <summary>The array that <see cref="SetPayload"/> was given.</summary>
        public byte[] Payload
        {
            get { return _payload; }
        }

        /// <summary>First byte of the payload.</summary>
        public int PayloadOffset
        {
            get { return _payloadOffset; }
        }

        /// <summary>Bytes of the payload.</summary>
        public int PayloadCount
        {
            get { return _payloadCount; }
        }

        /// <summary>Number of options that <see cref="AddOption"/> added.</summary>
        public int OptionCount
        {
            get { return _optionCount; }
        }

        /// <summary>Sets the payload. The array stays the caller's and is read when the request is sent.</summary>
        /// <param name="payload">Array with the payload, or <c>null</c> for none; not the client's response buffer.</param>
        /// <param name="offset">First byte.</param>
        /// <param name="count">Bytes.</param>
        public void SetPayload(byte[] payload, int offset, int count)
        {
            int available = payload == null ? 0 : payload.Length;
            if (offset < 0 || count < 0 || offset > available || count > available - offset)
            {
                throw new ArgumentOutOfRangeException(nameof(count));
            }

            _payload = payload;
            _payloadOffset = offset;
            _payloadCount = count;
        }

        /// <summary>
        /// Adds an option that has no property, such as If-Match, If-None-Match, ETag, Hop-Limit or one of a
        /// vendor. Several of one number keep their order.
        /// </summary>
        /// <param name="number">Option number, 1 to 65535, other than those that the resource or a property makes.</param>
        /// <param name="value">Its value, empty for none; kept, not copied.</param>
        /// <exception cref="InvalidOperationException">There are as many as the constructor made room for.</exception>
        public void AddOption(int number, byte[] value)
        {
            if (value == null)
            {
                throw new ArgumentNullException(nameof(value));
            }

            CoapEngine.CheckRange(number, 1, 0xFFFF);
            if (CoapOption.IsManaged(number))
            {
                throw new ArgumentException();
            }

            int index = _optionCount;
            if (index == OptionNumbers.Length)
            {
                throw new InvalidOperationException();
            }

            // In the order of the wire.
            for (; index > 0 && OptionNumbers[index - 1] > number; index--)
            {
                OptionNumbers[index] = OptionNumbers[index - 1];
                OptionValues[index] = OptionValues[index - 1];
            }

            OptionNumbers[index] = number;
            OptionValues[index] = value;
            _optionCount++;
        }

        /// <summary>Removes the options that <see cref="AddOption"/> added.</summary>
        public void ClearOptions()
        {
            _optionCount = 0;
        }

        internal void SetTarget(CoapMethod method, CoapResource resource)
        {
            if (resource == null)
            {
                throw new ArgumentNullException(nameof(resource));
            }

            _method = (CoapMethod)CoapEngine.CheckRange((int)method, (int)CoapMethod.Get, (int)CoapMethod.IPatch);
            _resource = resource;
        }
    }
}
