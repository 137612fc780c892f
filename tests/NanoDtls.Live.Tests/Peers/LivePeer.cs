// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Net;

namespace NanoDtls.Live.Tests
{
    /// <summary>A DTLS server on 127.0.0.1.</summary>
    internal abstract class LivePeer : IDisposable, ILogged
    {
        /// <summary>Where it serves DTLS.</summary>
        public abstract IPEndPoint EndPoint { get; }

        public abstract string Log { get; }

        /// <summary>Ends the server without a goodbye to its clients.</summary>
        public abstract void Dispose();

        /// <summary>Starts a server that knows <see cref="Credentials"/>.</summary>
        /// <param name="kind">Which one.</param>
        /// <param name="suites">What it accepts.</param>
        /// <param name="port">The port to take, or 0 for a free one.</param>
        public static LivePeer Start(PeerKind kind, PeerSuites suites, int port)
        {
            return Start(kind, new PeerSettings { Suites = suites, Port = port });
        }

        /// <summary>Starts a server that knows <see cref="Credentials"/>.</summary>
        public static LivePeer Start(PeerKind kind, PeerSettings settings)
        {
            switch (kind)
            {
                case PeerKind.OpenSsl:
                    return new OpenSslPeer(settings);
                case PeerKind.GnuTls:
                    return new GnuTlsPeer(settings);
                case PeerKind.LibcoapOpenSsl:
                case PeerKind.LibcoapGnuTls:
                    return new LibcoapPeer(kind, settings);
                case PeerKind.MbedTls:
                    return new MbedTlsPeer(settings);
                case PeerKind.BouncyCastle:
                    return new BouncyCastlePeer(settings);
                default:
                    throw new ArgumentOutOfRangeException(nameof(kind));
            }
        }
    }
}
