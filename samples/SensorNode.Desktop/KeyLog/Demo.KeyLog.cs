// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls;
using SensorNode.Desktop.KeyLog;

namespace SensorNode.Desktop
{
    /// <content>The key log of debug builds.</content>
    internal sealed partial class Demo
    {
        private KeyLoggingCrypto? _keyLog;

        partial void UseKeyLog(string? path, DtlsClientOptions options)
        {
            if (path == null)
            {
                return;
            }

            try
            {
                _keyLog = new KeyLoggingCrypto(path);
                options.Crypto = _keyLog;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
            {
                throw new DemoException(ExitCode.Usage, "--key-log names a file that cannot be written");
            }
        }

        partial void CloseKeyLog() => _keyLog?.Dispose();
    }
}
