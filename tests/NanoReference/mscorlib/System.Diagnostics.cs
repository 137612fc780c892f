// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace System.Diagnostics
{
    public static class Debug
    {
        public static void Assert(bool condition) { throw null; }
        public static void Assert(bool condition, string message) { throw null; }
        public static void Assert(bool condition, string message, string detailedMessage) { throw null; }
        public static void Write(string message) { throw null; }
        public static void WriteLine() { throw null; }
        public static void WriteLine(string message) { throw null; }
    }

    public static class Debugger
    {
        public static bool IsAttached { get { throw null; } }
        public static void Break() { throw null; }
    }

    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
    public sealed class ConditionalAttribute : Attribute
    {
        public ConditionalAttribute(string conditionString) { throw null; }
        public string ConditionString { get { throw null; } }
    }

    public sealed class DebuggableAttribute : Attribute
    {
        public DebuggableAttribute(bool isJITTrackingEnabled, bool isJITOptimizerDisabled) { throw null; }
        public DebuggableAttribute(DebuggableAttribute.DebuggingModes modes) { throw null; }
        public bool IsJITTrackingEnabled { get { throw null; } }
        public bool IsJITOptimizerDisabled { get { throw null; } }
        public DebuggableAttribute.DebuggingModes DebuggingFlags { get { throw null; } }

        [Flags]
        public enum DebuggingModes
        {
            None = 0,
            Default = 1,
            DisableOptimizations = 256,
            IgnoreSymbolStoreSequencePoints = 2,
            EnableEditAndContinue = 4,
        }
    }

    public sealed class DebuggerBrowsableAttribute : Attribute
    {
        public DebuggerBrowsableAttribute(DebuggerBrowsableState state) { throw null; }
        public DebuggerBrowsableState State { get { throw null; } }
    }

    public enum DebuggerBrowsableState
    {
        Never = 0,
        Collapsed = 2,
        RootHidden = 3,
    }

    public sealed class DebuggerDisplayAttribute : Attribute
    {
        public DebuggerDisplayAttribute(string value) { throw null; }
        public string Value { get { throw null; } }
        public string Name { get { throw null; } set { throw null; } }
        public string Type { get { throw null; } set { throw null; } }
        public Type Target { get { throw null; } set { throw null; } }
        public string TargetTypeName { get { throw null; } set { throw null; } }
    }

    public sealed class DebuggerHiddenAttribute : Attribute
    {
        public DebuggerHiddenAttribute() { throw null; }
    }

    public sealed class DebuggerNonUserCodeAttribute : Attribute
    {
        public DebuggerNonUserCodeAttribute() { throw null; }
    }

    public sealed class DebuggerStepperBoundaryAttribute : Attribute
    {
        public DebuggerStepperBoundaryAttribute() { throw null; }
    }

    public sealed class DebuggerStepThroughAttribute : Attribute
    {
        public DebuggerStepThroughAttribute() { throw null; }
    }

    public sealed class DebuggerTypeProxyAttribute : Attribute
    {
        public DebuggerTypeProxyAttribute(Type type) { throw null; }
        public DebuggerTypeProxyAttribute(string typeName) { throw null; }
        public string ProxyTypeName { get { throw null; } }
        public Type Target { get { throw null; } set { throw null; } }
        public string TargetTypeName { get { throw null; } set { throw null; } }
    }

    public sealed class NativeProfiledAttribute : Attribute
    {
        public NativeProfiledAttribute() { throw null; }
    }
}
