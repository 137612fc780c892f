// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Live.Tests
{
    /// <summary>Has something to say when the test that owns it fails.</summary>
    internal interface ILogged
    {
        /// <summary>Everything that was printed or noted so far.</summary>
        string Log { get; }
    }
}
