// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls.Testing;

namespace NanoDtls.Protocol.Tests
{
    /// <summary>Length fields that lie.</summary>
    [TestClass]
    public sealed class LengthFieldTests
    {
        private const string Software = nameof(SoftwareCrypto);

        [TestMethod]
        public void V05_EveryLengthFieldOfEveryServerMessageWrongEndsInAnAlertOrADrop()
        {
            // Length fields of the messages by offset in the body and size.
            (int Type, int Offset, int Size)[] fields =
            {
                (Wire.HelloVerifyRequest, 2, 1), (Wire.ServerHello, 34, 1), (Wire.ServerHello, 38, 2), (Wire.ServerHello, 42, 2),
                (Wire.ServerHello, 47, 2), (Wire.ServerHello, 52, 2), (Wire.ServerKeyExchange, 0, 2),
            };
            foreach ((int type, int offset, int size) in fields)
            {
                foreach (int delta in new[] { 1, -1, 255, 256, 0x7FFF, -2, 0xFFFF })
                {
                    AssertFieldRefused(type, offset, size, delta);
                }
            }
        }

        private static void AssertFieldRefused(int type, int offset, int size, int delta)
        {
            using var s = new Scenario(Software, server =>
            {
                server.Hint = new byte[] { 1, 2, 3, 4 };
                server.EditFlight = (_, items) =>
                {
                    foreach (FlightItem item in items.Where(item => item.HandshakeType == type))
                    {
                        int value = size == 1 ? item.Body[offset] : item.Body[offset] << 8 | item.Body[offset + 1];
                        value += delta;
                        item.Body[offset + size - 1] = (byte)value;
                        if (size == 2)
                        {
                            item.Body[offset] = (byte)(value >> 8);
                        }
                    }

                    return items;
                };
            });
            if ((byte)delta == 0 && size == 1)
            {
                return;
            }

            Assert.IsFalse(s.Link.Connect(), "type " + type + " offset " + offset + " delta " + delta + Environment.NewLine + s.Link.Describe());
            Assert.AreEqual(DtlsStatus.ProtocolError, s.Client.CloseReason, "type " + type + " offset " + offset + " delta " + delta + Environment.NewLine + s.Link.Describe());
            Assert.IsTrue(
                s.Client.LastAlert is DtlsAlert.DecodeError or DtlsAlert.UnsupportedExtension or DtlsAlert.HandshakeFailure or DtlsAlert.IllegalParameter,
                s.Link.Describe());
        }
    }
}
