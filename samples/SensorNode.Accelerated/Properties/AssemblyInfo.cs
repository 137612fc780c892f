// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Reflection;

[assembly: AssemblyTitle("SensorNode.Accelerated")]
[assembly: AssemblyDescription("Sensor node that reports over CoAP and DTLS, with crypto on the chip")]
[assembly: AssemblyProduct("NanoDtls")]
[assembly: AssemblyCopyright("Copyright (c) The NanoDtls Authors")]
[assembly: AssemblyVersion("0.1.0.0")]
[assembly: AssemblyFileVersion("0.1.0.0")]
[assembly: AssemblyInformationalVersion("0.1.0")]

// This program itself is managed; NanoDtls.Native, which it references, has a native part.
[assembly: AssemblyNativeVersion("0.0.0.0")]
