// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;

namespace NanoDtls.Fuzz.Tests
{
    /// <summary>
    /// All state of an engine at one moment: the mutable fields of its objects and the contents of its arrays. To put it
    /// back takes a microsecond, so that every case starts from the same state, whatever the case before it did.
    /// </summary>
    internal sealed class Snapshot
    {
        private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

        private static readonly ConcurrentDictionary<Type, Action<object, object>> s_copiers = new();
        private static readonly MethodInfo s_clone = typeof(object).GetMethod("MemberwiseClone", BindingFlags.Instance | BindingFlags.NonPublic)!;

        private readonly List<(object Live, object Saved, Action<object, object> Copy)> _objects = new();
        private readonly List<(Array Live, Array Saved, int Length)> _arrays = new();

        private Snapshot()
        {
        }

        public static Snapshot Take(object root)
        {
            // The tables that all instances share never change, and another test may be reading them.
            var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
            new Snapshot().Walk(SoftwareTables.Shared, seen);
            var snapshot = new Snapshot();
            snapshot.Walk(root, seen);
            return snapshot;
        }

        public void Restore()
        {
            foreach ((object live, object saved, Action<object, object> copy) in _objects)
            {
                copy(saved, live);
            }

            foreach ((Array live, Array saved, int length) in _arrays)
            {
                Buffer.BlockCopy(saved, 0, live, 0, length);
            }
        }

        private void Walk(object value, HashSet<object> seen)
        {
            if (!seen.Add(value))
            {
                return;
            }

            if (value is Array array)
            {
                _arrays.Add((array, (Array)array.Clone(), Buffer.ByteLength(array)));
                return;
            }

            Type type = value.GetType();
            _objects.Add((value, s_clone.Invoke(value, null)!, s_copiers.GetOrAdd(type, Copier)));
            foreach (FieldInfo field in Fields(type))
            {
                // The datagram is the caller's array.
                if (field.Name != "_datagram" && IsState(field.FieldType) && field.GetValue(value) is object next)
                {
                    Walk(next, seen);
                }
            }
        }

        private static bool IsState(Type type)
        {
            return type.IsArray
                ? type.GetElementType()!.IsPrimitive
                : type.IsClass && typeof(DtlsConnection).Assembly.Equals(type.Assembly);
        }

        private static IEnumerable<FieldInfo> Fields(Type? type)
        {
            for (; type != null && type != typeof(object); type = type.BaseType)
            {
                foreach (FieldInfo field in type.GetFields(Instance))
                {
                    yield return field;
                }
            }
        }

        // One compiled method for each type, which copies the fields that can change.
        private static Action<object, object> Copier(Type type)
        {
            ParameterExpression from = Expression.Parameter(typeof(object));
            ParameterExpression to = Expression.Parameter(typeof(object));
            var body = new List<Expression> { Expression.Empty() };
            foreach (FieldInfo field in Fields(type).Where(field => !field.IsInitOnly))
            {
                body.Add(Expression.Assign(
                    Expression.Field(Expression.Convert(to, field.DeclaringType!), field),
                    Expression.Field(Expression.Convert(from, field.DeclaringType!), field)));
            }

            return Expression.Lambda<Action<object, object>>(Expression.Block(body), from, to).Compile();
        }
    }
}
