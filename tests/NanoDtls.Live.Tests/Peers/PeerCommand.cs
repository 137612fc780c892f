// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Live.Tests
{
    /// <summary>How a server program is started.</summary>
    /// <param name="Program">Its name, or its full path.</param>
    /// <param name="Arguments">Its command line for the first of its ports.</param>
    internal sealed record PeerCommand(string Program, Func<int, IReadOnlyList<string>> Arguments)
    {
        /// <summary>How many neighbouring ports it takes; it serves DTLS on the last.</summary>
        public int PortCount { get; init; } = 1;

        /// <summary>Variables to set, or null.</summary>
        public IReadOnlyDictionary<string, string>? Environment { get; init; }
    }
}
