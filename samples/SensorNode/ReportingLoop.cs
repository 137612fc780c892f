// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;
using System.Threading;
using NanoDtls;

namespace SensorNode
{
    /// <summary>
    /// The node's work: read the sensor, pack the reading, send it, wait until it arrived, rest. When the
    /// connection breaks, the reading is kept, sent again after the next handshake and marked with its age:
    /// it arrives at least once. With a store the session outlives the loop; where the stored one fails, an abbreviated handshake is
    /// tried, and where that is refused a full one. All memory is allocated by the constructor.
    /// </summary>
    public sealed class ReportingLoop
    {
        // A longer rest is cut into slices, so that Stop takes effect soon.
        private const int SliceMilliseconds = 250;

        private readonly SensorSource _sensor;
        private readonly ReadingPack _pack;
        private readonly ReportTransport _transport;
        private readonly ReportObserver _observer;
        private readonly ReconnectBackoff _backoff;
        private readonly int _count;
        private readonly int _interval;
        private readonly int _keepAlive;
        private int _failures;
        private int _stopped;
        private bool _isConnected;
        private bool _isRestored;
        private long _heardAt;

        /// <summary>Creates a loop and all of its memory.</summary>
        /// <param name="sensor">What to read.</param>
        /// <param name="pack">Packs the readings of this sensor.</param>
        /// <param name="transport">How they travel.</param>
        /// <param name="observer">What to tell about it.</param>
        /// <param name="options">Settings; copied, not kept.</param>
        /// <exception cref="ArgumentNullException">An argument is <c>null</c>.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
        public ReportingLoop(SensorSource sensor, ReadingPack pack, ReportTransport transport, ReportObserver observer, ReportingOptions options)
        {
            if (sensor == null)
            {
                throw new ArgumentNullException(nameof(sensor));
            }

            if (pack == null)
            {
                throw new ArgumentNullException(nameof(pack));
            }

            if (transport == null)
            {
                throw new ArgumentNullException(nameof(transport));
            }

            if (observer == null)
            {
                throw new ArgumentNullException(nameof(observer));
            }

            if (options == null)
            {
                throw new ArgumentNullException(nameof(options));
            }

            if (options.Count < 0 || options.IntervalMilliseconds < 0 || options.KeepAliveMilliseconds < 0)
            {
                throw new ArgumentOutOfRangeException(nameof(options));
            }

            _sensor = sensor;
            _pack = pack;
            _transport = transport;
            _observer = observer;
            _backoff = new ReconnectBackoff(options.InitialBackoffMilliseconds, options.MaxBackoffMilliseconds);
            _count = options.Count;
            _interval = options.IntervalMilliseconds;
            _keepAlive = options.KeepAliveMilliseconds;
        }

        /// <summary>
        /// Takes and reports readings until there were enough, <see cref="Stop"/> was called, or the observer
        /// gave up; then closes the connection, or stores the session where there is a store.
        /// </summary>
        /// <returns><c>true</c> when all readings were taken.</returns>
        public bool Run()
        {
            long due = Environment.TickCount64;
            bool isDone = false;
            Restore();
            for (int reading = 1; !isDone && ReportNext(reading); reading++)
            {
                isDone = reading == _count;
                if (!isDone)
                {
                    due = NextDue(due);
                    Rest(due);
                }
            }

            if (_isConnected && _transport.Store != null)
            {
                DtlsStatus status = _transport.Save();
                _observer.OnStored(status);
                _isConnected = status != DtlsStatus.Ok;
            }

            Disconnect();
            return isDone;
        }

        /// <summary>Makes <see cref="Run"/> return soon; callable from any thread. A handshake or a request under way ends first.</summary>
        public void Stop()
        {
            Interlocked.Exchange(ref _stopped, 1);
        }

        private bool ReportNext(int reading)
        {
            if (_stopped != 0)
            {
                return false;
            }

            if (_sensor.Read())
            {
                return Deliver(reading, Environment.TickCount64);
            }

            _observer.OnSensorFailed(reading);
            return true;
        }

        private void Restore()
        {
            if (_transport.Store == null)
            {
                return;
            }

            DtlsStatus status = _transport.Restore();
            _isRestored = status == DtlsStatus.Ok;
            _isConnected = _isRestored;
            _heardAt = Environment.TickCount64;
            if (_isRestored)
            {
                _observer.OnRestored();
            }
            else
            {
                _observer.OnRestoreFailed(status);
            }
        }

        private bool Deliver(int reading, long readAt)
        {
            while (_stopped == 0)
            {
                if (!_isConnected && !Connect())
                {
                    return false;
                }

                int count = _pack.Write(Environment.TickCount64 - readAt);
                _observer.OnSending(reading);
                ReportResult result = _transport.Send(_pack.Buffer, count);
                if (result != ReportResult.ConnectionLost)
                {
                    _failures = 0;
                    _isRestored = false;
                    _heardAt = Environment.TickCount64;
                    _backoff.Reset();
                    if (result == ReportResult.Refused)
                    {
                        return _observer.OnRefused(reading, _transport.ResponseCode);
                    }

                    _observer.OnDelivered(reading);
                    return true;
                }

                // A server that acknowledges nothing has left a session that is still open on this side.
                Disconnect();
                if (_isRestored)
                {
                    // The server may have forgotten the session while the board slept: no failure of the network, so no pause.
                    _isRestored = false;
                    _observer.OnRestoredSessionLost(reading);
                    continue;
                }

                _failures++;
                if (!_observer.OnConnectionLost(reading, _failures))
                {
                    return false;
                }
            }

            return false;
        }

        private bool Connect()
        {
            while (_stopped == 0)
            {
                // A server that takes the handshake and then hangs up must not be dialled in a tight
                // circle either: only a reading that arrived ends the pauses.
                if (_failures > 0)
                {
                    WaitUntil(Environment.TickCount64 + _backoff.Next());
                    if (_stopped != 0)
                    {
                        break;
                    }
                }

                _observer.OnConnecting();
                DtlsStatus status = _transport.Connect();
                if (status == DtlsStatus.Ok)
                {
                    _isConnected = true;
                    _heardAt = Environment.TickCount64;
                    _observer.OnConnected();
                    if (_transport.Store != null && _count != 1)
                    {
                        // A loop that ends after one reading stores the session then.
                        _observer.OnStored(_transport.Reserve());
                    }

                    return true;
                }

                _failures++;
                if (!_observer.OnConnectFailed(status, _transport.Client.LastAlert, _failures))
                {
                    break;
                }
            }

            return false;
        }

        private void Disconnect()
        {
            if (_isConnected)
            {
                _isConnected = false;
                _transport.Close();
            }
        }

        /// <summary>Waits for the next reading, and looks after the server meanwhile.</summary>
        private void Rest(long due)
        {
            while (_keepAlive != 0 && _isConnected && _heardAt + _keepAlive < due && _stopped == 0)
            {
                WaitUntil(_heardAt + _keepAlive);
                if (_stopped != 0)
                {
                    return;
                }

                if (_transport.Ping())
                {
                    _heardAt = Environment.TickCount64;
                }
                else
                {
                    Disconnect();
                    _isRestored = false;
                    _observer.OnServerSilent();
                }
            }

            WaitUntil(due);
        }

        // Readings keep to their grid; those that an outage left no time for are not made up in a burst.
        private long NextDue(long due)
        {
            int interval = _transport.IntervalMilliseconds;
            long next = due + (interval == 0 ? _interval : interval);
            long now = Environment.TickCount64;
            return next < now ? now : next;
        }

        private void WaitUntil(long due)
        {
            while (_stopped == 0)
            {
                long left = due - Environment.TickCount64;
                if (left <= 0)
                {
                    return;
                }

                int slice = left > SliceMilliseconds ? SliceMilliseconds : (int)left;
                if (_isConnected)
                {
                    _transport.Rest(slice);
                }
                else
                {
                    Thread.Sleep(slice);
                }
            }
        }
    }
}
