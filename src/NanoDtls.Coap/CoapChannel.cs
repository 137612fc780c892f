// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Coap
{
    /// <summary>
    /// What carries the messages: one datagram each, to and from one server. The channel belongs to one
    /// session: it must never deliver a message that came in another one (RFC 7252 section 9.1).
    /// </summary>
    public abstract class CoapChannel
    {
        /// <summary>Largest message in bytes that one datagram of this channel takes.</summary>
        public abstract int MaxMessage { get; }

        /// <summary>
        /// Whether messages are encrypted and the server is authenticated. A resource with the scheme
        /// coaps is refused when they are not (RFC 7252 section 6.2). Default <c>false</c>.
        /// </summary>
        public virtual bool IsSecure
        {
            get { return false; }
        }

        /// <summary>Sends one message; the array is free again when the call returns.</summary>
        /// <param name="buffer">Array with the message.</param>
        /// <param name="offset">First byte.</param>
        /// <param name="count">Bytes.</param>
        /// <returns>
        /// <see cref="DtlsStatus.Ok"/>; <see cref="DtlsStatus.NetworkError"/> when the message may be
        /// tried again later; any other value ends the exchange.
        /// </returns>
        public abstract DtlsStatus Send(byte[] buffer, int offset, int count);

        /// <summary>Waits for one message.</summary>
        /// <param name="buffer">Array that takes it.</param>
        /// <param name="offset">Where in it.</param>
        /// <param name="count">Room in bytes.</param>
        /// <param name="timeoutMilliseconds">Longest wait; 0 does not wait.</param>
        /// <returns>Bytes received; 0 on time-out; the negated <see cref="DtlsStatus"/> on failure.</returns>
        public abstract int Receive(byte[] buffer, int offset, int count, int timeoutMilliseconds);
    }
}
