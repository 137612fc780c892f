// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Live.Tests
{
    /// <summary>A folder of its own that goes away with the object.</summary>
    internal sealed class TempFolder : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nanodtls-live-");

        /// <summary>Full path of a name in the folder.</summary>
        public string PathOf(string name)
        {
            return Path.Combine(_folder.FullName, name);
        }

        /// <summary>Writes a text file and returns its path.</summary>
        public string Write(string name, string text)
        {
            string path = PathOf(name);
            File.WriteAllText(path, text);
            return path;
        }

        public void Dispose()
        {
            if (Directory.Exists(_folder.FullName))
            {
                _folder.Delete(recursive: true);
            }
        }
    }
}
