// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace SensorNode.Desktop
{
    /// <summary>The list of exit codes that <c>--help</c> shows.</summary>
    internal static class ExitCodes
    {
        /// <summary>One line for each exit code.</summary>
        internal static string Table
        {
            get
            {
                IEnumerable<string> lines = Enum.GetValues<ExitCode>().Select(code => $"  {(int)code,3}  {Describe(code)}");
                return string.Join(Environment.NewLine, lines);
            }
        }

        private static string Describe(ExitCode code) => code switch
        {
            ExitCode.Success => "all readings delivered",
            ExitCode.InternalError => "a fault of this program or of the machine",
            ExitCode.Usage => "bad command line",
            ExitCode.NameNotResolved => "host name not resolved",
            ExitCode.ServerUnreachable => "server unreachable, or no answer in time",
            ExitCode.CredentialsRejected => "identity or key rejected, or Finished unanswered (as with a wrong key)",
            ExitCode.SuiteRefused => "cipher suite refused",
            ExitCode.HandshakeFailed => "handshake failed in another way",
            ExitCode.ReadingRefused => "CoAP error response",
            ExitCode.ConnectionLost => "connection lost and not restored",
            ExitCode.StateNotKept => "readings delivered, but the session not kept in the state file",
            ExitCode.Interrupted => "interrupted",
            _ => throw new ArgumentOutOfRangeException(nameof(code)),
        };
    }
}
