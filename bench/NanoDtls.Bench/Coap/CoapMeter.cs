// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text;
using NanoDtls.Bench.Memory;
using NanoDtls.Bench.Reporting;
using NanoDtls.Coap;

namespace NanoDtls.Bench.Coap
{
    /// <summary>Measures the CoAP message of a sensor's reading, and the arrays that sending it needs.</summary>
    internal sealed class CoapMeter : Meter
    {
        // Room for the largest pack below; a firmware chooses its own.
        private const int PackBuffer = 64;

        private static readonly byte[] s_celsius = Encoding.ASCII.GetBytes("Cel");
        private static readonly byte[] s_relativeHumidity = Encoding.ASCII.GetBytes("%RH");

        public override string Title => "CoAP";

        public override void Measure(MeterReport report, BenchOptions options)
        {
            var channel = new MemoryChannel();
            var client = new CoapClient(channel, null);
            var resource = new CoapResource("coaps://192.0.2.1/s/1");
            var writer = new SenMlCborWriter(new byte[PackBuffer]);

            var readings = new ReportTable(
                "Messages of a reading",
                "POST to /s/1 with Content-Format and a token of 2 bytes; the pack has a temperature in Cel and a humidity in %RH.",
                "Names",
                "Values",
                "Pack bytes",
                "Message bytes");
            int message = 0;
            foreach ((string names, long temperature, long humidity, int decimals) in new[]
            {
                ("t h", 215L, 455L, 1),
                ("t h", 213L, 457L, 1),
                ("t h", 2153L, 4571L, 2),
                ("temperature humidity", 2153L, 4571L, 2),
            })
            {
                byte[][] encoded = names.Split(' ').Select(Encoding.ASCII.GetBytes).ToArray();
                writer.BeginPack();
                writer.AddRecord(encoded[0], s_celsius, temperature, decimals);
                writer.AddRecord(encoded[1], s_relativeHumidity, humidity, decimals);
                int pack = writer.EndPack();
                Require(pack > 0 && client.Request(CoapMethod.Post, resource, CoapContentFormat.SenMlCbor, writer.Buffer, 0, pack) == CoapStatus.Ok && client.IsSuccess);
                message = message == 0 ? channel.Request.Length : message;
                double scale = Math.Pow(10, decimals);
                readings.Add(names, (temperature / scale) + " and " + (humidity / scale), pack, channel.Request.Length);
            }

            report.Figures.Add(new Figure("coap.senml_bytes", message, "bytes", "CoAP message of a reading in SenML-CBOR to /s/1: t 21.5 Cel and h 45.5 %RH"));
            report.Tables.Add(readings);
            MeasureArrays(report, client, channel, resource, writer);
        }

        private static void MeasureArrays(MeterReport report, CoapClient client, MemoryChannel channel, CoapResource resource, SenMlCborWriter writer)
        {
            var heap = new DeviceHeap();
            heap.Exclude(channel);
            heap.Walk(client, "client");
            heap.Walk(resource, "resource");
            heap.Walk(writer, "writer");
            List<DeviceObject> arrays = heap.Objects.Where(o => o.IsArray).OrderByDescending(o => o.Length).ToList();
            report.Figures.Add(new Figure(
                "coap.array_bytes",
                arrays.Sum(o => o.Length),
                "bytes",
                "Lengths of all arrays that a CoapClient with default options, a resource and a SenML writer with a 64-byte buffer hold; the channel is not in it"));

            var table = new ReportTable("Arrays", "All objects together take " + heap.Objects.Sum(o => o.HeapBytes) + " bytes of the device's heap.", "Reached by", "Type", "Bytes");
            arrays.ForEach(array => table.Add("`" + array.Path + "`", array.Type, array.Length));
            report.Tables.Add(table);
        }

        private static void Require(bool isGood)
        {
            if (!isGood)
            {
                throw new InvalidOperationException("the reading was not sent");
            }
        }
    }
}
