// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text;
using NanoDtls.Bench.Coap;
using NanoDtls.Bench.Wire;
using NanoDtls.Coap;

namespace NanoDtls.Bench.Il
{
    /// <content>The client over UDP, and CoAP above it.</content>
    internal static partial class IlScenarios
    {
        private const int PackBuffer = 64;
        private const long Temperature = 215;
        private const int Decimals = 1;

        private static void RunClient(Dictionary<string, long[][]> results)
        {
            using var session = new LoopbackSession(LoopbackSession.PatientOptions());
            byte[] payload = new byte[PayloadLength];
            results[ClientHandshake] = Measure(session.Connect);

            // The echo of each send is taken before the next one, so that receives find one datagram each.
            var sends = new List<long[][]>();
            var receives = new List<long[][]>();
            for (int i = 0; i < Repetitions; i++)
            {
                sends.Add(Measure(() => session.Send(payload)));
                receives.Add(Measure(() => session.Receive(payload)));
            }

            results[ClientSend] = Same(sends);
            results[ClientReceive] = Same(receives);
        }

        private static void RunCoap(Dictionary<string, long[][]> results)
        {
            using var session = new LoopbackSession(LoopbackSession.PatientOptions(), MemoryChannel.Answer);
            var client = new CoapClient(new DtlsCoapChannel(session.Client), new CoapClientOptions { AckTimeoutMilliseconds = 60_000 });
            var resource = new CoapResource("coaps://192.0.2.1/s/1");
            var writer = new SenMlCborWriter(new byte[PackBuffer]);
            byte[] name = Encoding.ASCII.GetBytes("t");
            byte[] unit = Encoding.ASCII.GetBytes("Cel");
            session.Connect();

            var roundTrips = new List<long[][]>();
            for (int i = 0; i < Repetitions; i++)
            {
                roundTrips.Add(Measure(() =>
                {
                    writer.BeginPack();
                    writer.AddRecord(name, unit, Temperature, Decimals);
                    int pack = writer.EndPack();
                    Require(pack > 0 && client.Request(CoapMethod.Post, resource, CoapContentFormat.SenMlCbor, writer.Buffer, 0, pack) == CoapStatus.Ok, "the reading");
                }));
                Require(client.IsSuccess && client.Retransmissions == 0, "the answer to the reading");
            }

            results[CoapRoundTrip] = Same(roundTrips);
        }
    }
}
