// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Formats.Cbor;

namespace SensorNode.Desktop.Server
{
    /// <summary>
    /// The collector's resource tree: <c>/s/1</c> takes readings as SenML packs in CBOR by POST and PUT.
    /// One instance serves all sessions.
    /// </summary>
    internal sealed class CoapServer
    {
        /// <summary>Path of the resource that takes readings.</summary>
        internal const string ReadingPath = "/s/1";

        /// <summary>Content-Format application/senml+cbor (RFC 8428 section 12.3).</summary>
        internal const int SenMlCborFormat = 112;

        private readonly Action<IReadOnlyList<SenMlRecord>> _onReading;

        /// <summary>Creates the server.</summary>
        /// <param name="onReading">Takes each pack once, on a session's thread, before the client gets its answer.</param>
        internal CoapServer(Action<IReadOnlyList<SenMlRecord>> onReading)
        {
            _onReading = onReading;
        }

        /// <summary>Makes the message layer of one session.</summary>
        internal IDatagramHandler CreateSession() => new CoapSession(this);

        /// <summary>Answers one request.</summary>
        /// <param name="request">A request without unknown critical options.</param>
        /// <returns>The response code.</returns>
        internal CoapCode Respond(CoapMessage request)
        {
            if (request.Path != ReadingPath)
            {
                return CoapCode.NotFound;
            }

            if (request.Code != CoapCode.Post && request.Code != CoapCode.Put)
            {
                return CoapCode.MethodNotAllowed;
            }

            if (request.UintOption(CoapOption.ContentFormat) != SenMlCborFormat)
            {
                return CoapCode.UnsupportedContentFormat;
            }

            try
            {
                _onReading(SenMlReader.Read(request.Payload));
                return CoapCode.Changed;
            }
            catch (Exception exception) when (exception is CborContentException or FormatException)
            {
                return CoapCode.BadRequest;
            }
        }
    }
}
