using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Adjoint.Generators;

/// <summary>The assignments of a class to its members.</summary>
internal static class Assignments
{
    /// <summary>The types of all values assigned to a field or property within its class.</summary>
    public static IReadOnlyList<ITypeSymbol?> To(ISymbol member, INamedTypeSymbol owner, Compilation compilation)
    {
        var types = new List<ITypeSymbol?>();
        foreach (SyntaxNode declaration in owner.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax()))
        {
            SemanticModel model = compilation.GetSemanticModel(declaration.SyntaxTree);
            foreach (SyntaxNode node in declaration.DescendantNodes())
            {
                ExpressionSyntax? value = node switch
                {
                    AssignmentExpressionSyntax assignment when Names(assignment.Left, member, model) => assignment.Right,
                    VariableDeclaratorSyntax { Initializer: { } initial } variable when Declares(variable, member, model) => initial.Value,
                    PropertyDeclarationSyntax { Initializer: { } initial } property when Declares(property, member, model) => initial.Value,
                    _ => null,
                };
                if (value is not null) types.Add(model.GetTypeInfo(value).Type);
            }
        }

        return types;
    }

    /// <summary>Parameters of the primary constructor that the compiler captures in hidden fields: those that members use.</summary>
    public static IEnumerable<IParameterSymbol> Captured(INamedTypeSymbol owner, Compilation compilation)
    {
        foreach (SyntaxNode declaration in owner.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax()))
        {
            ParameterListSyntax? list = (declaration as TypeDeclarationSyntax)?.ParameterList;
            if (list is null || list.Parameters.Count == 0) continue;
            SemanticModel model = compilation.GetSemanticModel(declaration.SyntaxTree);
            foreach (ParameterSyntax parameter in list.Parameters)
            {
                if (model.GetDeclaredSymbol(parameter) is IParameterSymbol symbol && IsUsed(symbol, owner, compilation))
                    yield return symbol;
            }
        }
    }

    private static bool IsUsed(IParameterSymbol parameter, INamedTypeSymbol owner, Compilation compilation) =>
        owner.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax()).Any(declaration =>
        {
            SemanticModel model = compilation.GetSemanticModel(declaration.SyntaxTree);
            return declaration.DescendantNodes()
                .OfType<IdentifierNameSyntax>()
                .Where(name => name.Identifier.ValueText == parameter.Name && !IsInitial(name))
                .Any(name => SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name).Symbol, parameter));
        });

    // Initializers and the base class's arguments run in the constructor, so they capture nothing.
    private static bool IsInitial(SyntaxNode name) => name.Ancestors()
        .TakeWhile(
            node => node is not (BaseMethodDeclarationSyntax
                or AccessorDeclarationSyntax or ArrowExpressionClauseSyntax or AnonymousFunctionExpressionSyntax))
        .Any(
            node => node is BaseListSyntax or EqualsValueClauseSyntax
            {
                Parent: PropertyDeclarationSyntax
                or VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax }
            });

    private static bool Names(ExpressionSyntax expression, ISymbol member, SemanticModel model) =>
        SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(expression).Symbol, member);

    private static bool Declares(SyntaxNode declaration, ISymbol member, SemanticModel model) =>
        SymbolEqualityComparer.Default.Equals(model.GetDeclaredSymbol(declaration), member);
}
