// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls;

namespace SensorNode.Desktop
{
    /// <summary>Says in one line and one exit code why a handshake failed.</summary>
    internal static class HandshakeFailure
    {
        /// <summary>Explains a failed handshake.</summary>
        /// <param name="status">What <see cref="DtlsClient.Connect"/> returned.</param>
        /// <param name="alert">The alert that was received or sent.</param>
        /// <param name="server">The server, for the message.</param>
        /// <param name="timeoutMilliseconds">The handshake time-out, for the message.</param>
        internal static DemoException Explain(DtlsStatus status, DtlsAlert alert, string server, int timeoutMilliseconds)
        {
            switch (status)
            {
                case DtlsStatus.TimedOut:
                    return new DemoException(ExitCode.ServerUnreachable, $"no answer from {server} within {timeoutMilliseconds} ms");

                case DtlsStatus.NetworkError:
                    return new DemoException(ExitCode.ServerUnreachable, $"the network has no way to {server}");

                case DtlsStatus.FinishedTimedOut:
                    return new DemoException(
                        ExitCode.CredentialsRejected,
                        $"{server} never answered the Finished message, within {timeoutMilliseconds} ms: most likely the key or the identity is wrong");

                case DtlsStatus.CredentialsRejected:
                    return new DemoException(
                        ExitCode.CredentialsRejected,
                        $"{server} rejected the identity or the key ({Printable.Alert(alert)})");

                case DtlsStatus.PeerAlert when alert is DtlsAlert.HandshakeFailure or DtlsAlert.InsufficientSecurity:
                    return new DemoException(
                        ExitCode.SuiteRefused,
                        $"{server} accepts none of the offered cipher suites ({Printable.Alert(alert)})");

                case DtlsStatus.Closed:
                    // What some servers do in place of an alert when no suite fits.
                    return new DemoException(
                        ExitCode.SuiteRefused,
                        $"{server} hung up during the handshake: most likely it accepts none of the offered cipher suites");

                case DtlsStatus.PeerAlert:
                    return new DemoException(ExitCode.HandshakeFailed, $"{server} ended the handshake ({Printable.Alert(alert)})");

                default:
                    return new DemoException(
                        ExitCode.HandshakeFailed,
                        $"the handshake with {server} failed: {status} ({Printable.Alert(alert)})");
            }
        }
    }
}
