// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Testing
{
    /// <summary>A decoded ServerHello (RFC 5246 section 7.4.1.3), as a foreign server sent it.</summary>
    public sealed class ServerHelloMessage
    {
        public ServerHelloMessage(byte[] body)
        {
            var reader = new ByteReader(body);
            Version = reader.U16();
            Random = reader.Bytes(32);
            SessionId = reader.Vector8();
            CipherSuite = reader.U16();
            CompressionMethod = reader.U8();
            if (reader.Left > 0)
            {
                var extensions = new ByteReader(reader.Vector16());
                while (extensions.Left > 0)
                {
                    Extensions.Add(new Extension(extensions.U16(), extensions.Vector16()));
                }
            }

            reader.End("ServerHello");
        }

        public int Version { get; }

        public byte[] Random { get; }

        public byte[] SessionId { get; }

        public int CipherSuite { get; }

        public int CompressionMethod { get; }

        public List<Extension> Extensions { get; } = new();

        public Extension? Find(int type) => Extensions.FirstOrDefault(extension => extension.Type == type);
    }
}
