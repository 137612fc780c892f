// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Formats.Cbor;

namespace SensorNode.Desktop.Server
{
    /// <summary>Reads SenML packs in CBOR (RFC 8428 section 6) and resolves their base fields (section 4.6).</summary>
    internal sealed class SenMlReader
    {
        private const int MaxRecords = 64;
        private const int SupportedVersion = 10;

        private readonly List<SenMlRecord> _records = [];
        private string _baseName = string.Empty;
        private string _baseUnit = string.Empty;
        private double _baseTime;
        private double _baseValue;

        private SenMlReader()
        {
        }

        // RFC 8428 section 6, table 4.
        private enum Label
        {
            BaseValue = -5,
            BaseUnit = -4,
            BaseTime = -3,
            BaseName = -2,
            BaseVersion = -1,
            Name = 0,
            Unit = 1,
            Value = 2,
            Time = 6,
        }

        /// <summary>Reads a pack.</summary>
        /// <param name="pack">The whole pack.</param>
        /// <returns>Its records with a numeric value, in order.</returns>
        /// <exception cref="CborContentException">It is not well-formed CBOR.</exception>
        /// <exception cref="FormatException">It is not a SenML pack with a numeric value.</exception>
        internal static IReadOnlyList<SenMlRecord> Read(ReadOnlyMemory<byte> pack)
        {
            var senMl = new SenMlReader();
            var reader = new CborReader(pack, CborConformanceMode.Strict);
            try
            {
                reader.ReadStartArray();
                for (int count = 0; reader.PeekState() != CborReaderState.EndArray; count++)
                {
                    if (count == MaxRecords)
                    {
                        throw new FormatException("too many records");
                    }

                    senMl.ReadRecord(reader);
                }

                reader.ReadEndArray();
            }
            catch (Exception exception) when (exception is InvalidOperationException or OverflowException)
            {
                // The reader's way to say that an item is of another type or out of range.
                throw new FormatException("unexpected item", exception);
            }

            if (reader.BytesRemaining > 0 || senMl._records.Count == 0)
            {
                throw new FormatException("not one pack with values");
            }

            return senMl._records;
        }

        private void ReadRecord(CborReader reader)
        {
            string name = string.Empty;
            string? unit = null;
            double? value = null;
            double time = 0;
            reader.ReadStartMap();
            while (reader.PeekState() != CborReaderState.EndMap)
            {
                switch (ReadLabel(reader))
                {
                    case Label.BaseVersion:
                        CheckVersion(reader.ReadInt32());
                        break;
                    case Label.BaseName:
                        _baseName = reader.ReadTextString();
                        break;
                    case Label.BaseTime:
                        _baseTime = ReadNumber(reader);
                        break;
                    case Label.BaseUnit:
                        _baseUnit = reader.ReadTextString();
                        break;
                    case Label.BaseValue:
                        _baseValue = ReadNumber(reader);
                        break;
                    case Label.Name:
                        name = reader.ReadTextString();
                        break;
                    case Label.Unit:
                        unit = reader.ReadTextString();
                        break;
                    case Label.Value:
                        value = ReadNumber(reader);
                        break;
                    case Label.Time:
                        time = ReadNumber(reader);
                        break;
                    default:
                        reader.SkipValue();
                        break;
                }
            }

            reader.ReadEndMap();
            Add(_baseName + name, unit ?? _baseUnit, value, _baseTime + time);
        }

        private void Add(string name, string unit, double? value, double time)
        {
            // Records with a string, a Boolean or no value at all are none that this collector shows.
            if (value == null)
            {
                return;
            }

            // RFC 8428 section 4.5.1: names are not empty and start with a letter or a digit.
            if (name.Length == 0 || !char.IsAsciiLetterOrDigit(name[0]))
            {
                throw new FormatException("a record needs a name");
            }

            _records.Add(new SenMlRecord(name, unit, _baseValue + value.Value, time));
        }

        private static Label ReadLabel(CborReader reader)
        {
            if (reader.PeekState() != CborReaderState.TextString)
            {
                return (Label)reader.ReadInt32();
            }

            // RFC 8428 section 4.4: who does not know a label that ends in "_" must not use the pack.
            if (reader.ReadTextString().EndsWith('_'))
            {
                throw new FormatException("unknown field that must be understood");
            }

            return (Label)int.MaxValue;
        }

        private static void CheckVersion(int version)
        {
            if (version > SupportedVersion)
            {
                throw new FormatException("unsupported version");
            }
        }

        private static double ReadNumber(CborReader reader)
        {
            switch (reader.PeekState())
            {
                case CborReaderState.UnsignedInteger:
                    return reader.ReadUInt64();
                case CborReaderState.NegativeInteger:
                    return reader.ReadInt64();
                case CborReaderState.Tag:
                    return (double)reader.ReadDecimal();
                default:
                    return reader.ReadDouble();
            }
        }
    }
}
