// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// Written by tests/tools/record-device-handshake.cs.

namespace NanoDtls.DeviceTests
{
    /// <summary>A handshake with OpenSSL, and a record each way after it.</summary>
    internal static class RecordedHandshake
    {
        /// <summary>PSK identity.</summary>
        public const string Identity = "device";

        /// <summary>Pre-shared key.</summary>
        public const string Key = "00112233445566778899aabbccddeeff";

        /// <summary>What the client sends once connected.</summary>
        public const string Request = "21.5 degrees\n";

        /// <summary>What the server sends then.</summary>
        public const string Response = "thank you, node\n";

        /// <summary>The client's datagrams.</summary>
        public static string[] FromClient()
        {
            return new string[]
            {
                "16fefd00000000000000000045010000390000000000000039fefd0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d"
                    + "1e1f2000000006c0a8c0a400ff01000009001700000001000101",
                "16fefd000000000000000100590100004d000100000000004dfefd0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d"
                    + "1e1f2000144775028b0e44535852e95b6e640b403c0aedf3a90006c0a8c0a400ff01000009001700000001000101",
                "16fefd00000000000000020014100000080002000000000008000664657669636514fefd000000000000000300010116fefd000100000000"
                    + "0000002800010000000000009c8fa9d30ed4aae1d4885ec2e9d5aadafa35a7ba005c71bd0eaa6d031e64dbe9",
                "17fefd0001000000000001001d00010000000000018dd9edf8de56238a94e560fe62b5c9fe4d7655ed3f",
            };
        }

        /// <summary>The server's datagrams.</summary>
        public static string[] FromServer()
        {
            return new string[]
            {
                "16feff00000000000000000023030000170000000000000017feff144775028b0e44535852e95b6e640b403c0aedf3a9",
                "16fefd00000000000000010062020000560001000000000056fefde136aa383968afb61f0610d3f56210c718105c8f08dec0368a5dba681c"
                    + "785970207f044666abfa0097d1d17efc4c7483421052dec2e329a42614d1a836b1e5082fc0a800000eff0100010000010001010017000016"
                    + "fefd0000000000000002000c0e0000000002000000000000",
                "14fefd000000000000000300010116fefd000100000000000000280001000000000000d666465c8a96d554c56174272535d94b4d4c384836"
                    + "2687849efa85c0597bf4e7",
                "17fefd00010000000000010020000100000000000152f90a92586c1d64bf36fcba888de874cfcf9997fd8d5f0d",
            };
        }
    }
}
