using System.Collections.Immutable;
using Adjoint.Nn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Adjoint.Generators.Tests;

/// <summary>Runs the generator over a program that refers to the library.</summary>
internal sealed class Generation
{
    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
        MetadataReference.CreateFromFile(typeof(Module).Assembly.Location),
    ];

    private Generation(GeneratorDriverRunResult result, ImmutableArray<Diagnostic> errors)
    {
        Diagnostics = result.Diagnostics;
        Marker = result.GeneratedTrees.FirstOrDefault(IsMarker)?.ToString();
        Sources = [.. result.GeneratedTrees.Where(tree => !IsMarker(tree)).Select(tree => tree.ToString())];
        Errors = errors;
    }

    /// <summary>What the generator complains of.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    /// <summary>What the compiler makes of the program with what was generated, warnings included.</summary>
    public ImmutableArray<Diagnostic> Errors { get; }

    /// <summary>The file that marks the assembly, if there is one.</summary>
    public string? Marker { get; }

    /// <summary>The other files.</summary>
    public ImmutableArray<string> Sources { get; }

    /// <summary>The lines of the only file that hand members to the visitor, without their beginning.</summary>
    public string[] Listed =>
    [
        .. Sources.ShouldHaveSingleItem().Split('\n').Select(line => line.Trim())
            .Where(line => line.StartsWith("members.", StringComparison.Ordinal)).Select(line => line["members.".Length..]),
    ];

    public static Generation Of(string program) => Of(Compile(program));

    public static Generation Of(Compilation compilation)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create(new ModuleGenerator())
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation updated, out _);
        ImmutableArray<Diagnostic> errors =
            [.. updated.GetDiagnostics().Where(found => found.Severity >= DiagnosticSeverity.Warning)];
        return new Generation(driver.GetRunResult(), errors);
    }

    public static CSharpCompilation Compile(string program) => CSharpCompilation.Create(
        "Program",
        [CSharpSyntaxTree.ParseText(
            "using System.Collections.Generic;\nusing Adjoint;\nusing Adjoint.Nn;\n#nullable enable\n" + program, path: "Program.cs")],
        References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    private static bool IsMarker(SyntaxTree tree) => tree.FilePath.EndsWith("ModulesListed.g.cs", StringComparison.Ordinal);

    /// <summary>The only diagnostic, which must be of this kind; nothing is then generated.</summary>
    public string ShouldRefuse(string id)
    {
        Diagnostic diagnostic = Diagnostics.ShouldHaveSingleItem();
        diagnostic.Id.ShouldBe(id);
        diagnostic.Location.IsInSource.ShouldBeFalse("locations are rebuilt from values, so that runs can be compared");
        diagnostic.Location.GetLineSpan().StartLinePosition.Line.ShouldBeGreaterThan(3);
        Sources.ShouldBeEmpty();
        return diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture);
    }
}
