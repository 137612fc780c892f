// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System;
using System.Runtime.CompilerServices;
using MSTest = Microsoft.VisualStudio.TestTools.UnitTesting;

namespace nanoFramework.TestFramework
{
    /// <summary>The device's assertions. They allocate only when they fail: the allocation tests use them while they measure.</summary>
    internal static class Assert
    {
        public static void AreEqual(bool expected, bool actual, string message = "")
        {
            Check(expected == actual, expected, actual, message);
        }

        public static void AreEqual(int expected, int actual, string message = "")
        {
            Check(expected == actual, expected, actual, message);
        }

        public static void AreEqual(uint expected, uint actual, string message = "")
        {
            Check(expected == actual, expected, actual, message);
        }

        public static void AreEqual(string expected, string actual, string message = "")
        {
            Check(expected == actual, expected, actual, message);
        }

        public static void IsFalse(bool condition, string message = "")
        {
            Check(!condition, false, condition, message);
        }

        public static void IsTrue(bool condition, string message = "")
        {
            Check(condition, true, condition, message);
        }

        private static void Check<T>(bool isEqual, T expected, T actual, string message)
        {
            if (!isEqual)
            {
                MSTest.Assert.Fail($"{message}: expected {expected}, not {actual}");
            }
        }
    }

    [AttributeUsage(AttributeTargets.Class)]
    internal sealed class TestClassAttribute : MSTest.TestClassAttribute
    {
    }

    [AttributeUsage(AttributeTargets.Method)]
    internal sealed class TestMethodAttribute : MSTest.TestMethodAttribute
    {
        public TestMethodAttribute([CallerFilePath] string file = "", [CallerLineNumber] int line = -1)
            : base(file, line)
        {
        }
    }
}
