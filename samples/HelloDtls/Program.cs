// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Threading;
using nanoFramework.Networking;
using NanoDtls;

namespace HelloDtls
{
    /// <summary>
    /// The smallest program: join Wi-Fi, connect, send, receive, close. Fill in the six values; a DTLS echo server answers:
    /// <code>
    /// echo sensor-17:000102030405060708090a0b0c0d0e0f > keys.txt
    /// gnutls-serv --udp --echo --port 5684 --pskpasswd keys.txt --priority NORMAL:-VERS-ALL:+VERS-DTLS1.2:-KX-ALL:+PSK:+AES-128-CCM-8
    /// </code>
    /// </summary>
    public static class Program
    {
        private const string WifiSsid = "your network";
        private const string WifiPassword = "its password";
        private const string Server = "192.0.2.7";
        private const int Port = 5684;
        private const string Identity = "sensor-17";

        // Of this example only: each device gets 16 or more random bytes of its own.
        private static readonly byte[] s_key = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 };

        /// <summary>Runs once.</summary>
        public static void Main()
        {
            if (!WifiNetworkHelper.ConnectDhcp(WifiSsid, WifiPassword, token: new CancellationTokenSource(60000).Token))
            {
                Debug.WriteLine("no network");
                return;
            }

            var options = new DtlsClientOptions();
            options.PskIdentity = Encoding.UTF8.GetBytes(Identity);
            options.PskKey = s_key;
            using (var client = new DtlsClient(options))
            {
                Exchange(client, Encoding.UTF8.GetBytes("hello\n"), new byte[128]);
                client.Close();
            }

            Thread.Sleep(Timeout.Infinite);
        }

        private static void Exchange(DtlsClient client, byte[] request, byte[] answer)
        {
            DtlsStatus status = client.Connect(new IPEndPoint(IPAddress.Parse(Server), Port));
            if (status == DtlsStatus.Ok)
            {
                status = client.Send(request, 0, request.Length);
            }

            if (status != DtlsStatus.Ok)
            {
                Debug.WriteLine("status " + ((int)status).ToString() + ", alert " + ((int)client.LastAlert).ToString());
                return;
            }

            int count = client.Receive(answer, 0, answer.Length, 5000);
            Debug.WriteLine(count > 0 ? "answer: " + Encoding.UTF8.GetString(answer, 0, count) : "no answer: " + count.ToString());
        }
    }
}
