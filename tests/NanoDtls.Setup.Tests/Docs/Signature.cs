// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

using System.Reflection;

namespace NanoDtls.Setup.Tests.Docs
{
    /// <summary>Members as C# writes them, and the names that XML documentation has for them.</summary>
    internal static class Signature
    {
        private static readonly Dictionary<Type, string> s_keywords = new()
        {
            [typeof(void)] = "void", [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(int)] = "int", [typeof(long)] = "long",
            [typeof(uint)] = "uint", [typeof(ulong)] = "ulong", [typeof(double)] = "double", [typeof(string)] = "string", [typeof(object)] = "object",
        };

        /// <summary>The declaration of a member.</summary>
        public static string Of(MemberInfo member)
        {
            return member switch
            {
                ConstructorInfo c => $"{Access(c)}{c.DeclaringType!.Name}({Parameters(c)})",
                MethodInfo m => $"{Access(m)}{Modifier(m)}{Name(m.ReturnType)} {m.Name}({Parameters(m)})",
                PropertyInfo p => $"{Access(p.GetMethod!)}{Modifier(p.GetMethod!)}{Name(p.PropertyType)} {p.Name} {{ get; {(IsVisible(p.SetMethod) ? "set; " : string.Empty)}}}",
                FieldInfo { IsLiteral: true } f => $"const {Name(f.FieldType)} {f.Name} = {f.GetRawConstantValue()}",
                FieldInfo f => $"{Name(f.FieldType)} {f.Name}",
                _ => member.Name,
            };
        }

        /// <summary>The declaration of a type.</summary>
        public static string Of(Type type)
        {
            string kind = type.IsEnum ? "enum" : type.IsAbstract && type.IsSealed ? "static class" : type.IsAbstract ? "abstract class" : type.IsSealed ? "sealed class" : "class";
            bool hasBase = type.BaseType != null && type.BaseType != typeof(object) && !type.IsEnum;
            List<string> bases = (hasBase ? new[] { Name(type.BaseType!) } : Array.Empty<string>())
                .Concat(type.IsEnum ? Array.Empty<string>() : type.GetInterfaces().Except(hasBase ? type.BaseType!.GetInterfaces() : Array.Empty<Type>()).Select(Name)).ToList();
            return $"{kind} {type.Name}{(bases.Count == 0 ? string.Empty : " : " + string.Join(", ", bases))}";
        }

        /// <summary>The name of a member in the XML file.</summary>
        public static string Id(MemberInfo member)
        {
            string type = (member as Type ?? member.DeclaringType!).FullName!;
            return member switch
            {
                Type => "T:" + type,
                ConstructorInfo c => $"M:{type}.#ctor{Arguments(c)}",
                MethodInfo m => $"M:{type}.{m.Name}{Arguments(m)}",
                PropertyInfo => $"P:{type}.{member.Name}",
                _ => $"F:{type}.{member.Name}",
            };
        }

        /// <summary>Whether a user of the assembly, or a class derived there, sees a method.</summary>
        public static bool IsVisible(MethodBase? method)
        {
            return method != null && (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly);
        }

        private static string Access(MethodBase method)
        {
            return method.IsPublic ? string.Empty : "protected ";
        }

        private static string Modifier(MethodInfo method)
        {
            if (method.DeclaringType!.IsInterface)
            {
                return string.Empty;
            }

            return method.IsStatic ? "static "
                : method.IsAbstract ? "abstract "
                : method.GetBaseDefinition() != method ? "override "
                : method.IsVirtual && !method.IsFinal ? "virtual "
                : string.Empty;
        }

        private static string Parameters(MethodBase method)
        {
            return string.Join(", ", method.GetParameters().Select(p => $"{Name(p.ParameterType)} {p.Name}"));
        }

        private static string Arguments(MethodBase method)
        {
            string list = string.Join(",", method.GetParameters().Select(p => p.ParameterType.FullName!.Replace('&', '@')));
            return list.Length == 0 ? string.Empty : $"({list})";
        }

        private static string Name(Type type)
        {
            if (type.IsByRef)
            {
                return "ref " + Name(type.GetElementType()!);
            }

            return type.IsArray ? Name(type.GetElementType()!) + "[]" : s_keywords.GetValueOrDefault(type, type.Name);
        }
    }
}
