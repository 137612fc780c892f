// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Build.Tests
{
    /// <summary>
    /// The nanoFramework packages that the device projects are built with: one coherent set of mid-2026. The one
    /// place to change when the platform moves; the tests hold packages.config, hint paths and references to it.
    /// </summary>
    internal static class PlatformVersions
    {
        // Assembly, package, package version; the assembly's version is the package's with ".0" unless named.
        private static readonly (string Assembly, string Package, string Version, string? AssemblyVersion)[] s_table =
        {
            ("mscorlib", "nanoFramework.CoreLibrary", "1.17.11", null),
            ("System.Net", "nanoFramework.System.Net", "1.11.60", null),
            ("nanoFramework.Runtime.Events", "nanoFramework.Runtime.Events", "1.11.37", null),
            ("nanoFramework.Runtime.Native", "nanoFramework.Runtime.Native", "1.7.11", null),
            ("nanoFramework.System.Text", "nanoFramework.System.Text", "1.3.42", null),
            ("System.Threading", "nanoFramework.System.Threading", "1.1.52", "1.1.52.34401"),
            ("System.IO.Streams", "nanoFramework.System.IO.Streams", "1.1.96", null),
            ("System.Device.Wifi", "nanoFramework.System.Device.Wifi", "1.5.149", null),
            ("nanoFramework.Hardware.Esp32", "nanoFramework.Hardware.Esp32", "1.6.40", null),
            ("System.IO.FileSystem", "nanoFramework.System.IO.FileSystem", "1.1.93", null),
            ("System.Device.I2c", "nanoFramework.System.Device.I2c", "1.1.29", null),

            // The set that github.com/nanoframework/Samples builds with CoreLibrary 1.17.11 (AzureSDKSleepBMP280 at 02306ced):
            // newer packages of the binding exist, but no public source names the packages that belong to them.
            ("Iot.Device.Bmxx80", "nanoFramework.Iot.Device.Bmxx80", "1.2.952", "1.2.0.0"),
            ("Iot.Device.Common.WeatherHelper", "nanoFramework.Iot.Device.Common.WeatherHelper", "1.2.950", "1.2.0.0"),
            ("System.Buffers.Binary.BinaryPrimitives", "nanoFramework.System.Buffers.Binary.BinaryPrimitives", "1.2.862", "1.2.0.0"),
            ("System.Device.Model", "nanoFramework.System.Device.Model", "1.2.862", "1.2.0.0"),
            ("nanoFramework.UnitsNet.Duration", "nanoFramework.UnitsNet.Duration", "5.76.15", null),
            ("nanoFramework.UnitsNet.ElectricResistance", "nanoFramework.UnitsNet.ElectricResistance", "5.76.15", null),
            ("nanoFramework.UnitsNet.Length", "nanoFramework.UnitsNet.Length", "5.76.15", null),
            ("nanoFramework.UnitsNet.Pressure", "nanoFramework.UnitsNet.Pressure", "5.76.15", null),
            ("nanoFramework.UnitsNet.RelativeHumidity", "nanoFramework.UnitsNet.RelativeHumidity", "5.76.15", null),
            ("nanoFramework.UnitsNet.Temperature", "nanoFramework.UnitsNet.Temperature", "5.76.15", null),

            // Released together with Runtime.Events 1.11.37 and Hardware.Esp32 1.6.40.
            ("System.Device.Gpio", "nanoFramework.System.Device.Gpio", "1.1.62", null),
            ("nanoFramework.TestFramework", "nanoFramework.TestFramework", "3.0.80", null),
            ("nanoFramework.UnitTestLauncher", "nanoFramework.TestFramework", "3.0.80", "0.0.0.0"),
            ("System.Math", "nanoFramework.System.Math", "1.5.116", null),
        };

        /// <summary>Strong-name token of the device's assemblies.</summary>
        public const string PublicKeyToken = "c07d481e9758c731";

        /// <summary>Names of all assemblies of the table.</summary>
        public static IEnumerable<string> DeviceAssemblies => s_table.Select(r => r.Assembly);

        /// <summary>Whether the device has an assembly of that name.</summary>
        public static bool IsDeviceAssembly(string assembly)
        {
            return s_table.Any(r => r.Assembly == assembly);
        }

        /// <summary>Package that brings an assembly.</summary>
        public static string Package(string assembly)
        {
            return s_table.First(r => r.Assembly == assembly).Package;
        }

        /// <summary>Version of a package; null when the table does not know it.</summary>
        public static string? PackageVersion(string package)
        {
            return s_table.FirstOrDefault(r => r.Package == package).Version;
        }

        /// <summary>Path of an assembly below the folder of packages.</summary>
        public static string HintPath(string assembly)
        {
            string folder = assembly.StartsWith("nanoFramework.UnitsNet.", StringComparison.Ordinal) ? "lib\\netnano1.0" : "lib";
            string extension = assembly == "nanoFramework.UnitTestLauncher" ? "exe" : "dll";
            string package = Package(assembly);
            return $"{package}.{PackageVersion(package)}\\{folder}\\{assembly}.{extension}";
        }

        /// <summary>Version in references to an assembly.</summary>
        public static string AssemblyVersion(string assembly)
        {
            (string Assembly, string Package, string Version, string? AssemblyVersion) row = s_table.First(r => r.Assembly == assembly);
            return row.AssemblyVersion ?? row.Version + ".0";
        }
    }
}
