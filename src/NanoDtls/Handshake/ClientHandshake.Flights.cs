// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace NanoDtls
{
    /// <content>What the client sends.</content>
    internal sealed partial class ClientHandshake
    {
        /// <summary>Puts the current flight into the output buffer again, under new record sequence numbers.</summary>
        internal void Retransmit()
        {
            if (State < WaitChangeCipherSpec)
            {
                _records.WritePlainHeader(ContentType.Handshake, 0, _flightLength - RecordLayer.HeaderLength);
                _records.OutputLength = _flightLength;
            }
            else
            {
                _records.OutputLength = WriteFinishedFlight(false);
            }
        }

        private void SendHello(int cookieLength, long now)
        {
            byte[] output = _records.Output;
            int length = ClientHelloWriter.Write(output, Message, cookieLength, _helloSequence, _offer);
            _records.WritePlainHeader(ContentType.Handshake, 0, length);
            StartFlight(Message + length, KeySchedule.KeptLength, now);
        }

        private void SendFinishedFlight(long now)
        {
            byte[] output = _records.Output;
            bool isExtendedMasterSecret = (Agreement & ServerHelloReader.ExtendedMasterSecretFlag) != 0;
            int tagLength = TagLength(Agreement);
            _keys.CollectRandoms(ClientRandom, isExtendedMasterSecret);

            byte[] identity = _identity;
            HandshakeCodec.WriteHeader(output, Message, HandshakeType.ClientKeyExchange, identity.Length, _helloSequence + 1);
            Array.Copy(identity, 0, output, Message + HandshakeCodec.HeaderLength, identity.Length);
            _crypto.TranscriptUpdate(output, Message, HandshakeCodec.HeaderLength + identity.Length);
            _keys.DeriveKeys(isExtendedMasterSecret, tagLength);
            _records.Protect(tagLength);
            StartFlight(WriteFinishedFlight(true), KeySchedule.VerifyLength, now);
        }

        /// <summary>Writes the records of flight 5 around the ClientKeyExchange that is in place.</summary>
        /// <returns>Length of the flight.</returns>
        private int WriteFinishedFlight(bool isFirst)
        {
            byte[] output = _records.Output;
            int keyExchangeLength = HandshakeCodec.HeaderLength + _identity.Length;
            _records.WritePlainHeader(ContentType.Handshake, 0, keyExchangeLength);

            int record = RecordLayer.HeaderLength + keyExchangeLength;
            _records.WritePlainHeader(ContentType.ChangeCipherSpec, record, 1);
            output[record + RecordLayer.HeaderLength] = 1;

            record += RecordLayer.HeaderLength + 1;
            int finished = record + RecordLayer.ProtectedOffset;
            HandshakeCodec.WriteHeader(
                output, finished, HandshakeType.Finished, HandshakeCodec.VerifyDataLength, _helloSequence + 2);
            Array.Copy(
                output, _keys.VerifyDataOffset, output, finished + HandshakeCodec.HeaderLength, HandshakeCodec.VerifyDataLength);
            if (isFirst)
            {
                _crypto.TranscriptUpdate(output, finished, FinishedLength);
            }

            return record + _records.Seal(ContentType.Handshake, record, FinishedLength);
        }

        private void StartFlight(int length, int keptAtEnd, long now)
        {
            _flightLength = length;
            _records.OutputLength = length;
            _reassembly.Reset(length, _records.Output.Length - keptAtEnd);
            Timer.StartFlight(now);
        }

        /// <summary>RFC 6655 section 4: CCM_8 suites have the short tag.</summary>
        private static int TagLength(int agreement)
        {
            return (agreement & 0xFFFF) == (int)DtlsCipherSuite.PskWithAes128Ccm8 ? 8 : 16;
        }
    }
}
