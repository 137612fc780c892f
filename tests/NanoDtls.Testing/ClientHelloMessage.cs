// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Testing
{
    /// <summary>A decoded ClientHello (RFC 6347 section 4.2.1, RFC 5246 section 7.4.1.2).</summary>
    public sealed class ClientHelloMessage
    {
        public ClientHelloMessage(byte[] body)
        {
            Body = body;
            var reader = new ByteReader(body);
            Version = reader.U16();
            Random = reader.Bytes(32);
            SessionId = reader.Vector8();
            Cookie = reader.Vector8();
            var suites = new ByteReader(reader.Vector16());
            while (suites.Left > 0)
            {
                CipherSuites.Add(suites.U16());
            }

            CompressionMethods = reader.Vector8();
            if (reader.Left > 0)
            {
                var extensions = new ByteReader(reader.Vector16());
                while (extensions.Left > 0)
                {
                    Extensions.Add(new Extension(extensions.U16(), extensions.Vector16()));
                }
            }

            reader.End("ClientHello");
        }

        public byte[] Body { get; }

        public int Version { get; }

        public byte[] Random { get; }

        public byte[] SessionId { get; }

        public byte[] Cookie { get; }

        public List<int> CipherSuites { get; } = new();

        public byte[] CompressionMethods { get; }

        public List<Extension> Extensions { get; } = new();

        public Extension? Find(int type) => Extensions.FirstOrDefault(extension => extension.Type == type);

        /// <summary>The body with the cookie taken out: two hellos of one handshake are equal in it.</summary>
        public byte[] BodyWithoutCookie()
        {
            int cookieAt = 2 + 32 + 1 + SessionId.Length;
            return Wire.Concat(Body[..cookieAt], Body[(cookieAt + 1 + Cookie.Length)..]);
        }
    }

    /// <summary>A hello extension (RFC 5246 section 7.4.1.4).</summary>
    public sealed record Extension(int Type, byte[] Body)
    {
        public byte[] Encode() => new ByteWriter().U16(Type).Vector16(Body).ToArray();
    }
}
