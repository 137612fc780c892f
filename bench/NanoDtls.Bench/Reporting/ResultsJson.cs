// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text.Json;

namespace NanoDtls.Bench.Reporting
{
    /// <summary>bench/results.json: a flat object, a number for each key.</summary>
    internal static class ResultsJson
    {
        public static void Write(string path, IEnumerable<Verdict> verdicts)
        {
            using FileStream stream = File.Create(path);
            using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
            {
                writer.WriteStartObject();
                foreach (Verdict verdict in verdicts)
                {
                    writer.WriteNumber(verdict.Figure.Key, (decimal)verdict.Figure.Value);
                }

                writer.WriteEndObject();
            }

            stream.WriteByte((byte)'\n');
        }

        public static Dictionary<string, double> Read(string path)
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
            return document.RootElement.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetDouble());
        }
    }
}
