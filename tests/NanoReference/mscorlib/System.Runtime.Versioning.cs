// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace System.Runtime.Versioning
{
    public sealed class TargetFrameworkAttribute : Attribute
    {
        public TargetFrameworkAttribute(string frameworkName) { throw null; }
        public string FrameworkName { get { throw null; } }
        public string FrameworkDisplayName { get { throw null; } set { throw null; } }
    }
}
