// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace SensorNode.Desktop.Server
{
    /// <summary>What a resource says to a request.</summary>
    /// <param name="Code">The response code.</param>
    /// <param name="Options">Options in the order of their numbers.</param>
    /// <param name="Payload">The body, or the block of it.</param>
    internal sealed record CoapAnswer(CoapCode Code, IReadOnlyList<(int Number, byte[] Value)> Options, byte[] Payload)
    {
        /// <summary>A code alone.</summary>
        internal CoapAnswer(CoapCode code)
            : this(code, [], [])
        {
        }
    }
}
