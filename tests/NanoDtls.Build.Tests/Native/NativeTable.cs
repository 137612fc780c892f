// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Text;
using Mono.Cecil;

namespace NanoDtls.Build.Tests.Native
{
    /// <summary>A slot of a native method table: empty for a managed method.</summary>
    internal sealed record NativeSlot(string ClassName, string MethodName)
    {
        public static readonly NativeSlot Managed = new(string.Empty, string.Empty);

        public bool IsNative => this != Managed;
    }

    /// <summary>
    /// The method table that the nanoFramework metadata processor (MDP 3.x) makes of an assembly, and its checksum:
    /// written from the description of both, not from its code.
    /// </summary>
    internal static class NativeTable
    {
        /// <summary>A slot for each method of each class, in the table's order.</summary>
        public static List<NativeSlot> SlotsOf(ModuleDefinition module)
        {
            return TypesOf(module).SelectMany(MethodsOf).Select(SlotOf).ToList();
        }

        /// <summary>CRC-32 (0x04C11DB7, most significant bit first, start 0, no final xor) over the names in the table.</summary>
        public static uint Checksum(string assembly, IEnumerable<NativeSlot> slots)
        {
            uint crc = 0;
            bool first = true;
            foreach (NativeSlot slot in slots)
            {
                if (!slot.IsNative)
                {
                    // Managed methods in front of the first native one count nothing.
                    crc = first ? crc : Append(crc, "NULL");
                }
                else if (first)
                {
                    crc = Append(crc, slot.MethodName);
                    first = false;
                }
                else
                {
                    crc = Append(Append(Append(crc, assembly), slot.ClassName), slot.MethodName);
                }
            }

            return crc;
        }

        /// <summary>Classes and structs by full name, a base class in front of what derives from it.</summary>
        private static List<TypeDefinition> TypesOf(ModuleDefinition module)
        {
            var sorted = new List<TypeDefinition>();
            foreach (TypeDefinition type in module.GetTypes().OrderBy(t => t.FullName, StringComparer.Ordinal))
            {
                Add(type);
            }

            return sorted;

            void Add(TypeDefinition type)
            {
                if (type.Name == "<Module>" || type.IsInterface || type.IsEnum || type.BaseType?.FullName == "System.MulticastDelegate" || sorted.Contains(type))
                {
                    return;
                }

                if (type.BaseType is TypeDefinition parent && parent.Module == module)
                {
                    Add(parent);
                }

                sorted.Add(type);
            }
        }

        /// <summary>Virtual methods, then other instance methods with constructors, then static ones.</summary>
        private static IEnumerable<MethodDefinition> MethodsOf(TypeDefinition type)
        {
            return type.Methods.Where(m => m.IsVirtual)
                .Concat(type.Methods.Where(m => !m.IsVirtual && !m.IsStatic))
                .Concat(type.Methods.Where(m => m.IsStatic));
        }

        private static NativeSlot SlotOf(MethodDefinition method)
        {
            if (!method.IsInternalCall)
            {
                return NativeSlot.Managed;
            }

            var name = new StringBuilder(method.Name).Append(method.IsStatic ? "___STATIC__" : "___").Append(Token(method.ReturnType));
            foreach (ParameterDefinition parameter in method.Parameters)
            {
                name.Append("__").Append(Token(parameter.ParameterType));
            }

            return new NativeSlot(method.DeclaringType.FullName.Replace('.', '_'), name.ToString());
        }

        private static string Token(TypeReference type)
        {
            return type switch
            {
                ArrayType array => "SZARRAY_" + Token(array.ElementType),
                ByReferenceType reference => "BYREF_" + Token(reference.ElementType),
                _ => type.MetadataType switch
                {
                    MetadataType.Void => "VOID",
                    MetadataType.Boolean => "BOOLEAN",
                    MetadataType.SByte => "I1",
                    MetadataType.Byte => "U1",
                    MetadataType.Char => "CHAR",
                    MetadataType.Int16 => "I2",
                    MetadataType.UInt16 => "U2",
                    MetadataType.Int32 => "I4",
                    MetadataType.UInt32 => "U4",
                    MetadataType.Int64 => "I8",
                    MetadataType.UInt64 => "U8",
                    MetadataType.Single => "R4",
                    MetadataType.Double => "R8",
                    MetadataType.String => "STRING",
                    MetadataType.Object => "OBJECT",
                    _ => throw new NotSupportedException(type.FullName),
                },
            };
        }

        private static uint Append(uint crc, string text)
        {
            foreach (byte value in Encoding.ASCII.GetBytes(text))
            {
                crc ^= (uint)value << 24;
                for (int bit = 0; bit < 8; bit++)
                {
                    crc = (crc & 0x80000000) != 0 ? crc << 1 ^ 0x04C11DB7 : crc << 1;
                }
            }

            return crc;
        }
    }
}
