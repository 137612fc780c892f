// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Reflection;

namespace NanoDtls.Crypto.Tests;

/// <summary>Arrays and numbers that an object holds, found by reflection.</summary>
internal static class Memory
{
    /// <summary>What all instances of <see cref="SoftwareCrypto"/> share, made if there was none yet.</summary>
    public static SoftwareTables Tables
    {
        get
        {
            SoftwareTables.Make();
            return SoftwareTables.Shared;
        }
    }

    /// <summary>All arrays of numbers reachable from an object, by the path to them; shared tables are left out.</summary>
    public static Dictionary<string, Array> ArraysOf(object root)
    {
        var arrays = new Dictionary<string, Array>();
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        Walk(root, root.GetType().Name, seen, (path, value) =>
        {
            if (value is Array array && !IsTable(array))
            {
                arrays.Add(path, array);
            }
        });
        return arrays;
    }

    /// <summary>All numeric fields reachable from an object.</summary>
    public static Dictionary<string, long> NumbersOf(object root)
    {
        var numbers = new Dictionary<string, long>();
        Walk(root, root.GetType().Name, new HashSet<object>(ReferenceEqualityComparer.Instance), (path, value) =>
        {
            if (value is int or uint or long or ulong or short or ushort or byte or sbyte)
            {
                numbers.Add(path, unchecked((long)Convert.ToDecimal(value, null)));
            }
        });
        return numbers;
    }

    /// <summary>Whether all elements of an array of numbers are zero.</summary>
    public static bool IsZero(Array array)
    {
        return BytesOf(array).All(b => b == 0);
    }

    /// <summary>The bytes of an array of numbers.</summary>
    public static byte[] BytesOf(Array array)
    {
        var bytes = new byte[Buffer.ByteLength(array)];
        Buffer.BlockCopy(array, 0, bytes, 0, bytes.Length);
        return bytes;
    }

    private static bool IsTable(Array array)
    {
        return ReferenceEquals(array, Tables.Aes) || ReferenceEquals(array, Tables.Sha256);
    }

    private static void Walk(object value, string path, HashSet<object> seen, Action<string, object> visit)
    {
        if (!value.GetType().IsPrimitive && !seen.Add(value))
        {
            return;
        }

        visit(path, value);
        if (value is Array || value.GetType().IsPrimitive || value is string || value.GetType().Assembly != typeof(DtlsCrypto).Assembly && value.GetType().BaseType?.Assembly != typeof(DtlsCrypto).Assembly)
        {
            return;
        }

        for (Type? type = value.GetType(); type != null && type != typeof(object); type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                object? content = field.GetValue(value);
                if (content != null)
                {
                    Walk(content, $"{path}.{field.Name}", seen, visit);
                }
            }
        }
    }
}
