// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

[assembly: Parallelize(Scope = ExecutionScope.MethodLevel)]

// Scripts run in bash here; their twins in PowerShell run in the same tests.
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
