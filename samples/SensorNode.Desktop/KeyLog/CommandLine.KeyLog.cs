// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.CommandLine;

namespace SensorNode.Desktop
{
    /// <content>The option that debug builds have in addition.</content>
    internal sealed partial class CommandLine
    {
        private readonly Option<string?> _keyLog = Text(
            "--key-log", "FILE", "debug builds only: append the secrets of each connection, for Wireshark (NSS key log format)");

        partial void AddKeyLog(RootCommand root) => root.Options.Add(_keyLog);

        partial void ReadKeyLog(System.CommandLine.Parsing.CommandResult result, ref string? path) => path = result.GetValue(_keyLog);
    }
}
