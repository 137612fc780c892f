// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls.Coap
{
    // How exchanges begin, and go on with further messages.
    public sealed partial class CoapEngine
    {
        /// <summary>Starts an exchange with a confirmable request; <see cref="GetMessage"/> then gives the message.</summary>
        /// <param name="method">Method.</param>
        /// <param name="resource">Target; used until the exchange ends.</param>
        /// <param name="contentFormat">Format of the payload, 0 to 65535, or <see cref="CoapContentFormat.None"/>.</param>
        /// <param name="accept">Format wanted in the response, 0 to 65535, or <see cref="CoapContentFormat.None"/>.</param>
        /// <param name="payload">
        /// Array with the payload, or <c>null</c> for none. It must not change until the exchange ends, and
        /// must not be <see cref="OutputBuffer"/>.
        /// </param>
        /// <param name="offset">First byte of the payload.</param>
        /// <param name="count">Bytes of the payload.</param>
        /// <param name="nowMilliseconds">The time.</param>
        /// <returns>As the other overload.</returns>
        /// <exception cref="InvalidOperationException">An exchange is under way.</exception>
        public CoapStatus Start(CoapMethod method, CoapResource resource, int contentFormat, int accept, byte[] payload, int offset, int count, long nowMilliseconds)
        {
            CheckIdle();
            CoapRequest request = _plainRequest;
            request.SetTarget(method, resource);
            request.ContentFormat = contentFormat;
            request.Accept = accept;
            request.SetPayload(payload, offset, count);
            return Start(request, nowMilliseconds);
        }

        /// <summary>Starts an exchange; <see cref="GetMessage"/> then gives the message.</summary>
        /// <param name="request">The request, which must not change until the exchange ends.</param>
        /// <param name="nowMilliseconds">The time.</param>
        /// <returns>
        /// <see cref="CoapStatus.Pending"/>; <see cref="CoapStatus.MessageTooLong"/>,
        /// <see cref="CoapStatus.MessageIdsExhausted"/> or <see cref="CoapStatus.BackingOff"/> when nothing was started.
        /// </returns>
        /// <exception cref="ArgumentException">The payload is in <see cref="OutputBuffer"/>.</exception>
        /// <exception cref="InvalidOperationException">An exchange is under way.</exception>
        public CoapStatus Start(CoapRequest request, long nowMilliseconds)
        {
            if (request == null)
            {
                throw new ArgumentNullException(nameof(request));
            }

            if (request.Payload == _output)
            {
                throw new ArgumentException();
            }

            CheckIdle();
            return StartRequest(request, NoObserve, null, nowMilliseconds);
        }

        /// <summary>
        /// Starts a ping: an empty confirmable message, which the server answers with a Reset
        /// (RFC 7252 section 4.3). It says that the server is alive and the session is still the same.
        /// </summary>
        /// <param name="nowMilliseconds">The time.</param>
        /// <returns>
        /// <see cref="CoapStatus.Pending"/>, and <see cref="CoapStatus.Ok"/> once the Reset arrived;
        /// <see cref="CoapStatus.MessageIdsExhausted"/> when nothing was started.
        /// </returns>
        /// <exception cref="InvalidOperationException">An exchange is under way.</exception>
        public CoapStatus StartPing(long nowMilliseconds)
        {
            CheckIdle();
            return StartRequest(null, NoObserve, null, nowMilliseconds);
        }

        /// <summary>How long the last resource that asked for a pause wants it to be yet, in milliseconds; 0 for no longer.</summary>
        /// <param name="nowMilliseconds">The time.</param>
        /// <returns>Milliseconds; see <see cref="CoapStatus.BackingOff"/>.</returns>
        public long GetPause(long nowMilliseconds)
        {
            return nowMilliseconds >= _busyUntil ? 0 : _busyUntil - nowMilliseconds;
        }

        private void CheckIdle()
        {
            if (IsActive || _isNotifying)
            {
                throw new InvalidOperationException();
            }
        }

        private CoapStatus StartRequest(CoapRequest request, int observe, CoapObservation observation, long nowMilliseconds)
        {
            ClearResult();
            _retransmissions = 0;
            _request = request;
            _observe = observe;
            _observation = observation;
            _echoLength = 0;
            _echoRepeats = 0;
            BeginBlocks();
            if (request != null)
            {
                // RFC 8516 section 4, RFC 7252 section 5.9.3.4.
                bool isBusy = request.Resource == _busyResource && nowMilliseconds < _busyUntil;
                if (isBusy || (!request.IsConfirmable && nowMilliseconds < _probeAt))
                {
                    return End(CoapStatus.BackingOff);
                }

                // An observation keeps its token (RFC 7641 section 3.1).
                _token = observation != null && observation.Token >= 0 ? observation.Token : MakeToken();
            }

            _messageId = _nextMessageId;
            if (!BuildRequest())
            {
                return End(CoapStatus.MessageTooLong);
            }

            return BeginMessage(nowMilliseconds);
        }

        /// <summary>Goes on with a request of its own for the next block, or with the same one and its Echo value.</summary>
        private void ContinueExchange(long nowMilliseconds)
        {
            ClearResult();
            if (_observe != Deregister)
            {
                // RFC 9175 section 4.2: another token, so that a late response to the last message matches nothing.
                _token = MakeToken();
            }

            _messageId = _nextMessageId;
            _isRequestBuilt = false;
            BeginMessage(nowMilliseconds);
        }
    }
}
