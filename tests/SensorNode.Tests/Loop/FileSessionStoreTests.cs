// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using NanoDtls;

namespace SensorNode.Tests
{
    /// <summary>The file store: whole states or none, whatever is cut off where.</summary>
    [TestClass]
    public class FileSessionStoreTests
    {
        private string _path = string.Empty;

        [TestInitialize]
        public void CreateFileName() => _path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));

        [TestCleanup]
        public void DeleteFiles()
        {
            File.Delete(_path);
            File.Delete(_path + ".new");
        }

        [TestMethod]
        public void WhatWasWrittenLastIsRead()
        {
            var store = new FileSessionStore(_path);
            var buffer = new byte[400];
            Assert.AreEqual(0, store.Read(buffer, 0, 300));
            for (int length = 1; length <= DtlsConnection.MaxSessionStateLength; length += 7)
            {
                byte[] state = State(length);
                Assert.IsTrue(store.Write([0, .. state, 0], 1, length));
                AssertHolds(state);
                Assert.AreEqual(length, store.Read(buffer, 0, length - 1), "what does not fit is not copied");
                Assert.IsFalse(buffer.AsSpan().ContainsAnyExcept((byte)0));
            }

            Assert.IsFalse(File.Exists(_path + ".new"));
        }

        [TestMethod]
        public void PowerFailure_AtEveryByteOfAWrite_LeavesTheOldOrTheNewState()
        {
            byte[] old = State(118);
            byte[] next = State(118, 3);
            Assert.IsTrue(new FileSessionStore(_path).Write(next, 0, next.Length));
            byte[] file = File.ReadAllBytes(_path);
            Assert.IsTrue(new FileSessionStore(_path).Write(old, 0, old.Length));
            for (int cut = 0; cut <= file.Length; cut++)
            {
                // While the new file is written the old one is there.
                File.WriteAllBytes(_path + ".new", file[..cut]);
                AssertHolds(cut == file.Length ? next : old);
            }

            // Then the old one is deleted, and the new one not renamed yet.
            File.Delete(_path);
            AssertHolds(next);

            // The store goes on from there.
            Assert.IsTrue(new FileSessionStore(_path).Write(old, 0, old.Length));
            AssertHolds(old);
            Assert.IsFalse(File.Exists(_path + ".new"));
        }

        [TestMethod]
        public void EveryFlippedBit_AndEveryTruncation_IsDamage()
        {
            byte[] state = State(20);
            var store = new FileSessionStore(_path);
            Assert.IsTrue(store.Write(state, 0, state.Length));
            byte[] file = File.ReadAllBytes(_path);
            var buffer = new byte[300];
            for (int bit = 0; bit < file.Length * 8; bit++)
            {
                byte[] damaged = (byte[])file.Clone();
                damaged[bit / 8] ^= (byte)(1 << (bit % 8));
                File.WriteAllBytes(_path, damaged);
                Assert.AreEqual(SessionStore.Damaged, store.Read(buffer, 0, 300), $"bit {bit}");
            }

            for (int length = 0; length < file.Length; length++)
            {
                File.WriteAllBytes(_path, file[..length]);
                Assert.AreEqual(SessionStore.Damaged, store.Read(buffer, 0, 300), $"{length} bytes");
            }

            File.WriteAllBytes(_path, [.. file, 0]);
            Assert.AreEqual(SessionStore.Damaged, store.Read(buffer, 0, 300));
            Assert.IsFalse(buffer.AsSpan().ContainsAnyExcept((byte)0));
            Assert.IsTrue(store.Write(state, 0, state.Length), "and is replaced");
            AssertHolds(state);
        }

        [TestMethod]
        public void DriveThatFails_IsAResultAndNoException()
        {
            var store = new FileSessionStore("/no/such/folder/session");
            Assert.AreEqual(0, store.Read(new byte[300], 0, 300));
            Assert.IsFalse(store.Write(new byte[10], 0, 10));
            Directory.CreateDirectory(_path + ".new");
            Assert.IsFalse(new FileSessionStore(_path).Write(new byte[10], 0, 10));
            Directory.Delete(_path + ".new");
            Assert.ThrowsExactly<ArgumentNullException>(() => new FileSessionStore(null!));
        }

        private static byte[] State(int length, int factor = 1) => Enumerable.Range(1, length).Select(i => (byte)(i * factor)).ToArray();

        private void AssertHolds(byte[] state)
        {
            // A new object, as after a reset.
            var buffer = new byte[400];
            Assert.AreEqual(state.Length, new FileSessionStore(_path).Read(buffer, 5, 300));
            CollectionAssert.AreEqual(state, buffer[5..(5 + state.Length)]);
        }
    }
}
