// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text.Json;
using System.Text.RegularExpressions;
using NanoDtls.Setup.Tests.Boards;
using NJsonSchema;
using NJsonSchema.Validation;

namespace NanoDtls.Setup.Tests.Editor
{
    /// <summary>.vscode/ by the schemas of VS Code and of the nanoFramework extension, and by what is there to be launched.</summary>
    [TestClass]
    public class EditorSettingsTests
    {
        [TestMethod]
        [DataRow("launch")]
        [DataRow("tasks")]
        [DataRow("extensions")]
        [DataRow("settings")]
        public async Task FileFitsItsSchema(string name)
        {
            ICollection<ValidationError> errors = await ValidateAsync(name, Repository.Text($".vscode/{name}.json"));

            Assert.IsEmpty(errors, string.Join('\n', errors));
        }

        [TestMethod]
        [DataRow("launch", """{ "version": "0.2.0", "configurations": [ { "name": "x", "type": "nanoframework", "request": "launch" } ] }""")]
        [DataRow("launch", """{ "version": "0.2.0", "configurations": [ { "name": "x", "type": "nanoframework", "request": "launch", "program": "p", "port": "COM3" } ] }""")]
        [DataRow("launch", """{ "version": "0.2.0", "configurations": [ { "name": "x", "type": "nanoframework", "request": "attach", "program": "p" } ] }""")]
        [DataRow("launch", """{ "version": "0.2.0", "configurations": [ { "name": "x", "type": "coreclr", "request": "launch", "program": "p" } ] }""")]
        [DataRow("tasks", """{ "version": "2.0.0", "tasks": [ { "label": "x", "type": "nanoframework", "command": "c" } ] }""")]
        [DataRow("tasks", """{ "version": "2.0.0", "tasks": [ { "label": "x", "type": "shell", "comand": "c" } ] }""")]
        [DataRow("extensions", """{ "recommendations": [ "nanoframework" ] }""")]
        [DataRow("settings", """{ "nanoFramework.test.logging": "verbose" }""")]
        public async Task SchemaFindsMistakes(string name, string text)
        {
            Assert.IsNotEmpty(await ValidateAsync(name, text));
        }

        [TestMethod]
        public void LaunchedProgramsAreTheExecutablesOfTheSolution()
        {
            foreach (JsonElement configuration in Json("launch").GetProperty("configurations").EnumerateArray())
            {
                string program = configuration.GetProperty("program").GetString()!;
                Match match = Regex.Match(program, @"^\$\{workspaceFolder\}/(samples/([\w.]+))/bin/Debug$");
                Assert.IsTrue(match.Success, program);
                string project = $"{match.Groups[1].Value}/{match.Groups[2].Value}.nfproj";
                StringAssert.Contains(Repository.Text(project), "<OutputType>Exe</OutputType>");
                StringAssert.Contains(Repository.Text("NanoDtls.sln"), project.Replace('/', '\\'));
            }
        }

        [TestMethod]
        public void BothKindsOfDebugSessionAreThere()
        {
            List<string?> requests = Json("launch").GetProperty("configurations").EnumerateArray().Select(c => c.GetProperty("request").GetString()).ToList();

            CollectionAssert.IsSubsetOf(new[] { "launch", "attach" }, requests);
        }

        [TestMethod]
        public void FilesThatTasksNameAreThere()
        {
            foreach (string word in Words(Json("tasks").GetProperty("tasks")).Where(w => w.Contains('/') && !w.Contains(' ') && !w.Contains(':') && !w.Contains("${")))
            {
                Assert.IsTrue(File.Exists(Repository.At(word)) || Directory.Exists(Repository.At(word)), word);
            }
        }

        [TestMethod]
        public void TasksRunTheSameOnWindows()
        {
            foreach (JsonElement task in Json("tasks").GetProperty("tasks").EnumerateArray().Where(t => t.GetProperty("command").GetString() == "bash"))
            {
                List<string> words = Words(task.GetProperty("args")), windows = Words(task.GetProperty("windows").GetProperty("args"));

                Assert.AreEqual("boards/flash.sh", words[0]);
                CollectionAssert.AreEqual(new[] { "-ExecutionPolicy", "Bypass", "-File", "boards/flash.ps1" }, windows.Take(4).ToList());
                CollectionAssert.AreEqual(words.Skip(1).ToList(), windows.Skip(4).ToList());
            }
        }

        [TestMethod]
        public void InputsAreUsedAndThere()
        {
            JsonElement tasks = Json("tasks");
            List<string> used = Regex.Matches(tasks.GetProperty("tasks").GetRawText(), @"\$\{input:(\w+)\}").Select(m => m.Groups[1].Value).Distinct().ToList();
            List<string> there = tasks.GetProperty("inputs").EnumerateArray().Select(i => i.GetProperty("id").GetString()!).ToList();
            JsonElement targets = tasks.GetProperty("inputs").EnumerateArray().Single(i => i.GetProperty("id").GetString() == "target");

            CollectionAssert.AreEquivalent(used, there);
            CollectionAssert.AreEqual(BoardFiles.Targets.ToList(), Words(targets.GetProperty("options")));
        }

        [TestMethod]
        public void SettingsNameFilesThatAreThere()
        {
            JsonElement settings = Json("settings");

            Assert.IsTrue(File.Exists(Repository.At(settings.GetProperty("dotnet.defaultSolution").GetString()!)));
            Assert.IsTrue(File.Exists(Repository.At(settings.GetProperty("nanoFramework.test.runSettingsPath").GetString()!)));
        }

        private static async Task<ICollection<ValidationError>> ValidateAsync(string name, string text)
        {
            JsonSchema schema = await JsonSchema.FromFileAsync(Repository.At($"tests/NanoDtls.Setup.Tests/Editor/{name}.schema.json"));
            return schema.Validate(text);
        }

        private static JsonElement Json(string name)
        {
            return JsonDocument.Parse(Repository.Text($".vscode/{name}.json")).RootElement;
        }

        // All strings below an element, in order.
        private static List<string> Words(JsonElement element)
        {
            return element.ValueKind switch
            {
                JsonValueKind.String => new List<string> { element.GetString()! },
                JsonValueKind.Array => element.EnumerateArray().SelectMany(Words).ToList(),
                JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Words(p.Value)).ToList(),
                _ => new List<string>(),
            };
        }
    }
}
