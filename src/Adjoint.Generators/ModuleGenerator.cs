using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Adjoint.Generators;

/// <summary>
/// Writes into each class that extends Adjoint.Nn.Module the override of Members that lists its parameters, buffers and
/// modules. A class that overrides Members itself is left alone. The assembly is marked, so that the library knows that a class
/// without the override has no members.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class ModuleGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<GeneratedModule> modules = context.SyntaxProvider
            .CreateSyntaxProvider(static (node, _) => node is ClassDeclarationSyntax { BaseList: not null }, Generate)
            .Where(static module => module is not null)!;
        IncrementalValueProvider<bool> isUser = context.CompilationProvider.Select(static (compilation, _) =>
            compilation.GetTypeByMetadataName(KnownTypes.ListedMarker) is { } marker
            && !SymbolEqualityComparer.Default.Equals(marker.ContainingAssembly, compilation.Assembly));
        context.RegisterSourceOutput(isUser, static (output, isUser) =>
        {
            if (isUser) output.AddSource("Adjoint.ModulesListed.g.cs", $"[assembly: global::{KnownTypes.ListedMarker}]\n");
        });
        context.RegisterSourceOutput(modules, static (output, module) =>
        {
            foreach (DiagnosticInfo diagnostic in module.Diagnostics) output.ReportDiagnostic(diagnostic.Create());
            if (module.Source is not null) output.AddSource(module.FileName, module.Source);
        });
    }

    private static GeneratedModule? Generate(GeneratorSyntaxContext context, CancellationToken cancel)
    {
        if (context.SemanticModel.GetDeclaredSymbol(context.Node, cancel) is not INamedTypeSymbol module
            || !KnownTypes.ExtendsModule(module)
            || !IsFirst(module, context.Node, cancel)
            || OverridesMembers(module))
        {
            return null;
        }

        var diagnostics = new List<DiagnosticInfo>();
        Compilation compilation = context.SemanticModel.Compilation;
        IReadOnlyList<Member> members = new MemberReader(module, compilation, diagnostics).Read();
        foreach (IParameterSymbol parameter in Assignments.Captured(module, compilation))
        {
            if (KnownTypes.IsModule(parameter.Type) || KnownTypes.IsTensor(parameter.Type) || KnownTypes.Hidden(parameter.Type) is not null)
            {
                diagnostics.Add(DiagnosticInfo.At(
                    parameter.Locations.FirstOrDefault(), Diagnostics.Captured, parameter.Name,
                    parameter.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)));
            }
        }

        if (members.Count > 0) CheckWritable(module, diagnostics, cancel);
        bool written = members.Count > 0 && diagnostics.Count == 0;
        if (!written && diagnostics.Count == 0) return null;
        return new GeneratedModule(FileName(module), written ? MembersWriter.Write(module, members) : null, [.. diagnostics]);
    }

    // A class in several parts is written once, with the first that names a base.
    private static bool IsFirst(INamedTypeSymbol module, SyntaxNode node, CancellationToken cancel) =>
        module.DeclaringSyntaxReferences
            .Select(reference => reference.GetSyntax(cancel))
            .First(part => part is ClassDeclarationSyntax { BaseList: not null }) == node;

    private static bool OverridesMembers(INamedTypeSymbol module) => module.GetMembers("Members")
        .OfType<IMethodSymbol>()
        .Any(method => method.IsOverride && method.Parameters.Length == 1);

    private static void CheckWritable(INamedTypeSymbol module, List<DiagnosticInfo> diagnostics, CancellationToken cancel)
    {
        for (INamedTypeSymbol? type = module; type is not null; type = type.ContainingType)
        {
            Location? location = type.Locations.FirstOrDefault();
            var parts = type.DeclaringSyntaxReferences.Select(part => part.GetSyntax(cancel)).OfType<TypeDeclarationSyntax>().ToList();
            if (parts.Any(part => part.Modifiers.Any(SyntaxKind.FileKeyword)))
                diagnostics.Add(DiagnosticInfo.At(location, Diagnostics.FileLocal, type.Name));
            else if (!parts.Any(part => part.Modifiers.Any(SyntaxKind.PartialKeyword)))
                diagnostics.Add(DiagnosticInfo.At(location, Diagnostics.NotPartial, type.Name, module.Name));
        }
    }

    private static string FileName(INamedTypeSymbol module)
    {
        string name = module.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat);
        return new string([.. name.Select(c => char.IsLetterOrDigit(c) || c is '.' or '_' ? c : '-')]) + ".Members.g.cs";
    }
}
