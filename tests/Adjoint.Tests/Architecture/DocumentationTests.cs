using System.Collections.Immutable;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using System.Xml.XPath;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Adjoint.Tests.Architecture;

/// <summary>What an editor shows at a call says what goes in and what comes out.</summary>
public sealed class DocumentationTests
{
    /// <summary>Marks a member whose documentation is another library's.</summary>
    private const string Elsewhere = "elsewhere";

    private static readonly PortableExecutableReference Library = MetadataReference.CreateFromFile(typeof(Tensor).Assembly.Location);

    /// <summary>The built library, as the compiler reads it.</summary>
    private static readonly CSharpCompilation Compilation = CSharpCompilation.Create("Reader", references:
    [
        Library,
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ]);

    private static readonly IAssemblySymbol Assembly = (IAssemblySymbol)Compilation.GetAssemblyOrModuleSymbol(Library)!;

    /// <summary>What stands above each member in the sources.</summary>
    private static readonly Dictionary<string, XElement> Comments =
        XDocument.Load(Path.ChangeExtension(typeof(Tensor).Assembly.Location, ".xml"))
            .Descendants("member").ToDictionary(member => member.Attribute("name")!.Value);

    [Fact]
    public void Every_public_parameter_and_return_is_documented()
    {
        string[] lacking = [.. Types(Assembly.GlobalNamespace).SelectMany(Surface).SelectMany(Lacking).Order(StringComparer.Ordinal)];

        lacking.ShouldBeEmpty($"{lacking.Length} parts of the public surface have no documentation:\n{string.Join('\n', lacking)}");
    }

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol place) =>
        place.GetMembers().SelectMany(member => member switch
        {
            INamespaceSymbol inner => Types(inner),
            INamedTypeSymbol type when IsPublic(type) => Types(type).Prepend(type),
            _ => [],
        });

    private static bool IsPublic(ISymbol symbol) =>
        symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal;

    /// <summary>A type and what a user can call of it, without what the compiler adds.</summary>
    private static IEnumerable<ISymbol> Surface(INamedTypeSymbol type) => type.TypeKind is TypeKind.Delegate or TypeKind.Enum
        ? [type]
        : type.GetMembers().Where(member => IsPublic(member) && !IsGenerated(member) && member
            is IPropertySymbol { IsIndexer: true }
            or IMethodSymbol
            {
                MethodKind: MethodKind.Ordinary or MethodKind.Constructor or MethodKind.Conversion or MethodKind.UserDefinedOperator,
            }).Prepend(type);

    private static bool IsGenerated(ISymbol member) =>
        member.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "CompilerGeneratedAttribute");

    private static IEnumerable<string> Lacking(ISymbol member)
    {
        XElement documentation = Documentation(member, []);
        if (documentation.Elements(Elsewhere).Any()) yield break;
        string name = member.GetDocumentationCommentId()!;
        IMethodSymbol? method = member as IMethodSymbol ?? (member as INamedTypeSymbol)?.DelegateInvokeMethod;
        foreach (IParameterSymbol parameter in method?.Parameters ?? (member as IPropertySymbol)?.Parameters ?? [])
        {
            if (!Has("param", parameter.Name)) yield return $"{name}: {parameter.Name}";
        }

        foreach (ITypeParameterSymbol parameter in
            (member as IMethodSymbol)?.TypeParameters ?? (member as INamedTypeSymbol)?.TypeParameters ?? [])
        {
            if (!Has("typeparam", parameter.Name)) yield return $"{name}: type {parameter.Name}";
        }

        bool gives = method is { ReturnsVoid: false, MethodKind: not MethodKind.Constructor } || member is IPropertySymbol;
        if (gives && !Has("returns") && !Has("value")) yield return $"{name}: returns";

        bool Has(string part, string? of = null) => documentation.Elements(part).Any(tag => tag.Attribute("name")?.Value == of);
    }

    /// <summary>The tags of a member that say something, and those that it inherits; the mark, where these are another library's.</summary>
    private static XElement Documentation(ISymbol member, ImmutableHashSet<ISymbol> above)
    {
        XElement documentation = new("member");
        if (above.Contains(member)) return documentation;
        if (!SymbolEqualityComparer.Default.Equals(member.ContainingAssembly, Assembly)) return new("member", new XElement(Elsewhere));
        above = above.Add(member);
        foreach (XElement tag in Tags(member))
        {
            if (tag.Name == "inheritdoc") documentation.Add(Inherited(member, tag, above));
            else if (tag.DescendantNodes().Any(Says)) documentation.Add(tag);
        }

        return documentation;

        bool Says(XNode node) => node switch
        {
            XText text => !string.IsNullOrWhiteSpace(text.Value),
            XElement element => element.Name != "inheritdoc" || Inherited(member, element, above).Any(),
            _ => false,
        };
    }

    /// <summary>What <c>inheritdoc</c> stands for.</summary>
    private static IEnumerable<XNode> Inherited(ISymbol member, XElement tag, ImmutableHashSet<ISymbol> above)
    {
        // A path begins at the top of the comment, which is here the element "member".
        string path = Regex.Replace(tag.Attribute("path")?.Value ?? "*", @"(^|\|\s*)/", "$1");
        return Sources(member, tag.Attribute("cref")?.Value).Select(source => Documentation(source, above))
            .SelectMany(source => source.Elements(Elsewhere).Concat(((IEnumerable<object>)source.XPathEvaluate(path)).OfType<XNode>()));
    }

    /// <summary>A constructor's parameters may stand at its type, as those of a record do.</summary>
    private static IEnumerable<XElement> Tags(ISymbol member)
    {
        IEnumerable<XElement> tags = Comments.GetValueOrDefault(member.GetDocumentationCommentId()!)?.Elements() ?? [];
        return member is IMethodSymbol { MethodKind: MethodKind.Constructor } ? tags.Concat(Tags(member.ContainingType)) : tags;
    }

    /// <summary>What is named, or what a member overrides or implements.</summary>
    private static IEnumerable<ISymbol> Sources(ISymbol member, string? name)
    {
        if (name is not null) return DocumentationCommentId.GetSymbolsForDeclarationId(name, Compilation);
        if (member is INamedTypeSymbol type) return [.. type.AllInterfaces.Prepend(type.BaseType).OfType<ISymbol>()];
        ISymbol? overridden = (member as IMethodSymbol)?.OverriddenMethod ?? (ISymbol?)(member as IPropertySymbol)?.OverriddenProperty;
        if (overridden is not null) return [overridden.OriginalDefinition];
        return member.ContainingType.AllInterfaces.SelectMany(contract => contract.GetMembers())
            .Where(implemented => SymbolEqualityComparer.Default.Equals(
                member.ContainingType.FindImplementationForInterfaceMember(implemented), member))
            .Select(implemented => implemented.OriginalDefinition);
    }
}
