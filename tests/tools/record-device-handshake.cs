// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// Writes the two generated files of tests/NanoDtls.DeviceTests: a handshake with OpenSSL's s_server, which it starts
// itself, and records that .NET's AesCcm sealed. Run it when the ClientHello of the default settings changes:
//
//   dotnet run tests/tools/record-device-handshake.cs
//
// The settings of the client are those of Player.Options in tests/NanoDtls.DeviceTests.

#:project ../../src/NanoDtls/NanoDtls.csproj
#:property PublishAot=false

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using NanoDtls;

const string Identity = "device";
const string Key = "00112233445566778899aabbccddeeff";
const string Request = "21.5 degrees\n";
const string Response = "thank you, node\n";
const int Port = 5699;
const string Folder = "tests/NanoDtls.DeviceTests/";
const string Head = """
    // Copyright (c) The NanoDtls Authors.
    // See the LICENSE file in the project root for full license information.

    // Written by tests/tools/record-device-handshake.cs.

    """;

var fromClient = new List<byte[]>();
var fromServer = new List<byte[]>();
RecordHandshake();
File.WriteAllText(Folder + "RecordedHandshake.cs", HandshakeFile());
File.WriteAllText(Folder + "KnownRecords.cs", RecordsFile());

void RecordHandshake()
{
    var start = new ProcessStartInfo("openssl")
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };
    foreach (string argument in new[] { "s_server", "-dtls1_2", "-accept", "127.0.0.1:" + Port, "-nocert", "-naccept", "1", "-psk_identity", Identity, "-psk", Key, "-cipher", "PSK-AES128-CCM8", "-num_tickets", "0", "-quiet", "-no_ign_eof" })
    {
        start.ArgumentList.Add(argument);
    }

    using Process server = Process.Start(start)!;
    Thread.Sleep(1000);
    using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 3000 };
    socket.Connect(IPAddress.Loopback, Port);
    var client = new DtlsConnection(new DtlsClientOptions
    {
        PskIdentity = Encoding.UTF8.GetBytes(Identity),
        PskKey = Convert.FromHexString(Key),
        CipherSuites = [DtlsCipherSuite.PskWithAes128Ccm8, DtlsCipherSuite.PskWithAes128Ccm],
        Crypto = new CountingCrypto(),
        MaxRecordPayload = 512,
        EnableResumption = false,
        ConnectionId = null,
    });
    var buffer = new byte[2048];
    client.Start(Environment.TickCount64);
    SendAll();
    while (client.State == DtlsState.Handshaking)
    {
        Receive();
        SendAll();
    }

    if (client.State != DtlsState.Connected)
    {
        throw new InvalidOperationException(client.CloseReason.ToString());
    }

    Send(client.Write(Encoding.UTF8.GetBytes(Request), 0, Request.Length));
    server.StandardInput.Write(Response);
    server.StandardInput.Flush();
    Receive();
    server.Kill();

    void SendAll()
    {
        for (int length = client.GetDatagram(); length > 0; length = client.GetDatagram())
        {
            Send(length);
        }
    }

    void Send(int length)
    {
        fromClient.Add(client.OutputBuffer[..length]);
        socket.Send(client.OutputBuffer, length, SocketFlags.None);
    }

    void Receive()
    {
        int length = socket.Receive(buffer);
        fromServer.Add(buffer[..length]);
        client.ProcessDatagram(buffer, 0, length, Environment.TickCount64);
    }
}

string HandshakeFile()
{
    return Head + $$"""

        namespace NanoDtls.DeviceTests
        {
            /// <summary>A handshake with OpenSSL, and a record each way after it.</summary>
            internal static class RecordedHandshake
            {
                /// <summary>PSK identity.</summary>
                public const string Identity = "{{Identity}}";

                /// <summary>Pre-shared key.</summary>
                public const string Key = "{{Key}}";

                /// <summary>What the client sends once connected.</summary>
                public const string Request = {{Literal(Request)}};

                /// <summary>What the server sends then.</summary>
                public const string Response = {{Literal(Response)}};

                /// <summary>The client's datagrams.</summary>
                public static string[] FromClient()
                {
                    return new string[]
                    {
        {{Datagrams(fromClient)}}
                    };
                }

                /// <summary>The server's datagrams.</summary>
                public static string[] FromServer()
                {
                    return new string[]
                    {
        {{Datagrams(fromServer)}}
                    };
                }
            }
        }

        """;
}

string RecordsFile()
{
    byte[] keyBlock = Enumerable.Range(0, 40).Select(i => (byte)(0xA0 + i)).ToArray();
    byte[] plaintext = Encoding.UTF8.GetBytes("temperature 21.5 Cel");
    byte[] pack = Convert.FromHexString("82a3" + "006174" + "016343656c" + "02f9cd60" + "a3" + "006168" + "0163255248" + "02c48221" + "1911cb");
    return Head + $$"""

        namespace NanoDtls.DeviceTests
        {
            /// <summary>Records that .NET's AesCcm sealed as RFC 6655 section 3 wants them, and a SenML pack.</summary>
            internal static class KnownRecords
            {
                /// <summary>Client key, server key, client IV, server IV.</summary>
                public const string KeyBlock = "{{Hex(keyBlock)}}";

                /// <summary>What is in all of the records.</summary>
                public const string Plaintext = "{{Hex(plaintext)}}";

                /// <summary>From the client, tag of 8 bytes.</summary>
                public const string Ccm8 = "{{Hex(Seal(0, 8))}}";

                /// <summary>From the client, tag of 16 bytes.</summary>
                public const string Ccm = "{{Hex(Seal(0, 16))}}";

                /// <summary>From the server, tag of 8 bytes.</summary>
                public const string Ccm8FromServer = "{{Hex(Seal(1, 8))}}";

                /// <summary>From the server, tag of 16 bytes.</summary>
                public const string CcmFromServer = "{{Hex(Seal(1, 16))}}";

                /// <summary>From the client with a Connection ID of 8 bytes (RFC 9146 section 5.3), tag of 8 bytes.</summary>
                public const string Ccm8WithCid = "{{Hex(SealWithCid(0))}}";

                /// <summary>From the server, in the same way.</summary>
                public const string Ccm8WithCidFromServer = "{{Hex(SealWithCid(1))}}";

                /// <summary>Two records: t -21.5 Cel, a half-precision number, and h 45.55 %RH, a decimal fraction (RFC 8949 sections 3.3 and 3.4.4).</summary>
                public const string SenMlPack = "{{Hex(pack)}}";
            }
        }

        """;

    byte[] SealWithCid(int side)
    {
        byte[] sequence = [0, 1, 0, 0, 0, 0, 0, 5], cid = [1, 2, 3, 4, 5, 6, 7, 8];
        byte[] inner = [.. plaintext, 23];
        byte[] nonce = [.. keyBlock[(32 + (4 * side))..(36 + (4 * side))], .. sequence];
        byte[] additional = [255, 255, 255, 255, 255, 255, 255, 255, 25, (byte)cid.Length, 25, 0xFE, 0xFD, .. sequence, .. cid, 0, (byte)inner.Length];
        byte[] ciphertext = new byte[inner.Length], tag = new byte[8];
        using var ccm = new AesCcm(keyBlock[(16 * side)..(16 + (16 * side))]);
        ccm.Encrypt(nonce, inner, ciphertext, tag, additional);
        return [25, 0xFE, 0xFD, .. sequence, .. cid, 0, (byte)(8 + inner.Length + tag.Length), .. sequence, .. ciphertext, .. tag];
    }

    byte[] Seal(int side, int tagLength)
    {
        byte[] sequence = [0, 1, 0, 0, 0, 0, 0, 5];
        byte[] nonce = [.. keyBlock[(32 + (4 * side))..(36 + (4 * side))], .. sequence];
        byte[] additional = [.. sequence, 23, 0xFE, 0xFD, 0, (byte)plaintext.Length];
        byte[] ciphertext = new byte[plaintext.Length], tag = new byte[tagLength];
        using var ccm = new AesCcm(keyBlock[(16 * side)..(16 + (16 * side))]);
        ccm.Encrypt(nonce, plaintext, ciphertext, tag, additional);
        return [23, 0xFE, 0xFD, .. sequence, 0, (byte)(8 + plaintext.Length + tagLength), .. sequence, .. ciphertext, .. tag];
    }
}

static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

static string Literal(string text) => "\"" + text.Replace("\n", "\\n") + "\"";

static string Datagrams(List<byte[]> datagrams)
{
    return string.Join("\n", datagrams.Select(datagram => "                \"" + string.Join("\"\n                    + \"", Hex(datagram).Chunk(112).Select(part => new string(part))) + "\","));
}

// Random bytes 1, 2, 3, ...: as FixedRandomCrypto of the tests.
internal sealed class CountingCrypto : SoftwareCrypto
{
    private byte _next;

    public override bool FillRandom(byte[] buffer, int offset, int count)
    {
        for (int i = 0; i < count; i++)
        {
            buffer[offset + i] = ++_next;
        }

        return true;
    }
}
