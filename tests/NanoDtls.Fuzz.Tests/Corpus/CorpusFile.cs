// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Fuzz.Tests
{
    /// <summary>A text file of the corpus: lines "key value", longer values go on in indented lines, # begins a comment.</summary>
    internal sealed class CorpusFile
    {
        private CorpusFile(string path)
        {
            Name = Path.GetFileNameWithoutExtension(path);
            foreach (string line in File.ReadLines(path).Where(line => line.Length != 0 && line[0] != '#'))
            {
                if (line[0] == ' ')
                {
                    Entries[^1] = (Entries[^1].Key, Entries[^1].Value + line.Trim());
                }
                else
                {
                    string[] parts = line.Split(' ', 2);
                    Entries.Add((parts[0], parts.Length == 1 ? "" : parts[1]));
                }
            }
        }

        public string Name { get; }

        public List<(string Key, string Value)> Entries { get; } = new();

        /// <summary>All files of a folder of the corpus, by name; it is a failure when there are none.</summary>
        public static IEnumerable<CorpusFile> InFolder(string folder)
        {
            string path = Path.Combine(AppContext.BaseDirectory, "corpus", folder);
            string[] files = Directory.GetFiles(path, "*.txt");
            if (files.Length == 0)
            {
                throw new InvalidDataException("no files in " + path);
            }

            return files.Order(StringComparer.Ordinal).Select(file => new CorpusFile(file));
        }
    }
}
