using Adjoint.Ops;

namespace Adjoint.Tests.Reference;

/// <summary>Values and gradients of every operation against PyTorch 1.13.1; operations.py writes the data.</summary>
public sealed class ReferenceTests
{
    private static readonly ReferenceData Data = Fixture.Read<ReferenceData>("operations.json.gz");

    private static readonly Dictionary<string, ReferenceCase> ByName = Data.Cases.ToDictionary(c => c.ToString());

    private static readonly ILookup<(string, string), OpCase> Rows = OpTable.Cases.ToLookup(c => (c.Method, c.Attributes));

    public static TheoryData<string> All => [.. ByName.Keys];

    [Theory]
    [MemberData(nameof(All))]
    public void Values_and_gradients_are_those_of_PyTorch(string name) => Compare(ByName[name], DType.Float64, 1e-12);

    [Theory]
    [MemberData(nameof(All))]
    public void In_float32_they_are_the_same_rounded(string name) => Compare(ByName[name], DType.Float32, 1e-5);

    [Fact]
    public void Every_row_of_the_op_table_is_compared_or_named_as_lacking()
    {
        IEnumerable<(string, string)> compared = Data.Cases.Select(c => c.Row);
        IEnumerable<(string, string)> lacking = Data.Lacking.Select(c => (c.Method, c.Attributes));
        compared.Intersect(lacking).ShouldBeEmpty();
        compared.Union(lacking).ShouldBe(Rows.Select(r => r.Key), ignoreOrder: true);
    }

    private static void Compare(ReferenceCase reference, DType real, double tolerance)
    {
        Tensor[] x = [.. reference.Inputs.Select(i => i.Lay(real).Detach())];
        for (int i = 0; i < reference.Gradients.Length; i++) x[i].RequiresGrad = reference.Gradients[i] is not null;
        Tensor y = Rows[reference.Row].First().Apply(x);
        ShouldBeClose(y, reference.Output, tolerance, reference.Relative ? 0 : 1, "the value");
        if (reference.Seed is null) return;
        Tensor?[] gradients = y.RequiresGrad
            ? Engine.Grad([y], [.. x.Where(t => t.RequiresGrad)], [reference.Seed.Lay(y.DType)], allowUnused: true)
            : new Tensor?[x.Count(t => t.RequiresGrad)];
        int next = 0;
        for (int i = 0; i < x.Length; i++)
        {
            if (reference.Gradients[i] is not { } expected) continue;
            Tensor actual = gradients[next++] ?? Tensor.Zeros(x[i].Shape, real);
            ShouldBeClose(actual, expected, tolerance, 1, $"the gradient of input {i}");
        }
    }

    private static void ShouldBeClose(Tensor actual, ReferenceTensor expected, double tolerance, double scale, string what)
    {
        actual.Shape.ShouldBe(expected.Shape, what);
        double[] found = actual.To(DType.Float64).ToArray<double>();
        for (int i = 0; i < found.Length; i++)
        {
            double e = actual.DType == DType.Float32 ? (float)expected.Values[i] : expected.Values[i];
            IsClose(found[i], e, tolerance, scale).ShouldBeTrue($"{what}, element {i}: {found[i]:R}, in PyTorch {e:R}");
        }
    }

    /// <summary>Relatively above the scale, absolutely below; NaN and infinities are close to themselves only.</summary>
    private static bool IsClose(double found, double expected, double tolerance, double scale) =>
        found.Equals(expected) || found == expected
        || (double.IsFinite(expected) && Math.Abs(found - expected) <= tolerance * Math.Max(scale, Math.Abs(expected)));
}
