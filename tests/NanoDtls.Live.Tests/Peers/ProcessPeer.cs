// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Net;

namespace NanoDtls.Live.Tests
{
    /// <summary>A server that is a program: its process, its files, its port and its log.</summary>
    internal abstract class ProcessPeer : LivePeer
    {
        private readonly TempFolder _folder = new TempFolder();

        /// <summary>Starts the program.</summary>
        /// <param name="port">The port to take, or 0 for a free one.</param>
        /// <param name="makeCommand">How it is started; may write files into the folder, which goes away with the peer.</param>
        protected ProcessPeer(int port, Func<TempFolder, PeerCommand> makeCommand)
        {
            try
            {
                PeerCommand command = makeCommand(_folder);
                Process = PeerProcess.Start(command.Program, command.Arguments, command.PortCount, port, command.Environment, out int bound);
                EndPoint = new IPEndPoint(IPAddress.Loopback, bound);
            }
            catch
            {
                _folder.Dispose();
                throw;
            }
        }

        public sealed override IPEndPoint EndPoint { get; }

        public sealed override string Log
        {
            get { return Process.Log; }
        }

        /// <summary>The program.</summary>
        protected PeerProcess Process { get; }

        /// <summary>Waits until the program printed a text.</summary>
        public bool WaitForLog(string text, int timeoutMilliseconds)
        {
            return Process.WaitForLog(text, timeoutMilliseconds);
        }

        public sealed override void Dispose()
        {
            Process.Dispose();
            _folder.Dispose();
        }
    }
}
