// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls.Coap
{
    /// <summary>
    /// A resource that the server is asked to report on whenever it changes (RFC 7641). It is wanted from
    /// <see cref="CoapClient.Observe"/> until it is cancelled or the server ends it, over reconnections too. For one client at a time.
    /// </summary>
    public abstract class CoapObservation
    {
        // The engine's notes: fields, because an accessor costs as much as what it does.
        // The token that it keeps while the session lasts, -1 for none.
        internal long Token;

        // The engine's list.
        internal CoapObservation Next;

        // Number and time of the newest notification (RFC 7641 section 3.4).
        internal int Sequence;
        internal long ReceivedAt;

        // When to register again.
        internal long RegisterAt;

        /// <summary>Creates an observation that is not registered yet.</summary>
        /// <param name="request">A confirmable GET or FETCH without <see cref="CoapRequest.Sink"/>; kept.</param>
        /// <exception cref="ArgumentException">It is another one.</exception>
        protected CoapObservation(CoapRequest request)
        {
            if (request == null)
            {
                throw new ArgumentNullException(nameof(request));
            }

            if ((request.Method != CoapMethod.Get && request.Method != CoapMethod.Fetch) || !request.IsConfirmable || request.Sink != null)
            {
                throw new ArgumentException();
            }

            Request = request;
            Token = -1;
        }

        /// <summary>The request that registers it.</summary>
        public CoapRequest Request { get; }

        /// <summary>Whether the server has it on its list in this session, as far as is known.</summary>
        public bool IsActive { get; internal set; }

        /// <summary>
        /// Takes a notification, or the response to a registration: code, format, freshness and place of the payload
        /// are in the engine's properties. When <see cref="IsActive"/> is <c>false</c> it is the last one. No request
        /// may be made from here.
        /// </summary>
        /// <param name="message">The engine, which describes the message; valid during the call.</param>
        /// <param name="buffer">Array with the payload, at <see cref="CoapEngine.PayloadOffset"/>; valid during the call.</param>
        public abstract void OnNotification(CoapEngine message, byte[] buffer);
    }
}
