// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Reflection;

[assembly: AssemblyTitle("HelloDtls")]
[assembly: AssemblyDescription("One page: connect, send, receive, close")]
[assembly: AssemblyProduct("NanoDtls")]
[assembly: AssemblyCopyright("Copyright (c) The NanoDtls Authors")]
[assembly: AssemblyVersion("0.1.0.0")]
[assembly: AssemblyFileVersion("0.1.0.0")]
[assembly: AssemblyInformationalVersion("0.1.0")]

// All code is managed: there is no native part whose version the firmware would have to match.
[assembly: AssemblyNativeVersion("0.0.0.0")]
