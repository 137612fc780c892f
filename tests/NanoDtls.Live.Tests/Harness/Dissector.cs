// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Live.Tests
{
    /// <summary>Has tshark, which knows the PSK, take a capture apart.</summary>
    internal sealed class Dissector : IDisposable
    {
        /// <summary>Display filter for packets that are malformed, or that an expert warns of.</summary>
        public const string Complaints = "_ws.malformed || _ws.expert.severity >= 6291456";

        private readonly TempFolder _folder = new TempFolder();
        private readonly string _path;
        private readonly int _serverPort;
        private readonly string _application;
        private readonly string _secret;

        /// <summary>Saves a capture for analysis.</summary>
        /// <param name="datagrams">What was captured.</param>
        /// <param name="serverPort">A port for the server's side.</param>
        /// <param name="application">tshark's name of the protocol inside DTLS; "data" for none.</param>
        /// <param name="keyLog">A key log to decrypt with instead of the PSK.</param>
        public Dissector(CapturedDatagram[] datagrams, int serverPort, string application, string? keyLog = null)
        {
            _secret = keyLog == null ? "dtls.psk:" + Credentials.KeyHex : "tls.keylog_file:" + keyLog;
            _application = application;
            _serverPort = serverPort;
            _path = _folder.PathOf("session.pcap");
            // Any client port but the server's does.
            PcapFile.Write(_path, datagrams, clientPort: serverPort == 50000 ? 50001 : 50000, serverPort);
        }

        /// <summary>The values of one field, in order of appearance, of the packets that pass a display filter.</summary>
        public string[] Values(string field, string filter)
        {
            string output = Run("-Y", filter, "-T", "fields", "-E", "separator=,", "-E", "aggregator=,", "-e", field);
            return output.Split(new[] { '\n', ',' }, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }

        /// <summary>One line for each packet that passes a display filter, with what the experts say of it.</summary>
        public string Packets(string filter)
        {
            return Run("-Y", filter, "-T", "fields", "-e", "frame.number", "-e", "_ws.col.Info", "-e", "_ws.expert.message");
        }

        public void Dispose()
        {
            _folder.Dispose();
        }

        private string Run(params string[] arguments)
        {
            string[] all =
            [
                "-r", _path, "-n", "-o", _secret, "-d", "udp.port==" + _serverPort + ",dtls", "-d", "dtls.port==" + _serverPort + "," + _application,
                .. arguments,
            ];
            ToolResult result = Tool.Run("tshark", 60000, [], all);
            Assert.AreEqual(0, result.ExitCode, result.ToString());
            return result.Output;
        }
    }
}
