using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Adjoint.Symbolic;

namespace Adjoint.Tests.Symbolic;

/// <summary>Values, gradients and Hessians of many expressions against SymPy at 50 digits; see Reference/symbolic/make.py.</summary>
public sealed class DerivativeReferenceTests
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNameCaseInsensitive = true };

    private static readonly Case[] Cases = Read();

    public static TheoryData<int> All => [.. Enumerable.Range(0, Cases.Length)];

    [Fact]
    public void There_are_many_cases() => Cases.Length.ShouldBeGreaterThanOrEqualTo(400);

    [Theory]
    [MemberData(nameof(All))]
    public void Values_and_derivatives_agree(int index)
    {
        Case c = Cases[index];
        Expression f = Expression.Parse(c.Text);
        double[] point = [.. f.Variables.Select(v => c.Point[Array.IndexOf(c.Variables, v.Name)])];
        f.Variables.Count.ShouldBe(c.Variables.Length, c.Text);
        Tensor[] variables = [.. c.Variables.Select(name => f.Variables.First(v => v.Name == name))];
        double scale = new[] { c.Value }.Concat(c.Gradient).Concat(c.Hessian).Max(text => Math.Abs(Number(text)));
        ShouldAgree(f.Evaluate(point)[0], c.Value, scale, c.Text);
        if (variables.Length == 0) return;

        Tensor[] formulas = Differentiation.Formulas(f.Outputs[0], variables);
        IReadOnlyList<GradientComparison> gradient = GradientComparison.At(f, variables, formulas, point);
        for (int i = 0; i < variables.Length; i++)
        {
            string name = $"d/d{c.Variables[i]} {c.Text} = {Formula.Text(formulas[i])}";
            ShouldAgree(gradient[i].Reverse, c.Gradient[i], scale, name);
            ShouldAgree(gradient[i].Forward, c.Gradient[i], scale, name);
            ShouldAgree(gradient[i].Symbolic, c.Gradient[i], scale, name);
            gradient[i].Numeric.ShouldBe(Number(c.Gradient[i]), 2e-3 * Math.Max(1, scale), name);
        }

        foreach (PartialDerivative second in Differentiation.OfOrder(f, 2, variables, point))
        {
            int row = Array.IndexOf(c.Variables, second.Variables[0]);
            int column = Array.IndexOf(c.Variables, second.Variables[1]);
            string expected = c.Hessian[(row * variables.Length) + column];
            string name = $"d2/d{string.Concat(second.Variables)} {c.Text} = {Formula.Text(second.Formula)}";
            ShouldAgree(second.Value!.Value, expected, scale, name);
            Tensor[] x = [.. point.Select(value => Tensor.Scalar(value, DType.Float64))];
            ShouldAgree(Graph.Of([.. f.Variables], [second.Formula]).Run(x)[0].Item(), expected, scale, name);
        }
    }

    /// <summary>To 11 digits of the largest number of the case: terms of that size may cancel.</summary>
    private static void ShouldAgree(double actual, string expected, double scale, string name) =>
        actual.ShouldBe(Number(expected), 1e-11 * Math.Max(1, scale), name);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static Case[] Read()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Reference", "symbolic", "derivatives.json.gz");
        using var unpacked = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<Case[]>(unpacked, Options)!;
    }

    private sealed record Case(string Text, string[] Variables, double[] Point, string Value, string[] Gradient, string[] Hessian);
}
