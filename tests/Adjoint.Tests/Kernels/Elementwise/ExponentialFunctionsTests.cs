using Adjoint.Kernels;

namespace Adjoint.Tests.Kernels;

public sealed class ExponentialFunctionsTests
{
    [Fact]
    public void Single_precision_is_within_one_unit_in_the_last_place()
    {
        float[] x = [.. Enumerable.Range(-100_000, 200_001).Select(i => i * 8.8e-4f)];
        var y = new float[x.Length];
        VectorMap.Run<float, ExpFunction<float>>(x, y);
        for (int i = 0; i < x.Length; i++)
        {
            double exact = Math.Exp(x[i]);
            float unit = MathF.BitIncrement((float)exact) - (float)exact;
            Math.Abs(y[i] - exact).ShouldBeLessThanOrEqualTo(unit, $"exp({x[i]:R})");
        }
    }

    [Fact]
    public void Ends_and_the_origin_are_exact()
    {
        Tensor x = Tensor.Of(0f, -0f, float.PositiveInfinity, float.NegativeInfinity, 88.8f, -104f, -1000f, 1000f);
        x.Exp().ToArray<float>().ShouldBe([1, 1, float.PositiveInfinity, 0, float.PositiveInfinity, 0, 0, float.PositiveInfinity]);
        double.IsNaN(Tensor.Scalar(double.NaN).Exp().Item()).ShouldBeTrue();
        x.To(DType.Float64).Exp()[0].Item().ShouldBe(1);
        // The least numbers of all are not flushed to 0.
        Tensor.Scalar(-103).Exp().Item().ShouldBe(1.4e-45, 1e-46);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(16)]
    [InlineData(33)]
    [InlineData(130)]
    [InlineData(200)]
    public void An_element_has_the_same_bits_in_any_row_at_any_place_in_memory(int count)
    {
        double[] x = [.. Enumerable.Range(0, 200).Select(i => (i - 30) * (i % 3 == 0 ? 12345.678 : 0.1))];
        Action<double[], int, double[]>[] functions =
        [
            (from, at, to) => VectorMap.Run<double, ExpFunction<double>>(from.AsSpan(at, count), to),
            (from, at, to) => VectorMap.Run<double, LogFunction<double>>(from.AsSpan(at, count), to),
            (from, at, to) => VectorMap.Run<double, Log2Function<double>>(from.AsSpan(at, count), to),
            (from, at, to) => VectorMap.Run<double, Log10Function<double>>(from.AsSpan(at, count), to),
            (from, at, to) => VectorMap.Run<double, CoshFunction<double>>(from.AsSpan(at, count), to),
            (from, at, to) => VectorMap.Run<double, SinFunction<double>>(from.AsSpan(at, count), to),
            (from, at, to) => VectorMap.Run<double, CosFunction<double>>(from.AsSpan(at, count), to),
            (from, at, to) => VectorMap.Run<double, TanFunction<double>>(from.AsSpan(at, count), to),
        ];
        foreach (Action<double[], int, double[]> function in functions)
        {
            var plain = new double[count];
            function(x, 0, plain);
            for (int shift = 1; shift < 8; shift++)
            {
                var moved = new double[x.Length + shift];
                x.CopyTo(moved, shift);
                var y = new double[count];
                function(moved, shift, y);
                y.ShouldBe(plain);
            }
        }
    }
}
