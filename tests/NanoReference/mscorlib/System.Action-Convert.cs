// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Collections;

namespace System
{
    public delegate void Action();

    public class AppDomainUnloadedException : SystemException
    {
        public AppDomainUnloadedException() { throw null; }
        public AppDomainUnloadedException(string message) { throw null; }
        public AppDomainUnloadedException(string message, Exception innerException) { throw null; }
    }

    public class ApplicationException : Exception
    {
        public ApplicationException() { throw null; }
        public ApplicationException(string message) { throw null; }
        public ApplicationException(string message, Exception innerException) { throw null; }
    }

    public class ArgumentException : SystemException
    {
        public ArgumentException() { throw null; }
        public ArgumentException(string message) { throw null; }
        public ArgumentException(string message, Exception innerException) { throw null; }
        public ArgumentException(string message, string paramName) { throw null; }
        public ArgumentException(string message, string paramName, Exception innerException) { throw null; }
        public override string Message { get { throw null; } }
        public virtual string ParamName { get { throw null; } }
        public static void ThrowIfNullOrEmpty(string argument, string paramName = null) { throw null; }
    }

    public class ArgumentNullException : ArgumentException
    {
        public ArgumentNullException() { throw null; }
        public ArgumentNullException(string paramName) { throw null; }
        public ArgumentNullException(string message, Exception innerException) { throw null; }
        public ArgumentNullException(string paramName, string message) { throw null; }
        public static void ThrowIfNull(object argument, string paramName = null) { throw null; }
    }

    public class ArgumentOutOfRangeException : ArgumentException
    {
        public ArgumentOutOfRangeException() { throw null; }
        public ArgumentOutOfRangeException(string paramName) { throw null; }
        public ArgumentOutOfRangeException(string paramName, string message) { throw null; }
    }

    public abstract class Array : ICloneable, IList, ICollection, IEnumerable
    {
        protected Array() { throw null; }
        public int Length { get { throw null; } }
        public object SyncRoot { get { throw null; } }
        public bool IsReadOnly { get { throw null; } }
        public bool IsFixedSize { get { throw null; } }
        public bool IsSynchronized { get { throw null; } }
        public static Array CreateInstance(Type elementType, int length) { throw null; }
        public static void Copy(Array sourceArray, Array destinationArray, int length) { throw null; }
        public static void Copy(Array sourceArray, int sourceIndex, Array destinationArray, int destinationIndex, int length) { throw null; }
        public static void Clear(Array array, int index, int length) { throw null; }
        public object GetValue(int index) { throw null; }
        public object Clone() { throw null; }
        public static int BinarySearch(Array array, object value, IComparer comparer) { throw null; }
        public static int BinarySearch(Array array, int index, int length, object value, IComparer comparer) { throw null; }
        public void CopyTo(Array array, int index) { throw null; }
        public IEnumerator GetEnumerator() { throw null; }
        public static int IndexOf(Array array, object value) { throw null; }
        public static int IndexOf(Array array, object value, int startIndex) { throw null; }
        public static int IndexOf(Array array, object value, int startIndex, int count) { throw null; }
        object IList.this[int index] { get { throw null; } set { throw null; } }
        int IList.Add(object value) { throw null; }
        bool IList.Contains(object value) { throw null; }
        void IList.Clear() { throw null; }
        int IList.IndexOf(object value) { throw null; }
        void IList.Insert(int index, object value) { throw null; }
        void IList.Remove(object value) { throw null; }
        void IList.RemoveAt(int index) { throw null; }
        int ICollection.Count { get { throw null; } }
    }

    public delegate void AsyncCallback(IAsyncResult ar);

    public abstract class Attribute
    {
        protected Attribute() { throw null; }
    }

    [Flags]
    public enum Base64FormattingOptions
    {
        None = 0,
        InsertLineBreaks = 1,
    }

    public static class BitConverter
    {
        public static bool IsLittleEndian { get { throw null; } }
        public static long DoubleToInt64Bits(double value) { throw null; }
        public static byte[] GetBytes(bool value) { throw null; }
        public static byte[] GetBytes(char value) { throw null; }
        public static byte[] GetBytes(double value) { throw null; }
        public static byte[] GetBytes(float value) { throw null; }
        public static byte[] GetBytes(int value) { throw null; }
        public static byte[] GetBytes(long value) { throw null; }
        public static byte[] GetBytes(short value) { throw null; }
        public static byte[] GetBytes(uint value) { throw null; }
        public static byte[] GetBytes(ulong value) { throw null; }
        public static byte[] GetBytes(ushort value) { throw null; }
        public static double Int64BitsToDouble(long value) { throw null; }
        public static bool ToBoolean(byte[] value, int startIndex) { throw null; }
        public static char ToChar(byte[] value, int startIndex) { throw null; }
        public static double ToDouble(byte[] value, int startIndex) { throw null; }
        public static short ToInt16(byte[] value, int startIndex) { throw null; }
        public static int ToInt32(byte[] value, int startIndex) { throw null; }
        public static long ToInt64(byte[] value, int startIndex) { throw null; }
        public static float ToSingle(byte[] value, int startIndex) { throw null; }
        public static string ToString(byte[] value) { throw null; }
        public static string ToString(byte[] value, int startIndex) { throw null; }
        public static string ToString(byte[] value, int startIndex, int length) { throw null; }
        public static ushort ToUInt16(byte[] value, int startIndex) { throw null; }
        public static uint ToUInt32(byte[] value, int startIndex) { throw null; }
        public static ulong ToUInt64(byte[] value, int startIndex) { throw null; }
    }

    public struct Boolean
    {
        private bool _value;
        public static readonly string FalseString;
        public static readonly string TrueString;
        public override string ToString() { throw null; }
    }

    public struct Byte
    {
        private byte _value;
        public const byte MaxValue = 255;
        public const byte MinValue = 0;
        public override string ToString() { throw null; }
        public string ToString(string format) { throw null; }
        public static byte Parse(string s) { throw null; }
        public static bool TryParse(string s, out byte result) { throw null; }
    }

    public struct Char
    {
        private char _value;
        public const char MaxValue = '\uFFFF';
        public const char MinValue = '\u0000';
        public override string ToString() { throw null; }
        public char ToLower() { throw null; }
        public char ToUpper() { throw null; }
    }

    public static class Console
    {
        public static void Write(string value) { throw null; }
        public static void WriteLine() { throw null; }
        public static void WriteLine(string value) { throw null; }
    }

    public static class Convert
    {
        public static bool ToBoolean(byte value) { throw null; }
        public static char ToChar(ushort value) { throw null; }
        public static sbyte ToSByte(string value, int fromBase = 10) { throw null; }
        public static byte ToByte(string value, int fromBase = 10) { throw null; }
        public static byte ToByte(bool value) { throw null; }
        public static DateTime ToDateTime(string value) { throw null; }
        public static short ToInt16(string value, int fromBase = 10) { throw null; }
        public static ushort ToUInt16(string value, int fromBase = 10) { throw null; }
        public static int ToInt32(string value, int fromBase = 10) { throw null; }
        public static uint ToUInt32(string value, int fromBase = 10) { throw null; }
        public static long ToInt64(string value, int fromBase = 10) { throw null; }
        public static ulong ToUInt64(string value, int fromBase = 10) { throw null; }
        public static double ToDouble(string value) { throw null; }
        public static float ToSingle(string value) { throw null; }
        public static string ToBase64String(byte[] inArray) { throw null; }
        public static string ToBase64String(byte[] inArray, Base64FormattingOptions options) { throw null; }
        public static string ToBase64String(byte[] inArray, int offset, int length) { throw null; }
        public static string ToBase64String(byte[] inArray, int offset, int length, Base64FormattingOptions options) { throw null; }
        public static byte[] FromBase64String(string inString) { throw null; }
        public static byte[] FromBase64CharArray(char[] inArray, int offset, int length) { throw null; }
    }
}
