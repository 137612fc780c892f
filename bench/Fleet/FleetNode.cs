// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Buffers.Binary;
using System.Net.Sockets;
using NanoDtls.Testing;

namespace NanoDtls.Fleet
{
    /// <summary>One node: the engine with a crypto back end of its own, and what a report needs beside it.</summary>
    internal sealed class FleetNode
    {
        /// <summary>The identity that all nodes share; a server of a real fleet knows one for each.</summary>
        public static readonly ServerSettings Credentials = new() { Key = "fleet-0123456789"u8.ToArray() };

        // PUT of 27 bytes to /example_data, which libcoap's example server keeps; message ID and token are filled in.
        private static readonly byte[] s_report = MakeReport();

        private ushort _messageId;

        /// <summary>Creates the engine, and nothing else.</summary>
        public FleetNode()
        {
            Connection = new DtlsConnection(new DtlsClientOptions { PskIdentity = Credentials.Identity, PskKey = Credentials.Key });
        }

        public DtlsConnection Connection { get; }

        /// <summary>The node's port, in the runs over UDP.</summary>
        public Socket? Socket { get; set; }

        /// <summary>How often the node began what it is doing.</summary>
        public int Attempts { get; set; }

        /// <summary>When the node wants to do something by itself.</summary>
        public long Deadline { get; set; }

        /// <summary>Message ID of the report that waits for its acknowledgement, or 0.</summary>
        public ushort Pending { get; set; }

        /// <summary>Writes the next report, or the last one again, as a record.</summary>
        /// <param name="isAgain">Whether it is a retransmission.</param>
        /// <param name="scratch">Room for the message.</param>
        /// <returns>Length of the datagram in the engine's output buffer.</returns>
        public int WriteReport(bool isAgain, byte[] scratch)
        {
            if (!isAgain)
            {
                _messageId = (ushort)(_messageId == ushort.MaxValue ? 1 : _messageId + 1);
                Pending = _messageId;
            }

            s_report.CopyTo(scratch, 0);
            BinaryPrimitives.WriteUInt16BigEndian(scratch.AsSpan(2), Pending);
            BinaryPrimitives.WriteUInt16BigEndian(scratch.AsSpan(4), Pending);
            return Connection.Write(scratch, 0, s_report.Length);
        }

        /// <summary>Takes in a message of the server.</summary>
        /// <returns>Whether it acknowledged the pending report with success.</returns>
        public bool Acknowledge(ReadOnlySpan<byte> message)
        {
            const int Acknowledgement = 0x60;
            const int SuccessClass = 2;
            bool isIt = message.Length >= 6 && (message[0] & 0xF0) == Acknowledgement && message[1] >> 5 == SuccessClass
                && BinaryPrimitives.ReadUInt16BigEndian(message[2..]) == Pending;
            if (isIt)
            {
                Pending = 0;
            }

            return isIt;
        }

        private static byte[] MakeReport()
        {
            var message = new List<byte> { 0x42, 0x03, 0, 0, 0, 0, 0xBC };
            message.AddRange("example_data"u8.ToArray());
            message.AddRange(new byte[] { 0x11, 112, 0xFF });
            message.AddRange(new byte[27]);
            return message.ToArray();
        }
    }
}
