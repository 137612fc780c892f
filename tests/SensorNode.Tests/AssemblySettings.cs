// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// One at a time: servers, ports and time-outs are real here, and two cores are few.
[assembly: DoNotParallelize]
