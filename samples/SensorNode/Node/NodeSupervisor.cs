// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;
using System.Net;
using System.Text;
using NanoDtls;
using NanoDtls.Coap;

namespace SensorNode
{
    /// <summary>
    /// Keeps a node alive: each wake reads the configuration, joins the network, finds the server and reports. Whatever
    /// fails is tried again a few times with growing pauses, shortened at random so that a fleet does not move in step;
    /// then the board sleeps deeply and starts anew. Nothing ends the node, exceptions included.
    /// </summary>
    public sealed class NodeSupervisor
    {
        // A pack with three channels and a base name; what does not fit is refused by the constructor of ReadingPack.
        private const int PackCapacity = 192;

        // Longest document of the server's /config; a longer one is not fetched again and again.
        private const int DocumentCapacity = 4096;

        // A server that lost the session says nothing: half a minute of silence is enough to shake hands instead.
        private const int RetransmitWithSession = 3;

        // Longest key that protects a stored session.
        private const int MaxStateKey = 64;

        private readonly NodeBoard _board;
        private readonly NodeLimits _limits;
        private readonly Random _random = new Random();
        private NodeSettings _settings;
        private NodeSignal _failure;
        private long _wokeAt;

        /// <summary>Creates a supervisor.</summary>
        /// <param name="board">The board.</param>
        /// <param name="limits">How often and how long it tries; kept.</param>
        /// <exception cref="ArgumentNullException">An argument is <c>null</c>.</exception>
        public NodeSupervisor(NodeBoard board, NodeLimits limits)
        {
            if (board == null)
            {
                throw new ArgumentNullException(nameof(board));
            }

            if (limits == null)
            {
                throw new ArgumentNullException(nameof(limits));
            }

            _board = board;
            _limits = limits;
        }

        /// <summary>Works and sleeps for ever.</summary>
        public void Run()
        {
            while (true)
            {
                RunOnce();
            }
        }

        /// <summary>One wake and the sleep after it. Does not throw. On a board it does not return either: deep sleep is a reset.</summary>
        /// <returns>What went wrong; <see cref="NodeSignal.Off"/> when nothing did.</returns>
        public NodeSignal RunOnce()
        {
            _settings = null;
            _wokeAt = Environment.TickCount64;
            _failure = NodeSignal.Off;
            try
            {
                Wake();
            }
            catch (Exception exception)
            {
                Report(NodeSignal.Fault, "fault: " + exception.GetType().Name);
            }

            Sleep();
            return _failure;
        }

        private void Wake()
        {
            if (!_board.IsTimerWake)
            {
                _board.Log("SensorNode; flash and deploy within " + (_limits.StartWindowMilliseconds / 1000).ToString() + " seconds after a reset");
                _board.Pause(_limits.StartWindowMilliseconds);
            }

            if (!ReadConfiguration())
            {
                return;
            }

            if (_settings.IsSleeping)
            {
                _board.Watch(_limits.WakeSeconds * 1000, FailureRestMilliseconds(_settings.IntervalSeconds));
            }

            _board.Configure(_settings);
            if (!JoinNetwork())
            {
                return;
            }

            IPAddress address = Resolve();
            if (address != null)
            {
                ReportReadings(new IPEndPoint(address, _settings.Server.Port));
            }
        }

        private bool ReadConfiguration()
        {
            var reader = new ConfigurationReader();
            var backoff = NewBackoff();
            for (int attempt = 1; attempt <= _limits.ConfigurationAttempts; attempt++)
            {
                string text = _board.ReadConfiguration();
                if (text == null)
                {
                    Report(NodeSignal.Configuration, "configuration file missing: deploy it with nanoff");
                }
                else
                {
                    _settings = reader.Read(text);
                    if (_settings != null)
                    {
                        return true;
                    }

                    Report(NodeSignal.Configuration, "configuration: " + reader.Problem);
                }

                _board.Pause(backoff.Next());
            }

            return false;
        }

        private bool JoinNetwork()
        {
            var backoff = NewBackoff();
            for (int attempt = 1; attempt <= _limits.NetworkAttempts; attempt++)
            {
                _board.Show(NodeSignal.Busy);
                if (_board.JoinNetwork(_settings, _limits.JoinMilliseconds))
                {
                    _failure = NodeSignal.Off;
                    _board.Log("network joined");
                    return true;
                }

                Report(NodeSignal.Network, "no network, attempt " + attempt.ToString());
                _board.Pause(backoff.Next());
            }

            return false;
        }

        private IPAddress Resolve()
        {
            var backoff = NewBackoff();
            for (int attempt = 1; attempt <= _limits.NameAttempts; attempt++)
            {
                IPAddress address = _board.Resolve(_settings.Server.Host);
                if (address != null)
                {
                    _failure = NodeSignal.Off;
                    return address;
                }

                Report(NodeSignal.Name, "no address of the server's name, attempt " + attempt.ToString());
                _board.Pause(backoff.Next());
            }

            return null;
        }

        private void ReportReadings(IPEndPoint server)
        {
            DtlsClient client = CreateClient(server);
            try
            {
                SensorSource sensor = _board.CreateSensor(_settings);
                var pack = new ReadingPack(sensor, _settings.Name, PackCapacity);
                var coap = new CoapClientOptions();
                if (_settings.KeepsSession)
                {
                    coap.MaxRetransmit = RetransmitWithSession;
                }

                var transport = new CoapReportTransport(client, server, _settings.Server, CoapMethod.Post, coap);
                transport.Store = _settings.KeepsSession ? _board.CreateStore() : null;
                transport.KeepsAddress = _settings.LocalPort != 0;
                var observer = new NodeObserver(_board, _limits.ReportFailures, _settings.IsSleeping);
                if (_settings.FollowsServer)
                {
                    transport.Configuration = new NodeConfiguration(
                        ServerResource("/config/interval"), ServerResource("/config"), DocumentCapacity);
                    observer.Configuration = transport.Configuration;
                }

                var loop = new ReportingLoop(sensor, pack, transport, observer, LoopOptions());
                loop.Run();
                _failure = observer.Failure;
            }
            finally
            {
                client.Dispose();
            }
        }

        // At the root of the server, wherever the readings go.
        private CoapResource ServerResource(string path)
        {
            string host = _settings.Server.Host;
            if (host.IndexOf(':') >= 0)
            {
                host = "[" + host + "]";
            }

            return new CoapResource("coaps://" + host + ":" + _settings.Server.Port.ToString() + path);
        }

        private DtlsClient CreateClient(IPEndPoint server)
        {
            var options = new DtlsClientOptions();
            options.PskIdentity = _settings.PskIdentity;
            options.PskKey = _settings.PskKey;
            options.Crypto = _board.CreateCrypto();
            options.HandshakeTimeoutMilliseconds = _limits.HandshakeMilliseconds;
            options.AddressFamily = server.AddressFamily;
            options.LocalPort = _settings.LocalPort;
            byte[] stateKey = null;
            if (_settings.KeepsSession)
            {
                stateKey = StateKey();
                options.StateKey = stateKey;
            }

            try
            {
                return new DtlsClient(options);
            }
            finally
            {
                // The client keeps what it derived from the keys, not the keys.
                Array.Clear(_settings.PskKey, 0, _settings.PskKey.Length);
                if (stateKey != null)
                {
                    Array.Clear(stateKey, 0, stateKey.Length);
                }
            }
        }

        // The device's own key protects stored sessions too, with the server behind it: a session with another server is
        // refused when the configuration changes, and a handshake follows at once.
        private byte[] StateKey()
        {
            byte[] server = Encoding.UTF8.GetBytes(_settings.Server.Host + ":" + _settings.Server.Port.ToString());
            int keyLength = _settings.PskKey.Length;
            int length = keyLength + server.Length;
            var key = new byte[length < MaxStateKey ? length : MaxStateKey];
            Array.Copy(_settings.PskKey, 0, key, 0, keyLength);
            Array.Copy(server, 0, key, keyLength, key.Length - keyLength);
            return key;
        }

        private ReportingOptions LoopOptions()
        {
            var options = new ReportingOptions();
            options.Count = _settings.IsSleeping ? 1 : 0;
            options.IntervalMilliseconds = _settings.IntervalSeconds * 1000;
            options.InitialBackoffMilliseconds = _limits.InitialPauseMilliseconds;
            options.MaxBackoffMilliseconds = _limits.MaxPauseMilliseconds;
            return options;
        }

        private ReconnectBackoff NewBackoff()
        {
            return new ReconnectBackoff(_limits.InitialPauseMilliseconds, _limits.MaxPauseMilliseconds);
        }

        private void Report(NodeSignal signal, string line)
        {
            _failure = signal;
            try
            {
                _board.Log(line);
                _board.Show(signal);
            }
            catch (Exception)
            {
                // A pin that cannot blink is no reason to stop reporting.
            }
        }

        private void Sleep()
        {
            int milliseconds = RestMilliseconds();
            try
            {
                _board.Log("asleep for " + (milliseconds / 1000).ToString() + " s");
                _board.DeepSleep(milliseconds);
            }
            catch (Exception exception)
            {
                Report(NodeSignal.Fault, "no deep sleep: " + exception.GetType().Name);
            }
        }

        // What succeeded keeps its grid; what failed rests longer, and up to half as long again at random.
        private int RestMilliseconds()
        {
            int interval = _settings == null ? _limits.UnknownRestSeconds : _settings.IntervalSeconds;
            if (_failure == NodeSignal.Off)
            {
                long awake = Environment.TickCount64 - _wokeAt;
                long left = (interval * 1000L) - awake;
                return left < 1000 ? 1000 : (int)left;
            }

            return FailureRestMilliseconds(interval);
        }

        private int FailureRestMilliseconds(int interval)
        {
            int rest = interval < _limits.FailureRestSeconds ? _limits.FailureRestSeconds : interval;
            return (rest * 1000) + _random.Next((rest * 500) + 1);
        }
    }
}
