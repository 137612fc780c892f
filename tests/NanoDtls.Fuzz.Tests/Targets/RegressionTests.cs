// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Globalization;
using NanoDtls.Testing;

namespace NanoDtls.Fuzz.Tests
{
    /// <summary>Inputs that once broke the engine, or another one, step by step; the files are in tests/corpus/regressions.</summary>
    [TestClass]
    public sealed class RegressionTests
    {
        public static IEnumerable<object[]> Names => CorpusFile.InFolder("regressions").Select(file => new object[] { file.Name });

        [TestMethod]
        [DynamicData(nameof(Names))]
        public void V29_InputsThatOnceBrokeAnEngineDoNoHarm(string name)
        {
            CorpusFile file = CorpusFile.InFolder("regressions").Single(file => file.Name == name);
            Stage stage = StageBuilder.All().Single(stage => ("stage", stage.Name) == file.Entries[0]);
            Subject subject = stage.Enter();
            var expectations = 0;
            foreach ((string key, string value) in file.Entries.Skip(1))
            {
                switch (key)
                {
                    case "datagram":
                        subject.Deliver(Convert.FromHexString(value));
                        break;
                    case "repeat":
                        // The last datagram again, so many times.
                        for (int i = int.Parse(value, CultureInfo.InvariantCulture); i > 0; i--)
                        {
                            subject.Deliver(subject.Received[^1]);
                        }

                        break;
                    case "genuine":
                        // The server goes on: so many of its datagrams, or all of them.
                        foreach (FuzzRecord[] datagram in value.Length == 0 ? stage.Rest : stage.Rest.Take(int.Parse(value, CultureInfo.InvariantCulture)))
                        {
                            subject.Deliver(datagram);
                        }

                        break;
                    case "plain-finished":
                        // The server's true Finished, without protection.
                        subject.Deliver(FuzzRecord.Plain(Wire.Handshake, stage.Datagrams[^1][^1].Content));
                        break;
                    case "expect":
                        expectations++;
                        Assert.AreEqual(Enum.Parse<DtlsState>(value), subject.State, subject.Client.CloseReason + ", " + subject.Client.LastDropReason);
                        break;
                    default:
                        throw new InvalidDataException(name + ": " + key);
                }
            }

            Assert.AreNotEqual(0, expectations, "a file that expects nothing");
            if (subject.State == DtlsState.Connected)
            {
                subject.AssertTalks();
            }
        }
    }
}
