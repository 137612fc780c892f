// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Setup.Tests.Boards
{
    /// <summary>The files of boards/, made from boards.tsv and the templates beside it.</summary>
    internal static class BoardFiles
    {
        /// <summary>Columns of boards.tsv, by target.</summary>
        public static IReadOnlyList<Dictionary<string, string>> Rows { get; } = ReadRows();

        /// <summary>All targets.</summary>
        public static IEnumerable<string> Targets => Rows.Select(row => row["target"]);

        /// <summary>The page of a board.</summary>
        public static string Readme(Dictionary<string, string> row)
        {
            string target = row["target"];
            string led = row["led"] == "none"
                ? "Status LED: none on this board that is a plain GPIO; with one of your own, name its pin in the configuration."
                : $"Status LED: GPIO {row["led"]}.";
            return Fill(Repository.Text("boards/README.template.md"), row)
                .Replace("@ledline@", led)
                .Replace("@flash_firmware@", $"boards/flash.sh firmware {target} PORT")
                .Replace("@flash_config@", $"boards/flash.sh config {target} PORT my-node.conf")
                .Replace("@flash_app@", $"boards/flash.sh app {target} PORT")
                .Replace("@limits@", string.Join('\n', row["limits"].Split('|').Select(limit => "- " + limit)));
        }

        /// <summary>The configuration template of a board.</summary>
        public static string Configuration(Dictionary<string, string> row)
        {
            string[] network = row["network"] switch
            {
                "wifi" => new[] { "wifi-ssid = your-network", "wifi-password = your-password" },
                "cable" => new[] { "# No wifi-ssid: the network is a cable." },
                _ => new[] { "# No wifi-ssid: the chip has no Wi-Fi, see README.md here." },
            };
            return Fill(Repository.Text("boards/sensor-node.template.conf"), row)
                .Replace("@networklines@", string.Join('\n', network) + "\n");
        }

        /// <summary>The list of all boards.</summary>
        public static string Index()
        {
            IEnumerable<string> lines = Rows.Select(row =>
                $"| [{row["target"]}]({row["target"]}/README.md) | {row["board"]} | {Network(row["network"])} | {row["aes"]} | {row["ipv6"]} |");
            return "# Boards\n\nA page for each target: wiring, firmware, configuration, what to expect, limits. Nothing here was run on a board yet.\n\n"
                + "| Target | For instance | Network of the sample | AES in `NanoDtls.Native` | IPv6 |\n|---|---|---|---|---|\n"
                + string.Join('\n', lines)
                + "\n\n`flash.sh` and `flash.ps1` put firmware, configuration and program on a board, `build-firmware.sh` and `build-firmware.ps1` build firmware with `NanoDtls.Native`;\n"
                + "`--help` says how. The pages are made from `boards.tsv` and the templates by `tests/tools/generate.sh`.\n";
        }

        private static string Network(string network)
        {
            return network switch { "wifi" => "Wi-Fi", "cable" => "Ethernet", _ => "none: the chip has Thread" };
        }

        private static string Fill(string template, Dictionary<string, string> row)
        {
            foreach ((string key, string value) in row)
            {
                template = template.Replace($"@{key.Replace("-", string.Empty)}@", value);
            }

            return template;
        }

        private static List<Dictionary<string, string>> ReadRows()
        {
            List<string> lines = File.ReadAllLines(Repository.At("boards/boards.tsv")).ToList();
            string[] columns = lines.Last(line => line.StartsWith("# target\t", StringComparison.Ordinal))[2..].Split('\t');
            return lines.Where(line => !line.StartsWith('#') && line.Length != 0)
                .Select(line => columns.Zip(line.Split('\t')).ToDictionary(pair => pair.First, pair => pair.Second))
                .ToList();
        }
    }
}
