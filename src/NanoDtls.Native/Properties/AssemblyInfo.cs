// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Reflection;

[assembly: AssemblyTitle("NanoDtls.Native")]
[assembly: AssemblyDescription("DTLS crypto on the accelerators of the ESP32 for .NET nanoFramework")]
[assembly: AssemblyProduct("NanoDtls")]
[assembly: AssemblyCopyright("Copyright (c) The NanoDtls Authors")]
[assembly: AssemblyVersion("0.1.0.0")]
[assembly: AssemblyFileVersion("0.1.0.0")]
[assembly: AssemblyInformationalVersion("0.1.0")]

// That of the native part: native/interop/NanoDtls_Native.cpp. It changes with every change of ChipCrypto.
[assembly: AssemblyNativeVersion("1.0.0.0")]
