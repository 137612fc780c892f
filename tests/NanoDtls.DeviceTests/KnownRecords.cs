// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// Written by tests/tools/record-device-handshake.cs.

namespace NanoDtls.DeviceTests
{
    /// <summary>Records that .NET's AesCcm sealed as RFC 6655 section 3 wants them, and a SenML pack.</summary>
    internal static class KnownRecords
    {
        /// <summary>Client key, server key, client IV, server IV.</summary>
        public const string KeyBlock = "a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7";

        /// <summary>What is in all of the records.</summary>
        public const string Plaintext = "74656d70657261747572652032312e352043656c";

        /// <summary>From the client, tag of 8 bytes.</summary>
        public const string Ccm8 = "17fefd000100000000000500240001000000000005bc8a995da74b4a94520bd04f192d41b3572ed010863d780165b076b2";

        /// <summary>From the client, tag of 16 bytes.</summary>
        public const string Ccm = "17fefd0001000000000005002c0001000000000005bc8a995da74b4a94520bd04f192d41b3572ed010bc1ba5bd8331c9e0ef8cf2c0a00c6200";

        /// <summary>From the server, tag of 8 bytes.</summary>
        public const string Ccm8FromServer = "17fefd00010000000000050024000100000000000549292a930e80ff84efcc93e535bb3d5dad80e1e0c4a7079747848f6c";

        /// <summary>From the server, tag of 16 bytes.</summary>
        public const string CcmFromServer = "17fefd0001000000000005002c000100000000000549292a930e80ff84efcc93e535bb3d5dad80e1e07705e674a6b53c4fa06b5e9c5f85ed7d";

        /// <summary>From the client with a Connection ID of 8 bytes (RFC 9146 section 5.3), tag of 8 bytes.</summary>
        public const string Ccm8WithCid = "19fefd0001000000000005010203040506070800250001000000000005bc8a995da74b4a94520bd04f192d41b3572ed010e69c291da6dd2c526c";

        /// <summary>From the server, in the same way.</summary>
        public const string Ccm8WithCidFromServer = "19fefd000100000000000501020304050607080025000100000000000549292a930e80ff84efcc93e535bb3d5dad80e1e01323a3f9afc425820e";

        /// <summary>Two records: t -21.5 Cel, a half-precision number, and h 45.55 %RH, a decimal fraction (RFC 8949 sections 3.3 and 3.4.4).</summary>
        public const string SenMlPack = "82a3006174016343656c02f9cd60a3006168016325524802c482211911cb";
    }
}
