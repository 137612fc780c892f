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
        public override string Title => "Size of the IL";

        public override void Measure(MeterReport report, BenchOptions options)
        {
            foreach (string assembly in new[] { "NanoDtls", "NanoDtls.Coap" })
            {
                using ModuleDefinition module = DeviceBuild.Read(assembly);
                List<(string Name, int Code)> types = ByType(module).ToList();
                int staticData = module.GetTypes().SelectMany(type => type.Fields).Sum(field => field.InitialValue.Length);
                report.Figures.Add(new Figure(
                    "il.size." + assembly,
                    types.Sum(type => type.Code),
                    "bytes",
                    "IL of all method bodies of " + assembly + ", built as for the device"));

                var table = new ReportTable(assembly + " by type", staticData + " bytes of initialised static data besides.", "Type", "IL bytes");
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
