// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Globalization;
using System.Text.RegularExpressions;

namespace NanoDtls.Build.Tests.Native
{
    /// <summary>What the C++ glue says about itself, read from its source.</summary>
    internal sealed class GlueSource
    {
        private const string Root = "Library_NanoDtls_Native_";

        private GlueSource(string table, string header, string stubs)
        {
            Match data = Regex.Match(
                table,
                "const CLR_RT_NativeAssemblyData g_CLR_AssemblyNative_(\\w+) =\n\\{\n    \"([^\"]+)\",\n    0x([0-9A-F]{8}),\n    method_lookup,\n    \\{ (\\d+), (\\d+), (\\d+), (\\d+) \\}\n\\};");
            Assert.IsTrue(data.Success, "the layout that the interpreter's CMake reads");
            Symbol = data.Groups[1].Value;
            Assembly = data.Groups[2].Value;
            Checksum = uint.Parse(data.Groups[3].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            Version = string.Join('.', Enumerable.Range(4, 4).Select(i => data.Groups[i].Value));

            string entries = Regex.Match(table, "method_lookup\\[\\] =\n\\{\n(.*?)\\};", RegexOptions.Singleline).Groups[1].Value;
            Slots = entries.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Parse).ToList();
            Declared = Regex.Matches(header, "NANOCLR_NATIVE_DECLARE\\((\\w+)\\);").Select(m => m.Groups[1].Value).ToList();
            Defined = Regex.Matches(stubs, "^HRESULT (\\w+)::(\\w+)\\(CLR_RT_StackFrame &stack\\)$", RegexOptions.Multiline)
                .Select(m => Parse($"{m.Groups[1].Value}::{m.Groups[2].Value},")).ToList();
        }

        /// <summary>The glue of the repository.</summary>
        public static GlueSource Load()
        {
            return new GlueSource(Text("NanoDtls_Native.cpp"), Text("NanoDtls_Native.h"), Text("NanoDtls_Native_NanoDtls_ChipCrypto.cpp"));
        }

        public string Symbol { get; }

        public string Assembly { get; }

        public uint Checksum { get; }

        public string Version { get; }

        public IReadOnlyList<NativeSlot> Slots { get; }

        public IReadOnlyList<string> Declared { get; }

        public IReadOnlyList<NativeSlot> Defined { get; }

        private static string Text(string name)
        {
            return File.ReadAllText(Repository.At("native/interop/" + name));
        }

        private static NativeSlot Parse(string entry)
        {
            if (entry == "nullptr,")
            {
                return NativeSlot.Managed;
            }

            Match match = Regex.Match(entry, "^" + Root + "(\\w+)::(\\w+),$");
            Assert.IsTrue(match.Success, entry);
            return new NativeSlot(match.Groups[1].Value, match.Groups[2].Value);
        }
    }
}
