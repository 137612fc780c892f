// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace SensorNode.Desktop
{
    /// <summary>How the program ends; listed by <c>--help</c> and in the README.</summary>
    internal enum ExitCode
    {
        /// <summary>All readings were delivered.</summary>
        Success = 0,

        /// <summary>A fault of this program or of the machine.</summary>
        InternalError = 1,

        /// <summary>The command line makes no sense.</summary>
        Usage = 2,

        /// <summary>The host name did not resolve.</summary>
        NameNotResolved = 3,

        /// <summary>Nothing usable came back before the handshake time-out.</summary>
        ServerUnreachable = 4,

        /// <summary>The server refused identity or key, or never answered the Finished message.</summary>
        CredentialsRejected = 5,

        /// <summary>The server accepts none of the offered cipher suites.</summary>
        SuiteRefused = 6,

        /// <summary>The handshake failed in another way.</summary>
        HandshakeFailed = 7,

        /// <summary>The server answered a reading with a CoAP error.</summary>
        ReadingRefused = 8,

        /// <summary>The connection broke and could not be restored.</summary>
        ConnectionLost = 9,

        /// <summary>All readings were delivered, but the session could not be kept in the state file.</summary>
        StateNotKept = 10,

        /// <summary>Ctrl+C or a termination signal.</summary>
        Interrupted = 130,
    }
}
