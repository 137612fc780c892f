// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls
{
    /// <summary>The retransmission timer of a flight and the time-out of the handshake (RFC 6347 section 4.2.4.1).</summary>
    internal sealed class FlightTimer
    {
        private readonly int _initial;
        private readonly int _maximum;
        private readonly int _timeout;
        private int _interval;
        private bool _isRetransmitted;
        private long _retransmitAt;
        private long _giveUpAt;

        internal FlightTimer(int initial, int maximum, int timeout)
        {
            _initial = initial;
            _maximum = maximum;
            _timeout = timeout;
        }

        /// <summary>When something is to be done next.</summary>
        internal long Deadline
        {
            get { return _retransmitAt < _giveUpAt ? _retransmitAt : _giveUpAt; }
        }

        internal void StartHandshake(long now)
        {
            _giveUpAt = now + _timeout;
            _isRetransmitted = false;
        }

        /// <summary>
        /// Starts the timer of a new flight. The interval goes back to its initial value only when the last
        /// flight needed no retransmission.
        /// </summary>
        internal void StartFlight(long now)
        {
            if (!_isRetransmitted)
            {
                _interval = _initial;
            }

            _isRetransmitted = false;
            _retransmitAt = now + _interval;
        }

        internal bool HasGivenUp(long now)
        {
            return now >= _giveUpAt;
        }

        /// <summary>Says whether the flight is to be sent again, and doubles the interval when it is.</summary>
        internal bool TakeRetransmission(long now)
        {
            if (now < _retransmitAt)
            {
                return false;
            }

            // Compared by half, so that doubling cannot overflow.
            _interval = _interval > _maximum / 2 ? _maximum : _interval * 2;
            _isRetransmitted = true;
            _retransmitAt = now + _interval;
            return true;
        }
    }
}
