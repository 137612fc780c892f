// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls
{
    /// <summary>
    /// Layout of what outlives a flight: the randoms, the client's verify_data, what resumption needs (RFC 5246 section 7.3),
    /// and the end of every ClientHello. One array, because each costs memory.
    /// </summary>
    internal static class SessionState
    {
        internal const int ClientRandom = 0;
        internal const int ServerRandom = 32;
        internal const int VerifyData = 64;
        internal const int SessionId = 76;
        internal const int MaxSessionIdLength = 32;
        internal const int MasterSecret = 108;
        internal const int MasterSecretLength = 48;

        /// <summary>cipher_suites, compression_methods and extensions of every ClientHello, as they stand on the wire.</summary>
        internal const int Offer = 156;
    }
}
