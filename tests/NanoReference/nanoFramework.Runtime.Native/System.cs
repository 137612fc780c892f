// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace System
{
    public static class Environment
    {
        public static long TickCount64 { get { throw null; } }
    }
}
