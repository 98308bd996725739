using Microsoft.CodeAnalysis;

namespace Adjoint.Generators;

/// <summary>Recognises the types that members have.</summary>
internal static class KnownTypes
{
    /// <summary>The attribute of assemblies that the generator has seen.</summary>
    public const string ListedMarker = "Adjoint.Nn.ModulesListedAttribute";

    private const string Space = "Adjoint.Nn";

    private static readonly string[] Collections = ["List", "IReadOnlyList", "Dictionary", "OrderedDictionary", "IReadOnlyDictionary"];

    /// <summary>Whether a class extends the library's Module.</summary>
    public static bool ExtendsModule(ITypeSymbol? type)
    {
        for (type = type?.BaseType; type is not null; type = type.BaseType)
            if (IsNamed(type, Space, "Module")) return true;
        return false;
    }

    /// <summary>Whether a variable of the type holds a module.</summary>
    public static bool IsModule(ITypeSymbol? type) => type switch
    {
        null => false,
        ITypeParameterSymbol parameter => parameter.ConstraintTypes.Any(IsModule),
        _ => IsNamed(type, Space, "Module") || ExtendsModule(type),
    };

    public static bool IsTensor(ITypeSymbol? type) => type is not null && IsNamed(type, "Adjoint", "Tensor");

    /// <summary>The attribute of the library that a member carries, by its name without "Attribute".</summary>
    public static AttributeData? Attribute(ISymbol member, string name) => member.GetAttributes()
        .FirstOrDefault(given => given.AttributeClass is { } type && IsNamed(type, Space, name + "Attribute"));

    /// <summary>The element type of an array, list or dictionary with string keys; null for other types.</summary>
    public static ITypeSymbol? Element(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol { Rank: 1 } array) return array.ElementType;
        if (type is not INamedTypeSymbol { IsGenericType: true } named) return null;
        if (!Collections.Contains(named.Name) || named.ContainingNamespace?.ToDisplayString() != "System.Collections.Generic") return null;
        if (named.TypeArguments.Length == 1) return named.TypeArguments[0];
        return named.TypeArguments[0].SpecialType == SpecialType.System_String ? named.TypeArguments[1] : null;
    }

    /// <summary>What a type contains that the generator cannot list: "modules", "tensors", or null.</summary>
    public static string? Hidden(ITypeSymbol type)
    {
        var seen = new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default);
        return Holds(type, IsModule, seen) ? "modules" : HoldsInside(type) ? "tensors" : null;
    }

    // Tensors count only as what a collection is of: other classes may well have tensors of their own.
    private static bool HoldsInside(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => IsTensor(array.ElementType) || HoldsInside(array.ElementType),
        INamedTypeSymbol { TypeKind: not TypeKind.Delegate } named =>
            named.TypeArguments.Any(inner => IsTensor(inner) || HoldsInside(inner)),
        _ => false,
    };

    private static bool Holds(ITypeSymbol type, System.Func<ITypeSymbol, bool> wanted, HashSet<ITypeSymbol> seen)
    {
        if (!seen.Add(type)) return false;
        if (wanted(type)) return true;
        if (type is IArrayTypeSymbol array) return Holds(array.ElementType, wanted, seen);
        if (type is not INamedTypeSymbol { TypeKind: not TypeKind.Delegate } named) return false;
        if (named.TypeArguments.Any(inner => Holds(inner, wanted, seen))) return true;
        // Classes and structs of this project are opened: a holder of modules that is none itself hides them.
        return !named.DeclaringSyntaxReferences.IsEmpty && named.TypeKind is TypeKind.Class or TypeKind.Struct
            && named.GetMembers().OfType<IFieldSymbol>().Any(field => !field.IsStatic && Holds(field.Type, wanted, seen));
    }

    private static bool IsNamed(ITypeSymbol type, string space, string name) =>
        type.Name == name && type.ContainingType is null && type.ContainingNamespace?.ToDisplayString() == space;
}
