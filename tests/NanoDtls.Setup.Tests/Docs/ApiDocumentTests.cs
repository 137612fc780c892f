// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Reflection;

namespace NanoDtls.Setup.Tests.Docs
{
    /// <summary>docs/api.md is what the sources say, and they say it of everything.</summary>
    [TestClass]
    public class ApiDocumentTests
    {
        [TestMethod]
        [TestCategory("Generated")]
        public void DocumentIsCurrent()
        {
            GeneratedFile.Check("docs/api.md", ApiDocument.Render());
        }

        [TestMethod]
        public void EveryPublicTypeIsThere()
        {
            string document = Repository.Text("docs/api.md");

            foreach (Type type in ApiDocument.Assemblies.SelectMany(ApiDocument.Types))
            {
                StringAssert.Contains(document, $"\n## {type.Name}\n");
            }
        }

        [TestMethod]
        public void KnownMemberIsWrittenAsItIsDeclared()
        {
            string document = Repository.Text("docs/api.md");

            StringAssert.Contains(document, "**`int Receive(byte[] buffer, int offset, int count, int timeoutMilliseconds)`**");
            StringAssert.Contains(document, "**`abstract bool FillRandom(byte[] buffer, int offset, int count)`**");
            StringAssert.Contains(document, "sealed class DtlsClient : IDisposable");
        }

        [TestMethod]
        public void EveryPublicMemberIsDocumented()
        {
            foreach (Assembly assembly in ApiDocument.Assemblies)
            {
                string docs = File.ReadAllText(Path.ChangeExtension(assembly.Location, ".xml"));
                List<string> missing = ApiDocument.Types(assembly).SelectMany(ApiDocument.Visible)
                    .Where(m => m is not ConstructorInfo c || c.GetParameters().Length != 0)
                    .Where(m => !docs.Contains($"\"{Signature.Id(m)}\"", StringComparison.Ordinal)).Select(Signature.Id).ToList();

                Assert.IsEmpty(missing, string.Join('\n', missing));
            }
        }
    }
}
