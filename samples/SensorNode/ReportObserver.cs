// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls;

namespace SensorNode
{
    /// <summary>
    /// What the reporting loop tells its host: a log line, a blinking LED, a counter. Called on the loop's
    /// thread. The answers decide whether the loop goes on: a board in the field always answers <c>true</c>.
    /// </summary>
    public abstract class ReportObserver
    {
        /// <summary>A handshake is about to start.</summary>
        public abstract void OnConnecting();

        /// <summary>The handshake is done.</summary>
        public abstract void OnConnected();

        /// <summary>The stored session was taken up: no handshake is needed. The default does nothing.</summary>
        public virtual void OnRestored()
        {
        }

        /// <summary>There is a store, but no session in it that can be taken up; a handshake follows. The default does nothing.</summary>
        /// <param name="status">Why.</param>
        public virtual void OnRestoreFailed(DtlsStatus status)
        {
        }

        /// <summary>
        /// The server did not answer in the stored session, or ended it; the reading is kept, and a handshake follows at once, the
        /// short one where the server still knows the session (<see cref="DtlsConnection.IsResumed"/>). The default does nothing.
        /// </summary>
        /// <param name="reading">Number of the reading, from 1.</param>
        public virtual void OnRestoredSessionLost(int reading)
        {
        }

        /// <summary>The server gave no sign of life while the loop rested; the next reading connects anew. The default does nothing.</summary>
        public virtual void OnServerSilent()
        {
        }

        /// <summary>The session was to be stored, for a power failure or for a sleep. The default does nothing.</summary>
        /// <param name="status"><see cref="DtlsStatus.Ok"/> when it is.</param>
        public virtual void OnStored(DtlsStatus status)
        {
        }

        /// <summary>The handshake failed.</summary>
        /// <param name="status">Why.</param>
        /// <param name="alert">The alert that was received or sent, or <see cref="DtlsAlert.None"/>.</param>
        /// <param name="failures">How often in a row, since the last reading that arrived.</param>
        /// <returns>Whether to try again after the next pause.</returns>
        public abstract bool OnConnectFailed(DtlsStatus status, DtlsAlert alert, int failures);

        /// <summary>The connection broke before the reading was known to have arrived; it is kept.</summary>
        /// <param name="reading">Number of the reading, from 1.</param>
        /// <param name="failures">How often in a row, since the last reading that arrived.</param>
        /// <returns>Whether to connect again after the next pause.</returns>
        public abstract bool OnConnectionLost(int reading, int failures);

        /// <summary>The sensor did not answer; the loop goes on with the next reading.</summary>
        /// <param name="reading">Number of the reading, from 1.</param>
        public abstract void OnSensorFailed(int reading);

        /// <summary>A reading is about to be sent, for the first time or again.</summary>
        /// <param name="reading">Number of the reading, from 1.</param>
        public abstract void OnSending(int reading);

        /// <summary>A reading arrived.</summary>
        /// <param name="reading">Number of the reading, from 1.</param>
        public abstract void OnDelivered(int reading);

        /// <summary>The server understood the request and refused the reading: sending it again would not help.</summary>
        /// <param name="reading">Number of the reading, from 1.</param>
        /// <param name="responseCode">CoAP response code, class in the upper three bits; 0 when the reading
        /// does not fit in a record.</param>
        /// <returns>Whether to go on with the next reading.</returns>
        public abstract bool OnRefused(int reading, int responseCode);

        /// <summary>The server sent a record in answer to a bare record.</summary>
        /// <param name="buffer">Array with the payload, valid during the call.</param>
        /// <param name="count">Its length; it starts at index 0.</param>
        public abstract void OnRawReply(byte[] buffer, int count);
    }
}
