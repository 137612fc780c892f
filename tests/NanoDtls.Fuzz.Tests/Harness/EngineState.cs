// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Numerics;
using System.Runtime.CompilerServices;

namespace NanoDtls.Fuzz.Tests
{
    /// <summary>A look at the private state of an engine.</summary>
    internal static class EngineState
    {
        private const long LastSequence = 0xFFFF_FFFF_FFFF;

        public static ClientHandshake Handshake(DtlsConnection client) => HandshakeOf(client);

        /// <summary>message_seq that the server's next message must have.</summary>
        public static int ReceiveSequence(DtlsConnection client) => ReceiveSequenceOf(HandshakeOf(client));

        /// <summary>No message is kept, in part or ahead of its turn.</summary>
        public static bool KeepsNothing(DtlsConnection client)
        {
            ClientHandshake handshake = HandshakeOf(client);
            return StreamedOf(handshake) == 0 && handshake.KeepsNothing;
        }

        /// <summary>How far the handshake is: equal values mean that no message was accepted in between.</summary>
        public static (int State, int Receive, int Hello, int Agreement, bool ExpectsTicket) Progress(DtlsConnection client)
        {
            ClientHandshake handshake = HandshakeOf(client);
            return (handshake.State, ReceiveSequenceOf(handshake), HelloSequenceOf(handshake), handshake.Agreement, handshake.ExpectsTicket);
        }

        /// <summary>The replay window (RFC 6347 section 4.1.2.6).</summary>
        public static (long Highest, long Received) Window(DtlsConnection client)
        {
            RecordLayer records = RecordsOf(client);
            return (records.Highest, records.Received);
        }

        /// <summary>A sequence number that the window still takes: the next one, or one inside when there is none above.</summary>
        public static long FreshSequence(DtlsConnection client)
        {
            (long highest, long received) = Window(client);
            return highest < LastSequence ? highest + 1 : highest - BitOperations.TrailingZeroCount(~received);
        }

        [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_handshake")]
        private static extern ref ClientHandshake HandshakeOf(DtlsConnection client);

        [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_records")]
        private static extern ref RecordLayer RecordsOf(DtlsConnection client);

        [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_receiveSequence")]
        private static extern ref int ReceiveSequenceOf(ClientHandshake handshake);

        [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_helloSequence")]
        private static extern ref int HelloSequenceOf(ClientHandshake handshake);

        [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_streamed")]
        private static extern ref int StreamedOf(ClientHandshake handshake);
    }
}
