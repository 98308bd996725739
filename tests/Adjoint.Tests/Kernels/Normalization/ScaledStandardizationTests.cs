namespace Adjoint.Tests.Kernels;

/// <summary>Numbers whose squares overflow or vanish in their type are standardised like others.</summary>
public sealed class ScaledStandardizationTests
{
    private static readonly double[] Numbers = [1, 2, 4, 7, -3, 0.5, 6, -8, 2.5, 3, 1, -1];

    // Elements of a group: less than a vector, and several.
    public static TheoryData<double, DType, int> Sizes
    {
        get
        {
            var data = new TheoryData<double, DType, int>();
            foreach (int repeats in new[] { 1, 40 })
            {
                foreach (double size in new[] { 1e19, 1e21, 1e25, 1e34 }) data.Add(size, DType.Float32, repeats);
                foreach (double size in new[] { 1e21, 1e155, 1e200, 1e300 }) data.Add(size, DType.Float64, repeats);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Large_numbers(double size, DType type, int repeats)
    {
        double tolerance = type == DType.Float32 ? 1e-5 : 1e-12;
        Tensor plain = Tensor.Concat([.. Enumerable.Repeat(Tensor.Of(Numbers), repeats)], 0).Reshape(2, -1, 3);
        foreach (Func<Tensor, Tensor> normalize in Normalizations(plain))
        {
            // Without ε the result does not depend on the scale, and the gradient is divided by it.
            Tensor x = plain.Clone().WithGrad(), large = (plain * size).To(type).WithGrad();
            Tensor seed = Tensor.Uniform(plain.Shape, -1, 1, new Generator(2), DType.Float64);
            Tensor expected = normalize(x), found = normalize(large);
            Close(found, expected, tolerance);
            expected.Backward(seed);
            found.Backward(seed.To(type));
            if (size < 1e30 || type == DType.Float64) Close(large.Grad!.To(DType.Float64) * size, x.Grad!, tolerance);
        }
    }

    [Theory]
    [InlineData(1e-25, DType.Float32)]
    [InlineData(1e-170, DType.Float64)]
    public void Tiny_numbers_without_an_epsilon(double size, DType type)
    {
        Tensor plain = Tensor.Of(Numbers).Reshape(1, 12);
        Tensor found = (plain * size).To(type).LayerNorm([12], eps: 0);
        Close(found, plain.LayerNorm([12], eps: 0), type == DType.Float32 ? 1e-5 : 1e-12);
    }

    [Fact]
    public void An_infinity_or_NaN_makes_its_group_NaN_only()
    {
        foreach (double bad in new[] { double.PositiveInfinity, double.NaN })
        {
            float[] y = Tensor.From(new[,] { { 1f, (float)bad, 3f }, { 1f, 2f, 3f } }).LayerNorm([3]).ToArray<float>();
            y[..3].ShouldAllBe(v => float.IsNaN(v));
            y[3].ShouldBe(-1.2247f, 1e-3f);
        }
    }

    [Fact]
    public void Groups_that_lie_otherwise_too()
    {
        // Under Vmap the axes of a batch's statistics are no longer a run at the front.
        Tensor plain = Tensor.Uniform([2, 4, 3, 2], -1, 1, new Generator(3), DType.Float64);
        Tensor found = Functional.Vmap(t => t.BatchNorm(eps: 0))((plain * 1e22).To(DType.Float32));
        Close(found, Functional.Vmap(t => t.BatchNorm(eps: 0))(plain), 1e-5);
    }

    private static IEnumerable<Func<Tensor, Tensor>> Normalizations(Tensor plain)
    {
        yield return x => x.LayerNorm([plain.Shape[1], 3], eps: 0);
        yield return x => x.LayerNorm([3], eps: 0);
        yield return x => x.BatchNorm(eps: 0);
        yield return x => x.InstanceNorm(eps: 0);
        yield return x => x.GroupNorm(2, eps: 0);
        yield return x => x.LayerNorm(
            [3], Tensor.Of(1.0, 2, -1).To(x.DType), Tensor.Of(0.5, 0, 1).To(x.DType), eps: 0);
        yield return x => x.BatchNorm(
            Tensor.Linspace(-1, 2, plain.Shape[1], x.DType), Tensor.Linspace(0, 1, plain.Shape[1], x.DType), eps: 0);
    }

    private static void Close(Tensor found, Tensor expected, double tolerance)
    {
        (double[] f, double[] e) = (found.To(DType.Float64).ToArray<double>(), expected.ToArray<double>());
        double most = e.Max(Math.Abs);
        for (int i = 0; i < f.Length; i++) f[i].ShouldBe(e[i], tolerance * most);
    }
}
