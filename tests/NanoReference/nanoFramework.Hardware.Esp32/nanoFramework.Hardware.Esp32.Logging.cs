// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace nanoFramework.Hardware.Esp32.Logging
{
    public enum LogLevel
    {
        LOG_LEVEL_NONE = 0,
        LOG_LEVEL_ERROR = 1,
        LOG_LEVEL_WARN = 2,
        LOG_LEVEL_INFO = 3,
        LOG_LEVEL_DEBUG = 4,
        LOG_LEVEL_VERBOSE = 5,
    }
}
