// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace System.Diagnostics.CodeAnalysis
{
    public sealed class AllowNullAttribute : Attribute
    {
        public AllowNullAttribute() { throw null; }
    }

    public sealed class DisallowNullAttribute : Attribute
    {
        public DisallowNullAttribute() { throw null; }
    }

    public sealed class DoesNotReturnAttribute : Attribute
    {
        public DoesNotReturnAttribute() { throw null; }
    }

    public sealed class DoesNotReturnIfAttribute : Attribute
    {
        public DoesNotReturnIfAttribute(bool parameterValue) { throw null; }
        public bool ParameterValue { get { throw null; } }
    }

    public sealed class MaybeNullAttribute : Attribute
    {
        public MaybeNullAttribute() { throw null; }
    }

    public sealed class MaybeNullWhenAttribute : Attribute
    {
        public MaybeNullWhenAttribute(bool returnValue) { throw null; }
        public bool ReturnValue { get { throw null; } }
    }

    [AttributeUsage(AttributeTargets.Method | AttributeTargets.Property, AllowMultiple = true)]
    public sealed class MemberNotNullAttribute : Attribute
    {
        public MemberNotNullAttribute(string member) { throw null; }
        public MemberNotNullAttribute(params string[] members) { throw null; }
        public string[] Members { get { throw null; } }
    }

    [AttributeUsage(AttributeTargets.Method | AttributeTargets.Property, AllowMultiple = true)]
    public sealed class MemberNotNullWhenAttribute : Attribute
    {
        public MemberNotNullWhenAttribute(bool returnValue, string member) { throw null; }
        public MemberNotNullWhenAttribute(bool returnValue, params string[] members) { throw null; }
        public bool ReturnValue { get { throw null; } }
        public string[] Members { get { throw null; } }
    }

    public sealed class NotNullAttribute : Attribute
    {
        public NotNullAttribute() { throw null; }
    }

    public sealed class NotNullIfNotNullAttribute : Attribute
    {
        public NotNullIfNotNullAttribute(string parameterName) { throw null; }
        public string ParameterName { get { throw null; } }
    }

    public sealed class NotNullWhenAttribute : Attribute
    {
        public NotNullWhenAttribute(bool returnValue) { throw null; }
        public bool ReturnValue { get { throw null; } }
    }
}
