using Microsoft.CodeAnalysis;

namespace Adjoint.Generators;

/// <summary>Reads the members that a module declares: fields, and the backing fields of automatic properties.</summary>
internal sealed class MemberReader(INamedTypeSymbol module, Compilation compilation, List<DiagnosticInfo> diagnostics)
{
    private static readonly SymbolDisplayFormat Qualified = SymbolDisplayFormat.FullyQualifiedFormat;

    private readonly List<Member> members = [];
    private readonly HashSet<string> names = [];

    public IReadOnlyList<Member> Read()
    {
        for (INamedTypeSymbol? type = module.BaseType; KnownTypes.ExtendsModule(type); type = type!.BaseType)
            foreach (string name in InheritedNames(type!)) names.Add(name);
        foreach (IFieldSymbol field in module.GetMembers().OfType<IFieldSymbol>())
            if (!field.IsStatic && !IsCaptured(field)) Read(field);
        CheckAttributes();
        return members;
    }

    // The hidden field of a captured parameter, which has a diagnostic of its own.
    private static bool IsCaptured(IFieldSymbol field) => field.AssociatedSymbol is null && !field.CanBeReferencedByName;

    private void Read(IFieldSymbol field)
    {
        ISymbol member = field.AssociatedSymbol ?? field;
        if (KnownTypes.Attribute(member, "Unlisted") is not null) return;
        ITypeSymbol? element = KnownTypes.Element(field.Type);
        ITypeSymbol held = element ?? field.Type;
        string? role = Role(member, held);
        if (role is not null && (KnownTypes.IsModule(held) || KnownTypes.IsTensor(held)))
            Add(field, member, role, plural: element is not null);
        else if (KnownTypes.IsTensor(held)) Report(Diagnostics.TensorWithoutRole, member);
        else if ((KnownTypes.Hidden(field.Type) ?? Assigned(field, member)) is { } what)
            Report(Diagnostics.Unsupported, member, what);
    }

    private static string? Role(ISymbol member, ITypeSymbol held) =>
        KnownTypes.IsModule(held) ? "Module"
        : KnownTypes.Attribute(member, "Parameter") is not null ? "Parameter"
        : KnownTypes.Attribute(member, "Buffer") is not null ? "Buffer" : null;

    private void Add(IFieldSymbol field, ISymbol member, string role, bool plural)
    {
        string name = NameOf(member, role);
        if (!MemberName.IsValid(name)) Report(Diagnostics.InvalidName, member, name);
        else if (!names.Add(name)) Report(Diagnostics.Duplicate, member, name);
        bool reachable = field.AssociatedSymbol is null && !field.IsReadOnly;
        bool nonPersistent = KnownTypes.Attribute(member, "Buffer") is { } buffer
            && buffer.NamedArguments.Any(given => given.Key == "Persistent" && given.Value.Value is false);
        members.Add(new Member(
            role, plural, name, member.Name, field.MetadataName, field.Type.ToDisplayString(Qualified), reachable, nonPersistent));
    }

    private static string NameOf(ISymbol member, string role) =>
        KnownTypes.Attribute(member, role == "Module" ? "Submodule" : role)?.ConstructorArguments.FirstOrDefault().Value as string
            ?? MemberName.Of(Simple(member));

    // A property that implements an interface explicitly is called "Space.IFace.Name".
    private static string Simple(ISymbol member) => member.Name.Substring(member.Name.LastIndexOf('.') + 1);

    private static IEnumerable<string> InheritedNames(INamedTypeSymbol type)
    {
        foreach (IFieldSymbol field in type.GetMembers().OfType<IFieldSymbol>())
        {
            ISymbol member = field.AssociatedSymbol ?? field;
            ITypeSymbol held = KnownTypes.Element(field.Type) ?? field.Type;
            if (field.IsStatic || KnownTypes.Attribute(member, "Unlisted") is not null) continue;
            if (Role(member, held) is { } role) yield return NameOf(member, role);
        }
    }

    // A field of type object or of an interface is judged by the values assigned to it.
    private string? Assigned(IFieldSymbol field, ISymbol member)
    {
        if (field.Type.SpecialType != SpecialType.System_Object && field.Type.TypeKind is not (TypeKind.Interface or TypeKind.Dynamic))
            return null;
        IEnumerable<ITypeSymbol?> types = Assignments.To(member, module, compilation);
        return types.Any(type => KnownTypes.IsModule(type)) ? "modules" : types.Any(KnownTypes.IsTensor) ? "tensors" : null;
    }

    private void CheckAttributes()
    {
        foreach (ISymbol member in module.GetMembers())
        {
            ITypeSymbol? type = member switch { IFieldSymbol field => field.Type, IPropertySymbol property => property.Type, _ => null };
            if (type is null || member.IsImplicitlyDeclared) continue;
            ITypeSymbol held = KnownTypes.Element(type) ?? type;
            bool stored = !member.IsStatic && (member is IFieldSymbol || module.GetMembers().OfType<IFieldSymbol>()
                .Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, member)));
            foreach (string attribute in new[] { "Parameter", "Buffer", "Submodule" })
            {
                bool fits = stored && (attribute == "Submodule" ? KnownTypes.IsModule(held) : KnownTypes.IsTensor(held));
                if (!fits && KnownTypes.Attribute(member, attribute) is not null) Report(Diagnostics.Misplaced, member, attribute);
            }
        }
    }

    private void Report(DiagnosticDescriptor descriptor, ISymbol member, string detail = "") =>
        diagnostics.Add(DiagnosticInfo.At(member.Locations.FirstOrDefault(), descriptor, member.Name, detail));
}
