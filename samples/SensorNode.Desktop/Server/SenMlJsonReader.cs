// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text.Json;

namespace SensorNode.Desktop.Server
{
    /// <summary>Reads SenML packs in JSON (RFC 8428 section 5) and resolves their base fields (section 4.6).</summary>
    internal static class SenMlJsonReader
    {
        private const int SupportedVersion = 10;

        /// <summary>Reads a pack.</summary>
        /// <param name="pack">The whole pack.</param>
        /// <returns>Its records with a numeric value, in order.</returns>
        /// <exception cref="FormatException">It is not a SenML pack with a numeric value.</exception>
        internal static IReadOnlyList<SenMlRecord> Read(ReadOnlyMemory<byte> pack)
        {
            try
            {
                using JsonDocument document = JsonDocument.Parse(pack);
                return Resolve(document.RootElement);
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException or OverflowException)
            {
                // The parser's ways to say that it is no JSON, or a field of another type.
                throw new FormatException("not a SenML pack", exception);
            }
        }

        private static List<SenMlRecord> Resolve(JsonElement pack)
        {
            List<SenMlRecord> records = [];
            string baseName = string.Empty;
            string baseUnit = string.Empty;
            double baseTime = 0;
            double baseValue = 0;
            foreach (JsonElement record in pack.EnumerateArray())
            {
                CheckFields(record);
                baseName = Text(record, "bn") ?? baseName;
                baseUnit = Text(record, "bu") ?? baseUnit;
                baseTime = Number(record, "bt") ?? baseTime;
                baseValue = Number(record, "bv") ?? baseValue;
                double? value = Number(record, "v");
                if (value == null)
                {
                    continue;
                }

                string name = baseName + Text(record, "n");

                // RFC 8428 section 4.5.1: names are not empty and start with a letter or a digit.
                if (name.Length == 0 || !char.IsAsciiLetterOrDigit(name[0]))
                {
                    throw new FormatException("a record needs a name");
                }

                records.Add(new SenMlRecord(name, Text(record, "u") ?? baseUnit, baseValue + value.Value, baseTime + (Number(record, "t") ?? 0)));
            }

            return records.Count > 0 ? records : throw new FormatException("not one pack with values");
        }

        private static void CheckFields(JsonElement record)
        {
            foreach (JsonProperty field in record.EnumerateObject())
            {
                // RFC 8428 section 4.4: who does not know a label that ends in "_" must not use the pack.
                if (field.Name.EndsWith('_') || (field.Name == "bver" && field.Value.GetDouble() > SupportedVersion))
                {
                    throw new FormatException("unknown field or version that must be understood");
                }
            }
        }

        private static string? Text(JsonElement record, string label)
        {
            return record.TryGetProperty(label, out JsonElement field) ? field.GetString() ?? throw new FormatException(label) : null;
        }

        private static double? Number(JsonElement record, string label)
        {
            return record.TryGetProperty(label, out JsonElement field) ? field.GetDouble() : null;
        }
    }
}
