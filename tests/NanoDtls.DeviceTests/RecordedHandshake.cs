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
                    + "1e1f2000140caf9d176d3d64705407e39295e211ef3d28410a0006c0a8c0a400ff01000009001700000001000101",
                "16fefd00000000000000020014100000080002000000000008000664657669636514fefd000000000000000300010116fefd000100000000"
                    + "0000002800010000000000003b0286557bb14e32fb3399f853df651459eac28aa5898e61d7ee6493d1329b87",
                "17fefd0001000000000001001d0001000000000001899176ade81e91e206622c002dfa0da99be64238e2",
            };
        }

        /// <summary>The server's datagrams.</summary>
        public static string[] FromServer()
        {
            return new string[]
            {
                "16feff00000000000000000023030000170000000000000017feff140caf9d176d3d64705407e39295e211ef3d28410a",
                "16fefd00000000000000010062020000560001000000000056fefdcddd6f49b0bbe1ca3642dfe2b277a45a7931f6b8dd8d9d06b33488f5d7"
                    + "443786200443e26f0cac80bd9d18b575e55e53bfb7784a28696ebf5c93dc850ab62e530cc0a800000eff0100010000010001010017000016"
                    + "fefd0000000000000002000c0e0000000002000000000000",
                "14fefd000000000000000300010116fefd000100000000000000280001000000000000b7bea109f9d3bab5cdebc88a35f3e2861fb16cd8e8"
                    + "3d39b6719a87046c4de4ee",
                "17fefd000100000000000100200001000000000001d6699b2eb9f0a93e2eda399a533db4545fb5f7502af97270",
            };
        }
    }
}
