// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.CommandLine;
using System.CommandLine.Parsing;

namespace SensorNode.Desktop
{
    /// <summary>The commands and options. What they may contain is checked by <see cref="OptionReader"/>.</summary>
    internal sealed partial class CommandLine
    {
        private readonly Argument<string?> _uri = new("URI")
        {
            Description = "server, coaps://host[:port]/path; without it a server is started in this process",
            Arity = ArgumentArity.ZeroOrOne,
        };

        private readonly Option<string?> _identity = Text("--psk-identity", "ID", "PSK identity, UTF-8, 1 to 128 bytes");
        private readonly Option<string?> _key = Text("--psk-key", "HEX", "pre-shared key, 16 to 64 bytes in hexadecimal");
        private readonly Option<string?> _suite = Text("--suite", "NAME", "offer this cipher suite only: ccm8 or ccm, IANA or OpenSSL name [default: both]");
        private readonly Option<string?> _method = Text("--method", "POST|PUT", "CoAP method [default: POST]");
        private readonly Option<string?> _count = Text("--count", "N", "number of readings, 0 for no end [default: 5]");
        private readonly Option<string?> _interval = Text("--interval", "MS", "milliseconds between readings [default: 500]");
        private readonly Option<string?> _timeout = Text("--timeout", "MS", "longest time a handshake may take [default: 10000]");
        private readonly Option<string?> _transport = Text("--transport", "coap|raw", "CoAP requests, or bare DTLS records whose answers are printed [default: coap]");
        private readonly Option<string?> _state = Text("--state", "FILE", "keep the session between runs, as a board does that sleeps deeply");
        private readonly Option<string?> _localPort = Text("--local-port", "N", "UDP port to send from, for servers without Connection IDs [default: any]");
        private readonly Option<bool> _allowWeakPsk = new("--allow-weak-psk") { Description = "accept keys under 16 bytes" };
        private readonly RootCommand _root;

        /// <summary>Builds the commands.</summary>
        internal CommandLine()
        {
            _root = new RootCommand(
                "Sends sensor readings over DTLS 1.2 with a pre-shared key, by the code that the sensor's firmware runs."
                + Environment.NewLine + Environment.NewLine
                + "Exit codes:" + Environment.NewLine + ExitCodes.Table + Environment.NewLine + Environment.NewLine
                + "Options may also stand in a file, one word a line, named as @FILE: that keeps the key out of the list of processes.")
            {
                HelpName = "SensorNode.Desktop",
            };

            _root.Arguments.Add(_uri);
            foreach (Option option in new Option[] { _identity, _key, _suite, _method, _count, _interval, _timeout, _transport, _state, _localPort, _allowWeakPsk })
            {
                _root.Options.Add(option);
            }

            AddKeyLog(_root);
        }

        /// <summary>Parses a command line.</summary>
        /// <param name="arguments">The words after the program's name.</param>
        /// <param name="output">Takes the text of <c>--help</c> and <c>--version</c>.</param>
        /// <returns>The options, or <c>null</c> when help or version was asked for and printed.</returns>
        /// <exception cref="DemoException">The command line makes no sense.</exception>
        internal DemoOptions? Parse(string[] arguments, TextWriter output)
        {
            ParseResult result = _root.Parse(arguments);
            if (result.Errors.Count == 0 && result.Action != null)
            {
                result.Invoke(new InvocationConfiguration { Output = output, Error = output });
                return null;
            }

            ThrowOnError(result);

            string? keyLog = null;
            ReadKeyLog(result.RootCommandResult, ref keyLog);
            return new OptionReader
            {
                Uri = result.GetValue(_uri),
                Identity = result.GetValue(_identity),
                Key = result.GetValue(_key),
                Suite = result.GetValue(_suite),
                Method = result.GetValue(_method),
                Count = result.GetValue(_count),
                Interval = result.GetValue(_interval),
                Timeout = result.GetValue(_timeout),
                Transport = result.GetValue(_transport),
                State = result.GetValue(_state),
                LocalPort = result.GetValue(_localPort),
                AllowWeakPsk = result.GetValue(_allowWeakPsk),
                KeyLog = keyLog,
            }.Read();
        }

        // Empty unless the files of debug builds are compiled in.
        partial void AddKeyLog(RootCommand root);

        partial void ReadKeyLog(CommandResult result, ref string? path);

        // A word that fits nowhere may be the key behind a mistyped option: only option names are repeated.
        private void ThrowOnError(ParseResult result)
        {
            // The parser takes the first unknown option for the URI.
            IEnumerable<string> words = result.GetResult(_uri)?.Tokens.Select(token => token.Value) ?? [];
            string? unknown = words.Concat(result.UnmatchedTokens).FirstOrDefault(word => word.StartsWith('-'));
            if (unknown != null)
            {
                throw new DemoException(ExitCode.Usage, $"unknown option {Printable.Text(unknown.Split('=', ':')[0])}; try --help");
            }

            if (result.UnmatchedTokens.Count > 0)
            {
                throw new DemoException(ExitCode.Usage, "more words than expected on the command line; try --help");
            }

            if (result.Errors.Count > 0)
            {
                throw new DemoException(ExitCode.Usage, Printable.Text(result.Errors[0].Message));
            }
        }

        private static Option<string?> Text(string name, string value, string description)
        {
            return new Option<string?>(name) { HelpName = value, Description = description };
        }
    }
}
