// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace System
{
    public struct Int64
    {
        private long _value;
        public const long MaxValue = 9223372036854775807;
        public const long MinValue = -9223372036854775808;
        public override string ToString() { throw null; }
        public string ToString(string format) { throw null; }
        public static long Parse(string s) { throw null; }
        public static bool TryParse(string s, out long result) { throw null; }
    }

    public struct IntPtr
    {
    }

    public class InvalidCastException : SystemException
    {
        public InvalidCastException() { throw null; }
        public InvalidCastException(string message) { throw null; }
        public InvalidCastException(string message, Exception innerException) { throw null; }
    }

    public class InvalidOperationException : SystemException
    {
        public InvalidOperationException() { throw null; }
        public InvalidOperationException(string message) { throw null; }
        public InvalidOperationException(string message, Exception innerException) { throw null; }
    }

    public abstract class MarshalByRefObject
    {
        protected MarshalByRefObject() { throw null; }
    }

    public abstract class MulticastDelegate : Delegate
    {
        protected MulticastDelegate() { throw null; }
        public static bool operator ==(MulticastDelegate d1, MulticastDelegate d2) { throw null; }
        public static bool operator !=(MulticastDelegate d1, MulticastDelegate d2) { throw null; }
        public override bool Equals(object obj) { throw null; }
    }

    public class NotImplementedException : SystemException
    {
        public NotImplementedException() { throw null; }
        public NotImplementedException(string message) { throw null; }
        public NotImplementedException(string message, Exception innerException) { throw null; }
    }

    public class NotSupportedException : SystemException
    {
        public NotSupportedException() { throw null; }
        public NotSupportedException(string message) { throw null; }
        public NotSupportedException(string message, Exception innerException) { throw null; }
    }

    public class NullReferenceException : SystemException
    {
        public NullReferenceException() { throw null; }
        public NullReferenceException(string message) { throw null; }
        public NullReferenceException(string message, Exception innerException) { throw null; }
    }

    public class Object
    {
        ~Object()
        {
        }
        public Object() { throw null; }
        public virtual string ToString() { throw null; }
        public virtual bool Equals(object obj) { throw null; }
        public static bool Equals(object objA, object objB) { throw null; }
        public static bool ReferenceEquals(object objA, object objB) { throw null; }
        public virtual int GetHashCode() { throw null; }
        public Type GetType() { throw null; }
        protected object MemberwiseClone() { throw null; }
    }

    public class ObjectDisposedException : SystemException
    {
        public ObjectDisposedException() { throw null; }
        public ObjectDisposedException(string message) { throw null; }
        public ObjectDisposedException(string message, Exception innerException) { throw null; }
    }

    public class OutOfMemoryException : SystemException
    {
        public OutOfMemoryException() { throw null; }
        public OutOfMemoryException(string message) { throw null; }
        public OutOfMemoryException(string message, Exception innerException) { throw null; }
    }

    public class PlatformNotSupportedException : NotSupportedException
    {
        public PlatformNotSupportedException() { throw null; }
    }

    public class Random
    {
        public Random() { throw null; }
        public Random(int seed) { throw null; }
        public virtual int Next() { throw null; }
        public virtual int Next(int maxValue) { throw null; }
        public virtual double NextDouble() { throw null; }
        public virtual void NextBytes(byte[] buffer) { throw null; }
    }

    public struct RuntimeArgumentHandle
    {
    }

    public struct RuntimeFieldHandle
    {
    }

    public struct RuntimeMethodHandle
    {
    }

    public struct RuntimeTypeHandle
    {
    }

    public struct SByte
    {
        private sbyte _value;
        public const sbyte MaxValue = 127;
        public const sbyte MinValue = -128;
        public override string ToString() { throw null; }
        public string ToString(string format) { throw null; }
        public static sbyte Parse(string s) { throw null; }
        public static bool TryParse(string s, out sbyte result) { throw null; }
    }

    public struct Single
    {
        private float _value;
        public const float MinValue = -3.4028235E+38F;
        public const float Epsilon = 1E-45F;
        public const float MaxValue = 3.4028235E+38F;
        public const float NegativeInfinity = (float)(-1.0 / 0.0);
        public const float PositiveInfinity = (float)(1.0 / 0.0);
        public const float NaN = (float)(0.0 / 0.0);
        public static bool IsInfinity(float f) { throw null; }
        public static bool IsNaN(float f) { throw null; }
        public static bool IsNegativeInfinity(float f) { throw null; }
        public static bool IsPositiveInfinity(float f) { throw null; }
        public int CompareTo(float value) { throw null; }
        public static float Parse(string s) { throw null; }
        public override string ToString() { throw null; }
        public string ToString(string format) { throw null; }
        public static bool TryParse(string s, out float result) { throw null; }
    }

    public struct SpanByte
    {
        public SpanByte(byte[] array) { throw null; }
        public SpanByte(byte[] array, int start, int length) { throw null; }
        public byte this[int index] { get { throw null; } set { throw null; } }
        public static SpanByte Empty { get { throw null; } }
        public int Length { get { throw null; } }
        public bool IsEmpty { get { throw null; } }
        public void CopyTo(SpanByte destination) { throw null; }
        public SpanByte Slice(int start) { throw null; }
        public SpanByte Slice(int start, int length) { throw null; }
        public byte[] ToArray() { throw null; }
        public static implicit operator SpanByte(byte[] array) { throw null; }
    }
}
