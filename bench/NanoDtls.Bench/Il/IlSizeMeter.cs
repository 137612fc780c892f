// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using Mono.Cecil;
using NanoDtls.Bench.Device;
using NanoDtls.Bench.Reporting;

namespace NanoDtls.Bench.Il
{
    /// <summary>Measures the IL of the device's assemblies, most of what a .pe file takes of flash.</summary>
    internal sealed class IlSizeMeter : Meter
    {
        private static readonly string[] s_assemblies = { "NanoDtls", "NanoDtls.Coap", "NanoDtls.Native" };

        public override string Title => "Size of the IL";

        public override void Measure(MeterReport report, BenchOptions options)
        {
            var sums = new ReportTable(
                "By assembly",
                "Static data is what initialises static arrays: it lies in the assembly, and a copy of it in the heap once the array is used. A static field is a heap block of 12 bytes.",
                "Assembly",
                "IL bytes",
                "Static data, bytes",
                "Static fields");
            report.Tables.Add(sums);
            foreach (string assembly in s_assemblies)
            {
                using ModuleDefinition module = DeviceBuild.Read(assembly);
                List<(string Name, int Code)> types = ByType(module).ToList();
                List<FieldDefinition> fields = module.GetTypes().SelectMany(type => type.Fields).Where(field => field.IsStatic && !field.IsLiteral).ToList();
                int staticData = fields.Sum(field => field.InitialValue.Length);
                report.Figures.Add(new Figure(
                    "il.size." + assembly,
                    types.Sum(type => type.Code),
                    "bytes",
                    "IL of all method bodies of " + assembly + ", built as for the device"));

                if (assembly == s_assemblies[0])
                {
                    report.Figures.Add(new Figure("il.static." + assembly, staticData, "bytes", "Initialised static data of " + assembly + ": tables and labels; the other assemblies have none"));
                }
                else if (staticData > 0)
                {
                    throw new InvalidOperationException(assembly + " has static data, and no figure for it");
                }

                sums.Add(assembly, types.Sum(type => type.Code), staticData, fields.Count(field => field.InitialValue.Length == 0));
                var table = new ReportTable(assembly + " by type", "", "Type", "IL bytes");
                foreach ((string name, int code) in types)
                {
                    table.Add(name, code);
                }

                report.Tables.Add(table);
                report.Details.Add(ByMethod(assembly, module));
            }
        }

        private static ReportTable ByMethod(string assembly, ModuleDefinition module)
        {
            var table = new ReportTable(assembly + " by method", "", "Method", "IL bytes");
            foreach (MethodDefinition method in module.GetTypes()
                .SelectMany(type => type.Methods)
                .Where(method => method.HasBody)
                .OrderByDescending(method => method.Body.CodeSize)
                .ThenBy(method => method.FullName, StringComparer.Ordinal))
            {
                table.Add(method.DeclaringType.FullName + "::" + method.Name, method.Body.CodeSize);
            }

            return table;
        }

        private static IEnumerable<(string Name, int Code)> ByType(ModuleDefinition module)
        {
            return module.GetTypes()
                .Select(type => (type.FullName, Code: type.Methods.Where(method => method.HasBody).Sum(method => method.Body.CodeSize)))
                .Where(type => type.Code > 0)
                .OrderByDescending(type => type.Code)
                .ThenBy(type => type.FullName, StringComparer.Ordinal);
        }
    }
}
