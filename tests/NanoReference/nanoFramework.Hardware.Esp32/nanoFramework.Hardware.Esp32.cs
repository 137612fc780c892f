// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;
using System.Threading;

namespace nanoFramework.Hardware.Esp32
{
    public class Configuration
    {
        public Configuration() { throw null; }
        public static void SetPinFunction(int pin, DeviceFunction value) { throw null; }
        public static int GetFunctionPin(DeviceFunction function) { throw null; }
    }

    // Read from github.com/nanoframework/nanoFramework.Hardware.Esp32, DeviceTypePins.cs; functions of other buses are left out.
    public enum DeviceFunction
    {
        I2C1_DATA = DeviceTypes.I2C + 256,
        I2C1_CLOCK = DeviceTypes.I2C + 257,
        I2C2_DATA = DeviceTypes.I2C + 512,
        I2C2_CLOCK = DeviceTypes.I2C + 513,
    }

    public enum DeviceTypes
    {
        GPIO = 0,
        SPI = 65536,
        I2C = 131072,
        SERIAL = 196608,
        PWM = 262144,
        ADC = 327680,
        I2S = 393216,
        SDMMC = 524288,
    }

    public enum EspNativeError
    {
        OK = 0,
        FAIL = -1,
        NO_MEM = 257,
        INVALID_ARG = 258,
        INVALID_STATE = 259,
        INVALID_SIZE = 260,
        NOT_FOUND = 261,
        NOT_SUPPORTED = 262,
        TIMEOUT = 263,
        INVALID_RESPONSE = 264,
        INVALID_CRC = 265,
        INVALID_VERSION = 266,
        INVALID_MAC = 267,
        WIFI_BASE = 12288,
    }

    public class HighResTimer : IDisposable
    {
        public HighResTimer() { throw null; }
        public event HighResTimerExpiredEventHandler OnHighResTimerExpired { add { throw null; } remove { throw null; } }
        public static ulong GetCurrent() { throw null; }
        public void Stop() { throw null; }
        public void StartOneShot(ulong timeout_us) { throw null; }
        public void StartOnePeriodic(ulong period_us) { throw null; }
        protected virtual void Dispose(bool disposing) { throw null; }
        public void Dispose() { throw null; }
    }

    public delegate void HighResTimerExpiredEventHandler(HighResTimer sender, object e);

    public class NativeMemory
    {
        public NativeMemory() { throw null; }
        public static void GetMemoryInfo(NativeMemory.MemoryType memType, out uint totalSize, out uint totalFreeSize, out uint largestFreeBlock) { throw null; }

        public enum MemoryType
        {
            All = 0,
            Internal = 1,
            SpiRam = 2,
        }
    }

    public class Sleep
    {
        public Sleep() { throw null; }
        public static EspNativeError EnableWakeupByTimer(TimeSpan time) { throw null; }
        public static EspNativeError EnableWakeupByPin(Sleep.WakeupGpioPin pin, int level) { throw null; }
        public static EspNativeError EnableWakeupByMultiPins(Sleep.WakeupGpioPin pins, Sleep.WakeupMode mode) { throw null; }
        public static EspNativeError EnableWakeupByTouchPad(int padNumber1, int padNumber2 = -1, byte thresholdCoefficient = 80) { throw null; }
        public static EspNativeError EnableWakeupByUart(Sleep.WakeUpPort portNumber, int edgeCount) { throw null; }
        public static EspNativeError StartLightSleep() { throw null; }
        public static void StartDeepSleep() { throw null; }
        public static Sleep.WakeupCause GetWakeupCause() { throw null; }
        public static Sleep.WakeupGpioPin GetWakeupGpioPin() { throw null; }
        public static int GetWakeupTouchpad() { throw null; }

        public enum WakeupCause
        {
            Undefined = 0,
            Ext0 = 2,
            Ext1 = 3,
            Timer = 4,
            TouchPad = 5,
            Ulp = 6,
            Gpio = 7,
            Uart = 8,
            Wifi = 9,
            CoCpu = 10,
            CoCpuTrapTrig = 11,
            Bt = 12,
        }

        [Flags]
        public enum WakeupGpioPin : ulong
        {
            None = 0,
            Pin0 = 1,
            Pin1 = 2,
            Pin2 = 4,
            Pin3 = 8,
            Pin4 = 16,
            Pin5 = 32,
            Pin6 = 64,
            Pin7 = 128,
            Pin8 = 256,
            Pin9 = 512,
            Pin10 = 1024,
            Pin11 = 2048,
            Pin12 = 4096,
            Pin13 = 8192,
            Pin14 = 16384,
            Pin15 = 32768,
            Pin16 = 65536,
            Pin17 = 131072,
            Pin18 = 262144,
            Pin19 = 524288,
            Pin20 = 1048576,
            Pin21 = 2097152,
            Pin25 = 33554432,
            Pin26 = 67108864,
            Pin27 = 134217728,
            Pin32 = 4294967296,
            Pin33 = 8589934592,
            Pin34 = 17179869184,
            Pin35 = 34359738368,
            Pin36 = 68719476736,
            Pin37 = 137438953472,
            Pin38 = 274877906944,
            Pin39 = 549755813888,
        }

        public enum WakeupMode
        {
            AllLow = 0,
            AnyHigh = 1,
        }

        public enum WakeUpPort
        {
            COM1 = 0,
            COM2 = 1,
        }
    }
}
