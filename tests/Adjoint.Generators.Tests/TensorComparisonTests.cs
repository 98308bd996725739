using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Adjoint.Generators.Tests;

public class TensorComparisonTests
{
    [Theory]
    [InlineData("x == null", "is null")]
    [InlineData("null == x", "is null")]
    [InlineData("x != (Tensor)null", "is not null")]
    public async Task A_comparison_with_null_says_how_it_is_asked(string comparison, string instead)
    {
        Diagnostic found = (await Analyze($"_ = {comparison};")).ShouldHaveSingleItem();
        found.Id.ShouldBe("ADJ009");
        found.Severity.ShouldBe(DiagnosticSeverity.Warning);
        found.GetMessage(System.Globalization.CultureInfo.InvariantCulture).ShouldContain($"'{instead}'");
    }

    [Theory]
    [InlineData("x is null")]
    [InlineData("x == y")]
    [InlineData("x != 2")]
    [InlineData("(object)x == null")]
    [InlineData("x.Name == null")]
    public async Task Other_comparisons_are_let_be(string comparison) => (await Analyze($"_ = {comparison};")).ShouldBeEmpty();

    private static async Task<IReadOnlyList<Diagnostic>> Analyze(string statement)
    {
        CSharpCompilation program = Generation.Compile($"class P {{ void M(Tensor x, Tensor y) {{ {statement} }} }}");
        return await program.WithAnalyzers([new TensorComparison()]).GetAnalyzerDiagnosticsAsync();
    }
}
