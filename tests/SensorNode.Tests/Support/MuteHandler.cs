// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using SensorNode.Desktop.Server;

namespace SensorNode.Tests
{
    /// <summary>A server that has lost its mind: it answers nothing for a while, then becomes the one below.</summary>
    internal sealed class MuteHandler : IDatagramHandler
    {
        private readonly IDatagramHandler _below;
        private readonly Func<bool> _isMute;

        internal MuteHandler(IDatagramHandler below, Func<bool> isMute)
        {
            _below = below;
            _isMute = isMute;
        }

        public byte[]? Handle(ReadOnlySpan<byte> datagram) => _isMute() ? null : _below.Handle(datagram);
    }
}
