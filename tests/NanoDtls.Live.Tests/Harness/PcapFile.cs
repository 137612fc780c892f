// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Buffers.Binary;

namespace NanoDtls.Live.Tests
{
    /// <summary>Writes datagrams as a capture file of IPv4 packets between two ports of 127.0.0.1.</summary>
    internal static class PcapFile
    {
        private const uint Magic = 0xA1B2C3D4;
        private const int LinkTypeRawIp = 101;
        private const int SnapLength = 65535;
        private const int IpHeader = 20;
        private const int UdpHeader = 8;
        private const byte ProtocolUdp = 17;
        private const uint Loopback = 0x7F000001;

        public static void Write(string path, CapturedDatagram[] datagrams, int clientPort, int serverPort)
        {
            using FileStream file = File.Create(path);
            byte[] header = new byte[24];
            BinaryPrimitives.WriteUInt32LittleEndian(header, Magic);
            BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(4), 2);
            BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(6), 4);
            BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(16), SnapLength);
            BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(20), LinkTypeRawIp);
            file.Write(header);
            foreach (CapturedDatagram datagram in datagrams)
            {
                int source = datagram.FromClient ? clientPort : serverPort;
                int destination = datagram.FromClient ? serverPort : clientPort;
                byte[] packet = MakePacket(datagram.Data, source, destination);
                byte[] record = new byte[16];
                TimeSpan time = datagram.Time - DateTime.UnixEpoch;
                BinaryPrimitives.WriteUInt32LittleEndian(record, (uint)time.TotalSeconds);
                BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(4), (uint)(time.Ticks / 10 % 1000000));
                BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(8), packet.Length);
                BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(12), packet.Length);
                file.Write(record);
                file.Write(packet);
            }
        }

        private static byte[] MakePacket(byte[] data, int source, int destination)
        {
            byte[] packet = new byte[IpHeader + UdpHeader + data.Length];
            packet[0] = 0x45;
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)packet.Length);
            packet[8] = 64;
            packet[9] = ProtocolUdp;
            BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(12), Loopback);
            BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(16), Loopback);
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(10), HeaderChecksum(packet.AsSpan(0, IpHeader)));

            Span<byte> udp = packet.AsSpan(IpHeader);
            BinaryPrimitives.WriteUInt16BigEndian(udp, (ushort)source);
            BinaryPrimitives.WriteUInt16BigEndian(udp.Slice(2), (ushort)destination);
            BinaryPrimitives.WriteUInt16BigEndian(udp.Slice(4), (ushort)udp.Length);
            // Checksum 0: none was computed (RFC 768).
            data.CopyTo(udp.Slice(UdpHeader));
            return packet;
        }

        // RFC 1071, over a header whose checksum field is still 0.
        private static ushort HeaderChecksum(ReadOnlySpan<byte> header)
        {
            uint sum = 0;
            for (int i = 0; i < header.Length; i += 2)
            {
                sum += BinaryPrimitives.ReadUInt16BigEndian(header.Slice(i));
            }

            sum = (sum & 0xFFFF) + (sum >> 16);
            sum += sum >> 16;
            return (ushort)~sum;
        }
    }
}
