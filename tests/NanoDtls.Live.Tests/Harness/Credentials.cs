// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text;

namespace NanoDtls.Live.Tests
{
    /// <summary>The one identity and key that every peer of these tests knows.</summary>
    internal static class Credentials
    {
        /// <summary>15 bytes, as in the size figures of the project.</summary>
        public const string Identity = "node-7.nanodtls";

        /// <summary>16 printable bytes: libcoap's servers take their key as text.</summary>
        public const string KeyText = "K3y_of-the.tests";

        public const string Hint = "nanodtls-live";

        public static byte[] IdentityBytes
        {
            get { return Encoding.ASCII.GetBytes(Identity); }
        }

        public static byte[] Key
        {
            get { return Encoding.ASCII.GetBytes(KeyText); }
        }

        public static string KeyHex
        {
            get { return Convert.ToHexString(Key); }
        }
    }
}
