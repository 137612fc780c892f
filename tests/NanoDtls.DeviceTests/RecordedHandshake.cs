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
                    + "1e1f20001408c2af758a99f5f14cea4487580231b4fbaaa4eb0006c0a8c0a400ff01000009001700000001000101",
                "16fefd00000000000000020014100000080002000000000008000664657669636514fefd000000000000000300010116fefd000100000000"
                    + "00000028000100000000000061f85be9cdf3801838c03ec1ae2468edcaa51497f777f7269d6f69cf67035c0f",
                "17fefd0001000000000001001d0001000000000001f944e77ef8095609248a5e635533f4778d4bc777f3",
            };
        }

        /// <summary>The server's datagrams.</summary>
        public static string[] FromServer()
        {
            return new string[]
            {
                "16feff00000000000000000023030000170000000000000017feff1408c2af758a99f5f14cea4487580231b4fbaaa4eb",
                "16fefd00000000000000010062020000560001000000000056fefdc0df25f0001fee4da4452d97450a8027430b010e53de9f90f2106346af"
                    + "5004d52017a7a7468872ee3fe1d0751d80606bb1680d08b3dee97ff046ab3bb31db64290c0a800000eff0100010000010001010017000016"
                    + "fefd0000000000000002000c0e0000000002000000000000",
                "14fefd000000000000000300010116fefd0001000000000000002800010000000000006ac3ac738c08290f19122101542b945f755848fd35"
                    + "1a2e4ef122d4bb7a724d31",
                "17fefd00010000000000010020000100000000000136fff28ab7e4e43b7d3987526ff2afbece07541ece25ef57",
            };
        }
    }
}
