using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Adjoint.Tests.Architecture;

/// <summary>The sources keep to the rooms: each file in the namespace of its own, and no name from a room it may not know.</summary>
public sealed class NamespaceTests
{
    [Fact]
    public void Every_folder_is_a_room() => LibrarySources.Folders().ShouldAllBe(folder => Rooms.Has(folder));

    [Fact]
    public void A_namespace_is_that_of_the_room_or_of_the_library()
    {
        string[] others =
        [
            .. LibrarySources.Trees
                .SelectMany(tree => tree.GetRoot().DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>())
                .Select(declared => (File: declared.SyntaxTree.FilePath, Name: declared.Name.ToString()))
                .Where(declared => declared.Name is not "Adjoint" && declared.Name != "Adjoint." + LibrarySources.RoomOf(declared.File))
                .Select(declared => $"{declared.File} is in namespace {declared.Name}"),
        ];

        others.ShouldBeEmpty(string.Join('\n', others));
    }

    [Fact]
    public void A_room_uses_only_those_that_it_may_know()
    {
        CSharpCompilation library = LibrarySources.Bind();
        INamedTypeSymbol[] faces = [.. new[] { "Tensor", "Engine" }.Select(name => library.GetTypeByMetadataName("Adjoint." + name)!)];
        ILookup<string, string> declared =
            LibrarySources.Trees.SelectMany(Declared).Distinct().ToLookup(name => name.Room, name => name.Text);

        string[] found =
        [
            .. LibrarySources.Trees.AsParallel().AsOrdered().SelectMany(tree =>
            {
                string room = LibrarySources.RoomOf(tree.FilePath);
                HashSet<string> names = [.. declared.Where(other => !Rooms.Allows(room, other.Key)).SelectMany(other => other)];
                return Arrows(tree, room, names, library, faces).Distinct();
            }),
        ];

        found.ShouldBeEmpty(string.Join('\n', found));
    }

    /// <summary>Names of the types that a file declares.</summary>
    private static IEnumerable<(string Room, string Text)> Declared(SyntaxTree tree)
    {
        string room = LibrarySources.RoomOf(tree.FilePath);
        return tree.GetRoot().DescendantNodes().OfType<MemberDeclarationSyntax>().Select(node => node switch
        {
            BaseTypeDeclarationSyntax type => type.Identifier.Text,
            DelegateDeclarationSyntax type => type.Identifier.Text,
            _ => "",
        }).Where(name => name.Length > 0).Select(name => (room, name));
    }

    /// <summary>
    /// What a file uses of rooms that its own may not know, a line for each use. To bind every name would take a minute, so
    /// only those are looked at that are some type's; a property of a type often has its name too.
    /// </summary>
    private static IEnumerable<string> Arrows(
        SyntaxTree tree, string room, HashSet<string> names, CSharpCompilation library, INamedTypeSymbol[] faces)
    {
        SemanticModel model = library.GetSemanticModel(tree);
        foreach (SimpleNameSyntax name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
        {
            if (!names.Contains(name.Identifier.Text)) continue;
            if (model.GetSymbolInfo(name).Symbol is not { } symbol || IsOfFace(symbol, faces)) continue;
            string[] rooms =
            [
                .. symbol.OriginalDefinition.DeclaringSyntaxReferences.Select(part => LibrarySources.RoomOf(part.SyntaxTree.FilePath)),
            ];
            if (rooms.Length == 0 || rooms.Any(other => other.Length == 0 || Rooms.Allows(room, other))) continue;
            ISymbol type = symbol is INamedTypeSymbol ? symbol : symbol.ContainingType ?? symbol;
            int line = name.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
            yield return $"{tree.FilePath}:{line}: {room} uses {type.ToDisplayString()} of {rooms[0]}";
        }
    }

    /// <summary>
    /// Whether it is <see cref="Tensor"/>, <see cref="Engine"/> or a member of them: they are partial, written in the rooms that
    /// implement them, and known wherever tensors are.
    /// </summary>
    private static bool IsOfFace(ISymbol symbol, INamedTypeSymbol[] faces) => faces.Any(face =>
        SymbolEqualityComparer.Default.Equals(symbol.OriginalDefinition, face)
        || SymbolEqualityComparer.Default.Equals(symbol.OriginalDefinition.ContainingType, face));
}
