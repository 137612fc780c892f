// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// One at a time, as on the device.
[assembly: Microsoft.VisualStudio.TestTools.UnitTesting.DoNotParallelize]
