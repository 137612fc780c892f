// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Fuzz.Tests
{
    /// <summary>A moment of a recorded handshake, from which cases start.</summary>
    /// <param name="Name">Session, handshake and number of datagrams received.</param>
    /// <param name="Subject">The engine, which all stages of a session share.</param>
    /// <param name="Snapshot">Its state.</param>
    /// <param name="Now">The time.</param>
    /// <param name="Handshake">All of it.</param>
    /// <param name="Next">Which of the server's datagrams comes next.</param>
    internal sealed record Stage(string Name, Subject Subject, Snapshot Snapshot, long Now, GenuineHandshake Handshake, int Next)
    {
        /// <summary>All of the server's datagrams in this handshake.</summary>
        public IReadOnlyList<FuzzRecord[]> Datagrams => Handshake.Datagrams;

        /// <summary>What the server still has to say.</summary>
        public IEnumerable<FuzzRecord[]> Rest => Datagrams.Skip(Next);

        public bool IsConnected => Next == Datagrams.Count;

        /// <summary>Puts the engine into this state.</summary>
        public Subject Enter()
        {
            Subject.Begin(Snapshot, Now);
            Subject.LaterKeys = Handshake.Keys;
            return Subject;
        }
    }

    /// <summary>A handshake as the server wants it.</summary>
    internal sealed class GenuineHandshake
    {
        public GenuineHandshake(List<FuzzRecord[]> datagrams)
        {
            Datagrams = datagrams;
        }

        public List<FuzzRecord[]> Datagrams { get; }

        /// <summary>The keys that it ends with.</summary>
        public ServerKeys? Keys { get; set; }
    }
}
