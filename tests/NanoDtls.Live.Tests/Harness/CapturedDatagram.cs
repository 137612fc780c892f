// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Live.Tests
{
    /// <summary>A datagram that went through a <see cref="UdpRelay"/>.</summary>
    internal sealed record CapturedDatagram(DateTime Time, bool FromClient, byte[] Data);
}
