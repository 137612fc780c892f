// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text.RegularExpressions;
using SensorNode;

namespace NanoDtls.Setup.Tests.Boards
{
    /// <summary>Each board has its page and its configuration, and they are what the templates say.</summary>
    [TestClass]
    public class BoardFilesTests
    {
        private static readonly string[] s_required =
        {
            "ESP32_REV3", "ESP32_PSRAM_REV3", "ESP32_S2", "ESP32_S3_QUAD", "ESP32_C3", "ESP32_C6_THREAD", "ESP32_H2_THREAD", "ESP32_P4", "ESP32_C61",
        };

        public static IEnumerable<object[]> Targets => BoardFiles.Targets.Select(target => new object[] { target });

        [TestMethod]
        public void EveryBoardOfTheListIsThereAndNoOther()
        {
            List<string> folders = Directory.GetDirectories(Repository.At("boards")).Select(f => Path.GetFileName(f)).ToList();

            CollectionAssert.AreEquivalent(s_required, BoardFiles.Targets.ToList());
            CollectionAssert.AreEquivalent(s_required, folders);
        }

        [TestMethod]
        [TestCategory("Generated")]
        public void IndexNamesAllBoards()
        {
            GeneratedFile.Check("boards/README.md", BoardFiles.Index());
        }

        [TestMethod]
        [TestCategory("Generated")]
        [DynamicData(nameof(Targets))]
        public void FilesAreThoseOfTheTemplates(string target)
        {
            Dictionary<string, string> row = Row(target);

            GeneratedFile.Check($"boards/{target}/README.md", BoardFiles.Readme(row));
            GeneratedFile.Check($"boards/{target}/sensor-node.conf", BoardFiles.Configuration(row));
        }

        [TestMethod]
        [DynamicData(nameof(Targets))]
        public void NothingOfTheTemplateIsLeft(string target)
        {
            string text = BoardFiles.Readme(Row(target)) + BoardFiles.Configuration(Row(target));

            Assert.IsFalse(Regex.IsMatch(text, "@[a-z_]+@"), text);
        }

        [TestMethod]
        [DynamicData(nameof(Targets))]
        public void ConfigurationIsOneThatTheNodeReadsOnceItHasAKey(string target)
        {
            string template = Repository.Text($"boards/{target}/sensor-node.conf");
            var reader = new ConfigurationReader();

            NodeSettings? untouched = reader.Read(template);
            string? problem = reader.Problem;
            NodeSettings? filled = reader.Read(template.Replace("psk-key =", "psk-key = 00112233445566778899aabbccddeeff"));

            Assert.IsNull(untouched, "a template without a key must not work");
            StringAssert.Contains(problem, "psk-key");
            Assert.IsNull(reader.Problem);
            Assert.IsTrue(filled!.IsSimulated);
            Assert.AreEqual(int.Parse(Row(target)["sda"]), filled.I2cDataPin);
            Assert.AreEqual(int.Parse(Row(target)["scl"]), filled.I2cClockPin);
            Assert.AreEqual(Row(target)["led"] == "none" ? -1 : int.Parse(Row(target)["led"]), filled.LedPin);
        }

        [TestMethod]
        [DynamicData(nameof(Targets))]
        public void PinsAreDifferent(string target)
        {
            Dictionary<string, string> row = Row(target);

            Assert.HasCount(3, new[] { row["sda"], row["scl"], row["led"] }.Distinct().ToList());
        }

        private static Dictionary<string, string> Row(string target)
        {
            return BoardFiles.Rows.Single(row => row["target"] == target);
        }
    }
}
