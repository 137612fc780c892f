// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Live.Tests
{
    /// <summary>Reads the plaintext part of handshakes from what a relay saw.</summary>
    internal static class Handshakes
    {
        /// <summary>The last ServerHello.</summary>
        public static ServerHelloMessage ServerHello(UdpRelay relay)
        {
            return new ServerHelloMessage(Last(relay, fromClient: false, Wire.ServerHello));
        }

        /// <summary>The last ClientHello, put together from its fragments.</summary>
        public static ClientHelloMessage ClientHello(UdpRelay relay)
        {
            return new ClientHelloMessage(Last(relay, fromClient: true, Wire.ClientHello));
        }

        /// <summary>All handshake fragments of one side that went in plaintext, in order.</summary>
        public static List<WireFragment> Fragments(UdpRelay relay, bool fromClient)
        {
            return relay.Captured.Where(datagram => datagram.FromClient == fromClient)
                .SelectMany(datagram => WireRecord.Parse(datagram.Data))
                .Where(record => record.Type == Wire.Handshake && record.Epoch == 0)
                .SelectMany(record => WireFragment.Parse(record.Fragment))
                .ToList();
        }

        private static byte[] Last(UdpRelay relay, bool fromClient, int type)
        {
            List<WireFragment> fragments = Fragments(relay, fromClient).Where(fragment => fragment.HandshakeType == type).ToList();
            Assert.IsNotEmpty(fragments, "the relay saw no " + Wire.NameOf(type));
            WireFragment last = fragments[^1];
            byte[] body = new byte[last.Total];
            foreach (WireFragment fragment in fragments.Where(fragment => fragment.MessageSequence == last.MessageSequence && fragment.Total == last.Total))
            {
                fragment.Part.CopyTo(body, fragment.Offset);
            }

            return body;
        }
    }
}
