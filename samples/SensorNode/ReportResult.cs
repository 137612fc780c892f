// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace SensorNode
{
    /// <summary>What became of a reading that was sent.</summary>
    public enum ReportResult
    {
        /// <summary>It arrived, as far as the transport can tell.</summary>
        Delivered = 0,

        /// <summary>The server refused it for good.</summary>
        Refused = 1,

        /// <summary>The connection broke: connect again and send it again.</summary>
        ConnectionLost = 2,
    }
}
