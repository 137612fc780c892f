// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace NanoDtls.Setup.Tests.Docs
{
    /// <summary>docs/api.md, made from the public members of the libraries and their XML documentation.</summary>
    internal static class ApiDocument
    {
        private const BindingFlags Members = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

        /// <summary>The libraries, in the order of the document.</summary>
        public static IReadOnlyList<Assembly> Assemblies { get; } = new[] { typeof(DtlsClient).Assembly, typeof(Coap.CoapClient).Assembly, typeof(HardwareCrypto).Assembly };

        /// <summary>The whole document.</summary>
        public static string Render()
        {
            var text = new StringBuilder("# API\n\nMade from the XML documentation of the sources by `tests/tools/generate.sh`; a test keeps it current.\n");
            foreach (Assembly assembly in Assemblies)
            {
                text.Append($"\n- `{assembly.GetName().Name}`: ")
                    .AppendJoin(", ", Types(assembly).Select(t => $"[{t.Name}](#{t.Name.ToLowerInvariant()})"));
            }

            text.Append('\n');
            foreach (Assembly assembly in Assemblies)
            {
                XDocument docs = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml"));
                Dictionary<string, XElement> byId = docs.Descendants("member").ToDictionary(m => m.Attribute("name")!.Value);
                text.Append($"\n# {assembly.GetName().Name}\n");
                foreach (Type type in Types(assembly))
                {
                    AppendType(text, type, byId);
                }
            }

            return text.ToString();
        }

        /// <summary>Public types, by name.</summary>
        public static IEnumerable<Type> Types(Assembly assembly)
        {
            return assembly.GetExportedTypes().OrderBy(t => t.Name, StringComparer.Ordinal);
        }

        /// <summary>What a user sees of a type: constructors, constants, properties, methods.</summary>
        public static IEnumerable<MemberInfo> Visible(Type type)
        {
            if (type.IsEnum)
            {
                return type.GetFields(BindingFlags.Public | BindingFlags.Static);
            }

            bool Accessors(MethodInfo m) => m.IsSpecialName;
            // A protected constructor without parameters has nothing to say.
            return type.GetConstructors(Members).Where(c => Signature.IsVisible(c) && (c.IsPublic || c.GetParameters().Length != 0)).Cast<MemberInfo>()
                .Concat(type.GetFields(Members).Where(f => f.IsPublic || f.IsFamily))
                .Concat(type.GetProperties(Members).Where(p => Signature.IsVisible(p.GetMethod)))
                .Concat(type.GetMethods(Members).Where(m => Signature.IsVisible(m) && !Accessors(m)));
        }

        private static void AppendType(StringBuilder text, Type type, Dictionary<string, XElement> docs)
        {
            text.Append($"\n## {type.Name}\n\n```csharp\n{Signature.Of(type)}\n```\n\n{Flatten(docs[Signature.Id(type)].Element("summary")!)}\n");
            if (type.IsEnum)
            {
                text.Append("\n| Value | Number | Meaning |\n|---|--:|---|\n");
                foreach (FieldInfo field in Visible(type).Cast<FieldInfo>())
                {
                    text.Append($"| `{field.Name}` | {Convert.ToInt64(field.GetRawConstantValue())} | {Summary(docs, field)} |\n");
                }

                return;
            }

            foreach (MemberInfo member in Visible(type))
            {
                text.Append($"\n**`{Signature.Of(member)}`**\n\n{Summary(docs, member)}\n");
                List<string> details = Details(docs.GetValueOrDefault(Signature.Id(member))).ToList();
                if (details.Count != 0)
                {
                    text.Append('\n').AppendJoin('\n', details).Append('\n');
                }
            }
        }

        private static string Summary(Dictionary<string, XElement> docs, MemberInfo member)
        {
            XElement? summary = docs.GetValueOrDefault(Signature.Id(member))?.Element("summary");
            return summary != null ? Flatten(summary) : member is ConstructorInfo ? "Creates an instance." : "As the base class has it.";
        }

        private static IEnumerable<string> Details(XElement? docs)
        {
            if (docs == null)
            {
                yield break;
            }

            foreach (XElement parameter in docs.Elements("param"))
            {
                yield return $"- `{parameter.Attribute("name")!.Value}`: {Flatten(parameter)}";
            }

            if (docs.Element("returns") is XElement returns)
            {
                yield return $"- Returns: {Flatten(returns)}";
            }

            foreach (XElement exception in docs.Elements("exception"))
            {
                yield return $"- Throws `{exception.Attribute("cref")!.Value.Split('.')[^1]}`: {Flatten(exception)}";
            }

            if (docs.Element("remarks") is XElement remarks)
            {
                yield return $"- {Flatten(remarks)}";
            }
        }

        // One line of Markdown.
        private static string Flatten(XElement element)
        {
            var text = new StringBuilder();
            foreach (XNode node in element.Nodes())
            {
                text.Append(node switch
                {
                    XText t => t.Value,
                    XElement { Name.LocalName: "see" or "seealso" } see => $"`{Regex.Replace(Reference(see), @"^[A-Z]:(\w+\.)*?(?=\w+(\.\w+)?(\(|$))|\(.*$", string.Empty)}`",
                    XElement { Name.LocalName: "paramref" } p => $"`{p.Attribute("name")!.Value}`",
                    XElement { Name.LocalName: "c" or "code" } c => $"`{c.Value}`",
                    XElement { Name.LocalName: "para" } para => " " + Flatten(para),
                    XElement other => Flatten(other),
                    _ => string.Empty,
                });
            }

            return Regex.Replace(text.ToString(), @"\s+", " ").Trim().Replace("|", "\\|");
        }

        private static string Reference(XElement see)
        {
            return (see.Attribute("cref") ?? see.Attribute("langword") ?? see.Attribute("href"))!.Value;
        }
    }
}
