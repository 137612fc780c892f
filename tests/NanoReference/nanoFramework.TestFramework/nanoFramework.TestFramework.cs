// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;

namespace nanoFramework.TestFramework
{
    public sealed class Assert
    {
        public Assert() { throw null; }
        public static void AreEqual(bool expected, bool actual, string message = "") { throw null; }
        public static void AreEqual(int expected, int actual, string message = "") { throw null; }
        public static void AreEqual(long expected, long actual, string message = "") { throw null; }
        public static void AreEqual(object expected, object actual, string message = "") { throw null; }
        public static void AreEqual(string expected, string actual, string message = "") { throw null; }
        public static void AreEqual(uint expected, uint actual, string message = "") { throw null; }
        public static void IsFalse(bool condition, string message = "") { throw null; }
        public static void IsNotNull(object value, string message = "") { throw null; }
        public static void IsTrue(bool condition, string message = "") { throw null; }
        public static void ThrowsException(Type exception, Action action, string message = "") { throw null; }
    }

    public static class OutputHelper
    {
        public static void Write(string message) { throw null; }
        public static void WriteLine(string message) { throw null; }
    }

    [AttributeUsage(AttributeTargets.Class)]
    public class TestClassAttribute : Attribute
    {
        public TestClassAttribute() { throw null; }
    }

    [AttributeUsage(AttributeTargets.Method)]
    public class TestMethodAttribute : Attribute
    {
        public TestMethodAttribute() { throw null; }
    }
}
