// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// Records what a server says in a handshake as a file of tests/corpus/sessions:
//
//   dotnet run tests/corpus/record.cs HOST:PORT|scripted IDENTITY KEYHEX [resume] [tickets] [hint] [cut N] [no-cookie] > FILE
//
// "resume" records a second handshake that resumes the first, "tickets" offers session tickets. The other words
// are for the scripted server of tests/NanoDtls.Testing only.

#:project ../../src/NanoDtls/NanoDtls.csproj
#:project ../NanoDtls.Testing/NanoDtls.Testing.csproj
#:property PublishAot=false

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using NanoDtls;
using NanoDtls.Testing;

byte[] identity = Encoding.ASCII.GetBytes(args[1]);
byte[] key = Convert.FromHexString(args[2]);
var client = new DtlsConnection(new DtlsClientOptions { PskIdentity = identity, PskKey = key, OfferSessionTicket = args.Contains("tickets") });
Console.WriteLine("options" + (args.Contains("tickets") ? " tickets" : ""));
Record("full");
if (args.Contains("resume"))
{
    Record("resumed");
    if (!client.IsResumed)
    {
        Console.Error.WriteLine("the server did not resume");
        return 1;
    }
}

return 0;

void Record(string name)
{
    Console.WriteLine();
    Console.WriteLine("handshake " + name);
    if (args[0] == "scripted")
    {
        RunScripted();
    }
    else
    {
        RunUdp(IPEndPoint.Parse(args[0]));
    }

    client.Close();
    client.GetDatagram();
}

void Note(byte[] datagram)
{
    Console.WriteLine();
    Console.WriteLine("# " + string.Join(", ", WireRecord.Parse(datagram)));
    string hex = Convert.ToHexStringLower(datagram);
    for (int i = 0; i < hex.Length; i += 100)
    {
        Console.WriteLine((i == 0 ? "datagram " : "  ") + hex[i..Math.Min(i + 100, hex.Length)]);
    }
}

void RunScripted()
{
    int cut = Array.IndexOf(args, "cut");
    int size = cut < 0 ? 0 : int.Parse(args[cut + 1]);
    var settings = new ServerSettings { Identity = identity, Key = key };
    settings.Hint = args.Contains("hint") ? Encoding.ASCII.GetBytes("hint") : null;
    settings.Layout = (_, items) => size == 0 ? Layouts.Packed(items) : Layouts.Fragmented(items, size, false);
    if (args.Contains("no-cookie"))
    {
        settings.Cookies.Clear();
    }

    var link = new VirtualLink(client, new ScriptedServer(settings));
    link.Connect();
    foreach ((long _, byte[] datagram) in link.SentByServer)
    {
        Note(datagram);
    }
}

void RunUdp(IPEndPoint server)
{
    using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    socket.Connect(server);
    byte[] buffer = new byte[client.MaxDatagram];
    Stopwatch clock = Stopwatch.StartNew();
    client.Start(0);
    while (client.State == DtlsState.Handshaking)
    {
        Flush(socket);
        if (socket.Poll(20_000, SelectMode.SelectRead))
        {
            int count = socket.Receive(buffer);
            Note(buffer[..count]);
            client.ProcessDatagram(buffer, 0, count, clock.ElapsedMilliseconds);
        }

        client.HandleTimeout(clock.ElapsedMilliseconds);
    }

    Flush(socket);
    if (client.State != DtlsState.Connected)
    {
        throw new InvalidOperationException("no handshake: " + client.CloseReason + " " + client.LastAlert);
    }

    int length = client.Write("hi\n"u8.ToArray(), 0, 3);
    socket.Send(client.OutputBuffer, length, SocketFlags.None);
    Thread.Sleep(200);
    client.Close();
    Flush(socket);
    Thread.Sleep(200);
}

void Flush(Socket socket)
{
    for (int length = client.GetDatagram(); length > 0; length = client.GetDatagram())
    {
        socket.Send(client.OutputBuffer, length, SocketFlags.None);
    }
}
