// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Testing
{
    /// <summary>A record as the server received it, decrypted when it was protected.</summary>
    public sealed record ReceivedRecord(int Type, int Epoch, long Sequence, byte[]? Content);

    /// <summary>Numbers, protects and opens the server's records.</summary>
    public sealed class ServerRecordLayer : IDisposable
    {
        private readonly ServerSettings _settings;
        private readonly Dictionary<int, long> _nextSequence = new();
        private readonly HashSet<(int, long)> _opened = new();
        private RecordProtection? _read;
        private RecordProtection? _write;

        public ServerRecordLayer(ServerSettings settings)
        {
            _settings = settings;
        }

        public bool HasKeys => _write != null;

        /// <summary>Connection ID in the records that the server sends: the one that the client asked for; empty for none.</summary>
        public byte[] SendCid { get; set; } = Array.Empty<byte>();

        /// <summary>Connection ID that the server expects: the one that it handed out; empty for none.</summary>
        public byte[] ReceiveCid { get; set; } = Array.Empty<byte>();

        /// <summary>Records under the current keys that did not verify.</summary>
        public int BadRecords { get; private set; }

        public List<ReceivedRecord> Received { get; } = new();

        /// <summary>Bytes of the last DTLSInnerPlaintext received.</summary>
        public int LastInnerLength { get; private set; }

        public void SetKeys(byte[] keyBlock, int tagLength)
        {
            Reset(1);
            int keyLength = (keyBlock.Length / 2) - 4;
            int salts = 2 * keyLength;
            _read = new RecordProtection(keyBlock[..keyLength], keyBlock[salts..(salts + 4)], tagLength);
            _write = new RecordProtection(keyBlock[keyLength..salts], keyBlock[(salts + 4)..], tagLength);
        }

        /// <summary>Forgets keys and numbers of an epoch.</summary>
        public void Reset(int epoch)
        {
            _nextSequence.Remove(epoch);
            _opened.Clear();
            if (epoch > 0)
            {
                _read?.Dispose();
                _write?.Dispose();
                _read = null;
                _write = null;
            }
        }

        public long NextSequence(int epoch) => _nextSequence.GetValueOrDefault(epoch);

        public void SetNextSequence(int epoch, long sequence) => _nextSequence[epoch] = sequence;

        /// <summary>Encodes a record; numbers below those sent before are used only when a test asks for one.</summary>
        public byte[] Encode(RecordPlan plan, long? sequence = null)
        {
            long number = sequence ?? NextSequence(plan.Epoch);
            if (sequence == null)
            {
                _nextSequence[plan.Epoch] = number + 1;
            }

            byte[] fragment = plan.Content;
            if (plan.Epoch > 0)
            {
                RecordProtection write = _write ?? throw new InvalidOperationException("the server has no keys yet");
                if (SendCid.Length > 0)
                {
                    byte[] inner = Wire.InnerPlaintext(plan.Content, plan.Type, _settings.CidPadding);
                    return EncodeInner(plan.Epoch, number, inner, plan.Version);
                }

                fragment = write.Seal(plan.Type, plan.Version, plan.Epoch, number, plan.Content, _settings.ExplicitNonce?.Invoke(plan.Epoch, number));
            }

            return Wire.Record(plan.Type, plan.Epoch, number, fragment, plan.Version);
        }

        /// <summary>Encodes a tls12_cid record around a DTLSInnerPlaintext of the test's making.</summary>
        public byte[] EncodeInner(int epoch, long sequence, byte[] inner, int version = Wire.Dtls12, byte[]? cid = null)
        {
            cid ??= SendCid;
            return Wire.CidRecord(cid, epoch, sequence, _write!.Seal(Wire.Tls12Cid, version, epoch, sequence, inner, null, cid), version);
        }

        /// <summary>Opens a record and logs it. Content is null when it did not verify or came before.</summary>
        public ReceivedRecord Decode(WireRecord record)
        {
            byte[]? content = record.Fragment;
            int type = record.Type;
            if (record.Epoch > 0)
            {
                content = null;
                if (!record.Cid.AsSpan().SequenceEqual(ReceiveCid))
                {
                    throw new WireFormatException("record with Connection ID " + Convert.ToHexString(record.Cid) + ", agreed was " + Convert.ToHexString(ReceiveCid));
                }

                if (_read != null && !_opened.Contains((record.Epoch, record.Sequence)))
                {
                    content = _read.Open(record);
                    if (content == null)
                    {
                        BadRecords++;
                    }
                    else
                    {
                        _opened.Add((record.Epoch, record.Sequence));
                        if (record.Cid.Length > 0)
                        {
                            int end = content.AsSpan().LastIndexOfAnyExcept((byte)0);
                            LastInnerLength = content.Length;
                            type = content[end];
                            content = content[..end];
                        }
                    }
                }
            }

            var received = new ReceivedRecord(type, record.Epoch, record.Sequence, content);
            Received.Add(received);
            return received;
        }

        public void Dispose() => Reset(1);
    }
}
