// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <content>The inputs of the table, well-formed and next in turn.</content>
    internal sealed partial class StateProbe
    {
        private const string Protected = "protected ";

        private static readonly Dictionary<string, int> s_messages = new()
        {
            ["HelloRequest"] = Wire.HelloRequest,
            ["ClientHello"] = Wire.ClientHello,
            ["ServerHello"] = Wire.ServerHello,
            ["HelloVerifyRequest"] = Wire.HelloVerifyRequest,
            ["NewSessionTicket"] = Wire.NewSessionTicket,
            ["Certificate"] = Wire.Certificate,
            ["ServerKeyExchange"] = Wire.ServerKeyExchange,
            ["CertificateRequest"] = Wire.CertificateRequest,
            ["ServerHelloDone"] = Wire.ServerHelloDone,
            ["CertificateVerify"] = Wire.CertificateVerify,
            ["ClientKeyExchange"] = Wire.ClientKeyExchange,
            ["Finished"] = Wire.Finished,
            ["CertificateStatus"] = 22,
            ["unknown message 9"] = 9,
            ["unknown message 99"] = 99,
            ["unknown message 255"] = 255,
        };

        private static readonly Dictionary<string, (int Type, byte[] Content)> s_records = new()
        {
            ["ChangeCipherSpec"] = (Wire.ChangeCipherSpec, new byte[] { 1 }),
            ["fatal alert"] = (Wire.Alert, new byte[] { 2, 80 }),
            ["fatal decrypt_error"] = (Wire.Alert, new byte[] { 2, 51 }),
            ["warning"] = (Wire.Alert, new byte[] { 1, 90 }),
            ["close_notify"] = (Wire.Alert, new byte[] { 1, 0 }),
            ["application data"] = (Wire.ApplicationData, new byte[] { 1, 2, 3 }),
            ["heartbeat"] = (24, new byte[] { 1, 0, 0, 0 }),
            ["unknown content type"] = (99, new byte[] { 1, 2, 3 }),
        };

        /// <summary>Every input that the table must have: each message and record, plaintext and protected.</summary>
        public static IEnumerable<string> AllInputs =>
            s_messages.Keys.Concat(s_records.Keys).SelectMany(name => new[] { name, Protected + name }).Append(Protected + "Finished with other verify_data");

        /// <summary>The datagram for an input of the table.</summary>
        public byte[] Build(string input)
        {
            bool isProtected = input.StartsWith(Protected, StringComparison.Ordinal);
            string name = isProtected ? input[Protected.Length..] : input;
            if (name == "Finished with other verify_data")
            {
                return Handshake(Wire.Finished, new byte[12], 1);
            }

            if (s_records.TryGetValue(name, out (int Type, byte[] Content) record))
            {
                return Record(record.Type, isProtected ? 1 : 0, record.Content);
            }

            int type = s_messages[name];
            return TheServersOwn(type, isProtected) ?? Handshake(type, BodyOf(type), isProtected ? 1 : 0);
        }

        // The message as the server has it ready, where it comes next: valid to the last byte.
        private byte[]? TheServersOwn(int type, bool isProtected)
        {
            return Scenario.Pending.FirstOrDefault(datagram =>
            {
                WireRecord record = WireRecord.Parse(datagram)[0];
                return record.Type == Wire.Handshake
                    && record.Epoch == (isProtected ? 1 : 0)
                    && (isProtected ? type == Wire.Finished : record.Fragment[0] == type && WireFragment.Parse(record.Fragment)[0].MessageSequence == NextSequence);
            });
        }

        private byte[] BodyOf(int type)
        {
            Scenario s = Scenario;
            return type switch
            {
                Wire.HelloRequest or Wire.ServerHelloDone => Array.Empty<byte>(),
                Wire.HelloVerifyRequest => ServerMessages.HelloVerifyRequest(Wire.Dtls10, new byte[] { 9, 9, 9 }),
                Wire.ServerKeyExchange => ServerMessages.ServerKeyExchange(new byte[] { 1 }),
                Wire.NewSessionTicket => ServerMessages.NewSessionTicket(100, new byte[40]),
                Wire.ServerHello when s.Server.Hello != null =>
                    ServerMessages.ServerHello(s.Settings, s.Server.Hello, Enumerable.Range(1, 32).Select(i => (byte)i).ToArray(), Wire.SuiteCcm8),
                _ => new byte[12],
            };
        }

        private byte[] Handshake(int type, byte[] body, int epoch)
        {
            // Once connected nothing is next; the server counts on.
            int sequence = type == Wire.HelloRequest && Scenario.Client.State == DtlsState.Connected ? 0 : NextSequence;
            return Record(Wire.Handshake, epoch, Wire.HandshakeMessage(type, sequence, body));
        }

        // Without keys at the server nothing can be protected: any bytes in epoch 1.
        private byte[] Record(int type, int epoch, byte[] content)
        {
            return epoch == 1 && !Scenario.Server.Records.HasKeys
                ? Wire.Record(type, 1, 0, new byte[40])
                : Scenario.Server.Build(type, epoch, content);
        }
    }
}
