// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Reflection;

namespace NanoDtls.Testing
{
    /// <summary>Walks all objects that can be reached from one, to find the arrays it holds.</summary>
    public static class ReachableArrays
    {
        private const string Scalars = ".(fields)";

        /// <summary>
        /// All arrays of numbers reachable from an object, each as its bytes, with the path to it; and for each
        /// object its 32-bit and 64-bit fields, as the bytes of an array of their own.
        /// </summary>
        public static List<(string Path, byte[] Bytes)> Find(object root)
        {
            var result = new List<(string, byte[])>();
            Walk(root, root.GetType().Name, new HashSet<object>(ReferenceEqualityComparer.Instance), result);
            return result;
        }

        public static long TotalLength(object root)
        {
            return Find(root).Where(array => !array.Path.EndsWith(Scalars, StringComparison.Ordinal)).Sum(array => (long)array.Bytes.Length);
        }

        private static void Walk(object value, string path, HashSet<object> seen, List<(string, byte[])> result)
        {
            Type type = value.GetType();
            if (type.IsPrimitive || type.IsEnum || value is string || value is Type || value is Pointer || !seen.Add(value))
            {
                return;
            }

            if (value is Array array)
            {
                if (array.GetType().GetElementType()!.IsPrimitive)
                {
                    byte[] bytes = new byte[Buffer.ByteLength(array)];
                    Buffer.BlockCopy(array, 0, bytes, 0, bytes.Length);
                    result.Add((path, bytes));
                    return;
                }

                int index = 0;
                foreach (object? element in array)
                {
                    if (element != null)
                    {
                        Walk(element, path + "[" + index++ + "]", seen, result);
                    }
                }

                return;
            }

            var scalars = new List<byte>();
            for (Type? level = type; level != null && level != typeof(object); level = level.BaseType)
            {
                foreach (FieldInfo field in level.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
                {
                    if (field.FieldType.IsPointer || field.FieldType.IsByRefLike || field.GetValue(value) is not object next)
                    {
                        continue;
                    }

                    byte[]? scalar = next switch
                    {
                        int number => BitConverter.GetBytes(number),
                        uint number => BitConverter.GetBytes(number),
                        long number => BitConverter.GetBytes(number),
                        ulong number => BitConverter.GetBytes(number),
                        _ => null,
                    };
                    if (scalar != null)
                    {
                        scalars.AddRange(scalar);
                    }
                    else
                    {
                        Walk(next, path + "." + field.Name, seen, result);
                    }
                }
            }

            if (scalars.Count > 0)
            {
                result.Add((path + Scalars, scalars.ToArray()));
            }
        }
    }
}
