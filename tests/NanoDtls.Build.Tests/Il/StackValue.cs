// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Collections.Immutable;
using Mono.Cecil;

namespace NanoDtls.Build.Tests.Il
{
    /// <summary>What is known of a value on the evaluation stack.</summary>
    /// <param name="Type">Its type as the interpreter tracks it; null when unknown.</param>
    /// <param name="Origins">The static fields whose array this may be.</param>
    internal sealed record StackValue(TypeReference? Type, ImmutableHashSet<FieldDefinition> Origins)
    {
        public static readonly ImmutableHashSet<FieldDefinition> NoOrigins = ImmutableHashSet<FieldDefinition>.Empty;

        /// <summary>
        /// Whether the interpreter carries the value as U4 or U8. Smaller unsigned types are not: they are
        /// promoted to I4 when they are loaded.
        /// </summary>
        public bool IsUnsigned => Type != null && IsUnsignedType(Type);

        public static bool IsUnsignedType(TypeReference type)
        {
            return Underlying(type) is MetadataType.UInt32 or MetadataType.UInt64 or MetadataType.UIntPtr;
        }

        public static bool IsSignedType(TypeReference type)
        {
            return Underlying(type) is MetadataType.Int32 or MetadataType.Int64 or MetadataType.IntPtr;
        }

        public StackValue Merge(StackValue other)
        {
            ImmutableHashSet<FieldDefinition> origins = other.Origins.IsSubsetOf(Origins) ? Origins : Origins.Union(other.Origins);

            // Unsigned on one path is enough for a wrong result. A null reference knows no type.
            TypeReference? type = other.IsUnsigned && !IsUnsigned ? other.Type : Type ?? other.Type;
            return ReferenceEquals(type, Type) && ReferenceEquals(origins, Origins) ? this : new StackValue(type, origins);
        }

        private static MetadataType Underlying(TypeReference type)
        {
            if (type.IsPrimitive)
            {
                return type.MetadataType;
            }

            TypeDefinition? definition = type.IsValueType ? type.Resolve() : null;
            return definition is { IsEnum: true } ? definition.Fields.First(f => !f.IsStatic).FieldType.MetadataType : type.MetadataType;
        }
    }
}
