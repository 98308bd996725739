using Adjoint.Kernels;
using static Adjoint.Kernels.PolynomialFunctions;

namespace Adjoint.Tests.Kernels;

public sealed class PolynomialFunctionsTests
{
    /// <summary>On both sides of where the series end. Values by the C library (glibc 2.36), as Python's math prints them.</summary>
    private static readonly (double X, double Expm1, double Log1p)[] Known =
    [
        (1e-30, 1e-30, 1e-30),
        (-1e-30, -1e-30, -1e-30),
        (3e-13, 3.0000000000004497e-13, 2.99999999999955e-13),
        (-3e-13, -2.99999999999955e-13, -3.0000000000004497e-13),
        (1.5e-07, 1.5000001125000056e-07, 1.4999998875000112e-07),
        (0.0001, 0.00010000500016667084, 9.999500033330834e-05),
        (-0.001, -0.0009995001666250085, -0.0010005003335835335),
        (0.1, 0.10517091807564763, 0.09531017980432487),
        (-0.1, -0.09516258196404043, -0.10536051565782631),
        (0.29, 0.33642748802547207, 0.2546422183735807),
        (0.31, 0.3634251141321778, 0.27002713721306015),
        (-0.29, -0.2517364324214348, -0.3424903089467759),
        (-0.31, -0.2665530437757107, -0.371063681390832),
        (0.49, 0.6323162199553789, 0.3987761199573678),
        (0.51, 0.6652911949458864, 0.412109650826833),
        (-0.49, -0.38737360581558394, -0.6733445532637656),
        (-0.51, -0.39950442118773405, -0.7133498878774648),
        (1.0, 1.718281828459045, 0.6931471805599453),
        (-0.9, -0.5934303402594009, -2.302585092994046),
        (2.5, 11.182493960703473, 1.252762968495368),
        (9.0, 8102.083927575384, 2.302585092994046),
        (20.5, 799902176.4755054, 3.068052935133617),
    ];

    private delegate void Row<T>(ReadOnlySpan<T> x, Span<T> y);

    [Fact]
    public void Expm1_is_exact_near_0() =>
        Check(
            VectorMap.Run<double, Expm1Function<double>>, VectorMap.Run<float, Expm1Function<float>>,
            [.. Known.Select(k => (k.X, k.Expm1))]);

    [Fact]
    public void Log1p_is_exact_near_0() =>
        Check(
            VectorMap.Run<double, Log1pFunction<double>>, VectorMap.Run<float, Log1pFunction<float>>,
            [.. Known.Select(k => (k.X, k.Log1p))]);

    [Fact]
    public void Sinh_is_exact_near_0() =>
        Check(
            VectorMap.Run<double, SinhFunction<double>>, VectorMap.Run<float, SinhFunction<float>>,
            [.. Known.Select(k => (k.X, Math.Sinh(k.X)))]);

    [Fact]
    public void Tanh_is_exact_near_0() =>
        Check(
            VectorMap.Run<double, TanhFunction<double>>, VectorMap.Run<float, TanhFunction<float>>,
            [.. Known.Select(k => (k.X, Math.Tanh(k.X)))]);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(16)]
    [InlineData(33)]
    public void Limits_and_nan_hold_at_any_length(int count)
    {
        const double inf = double.PositiveInfinity, nan = double.NaN;
        double[] special = [nan, inf, -inf, 0, -0.0, 710, -1000];
        CheckLimits(VectorMap.Run<double, Expm1Function<double>>, [nan, inf, -1, 0, -0.0, inf, -1]);
        CheckLimits(VectorMap.Run<double, Log1pFunction<double>>, [nan, inf, nan, 0, -0.0, Math.Log(711), nan]);
        CheckLimits(VectorMap.Run<double, SinhFunction<double>>, [nan, inf, -inf, 0, -0.0, Math.Sinh(710), -inf]);
        CheckLimits(VectorMap.Run<double, TanhFunction<double>>, [nan, 1, -1, 0, -0.0, 1, -1]);

        void CheckLimits(Row<double> function, double[] expected)
        {
            for (int shift = 0; shift < special.Length; shift++)
            {
                double[] x = [.. Enumerable.Range(0, count).Select(i => special[(i + shift) % special.Length])];
                var y = new double[count];
                function(x, y);
                for (int i = 0; i < count; i++)
                {
                    double e = expected[(i + shift) % special.Length];
                    if (double.IsFinite(e) && e != 0) y[i].ShouldBe(e, 1e-14 * Math.Abs(e));
                    else if (double.IsNaN(e)) y[i].ShouldBe(e);
                    else BitConverter.DoubleToInt64Bits(y[i]).ShouldBe(BitConverter.DoubleToInt64Bits(e));
                }
            }
        }
    }

    /// <summary>Relative, to four units in the last place.</summary>
    private static void Check(Row<double> inDouble, Row<float> inSingle, (double X, double Y)[] known)
    {
        var y = new double[known.Length];
        inDouble([.. known.Select(k => k.X)], y);
        for (int i = 0; i < y.Length; i++) y[i].ShouldBe(known[i].Y, Math.Abs(known[i].Y) * 9e-16, $"at {known[i].X}");
        var single = new float[known.Length];
        inSingle([.. known.Select(k => (float)k.X)], single);
        // The arguments are rounded too: half a unit in the last place, and as much again for functions of slope 1.
        for (int i = 0; i < y.Length; i++)
            ((double)single[i]).ShouldBe(known[i].Y, Math.Abs(known[i].Y) * 6e-7, $"at {known[i].X}, float32");
    }
}
