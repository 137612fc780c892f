// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// One test at a time: allocation figures are measured on the test's own thread and the machine is small.
[assembly: DoNotParallelize]
