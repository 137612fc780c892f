// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Reflection;

namespace System
{
    public abstract class ValueType
    {
        protected ValueType() { throw null; }
        public override bool Equals(object obj) { throw null; }
    }

    public sealed class Version
    {
        public Version(int major, int minor, int build, int revision) { throw null; }
        public Version(int major, int minor) { throw null; }
        public int Major { get { throw null; } }
        public int Minor { get { throw null; } }
        public int Revision { get { throw null; } }
        public int Build { get { throw null; } }
        public override bool Equals(object obj) { throw null; }
        public override string ToString() { throw null; }
        public override int GetHashCode() { throw null; }
    }

    public struct Void
    {
    }

    public class WeakReference
    {
        public WeakReference(object target) { throw null; }
        public virtual bool IsAlive { get { throw null; } }
        public virtual object Target { get { throw null; } set { throw null; } }
    }

    [Flags]
    public enum AttributeTargets
    {
        Assembly = 1,
        Module = 2,
        Class = 4,
        Struct = 8,
        Enum = 16,
        Constructor = 32,
        Method = 64,
        Property = 128,
        Field = 256,
        Event = 512,
        Interface = 1024,
        Parameter = 2048,
        Delegate = 4096,
        ReturnValue = 8192,
        All = 16383,
    }

    [AttributeUsage(AttributeTargets.Class)]
    public sealed class AttributeUsageAttribute : Attribute
    {
        public AttributeUsageAttribute(AttributeTargets validOn) { throw null; }
        public AttributeTargets ValidOn { get { throw null; } }
        public bool AllowMultiple { get { throw null; } set { throw null; } }
        public bool Inherited { get { throw null; } set { throw null; } }
    }

    public sealed class CLSCompliantAttribute : Attribute
    {
        public CLSCompliantAttribute(bool isCompliant) { throw null; }
        public bool IsCompliant { get { throw null; } }
    }

    public sealed class DBNull
    {
        public static readonly DBNull Value;
        internal DBNull() { throw null; }
    }

    public class FlagsAttribute : Attribute
    {
        public FlagsAttribute() { throw null; }
    }

    public sealed class MTAThreadAttribute : Attribute
    {
        public MTAThreadAttribute() { throw null; }
    }

    public sealed class NonSerializedAttribute : Attribute
    {
        public NonSerializedAttribute() { throw null; }
    }

    public sealed class ObsoleteAttribute : Attribute
    {
        public ObsoleteAttribute() { throw null; }
        public ObsoleteAttribute(string message) { throw null; }
        public ObsoleteAttribute(string message, bool error) { throw null; }
        public string Message { get { throw null; } }
        public bool IsError { get { throw null; } }
    }

    public sealed class ParamArrayAttribute : Attribute
    {
        public ParamArrayAttribute() { throw null; }
    }

    public sealed class SerializableAttribute : Attribute
    {
        public SerializableAttribute() { throw null; }
    }

    public sealed class STAThreadAttribute : Attribute
    {
        public STAThreadAttribute() { throw null; }
    }

    public struct TypedReference
    {
    }

    public struct UIntPtr
    {
    }
}
