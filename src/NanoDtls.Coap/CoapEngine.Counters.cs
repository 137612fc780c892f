// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls.Coap
{
    // What must outlive the object when its session does: a session that is exported before deep sleep goes
    // on with message IDs and tokens that it has not used (RFC 7252 section 4.4, RFC 9175 section 4).
    public sealed partial class CoapEngine
    {
        /// <summary>Bytes that <see cref="ExportCounters"/> writes.</summary>
        public const int CountersLength = 12;

        private const int AgeSteps = 255;

        /// <summary>
        /// Writes the counters of message IDs and tokens: the message ID (2 bytes), the token (8 bytes), and how
        /// much of EXCHANGE_LIFETIME has passed since either half of the message IDs was left (2 bytes).
        /// </summary>
        /// <param name="buffer">Caller's array.</param>
        /// <param name="offset">Where to write <see cref="CountersLength"/> bytes.</param>
        /// <param name="reserve">
        /// How many messages may still go out in this session before the next export, 0 to 32767: the counters are
        /// written that far ahead, so that none is used twice when the power fails in between or the same state is
        /// restored twice. As many as the records that the exported session keeps in reserve.
        /// </param>
        /// <param name="nowMilliseconds">The time.</param>
        /// <returns><see cref="CountersLength"/>.</returns>
        public int ExportCounters(byte[] buffer, int offset, int reserve, long nowMilliseconds)
        {
            CheckBuffer(buffer, offset, CountersLength);
            int messageId = _nextMessageId + CheckRange(reserve, 0, MessageIdHalf - 1);
            BigEndian.Write(buffer, offset, messageId, 2);
            BigEndian.Write(buffer, offset + 2, _nextToken + reserve, 8);
            for (int half = 0; half < 2; half++)
            {
                // When the reserve reaches into the other half, the one that counts now is left, by then, just now.
                bool isLeaving = _nextMessageId / MessageIdHalf == half && messageId / MessageIdHalf != half;
                long age = isLeaving ? 0 : nowMilliseconds - _halfLeftAt[half];
                // Rounded down to 255ths.
                buffer[offset + 10 + half] = (byte)(age >= _exchangeLifetime ? AgeSteps : age * AgeSteps / _exchangeLifetime);
            }

            return CountersLength;
        }

        /// <summary>Goes on with counters that were exported, in the session that they belong to.</summary>
        /// <param name="buffer">Caller's array.</param>
        /// <param name="offset">First byte.</param>
        /// <param name="elapsedMilliseconds">Time since the export, as far as it is known to have passed; 0 when it is not.</param>
        /// <param name="nowMilliseconds">The time.</param>
        /// <returns><c>false</c>, and nothing changed, when these are no counters.</returns>
        /// <exception cref="InvalidOperationException">An exchange is under way.</exception>
        public bool ImportCounters(byte[] buffer, int offset, long elapsedMilliseconds, long nowMilliseconds)
        {
            CheckBuffer(buffer, offset, CountersLength);
            if (elapsedMilliseconds < 0)
            {
                throw new ArgumentOutOfRangeException(nameof(elapsedMilliseconds));
            }

            CheckIdle();
            long token = BigEndian.Read(buffer, offset + 2, 8);
            if (token < 0)
            {
                return false;
            }

            NewSession();
            _nextMessageId = (int)BigEndian.Read(buffer, offset, 2);
            _nextToken = token;
            for (int half = 0; half < 2; half++)
            {
                _halfLeftAt[half] = nowMilliseconds - elapsedMilliseconds - ((long)_exchangeLifetime * buffer[offset + 10 + half] / AgeSteps);
            }

            return true;
        }

        internal static void CheckBuffer(byte[] buffer, int offset, int count)
        {
            if (buffer == null)
            {
                throw new ArgumentNullException(nameof(buffer));
            }

            if (offset < 0 || count < 0 || offset > buffer.Length || count > buffer.Length - offset)
            {
                throw new ArgumentOutOfRangeException(nameof(count));
            }
        }
    }
}
