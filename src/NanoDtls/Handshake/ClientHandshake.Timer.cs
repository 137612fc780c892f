// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls
{
    /// <content>
    /// The retransmission timer of a flight and the time-out of the handshake (RFC 6347 section 4.2.4.1). The
    /// adaptive profile computes the interval as RFC 6298 section 2 does.
    /// </content>
    internal sealed partial class ClientHandshake
    {
        // Adaptive: not faster than a server that computes on a small machine, nor slower than a user waits.
        private const int AdaptiveFloor = 75;
        private const int AdaptiveCap = 4000;

        // No round trip is longer than a minute; four times its variation then stays an int whatever the settings are.
        private const int MaxSample = 60000;

        // However the timers are set, a handshake never sends more flights than this.
        private const int MaxTransmissions = 32;

        private readonly int _initial;
        private readonly int _maximum;
        private readonly int _timeout;

        private int _interval;

        // Of the flight under way.
        private int _retransmissions;
        private int _transmissions;
        private long _sentAt;
        private long _retransmitAt;
        private long _giveUpAt;

        // Smoothed round trip and its variation, in milliseconds; -1 before the first measurement.
        private int _roundTrip;
        private int _variation;

        /// <summary>When something is to be done next.</summary>
        internal long Deadline
        {
            get { return _retransmitAt < _giveUpAt ? _retransmitAt : _giveUpAt; }
        }

        /// <summary>Starts the timer of a new flight.</summary>
        private void StartTimer(long now)
        {
            if (_roundTrip >= 0)
            {
                // RFC 6298 section 2.3.
                int interval = _roundTrip + (4 * _variation);
                if (interval < AdaptiveFloor)
                {
                    interval = AdaptiveFloor;
                }

                // What the caller asked for holds above the floor too.
                _interval = interval > _maximum ? _maximum : interval;
            }
            else if (_retransmissions == 0)
            {
                // RFC 6347 section 4.2.4.1: back to the first value only after a flight without loss.
                _interval = _initial;
            }

            _retransmissions = 0;
            Arm(now);
        }

        /// <summary>The flight was answered: takes the round trip, in the adaptive profile only.</summary>
        /// <param name="now">Time in milliseconds.</param>
        /// <param name="isExact">Whether the answer names the transmission that it answers.</param>
        private void Measure(long now, bool isExact)
        {
            if ((_settings & IsAdaptive) == 0)
            {
                return;
            }

            long elapsed = now - _sentAt;
            int sample = elapsed > MaxSample ? MaxSample : (int)elapsed;
            if (_roundTrip < 0)
            {
                // RFC 6298 section 2.2; an answer that may belong to an earlier transmission counts with more doubt.
                _roundTrip = sample;
                _variation = isExact || _retransmissions == 0 ? sample / 2 : sample;
            }
            else if (isExact || _retransmissions == 0)
            {
                int difference = sample - _roundTrip;
                _variation += ((difference < 0 ? -difference : difference) - _variation) / 4;
                _roundTrip += difference / 8;
            }
        }

        /// <summary>A part of the next flight came: the server is at work, so the timer starts over.</summary>
        private void Defer(long now)
        {
            _retransmitAt = now + _interval;
        }

        internal bool HasGivenUp(long now)
        {
            return now >= _giveUpAt;
        }

        /// <summary>
        /// Says whether the flight is to be sent again, and doubles the interval when it is: every time, or every second
        /// time in the adaptive profile. There a flight is one or two datagrams to a server that it has measured or never
        /// heard of; a lost one says more of the radio than of a queue that must drain, and the transmissions are counted.
        /// </summary>
        internal bool TakeRetransmission(long now)
        {
            if (now < _retransmitAt)
            {
                return false;
            }

            if (_transmissions >= MaxTransmissions)
            {
                _retransmitAt = _giveUpAt;
                return false;
            }

            bool isAdaptive = (_settings & IsAdaptive) != 0;
            int maximum = isAdaptive && _maximum > AdaptiveCap ? AdaptiveCap : _maximum;
            if (_interval < maximum && (!isAdaptive || (_retransmissions & 1) != 0))
            {
                // Compared by half, so that doubling cannot overflow.
                _interval = _interval > maximum / 2 ? maximum : _interval * 2;
            }

            _retransmissions++;
            Arm(now);
            return true;
        }

        private void Arm(long now)
        {
            // Up to a quarter later, so that a fleet that lost its server does not come back in step.
            long wait = _interval;
            if ((_settings & IsAdaptive) != 0)
            {
                // A byte of the randoms: fresh in every handshake, and no secret.
                wait += (wait * Session[SessionState.ClientRandom + _transmissions]) >> 10;
            }

            _transmissions++;
            _sentAt = now;
            _retransmitAt = now + wait;
        }
    }
}
