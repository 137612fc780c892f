// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Fuzz.Tests
{
    /// <summary>What a client does about authentic records on an open connection, in the fewest words.</summary>
    internal sealed class OpenConnectionModel
    {
        /// <summary>The client's last flight, repeated.</summary>
        public const string LastFlight = "flight";

        private readonly bool _isResumed;
        private readonly int _maxPayload;
        private string? _answer;

        public OpenConnectionModel(bool isResumed, int maxPayload)
        {
            _isResumed = isResumed;
            _maxPayload = maxPayload;
        }

        public DtlsState State { get; private set; } = DtlsState.Connected;

        public DtlsStatus CloseReason { get; private set; }

        public List<byte[]> Data { get; } = new();

        /// <summary>Datagrams sent: <see cref="LastFlight"/>, or content type and plaintext.</summary>
        public List<string> Answers { get; } = new();

        public void Receive(FuzzRecord record)
        {
            byte[] content = record.Content;
            if (State != DtlsState.Connected || content.Length == 0 || content.Length > _maxPayload)
            {
                return;
            }

            switch (record.Type)
            {
                case Wire.ApplicationData:
                    Data.Add(content);

                    // The caller takes what waits to be sent whenever a call returns.
                    Flush();
                    break;
                case Wire.Alert when content is [Wire.Warning or Wire.Fatal, 0]:
                    Close(DtlsStatus.Closed);
                    _answer = "21:0100";
                    break;
                case Wire.Alert when content is [Wire.Fatal, _]:
                    Close(DtlsStatus.PeerAlert);
                    break;
                case Wire.Handshake when content[0] == Wire.HelloRequest:
                    // RFC 7925 section 17. An answer that was not taken yet gives way to the next one.
                    _answer = "21:0164";
                    break;
                case Wire.Handshake when content[0] == Wire.Finished && _isResumed:
                    // RFC 6347 section 4.2.4: the server did not get the flight that ends the handshake.
                    _answer = LastFlight;
                    break;
            }
        }

        /// <summary>What waits is sent.</summary>
        public void Flush()
        {
            if (_answer != null)
            {
                Answers.Add(_answer);
                _answer = null;
            }
        }

        private void Close(DtlsStatus reason)
        {
            State = DtlsState.Closed;
            CloseReason = reason;
            _answer = null;
        }
    }
}
