// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Formats.Cbor;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SensorNode.Desktop.Server
{
    /// <summary>
    /// The collector's resource tree. <c>/s/1</c> takes readings as SenML packs in CBOR or JSON by POST and PUT;
    /// <c>/config/interval</c> says how often to report, and can be observed; <c>/config</c> is a document of several
    /// blocks. One instance serves all sessions.
    /// </summary>
    internal sealed class CoapServer
    {
        /// <summary>Path of the resource that takes readings.</summary>
        internal const string ReadingPath = "/s/1";

        /// <summary>Path of the milliseconds from one reading to the next.</summary>
        internal const string IntervalPath = "/config/interval";

        /// <summary>Path of the document.</summary>
        internal const string DocumentPath = "/config";

        /// <summary>Content-Format application/senml+cbor (RFC 8428 section 12.3).</summary>
        internal const int SenMlCborFormat = 112;

        /// <summary>Content-Format application/senml+json.</summary>
        internal const int SenMlJsonFormat = 110;

        private const int LargestBlock = 6;

        private readonly Action<IReadOnlyList<SenMlRecord>> _onReading;
        private readonly List<WeakReference<CoapSession>> _sessions = [];
        private byte[] _document = [];
        private int _interval = 60000;

        /// <summary>Creates the server.</summary>
        /// <param name="onReading">Takes each pack once, on a session's thread, before the client gets its answer.</param>
        internal CoapServer(Action<IReadOnlyList<SenMlRecord>> onReading)
        {
            _onReading = onReading;
            SetInterval(_interval);
        }

        /// <summary>The document that <see cref="DocumentPath"/> serves.</summary>
        internal byte[] Document => _document;

        /// <summary>Makes the message layer of one session.</summary>
        internal IDatagramHandler CreateSession()
        {
            var session = new CoapSession(this);
            lock (_sessions)
            {
                _sessions.RemoveAll(reference => !reference.TryGetTarget(out _));
                _sessions.Add(new WeakReference<CoapSession>(session));
            }

            return session;
        }

        /// <summary>Sets how often the nodes are to report, and pushes it to all that observe it.</summary>
        /// <param name="milliseconds">Time from one reading to the next.</param>
        internal void SetInterval(int milliseconds)
        {
            List<CoapSession> sessions = [];
            lock (_sessions)
            {
                _interval = milliseconds;
                _document = WriteDocument(milliseconds);
                foreach (WeakReference<CoapSession> reference in _sessions)
                {
                    if (reference.TryGetTarget(out CoapSession? session))
                    {
                        sessions.Add(session);
                    }
                }
            }

            sessions.ForEach(session => session.NotifyInterval());
        }

        /// <summary>The interval's representation.</summary>
        /// <param name="sequence">Value of the Observe option, or -1 for none.</param>
        internal CoapAnswer Interval(int sequence)
        {
            byte[] text = Encoding.ASCII.GetBytes(_interval.ToString(CultureInfo.InvariantCulture));
            (int, byte[])[] format = [((int)CoapOption.ContentFormat, [])];
            return new CoapAnswer(CoapCode.Content, sequence < 0 ? format : [((int)CoapOption.Observe, CoapMessage.Uint(sequence & 0xFFFFFF)), .. format], text);
        }

        /// <summary>Answers one request.</summary>
        /// <param name="request">A request without unknown critical options.</param>
        internal CoapAnswer Respond(CoapMessage request)
        {
            switch (request.Path)
            {
                case ReadingPath:
                    return new CoapAnswer(TakeReading(request));
                case DocumentPath when request.Code == CoapCode.Get:
                    return DocumentBlock(request.UintOption(CoapOption.Block2));
                case DocumentPath:
                case IntervalPath:
                    return new CoapAnswer(CoapCode.MethodNotAllowed);
                default:
                    return new CoapAnswer(CoapCode.NotFound);
            }
        }

        private CoapCode TakeReading(CoapMessage request)
        {
            if (request.Code != CoapCode.Post && request.Code != CoapCode.Put)
            {
                return CoapCode.MethodNotAllowed;
            }

            int format = request.UintOption(CoapOption.ContentFormat);
            if (format is not (SenMlCborFormat or SenMlJsonFormat))
            {
                return CoapCode.UnsupportedContentFormat;
            }

            try
            {
                _onReading(format == SenMlJsonFormat ? SenMlJsonReader.Read(request.Payload) : SenMlReader.Read(request.Payload));
                return CoapCode.Changed;
            }
            catch (Exception exception) when (exception is CborContentException or FormatException)
            {
                return CoapCode.BadRequest;
            }
        }

        // RFC 7959 section 2.4: nothing is kept between the blocks.
        private CoapAnswer DocumentBlock(int block2)
        {
            byte[] document = _document;
            int size = block2 < 0 ? LargestBlock : block2 & 7;
            int start = block2 < 0 ? 0 : (block2 >> 4) << (size + 4);
            if (size > LargestBlock || start >= document.Length)
            {
                return new CoapAnswer(CoapCode.BadRequest);
            }

            int end = Math.Min(start + (16 << size), document.Length);
            byte[] etag = SHA256.HashData(document)[..4];
            return new CoapAnswer(
                CoapCode.Content,
                [
                    ((int)CoapOption.ETag, etag),
                    ((int)CoapOption.ContentFormat, []),
                    ((int)CoapOption.Block2, CoapMessage.Uint(((start >> (size + 4)) << 4) | (end < document.Length ? 8 : 0) | size)),
                ],
                document[start..end]);
        }

        private static byte[] WriteDocument(int milliseconds)
        {
            var text = new StringBuilder();
            text.Append(CultureInfo.InvariantCulture, $"interval {milliseconds}\n");
            for (int i = 1; i <= 60; i++)
            {
                text.Append(CultureInfo.InvariantCulture, $"threshold {i}: low {i * 10}, high {i * 25}, hold {i % 7} s\n");
            }

            return Encoding.ASCII.GetBytes(text.ToString());
        }
    }
}
