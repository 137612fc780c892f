// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls.Coap
{
    // Observing resources (RFC 7641). The observations are the caller's objects, in a list of their own.
    public sealed partial class CoapEngine
    {
        private const int NoObserve = -1;
        private const int Register = 0;
        private const int Deregister = 1;
        private const int SequenceHalf = 1 << 23;
        private const int SequenceLifetimeMilliseconds = 128000;

        // RFC 7641 section 3.3.1: 5 to 15 s behind Max-Age, at random.
        private const int RegisterPauseMilliseconds = 5000;
        private const int RegisterSpreadMilliseconds = 10000;

        // When a registration brought nothing.
        private const int RegisterRetryMilliseconds = 60000;

        private int _observe;
        private CoapObservation _observation;
        private CoapObservation _observations;
        private bool _isNotifying;

        /// <summary>
        /// When the next observation has to be registered again: because its representation got old, or a new session
        /// began. <see cref="long.MaxValue"/> for never. See <see cref="StartDueObservation"/>.
        /// </summary>
        public long NextRegistration
        {
            get
            {
                CoapObservation due = FindDue();
                return due == null ? long.MaxValue : due.RegisterAt;
            }
        }

        /// <summary>Starts to register an observation, which is on the list from then on.</summary>
        /// <param name="observation">The observation, in use until it is cancelled or ended by the server.</param>
        /// <param name="nowMilliseconds">The time.</param>
        /// <returns>As <see cref="Start(CoapRequest, long)"/>.</returns>
        /// <exception cref="InvalidOperationException">An exchange is under way.</exception>
        public CoapStatus StartObserve(CoapObservation observation, long nowMilliseconds)
        {
            if (observation == null)
            {
                throw new ArgumentNullException(nameof(observation));
            }

            CheckIdle();
            RemoveObservation(observation);
            observation.Next = _observations;
            _observations = observation;
            observation.RegisterAt = nowMilliseconds + RegisterRetryMilliseconds;
            return StartRequest(observation.Request, Register, observation, nowMilliseconds);
        }

        /// <summary>Starts to register the observation that has waited longest, when <see cref="NextRegistration"/> has come.</summary>
        /// <param name="nowMilliseconds">The time.</param>
        /// <returns>As <see cref="Start(CoapRequest, long)"/>; <see cref="CoapStatus.Ok"/> when none is due.</returns>
        /// <exception cref="InvalidOperationException">An exchange is under way.</exception>
        public CoapStatus StartDueObservation(long nowMilliseconds)
        {
            CoapObservation due = FindDue();
            return due == null || due.RegisterAt > nowMilliseconds ? CoapStatus.Ok : StartObserve(due, nowMilliseconds);
        }

        /// <summary>
        /// Takes an observation off the list and starts to tell the server (RFC 7641 section 3.6). If that gets lost,
        /// the next notification is answered with Reset, which tells it too.
        /// </summary>
        /// <param name="observation">The observation.</param>
        /// <param name="nowMilliseconds">The time.</param>
        /// <returns>
        /// As <see cref="Start(CoapRequest, long)"/>; <see cref="CoapStatus.Ok"/> when there is nothing to tell in this
        /// session.
        /// </returns>
        /// <exception cref="InvalidOperationException">An exchange is under way.</exception>
        public CoapStatus StartCancel(CoapObservation observation, long nowMilliseconds)
        {
            if (observation == null)
            {
                throw new ArgumentNullException(nameof(observation));
            }

            CheckIdle();
            RemoveObservation(observation);
            observation.IsActive = false;
            if (observation.Token < 0)
            {
                return CoapStatus.Ok;
            }

            CoapStatus status = StartRequest(observation.Request, Deregister, observation, nowMilliseconds);
            observation.Token = -1;
            _observation = null;
            return status;
        }

        /// <summary>The observation that is to be registered first, <c>null</c> when there is none.</summary>
        private CoapObservation FindDue()
        {
            CoapObservation due = _observations;
            for (CoapObservation item = due; item != null; item = item.Next)
            {
                if (item.RegisterAt < due.RegisterAt)
                {
                    due = item;
                }
            }

            return due;
        }

        private void RemoveObservation(CoapObservation observation)
        {
            CoapObservation previous = null;
            for (CoapObservation item = _observations; item != null; item = item.Next)
            {
                if (item == observation)
                {
                    if (previous == null)
                    {
                        _observations = item.Next;
                    }
                    else
                    {
                        previous.Next = item.Next;
                    }

                    item.Next = null;
                    return;
                }

                previous = item;
            }
        }

        /// <summary>A new session: the server knows of none of them, and their tokens are free.</summary>
        private void ForgetRegistrations()
        {
            for (CoapObservation item = _observations; item != null; item = item.Next)
            {
                item.IsActive = false;
                item.Token = -1;
                item.RegisterAt = LongAgo;
            }
        }

        private CoapObservation FindObservation(long token)
        {
            CoapObservation item = _observations;
            while (item != null && (!item.IsActive || item.Token != token))
            {
                item = item.Next;
            }

            return item;
        }

        /// <summary>Takes a message with the token of a registered observation.</summary>
        private bool ProcessNotification(CoapObservation observation, byte[] buffer, long nowMilliseconds)
        {
            if (!ReadOptions(buffer))
            {
                if (_lastDropReason == CoapDropReason.CriticalOption)
                {
                    // RFC 7641 section 3.2: it is rejected, and with it all that would follow.
                    observation.IsActive = false;
                    RemoveObservation(observation);
                }

                return false;
            }

            if (_reader.Type == CoapMessageType.Confirmable)
            {
                Reply(CoapMessageType.Acknowledgement);
            }

            bool isGoingOn = CoapCode.ClassOf(_reader.Code) == 2 && _observeValue >= 0;
            if (isGoingOn && !IsNewer(observation, nowMilliseconds))
            {
                return Drop(CoapDropReason.Stale);
            }

            TakeResponse(buffer);
            _hasMore = _block2 >= 0 && (_block2 & MoreBit) != 0;
            Notify(observation, buffer, isGoingOn, nowMilliseconds);
            if (IsActive)
            {
                // It was only in between: the result belongs to the request that is under way.
                ClearResult();
            }

            return true;
        }

        /// <summary>RFC 7641 section 3.4: serial numbers of 24 bits, unless so much time has passed that they say nothing.</summary>
        private bool IsNewer(CoapObservation observation, long nowMilliseconds)
        {
            int last = observation.Sequence;
            int next = _observeValue;
            return (last < next && next - last < SequenceHalf)
                || (last > next && last - next > SequenceHalf)
                || nowMilliseconds > observation.ReceivedAt + SequenceLifetimeMilliseconds;
        }

        /// <summary>Notes that a representation arrived, and hands it on.</summary>
        private void Notify(CoapObservation observation, byte[] buffer, bool isGoingOn, long nowMilliseconds)
        {
            observation.IsActive = isGoingOn;
            if (isGoingOn)
            {
                observation.Sequence = _observeValue;
                observation.ReceivedAt = nowMilliseconds;
                observation.RegisterAt = nowMilliseconds + (_freshSeconds * 1000L) + RegisterPauseMilliseconds + _random.Next(RegisterSpreadMilliseconds + 1);
            }
            else
            {
                RemoveObservation(observation);
                observation.Token = -1;
            }

            _isNotifying = true;
            try
            {
                observation.OnNotification(this, buffer);
            }
            finally
            {
                _isNotifying = false;
            }
        }
    }
}
