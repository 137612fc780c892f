// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text;

namespace NanoDtls.Coap.Tests.Support
{
    /// <summary>Notes what an observed resource says.</summary>
    internal sealed class Watcher(CoapRequest request) : CoapObservation(request)
    {
        public Watcher()
            : this(new CoapRequest(CoapMethod.Get, EngineBench.Resource))
        {
        }

        public List<string> Seen { get; } = [];

        public int Format { get; private set; }

        public bool HasMore { get; private set; }

        public Action<CoapEngine>? OnMessage { get; set; }

        public override void OnNotification(CoapEngine message, byte[] buffer)
        {
            Seen.Add(Encoding.UTF8.GetString(buffer, message.PayloadOffset, message.PayloadLength));
            Format = message.ResponseContentFormat;
            HasMore = message.HasMore;
            OnMessage?.Invoke(message);
        }
    }
}
