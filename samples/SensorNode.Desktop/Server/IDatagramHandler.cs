// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace SensorNode.Desktop.Server
{
    /// <summary>The protocol above one DTLS session: called on the session's thread, one datagram at a time.</summary>
    internal interface IDatagramHandler
    {
        /// <summary>Takes in the payload of one record.</summary>
        /// <param name="datagram">The payload, valid during the call.</param>
        /// <returns>The payload to answer with, or <c>null</c> for no answer.</returns>
        byte[]? Handle(ReadOnlySpan<byte> datagram);

        /// <summary>The session is established: payloads can go out without being asked for.</summary>
        /// <param name="send">Sends a payload, from any thread; <c>false</c> when the session is over.</param>
        void Attach(Func<byte[], bool> send)
        {
        }
    }
}
