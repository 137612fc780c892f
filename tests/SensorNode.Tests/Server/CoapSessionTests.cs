// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using SensorNode.Desktop.Server;

namespace SensorNode.Tests
{
    /// <summary>The embedded server's CoAP, message by message.</summary>
    [TestClass]
    public class CoapSessionTests
    {
        // [{0: "t", 2: 21}]
        private const string Pack = "81a200617402" + "15";
        private const string PathS1 = "b173" + "0131";
        private const string Format112 = "1170";

        private readonly List<IReadOnlyList<SenMlRecord>> _readings = [];
        private readonly IDatagramHandler _session;

        public CoapSessionTests()
        {
            _session = new CoapServer(_readings.Add).CreateSession();
        }

        [TestMethod]
        [DataRow("42021234abcd" + PathS1 + Format112 + "ff" + Pack, "62441234abcd", DisplayName = "POST: 2.04")]
        [DataRow("42031234abcd" + PathS1 + Format112 + "ff" + Pack, "62441234abcd", DisplayName = "PUT: 2.04")]
        [DataRow("40021234" + PathS1 + Format112 + "ff" + Pack, "60441234", DisplayName = "empty token: 2.04")]
        [DataRow("42021234abcd" + "3161" + "8173" + "0131" + Format112 + "ff" + Pack, "62441234abcd", DisplayName = "Uri-Host is known: 2.04")]
        [DataRow("42021234abcd" + PathS1 + Format112 + "ff" + "15", "62801234abcd", DisplayName = "no SenML: 4.00")]
        [DataRow("42021234abcd" + PathS1 + Format112, "62801234abcd", DisplayName = "no payload: 4.00")]
        [DataRow("42021234abcd" + PathS1 + "ff" + Pack, "628f1234abcd", DisplayName = "no Content-Format: 4.15")]
        [DataRow("42021234abcd" + PathS1 + "1132" + "ff" + Pack, "628f1234abcd", DisplayName = "JSON: 4.15")]
        [DataRow("42011234abcd" + PathS1, "62851234abcd", DisplayName = "GET: 4.05")]
        [DataRow("42041234abcd" + PathS1, "62851234abcd", DisplayName = "DELETE: 4.05")]
        [DataRow("42021234abcd" + "b173" + "0132" + Format112 + "ff" + Pack, "62841234abcd", DisplayName = "other path: 4.04")]
        [DataRow("42021234abcd" + "b3732f31" + Format112 + "ff" + Pack, "62841234abcd", DisplayName = "slash inside a segment: 4.04")]
        [DataRow("42021234abcd" + "b0" + Format112 + "ff" + Pack, "62841234abcd", DisplayName = "empty segment: 4.04")]
        [DataRow("42021234abcd" + "9101" + "2173" + "0131" + Format112 + "ff" + Pack, "62821234abcd", DisplayName = "unknown critical option: 4.02")]
        [DataRow("42021234abcd" + "3161" + "0161" + "8173" + "0131" + Format112 + "ff" + Pack, "62821234abcd", DisplayName = "Uri-Host twice: 4.02")]
        [DataRow("42021234abcd" + "d11661" + "ff" + Pack, "62a51234abcd", DisplayName = "Proxy-Uri: 5.05")]
        [DataRow("40001234", "70001234", DisplayName = "ping: Reset")]
        [DataRow("49021234", "70001234", DisplayName = "token of 9 bytes: Reset")]
        [DataRow("42021234abcdff", "70001234", DisplayName = "marker without payload: Reset")]
        [DataRow("42021234ab", "70001234", DisplayName = "token cut off: Reset")]
        [DataRow("42021234abcdf1", "70001234", DisplayName = "delta 15: Reset")]
        [DataRow("42021234abcd1f", "70001234", DisplayName = "length 15: Reset")]
        [DataRow("42021234abcdb573", "70001234", DisplayName = "option cut off: Reset")]
        [DataRow("42021234abcddd01", "70001234", DisplayName = "extended length cut off: Reset")]
        [DataRow("4000123400", "70001234", DisplayName = "empty message with more: Reset")]
        [DataRow("42441234abcd", "70001234", DisplayName = "confirmable response to nothing: Reset")]
        [DataRow("60001234", null, DisplayName = "acknowledgement: silence")]
        [DataRow("70001234", null, DisplayName = "Reset: silence")]
        [DataRow("02021234abcd", null, DisplayName = "version 0: silence")]
        [DataRow("82021234abcd", null, DisplayName = "version 2: silence")]
        [DataRow("59021234", null, DisplayName = "malformed non-confirmable: silence")]
        [DataRow("52021234abcd" + "9101" + "2173" + "0131", null, DisplayName = "unknown critical option, non-confirmable: silence")]
        [DataRow("420212", null, DisplayName = "header cut off: silence")]
        [DataRow("", null, DisplayName = "nothing: silence")]
        public void Answers(string request, string? answer)
        {
            byte[]? bytes = _session.Handle(Convert.FromHexString(request));
            Assert.AreEqual(answer, bytes == null ? null : Convert.ToHexStringLower(bytes));
            Assert.HasCount(answer != null && answer.StartsWith("6244", StringComparison.Ordinal) || answer == "60441234" ? 1 : 0, _readings);
        }

        [TestMethod]
        public void RepeatedRequest_IsAnsweredAlikeAndCountedOnce()
        {
            byte[] request = Convert.FromHexString("42021234abcd" + PathS1 + Format112 + "ff" + Pack);
            byte[] first = _session.Handle(request)!;
            CollectionAssert.AreEqual(first, _session.Handle(request));
            Assert.HasCount(1, _readings);
            request[3]++;
            Assert.IsNotNull(_session.Handle(request));
            Assert.HasCount(2, _readings);
        }

        [TestMethod]
        public void NonConfirmableRequest_IsAnsweredWithoutAcknowledgement()
        {
            byte[] answer = _session.Handle(Convert.FromHexString("52021234abcd" + PathS1 + Format112 + "ff" + Pack))!;
            Assert.AreEqual("5244", Convert.ToHexString(answer, 0, 2));
            Assert.AreEqual("ABCD", Convert.ToHexString(answer, 4, 2));
            Assert.HasCount(1, _readings);
        }

        [TestMethod]
        public void MutatedRequests_NeverThrow()
        {
            const int Seed = 7252;
            var random = new Random(Seed);
            byte[] original = Convert.FromHexString("42021234abcd" + "3161" + "8173" + "0131" + Format112 + "ff" + Pack);
            for (int i = 0; i < 200000; i++)
            {
                byte[] mutated = original.AsSpan(0, random.Next(1, original.Length + 1)).ToArray();
                for (int changes = random.Next(1, 5); changes > 0; changes--)
                {
                    mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
                }

                try
                {
                    byte[]? answer = _session.Handle(mutated);
                    Assert.IsTrue(answer == null || answer.Length is >= 4 and <= 12);
                }
                catch (Exception exception) when (exception is not AssertFailedException)
                {
                    Assert.Fail($"seed {Seed}, case {i}, {Convert.ToHexString(mutated)}: {exception}");
                }
            }
        }
    }
}
