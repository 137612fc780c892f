// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Collections.Immutable;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NanoDtls.Build.Tests.Il
{
    /// <summary>Which static arrays each field, parameter, local and result may hold, over a whole assembly.</summary>
    internal sealed class OriginMap
    {
        private readonly Dictionary<object, ImmutableHashSet<FieldDefinition>> _known = new();

        /// <summary>A map that knows nothing and learns nothing.</summary>
        public static OriginMap None => new();

        public ImmutableHashSet<FieldDefinition> Of(FieldReference field)
        {
            FieldDefinition? definition = field.Resolve();
            if (definition == null)
            {
                return StackValue.NoOrigins;
            }

            ImmutableHashSet<FieldDefinition> known = Lookup(definition);
            return definition.IsStatic && definition.FieldType.IsArray ? known.Add(definition) : known;
        }

        public ImmutableHashSet<FieldDefinition> Of(ParameterDefinition parameter)
        {
            return Lookup(parameter);
        }

        public ImmutableHashSet<FieldDefinition> Of(VariableDefinition local)
        {
            return Lookup(local);
        }

        public ImmutableHashSet<FieldDefinition> OfReturn(MethodReference method)
        {
            MethodDefinition? definition = method is { DeclaringType: ArrayType } ? null : method.Resolve();
            return definition == null ? StackValue.NoOrigins : Lookup(definition);
        }

        /// <summary>Notes that a value may end up in a place.</summary>
        /// <param name="place">A field, parameter or local, or a method for its result.</param>
        /// <param name="origins">Static arrays that the value may be.</param>
        /// <returns>Whether that was news.</returns>
        public bool Learn(object place, ImmutableHashSet<FieldDefinition> origins)
        {
            ImmutableHashSet<FieldDefinition> before = Lookup(place);
            ImmutableHashSet<FieldDefinition> after = before.Union(origins);
            if (after.Count == before.Count)
            {
                return false;
            }

            _known[place] = after;
            return true;
        }

        private ImmutableHashSet<FieldDefinition> Lookup(object place)
        {
            return _known.TryGetValue(place, out ImmutableHashSet<FieldDefinition>? origins) ? origins : StackValue.NoOrigins;
        }
    }
}
