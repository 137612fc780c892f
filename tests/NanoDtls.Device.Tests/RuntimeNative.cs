// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace nanoFramework.Runtime.Native
{
    /// <summary>The device's collector tells how much memory is free after its run.</summary>
    internal static class GC
    {
        /// <summary>Less with each byte that this thread allocates, kept or not: the stricter measure.</summary>
        public static uint Run(bool compactHeap)
        {
            return unchecked((uint)-System.GC.GetAllocatedBytesForCurrentThread());
        }
    }
}
