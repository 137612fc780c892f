// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Build.Tests
{
    /// <summary>Code that uses a member which the device lacks does not compile against the reference.</summary>
    [TestClass]
    public class ReferenceCompileTests
    {
        // Body of a method with the locals and fields of Wrap, and what the compiler must say to it.
        private static readonly Dictionary<string, (string Body, string Error)> s_absent = new()
        {
            ["ArrayFill"] = ("Array.Fill(b, (byte)0);", "CS0117"),
            ["ArrayResize"] = ("Array.Resize(ref b, 3);", "CS0117"),
            ["ArrayClearWhole"] = ("Array.Clear(b);", "CS7036"),
            ["SpanOfByte"] = ("Span<byte> s = b;", "CS0246"),
            ["ReadOnlySpanOfByte"] = ("ReadOnlySpan<byte> s = b;", "CS0246"),
            ["BlockCopy"] = ("Buffer.BlockCopy(b, 0, b, 1, 2);", "CS0103"),
            ["TickCount"] = ("n = Environment.TickCount;", "CS0117"),
            ["Stopwatch"] = ("var w = new System.Diagnostics.Stopwatch();", "CS0234"),
            ["List"] = ("var l = new System.Collections.Generic.List<int>();", "CS0234"),
            ["Ascii"] = ("o = Encoding.ASCII;", "CS0117"),
            ["InterlockedLong"] = ("Interlocked.Add(ref n, 1);", "CS0117"),
            ["TryEnter"] = ("Monitor.TryEnter(o);", "CS0117"),
            ["RandomRange"] = ("n = new Random().Next(1, 6);", "CS1501"),
            ["TryParseAddress"] = ("IPAddress a; IPAddress.TryParse(\"::1\", out a);", "CS0117"),
            ["Shutdown"] = ("socket.Shutdown(0);", "CS1061"),
            ["ReceiveIntoSpan"] = ("socket.Receive(new SpanByte(b));", "CS1503"),
            ["Collect"] = ("GC.Collect();", "CS0117"),
            ["FixedTimeEquals"] = ("System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(b, b);", "CS0234"),
            ["BinaryPrimitives"] = ("System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(n);", "CS0234"),
            ["Nullable"] = ("int? m = n;", "CS0518"),
            ["Tuple"] = ("var t = (n, o);", "CS8179"),
            ["ActionOfT"] = ("Action<int> a = null;", "CS0308"),
            ["BackgroundThread"] = ("Thread.CurrentThread.IsBackground = true;", "CS1061"),
            ["MathInCore"] = ("n = Math.Clamp(n, 0, 1);", "CS0103"),
            ["VolatileRead"] = ("n = Volatile.Read(ref n);", "CS0103"),
        };

        private const string VolatileField = "namespace Sample { public class VolatileField { private volatile bool _b; public bool Run() { _b = true; return _b; } } }";

        [TestMethod]
        public void MembersThatTheDeviceLacksDoNotCompile()
        {
            Dictionary<string, string> sources = s_absent.ToDictionary(p => p.Key, p => Wrap(p.Key, p.Value.Body));
            sources.Add("VolatileField", VolatileField);

            string output = ReferenceCompiler.Compile(sources, out int exitCode);

            List<string> wrong = s_absent.Where(p => !Reports(output, p.Key, p.Value.Error)).Select(p => $"{p.Key}: {p.Value.Error}").ToList();
            Assert.AreEqual(1, exitCode, output);
            Assert.IsEmpty(wrong, $"not reported: {string.Join(", ", wrong)}\n{output}");
            Assert.IsTrue(Reports(output, "VolatileField", "CS0518"), output);
        }

        [TestMethod]
        public void MembersThatTheDeviceHasCompile()
        {
            const string Body = "Array.Copy(b, 0, b, 1, 2); Array.Clear(b, 0, 1); long t = Environment.TickCount64; n = new Random().Next(6);"
                + " lock (o) { Interlocked.Increment(ref n); } new Random().NextBytes(b);"
                + " if (socket.Poll(1, SelectMode.SelectRead)) { n = socket.Receive(b, 0, 1, SocketFlags.None); }"
                + " n = Encoding.UTF8.GetBytes(\"x\", 0, 1, b, 0) + (int)t; o = IPAddress.Parse(\"127.0.0.1\"); Thread.Sleep(0);";

            string output = ReferenceCompiler.Compile("Present", Wrap("Present", Body), out int exitCode);

            Assert.AreEqual(0, exitCode, output);
        }

        private static bool Reports(string output, string file, string error)
        {
            return output.Split('\n').Any(l => l.Contains($"{file}.cs(", StringComparison.Ordinal) && l.Contains($"error {error}:", StringComparison.Ordinal));
        }

        private static string Wrap(string name, string body)
        {
            return "using System; using System.Net; using System.Net.Sockets; using System.Text; using System.Threading;\n"
                + $"namespace Sample {{ public class {name} {{ public object Run(byte[] b, int n, object o, Socket socket) {{ {body} return o; }} }} }}";
        }
    }
}
