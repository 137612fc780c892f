// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Reflection;

namespace NanoDtls.Bench.Memory
{
    /// <summary>
    /// Finds all objects that one object holds, as the device would have them. Objects of the platform
    /// (socket, end point, random generator) are not looked into; they differ between the platforms.
    /// </summary>
    internal sealed class DeviceHeap
    {
        private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);

        /// <summary>What was found.</summary>
        public List<DeviceObject> Objects { get; } = new();

        /// <summary>Objects of the platform, and how they are reached.</summary>
        public List<string> PlatformObjects { get; } = new();

        /// <summary>Leaves an object, and all that it holds, out of what follows.</summary>
        public void Exclude(object root)
        {
            var other = new DeviceHeap();
            other.Walk(root, "");
            _seen.UnionWith(other._seen);
        }

        /// <summary>Adds an object and all that it holds.</summary>
        public void Walk(object root, string path)
        {
            if (!_seen.Add(root))
            {
                return;
            }

            Type type = root.GetType();
            if (root is Array array)
            {
                WalkArray(array, type.GetElementType()!, path);
            }
            else if (type.Assembly.GetName().Name!.StartsWith("NanoDtls", StringComparison.Ordinal))
            {
                List<FieldInfo> fields = Fields(type);
                Objects.Add(new DeviceObject(path, type.Name, fields.Count, 0));
                foreach (FieldInfo field in fields.Where(field => !field.FieldType.IsValueType))
                {
                    if (field.GetValue(root) is object next)
                    {
                        Walk(next, path + "." + Name(field));
                    }
                }
            }
            else
            {
                PlatformObjects.Add(path + " (" + type.Name + ")");
            }
        }

        private void WalkArray(Array array, Type element, string path)
        {
            if (element.IsPrimitive || element.IsEnum)
            {
                Type stored = element.IsEnum ? element.GetEnumUnderlyingType() : element;
                Objects.Add(new DeviceObject(path, element.Name + "[]", array.Length, System.Runtime.InteropServices.Marshal.SizeOf(stored)));
                return;
            }

            // A reference takes a whole heap block.
            Objects.Add(new DeviceObject(path, element.Name + "[]", array.Length, 12));
            for (int i = 0; i < array.Length; i++)
            {
                if (array.GetValue(i) is object next)
                {
                    Walk(next, path + "[" + i + "]");
                }
            }
        }

        private static List<FieldInfo> Fields(Type type)
        {
            var fields = new List<FieldInfo>();
            for (Type? level = type; level != null && level != typeof(object); level = level.BaseType)
            {
                fields.AddRange(level.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly));
            }

            return fields;
        }

        /// <summary>A property's field by the property's name.</summary>
        private static string Name(FieldInfo field)
        {
            return field.Name.StartsWith('<') ? field.Name[1..field.Name.IndexOf('>')] : field.Name;
        }
    }
}
