using Adjoint.Kernels;

namespace Adjoint.Tests.Kernels;

public sealed class ErrorFunctionTests
{
    /// <summary>
    /// Points of each interval and its ends. Values by the C library's erf (glibc 2.36, error below one unit in the last
    /// place), as Python's math.erf prints them.
    /// </summary>
    private static readonly (double X, double Erf)[] Known =
    [
        (1e-300, 1.1283791670955126e-300),
        (1e-10, 1.1283791670955126e-10),
        (0.1, 0.1124629160182849),
        (0.5, 0.5204998778130465),
        (0.84374999, 0.7672256556953392),
        (0.84375, 0.7672256612323416),
        (0.9, 0.7969082124228322),
        (1.0, 0.8427007929497149),
        (1.2, 0.9103139782296353),
        (1.2499999, 0.922900104604343),
        (1.25, 0.9229001282564582),
        (1.3, 0.9340079449406524),
        (1.7, 0.9837904585907745),
        (2.0, 0.9953222650189527),
        (2.5, 0.999593047982555),
        (2.857142, 0.9999466874130313),
        (2.857143, 0.9999466877345417),
        (3.0, 0.9999779095030014),
        (3.5, 0.9999992569016276),
        (4.0, 0.9999999845827421),
        (5.0, 0.9999999999984626),
        (5.9, 0.9999999999999999),
        (5.99999, 1.0),
        (6.0, 1.0),
        (-0.3, -0.3286267594591274),
        (-1.1, -0.8802050695740817),
        (-2.2, -0.9981371537020182),
        (-4.4, -0.999999999510829),
    ];

    [Fact]
    public void Doubles_are_right_to_two_units_in_the_last_place()
    {
        double[] x = [.. Known.Select(k => k.X)];
        var y = new double[x.Length];
        VectorMap.Run<double, ErrorFunction.ErfFunction<double>>(x, y);
        for (int i = 0; i < x.Length; i++)
            y[i].ShouldBe(Known[i].Erf, 2 * (Math.BitIncrement(Known[i].Erf) - Known[i].Erf), $"erf({x[i]})");
    }

    [Fact]
    public void Floats_are_right_to_five_quarters_of_a_unit_in_the_last_place()
    {
        float[] x = [.. Known.Select(k => (float)k.X), .. Enumerable.Range(-45_000, 90_001).Select(i => i * 1e-4f)];
        var y = new float[x.Length];
        var exact = new double[x.Length];
        VectorMap.Run<float, ErrorFunction.ErfFunction<float>>(x, y);
        VectorMap.Run<double, ErrorFunction.ErfFunction<double>>([.. x.Select(v => (double)v)], exact);
        for (int i = 0; i < x.Length; i++)
        {
            float nearest = (float)exact[i];
            double unit = Math.Abs(nearest) - (double)MathF.BitDecrement(Math.Abs(nearest));
            if (!(Math.Abs(y[i] - exact[i]) <= 1.25 * unit))
                throw new InvalidOperationException($"erf({x[i]}): {y[i]} instead of {exact[i]}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(33)]
    public void It_is_odd_and_keeps_nan_and_limits_at_any_length(int count)
    {
        double[] special = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -0.0, 30, -30];
        double[] expected = [double.NaN, 1, -1, 0, -0.0, 1, -1];
        for (int shift = 0; shift < special.Length; shift++)
        {
            double[] x = [.. Enumerable.Range(0, count).Select(i => special[(i + shift) % special.Length])];
            var y = new double[count];
            VectorMap.Run<double, ErrorFunction.ErfFunction<double>>(x, y);
            for (int i = 0; i < count; i++) y[i].ShouldBe(expected[(i + shift) % special.Length]);

            var single = new float[count];
            VectorMap.Run<float, ErrorFunction.ErfFunction<float>>([.. x.Select(v => (float)v)], single);
            for (int i = 0; i < count; i++) ((double)single[i]).ShouldBe(expected[(i + shift) % special.Length]);
        }
    }
}
