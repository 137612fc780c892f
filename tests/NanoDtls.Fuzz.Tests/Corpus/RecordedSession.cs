// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Fuzz.Tests
{
    /// <summary>What a real server said, datagram by datagram; the files and their format are in tests/corpus.</summary>
    internal sealed class RecordedSession
    {
        private RecordedSession(string name)
        {
            Name = name;
        }

        public static IReadOnlyList<RecordedSession> All { get; } = CorpusFile.InFolder("sessions").Select(Read).ToArray();

        public string Name { get; }

        /// <summary>The client offered session tickets.</summary>
        public bool OffersTickets { get; private set; }

        /// <summary>A full handshake, and perhaps one that resumes it.</summary>
        public List<List<byte[]>> Handshakes { get; } = new();

        private static RecordedSession Read(CorpusFile file)
        {
            var session = new RecordedSession(file.Name);
            foreach ((string key, string value) in file.Entries)
            {
                switch (key)
                {
                    case "options":
                        session.OffersTickets = value == "tickets";
                        break;
                    case "handshake":
                        session.Handshakes.Add(new List<byte[]>());
                        break;
                    case "datagram":
                        session.Handshakes[^1].Add(Convert.FromHexString(value));
                        break;
                    default:
                        throw new InvalidDataException(file.Name + ": " + key);
                }
            }

            return session;
        }
    }
}
