// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls
{
    /// <summary>
    /// What a ServerHello can say to what was offered (RFC 5246 section 7.4.1.3): bits for the extensions, beside the suite
    /// in the low 16 bits. ClientHandshake.ServerHello.cs reads it.
    /// </summary>
    internal static class ServerHello
    {
        internal const int ExtendedMasterSecret = 0x10000;
        internal const int MaxFragmentLength = 0x20000;
        internal const int RecordSizeLimit = 0x40000;
        internal const int ServerName = 0x80000;
        internal const int SessionTicket = 0x100000;
        internal const int RenegotiationInfo = 0x200000;
        internal const int ConnectionId = 0x400000;
        internal const int ReturnRoutabilityCheck = 0x800000;

        /// <summary>Not an extension: the session that was offered was taken up.</summary>
        internal const int Resumed = 0x1000000;

        /// <summary>Bit of an extension, 0 for one that is never offered.</summary>
        internal static int FlagOf(int type)
        {
            switch (type)
            {
                case ExtensionType.ServerName:
                    return ServerName;
                case ExtensionType.MaxFragmentLength:
                    return MaxFragmentLength;
                case ExtensionType.ExtendedMasterSecret:
                    return ExtendedMasterSecret;
                case ExtensionType.RecordSizeLimit:
                    return RecordSizeLimit;
                case ExtensionType.SessionTicket:
                    return SessionTicket;
                case ExtensionType.RenegotiationInfo:
                    return RenegotiationInfo;
                case ExtensionType.ConnectionId:
                    return ConnectionId;
                case ExtensionType.ReturnRoutabilityCheck:
                    return ReturnRoutabilityCheck;
                default:
                    return 0;
            }
        }
    }
}
