// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using NanoDtls;
using NanoDtls.Coap;

namespace SensorNode.Desktop
{
    /// <summary>Runs the firmware's reporting loop against a server, on a thread of its own.</summary>
    internal sealed partial class Demo : IDisposable
    {
        private const int RawReplyMilliseconds = 1000;
        private const int PackCapacity = 256;
        private const int ConfigurationCapacity = 4096;
        private const int MinObservedInterval = 100;
        private const int InitialBackoffMilliseconds = 500;
        private const int MaxBackoffMilliseconds = 5000;
        private const int RetransmitWithState = 3;

        // What is left to a request or a handshake that is under way when the user asks to stop.
        private const int StopMilliseconds = 2000;
        private const int SliceMilliseconds = 50;

        private readonly EmbeddedCollector? _collector;
        private readonly DtlsClient _client;
        private readonly ConsoleObserver _observer;
        private readonly ReportingLoop _loop;
        private readonly TextWriter _output;
        private readonly string _greeting;
        private Exception? _fault;

        /// <summary>Starts the embedded server, or resolves the user's, and prepares everything else.</summary>
        /// <param name="options">The command line.</param>
        /// <param name="output">Takes the lines of the readings.</param>
        /// <exception cref="DemoException">The server's name did not resolve.</exception>
        internal Demo(DemoOptions options, TextWriter output)
        {
            _output = output;
            CoapResource resource;
            IPEndPoint endPoint;
            if (options.Server == null)
            {
                _collector = new EmbeddedCollector(options.PskIdentity, options.PskKey, options.IsRaw);
                resource = new CoapResource(_collector.Uri);
                endPoint = _collector.EndPoint;
            }
            else
            {
                resource = options.Server;
                endPoint = Resolve(resource);
            }

            var clientOptions = new DtlsClientOptions
            {
                PskIdentity = options.PskIdentity,
                PskKey = options.PskKey,
                AllowWeakPsk = options.AllowWeakPsk,
                CipherSuites = options.CipherSuites,
                HandshakeTimeoutMilliseconds = options.TimeoutMilliseconds,
                AddressFamily = endPoint.AddressFamily,
                LocalPort = options.LocalPort,
                StateKey = options.StateFile == null ? null : StateKey(options.PskKey, endPoint),
            };
            UseKeyLog(options.KeyLog, clientOptions);
            _client = NewClient(clientOptions);
            CryptographicOperations.ZeroMemory(options.PskKey);

            var sensor = new SimulatedSensor();
            _observer = new ConsoleObserver(output, sensor, _client, _collector, options, endPoint.ToString());
            ReportTransport transport = options.IsRaw
                ? new RawReportTransport(_client, endPoint, _observer, clientOptions.MaxRecordPayload, RawReplyMilliseconds)
                : new CoapReportTransport(_client, endPoint, resource, options.Method, CoapOptions(options));
            transport.Store = options.StateFile == null ? null : new FileSessionStore(options.StateFile);
            Configure(transport, options);
            _observer.ResponseCode = () => transport.ResponseCode;
            _loop = new ReportingLoop(sensor, new ReadingPack(sensor, string.Empty, PackCapacity), transport, _observer, new ReportingOptions
            {
                Count = options.Count,
                IntervalMilliseconds = options.IntervalMilliseconds,
                InitialBackoffMilliseconds = InitialBackoffMilliseconds,
                MaxBackoffMilliseconds = MaxBackoffMilliseconds,
            });
            _greeting = Greeting(options, endPoint);
        }

        /// <summary>Runs until all readings were delivered, something failed for good, or the user asked to stop.</summary>
        /// <param name="stop">Set when the user asks to stop.</param>
        /// <returns><see cref="ExitCode.Success"/> or <see cref="ExitCode.Interrupted"/>.</returns>
        /// <exception cref="DemoException">The readings could not be delivered.</exception>
        internal ExitCode Run(CancellationToken stop)
        {
            _output.WriteLine(_greeting);
            var thread = new Thread(RunLoop) { IsBackground = true, Name = "Sensor node" };
            thread.Start();
            using (CancellationTokenRegistration registration = stop.Register(_loop.Stop))
            {
                while (!thread.Join(SliceMilliseconds))
                {
                    if (stop.IsCancellationRequested)
                    {
                        return thread.Join(StopMilliseconds) ? Conclude(stop) : ExitCode.Interrupted;
                    }
                }
            }

            return Conclude(stop);
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            try
            {
                _client.Dispose();
            }
            catch (InvalidOperationException)
            {
                // A handshake is still under way after the user asked to stop: nobody to say goodbye to.
            }

            CloseKeyLog();
            _collector?.Dispose();
        }

        // The embedded server also tells the node how often to report. A time of 0 is for those who measure: nothing comes between.
        private void Configure(ReportTransport transport, DemoOptions options)
        {
            if (_collector != null && transport is CoapReportTransport coap && options.IntervalMilliseconds >= MinObservedInterval)
            {
                _collector.SetInterval(options.IntervalMilliseconds);
                coap.Configuration = new NodeConfiguration(new CoapResource(_collector.IntervalUri), new CoapResource(_collector.DocumentUri), ConfigurationCapacity);
                _observer.Configuration = coap.Configuration;
            }
        }

        // Empty unless the files of debug builds are compiled in.
        partial void UseKeyLog(string? path, DtlsClientOptions options);

        partial void CloseKeyLog();

        private ExitCode Conclude(CancellationToken stop)
        {
            if (_fault != null)
            {
                throw new DemoException(ExitCode.InternalError, $"{_fault.GetType().Name}: {Printable.Text(_fault.Message)}");
            }

            if (_observer.Failure != null && !stop.IsCancellationRequested)
            {
                throw _observer.Failure;
            }

            _output.WriteLine(_observer.Summary);
            if (_observer.StateFailure != null && !stop.IsCancellationRequested)
            {
                throw _observer.StateFailure;
            }

            return stop.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Success;
        }

        private void RunLoop()
        {
            try
            {
                _loop.Run();
            }
#pragma warning disable CA1031 // The thread's own fault becomes one line and an exit code.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                _fault = exception;
            }
        }

        // A server that lost the session says nothing: half a minute of silence instead of up to one and a half is enough then.
        private static CoapClientOptions CoapOptions(DemoOptions options)
        {
            var coap = new CoapClientOptions();
            if (options.StateFile != null)
            {
                coap.MaxRetransmit = RetransmitWithState;
            }

            return coap;
        }

        // A board has a key of its own for this. Here the key of the server serves, for one server only: a state that came from
        // another one is refused, and a handshake follows at once.
        private static byte[] StateKey(byte[] pskKey, IPEndPoint server)
        {
            return SHA256.HashData([.. Encoding.UTF8.GetBytes($"SensorNode.Desktop state, {server}, "), .. pskKey]);
        }

        private static DtlsClient NewClient(DtlsClientOptions options)
        {
            try
            {
                return new DtlsClient(options);
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                throw new DemoException(ExitCode.Usage, $"--local-port {options.LocalPort} is in use");
            }
            finally
            {
                CryptographicOperations.ZeroMemory(options.StateKey);
            }
        }

        private static string Greeting(DemoOptions options, IPEndPoint endPoint)
        {
            string readings = options.Count switch
            {
                0 => "readings until Ctrl+C",
                1 => "1 reading",
                _ => $"{options.Count} readings",
            };
            string how = options.IsRaw ? "as bare records" : $"by CoAP {options.Method.ToString().ToUpperInvariant()}";
            string where = options.Server == null ? $"the embedded server on {endPoint}" : $"{endPoint}";
            return $"{readings}, {options.IntervalMilliseconds} ms apart, {how} to {where}";
        }

        // Once: on the device a look-up blocks up to 30 s.
        private static IPEndPoint Resolve(CoapResource resource)
        {
            try
            {
                IPAddress[] addresses = Dns.GetHostAddresses(resource.Host);
                IPAddress? address = addresses.FirstOrDefault(candidate => candidate.AddressFamily == AddressFamily.InterNetwork)
                    ?? addresses.FirstOrDefault(candidate => candidate.AddressFamily == AddressFamily.InterNetworkV6);
                if (address != null)
                {
                    return new IPEndPoint(address, resource.Port);
                }
            }
            catch (Exception exception) when (exception is SocketException or ArgumentException)
            {
                // Reported below.
            }

            throw new DemoException(ExitCode.NameNotResolved, $"the name {Printable.Text(resource.Host)} does not resolve to an address");
        }
    }
}
