// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace SensorNode.Desktop.Server
{
    /// <summary>Sends every payload back: the peer of <c>--transport raw</c>.</summary>
    internal sealed class EchoHandler : IDatagramHandler
    {
        /// <inheritdoc/>
        public byte[]? Handle(ReadOnlySpan<byte> datagram) => datagram.ToArray();
    }
}
