using Adjoint.Kernels;

namespace Adjoint.Tests.Kernels;

public sealed class PowerTests
{
    private static readonly double[] Special =
    [
        0, -0.0, 1, -1, 2, -2, 0.5, -0.5, 3, -3, 1.5, -1.5, 1e300, -1e300, 1e-300, 5e-324, -5e-324, 1e200, 709, 1075, 65, -65,
        double.MaxValue, double.PositiveInfinity, double.NegativeInfinity, double.NaN,
    ];

    public static TheoryData<double> Exponents =>
        [0, 1, 2, 3, 4, 5, 7, 13, 64, 65, 101, -1, -2, -3, -7, 0.5, -0.5, 1.5, -1.5, 2.5, 1.0 / 3, 0.01, 17.3, -40.7];

    [Theory]
    [MemberData(nameof(Exponents))]
    public void One_exponent_gives_what_the_runtime_does(double exponent)
    {
        double[] x = [.. Samples(1000, -3, 3), .. Samples(1000, -30, 30), .. Special];
        double[] y = new double[x.Length];
        Power.Run(x, Enumerable.Repeat(exponent, x.Length).ToArray(), y);
        float[] single = [.. x.Select(v => (float)v)], ySingle = new float[x.Length];
        Power.Run(single, Enumerable.Repeat((float)exponent, x.Length).ToArray(), ySingle);
        for (int i = 0; i < x.Length; i++)
        {
            // A root of −∞ is NaN, and of −0 −0, as Sqrt has it.
            if (Math.Abs(exponent) == 0.5 && (double.IsNegativeInfinity(x[i]) || (x[i] == 0 && double.IsNegative(x[i])))) continue;
            if (Math.Abs(exponent) == 0.5 && single[i] == 0 && float.IsNegative(single[i])) continue;
            ShouldBeClose(y[i], Math.Pow(x[i], exponent), 1e-15, $"{x[i]}^{exponent}");
            ShouldBeClose(ySingle[i], (float)Math.Pow(single[i], (float)exponent), 2.5e-7, $"{single[i]}^{exponent} in float32");
        }
    }

    [Fact]
    public void Exponents_of_their_own_give_what_the_runtime_does()
    {
        (double[] x, double[] e) = ([.. Samples(3001, -300, 300)], [.. Samples(3001, -2, 1).Select((v, i) => i % 2 == 0 ? v : -v)]);
        double[] near = [.. Enumerable.Range(0, 3001).Select(i => 1 + ((i - 1500) * 1e-6))];
        double[] large = [.. Enumerable.Range(0, 3001).Select(i => (i - 1400) * 300.1)];
        foreach ((double[] a, double[] b) in new[] { (x, e), (near, large), Pairs() })
        {
            double[] y = new double[a.Length];
            Power.Run(a, b, y);
            for (int i = 0; i < a.Length; i++) ShouldBeClose(y[i], Math.Pow(a[i], b[i]), 1e-15, $"{a[i]}^{b[i]}");
            float[] single = new float[a.Length], c = [.. a.Select(v => (float)v)], d = [.. b.Select(v => (float)v)];
            Power.Run(c, d, single);
            for (int i = 0; i < a.Length; i++) ShouldBeClose(single[i], (float)Math.Pow(c[i], d[i]), 1.3e-7, $"{c[i]}^{d[i]} in float32");
        }

        static (double[], double[]) Pairs() =>
            ([.. Special.SelectMany(v => Special.Select(_ => v))], [.. Special.SelectMany(_ => Special)]);
    }

    [Fact]
    public void Whole_powers_of_negative_numbers_keep_their_sign()
    {
        Tensor x = Tensor.Of(-2.0, -0.5, -0.0, 3).WithGrad();
        x.Pow(3).ToArray<double>().ShouldBe([-8, -0.125, 0, 27]);
        x.Pow(-2).ToArray<double>().ShouldBe([0.25, 4, double.PositiveInfinity, 1.0 / 9]);
        Engine.Grad([x.Pow(3).Sum()], [x])[0].ToArray<double>().ShouldBe([12, 0.75, 0, 27]);
    }

    [Fact]
    public void The_zeroth_power_is_constant_to_any_order()
    {
        Tensor x = Tensor.Of(0.0, -1, 2, double.PositiveInfinity).WithGrad();
        Tensor slope = Engine.Grad([x.Pow(0).Sum()], [x], createGraph: true)[0];
        slope.ToArray<double>().ShouldBe([0, 0, 0, 0]);
        Engine.Grad([slope.Sum()], [x])[0].ToArray<double>().ShouldBe([0, 0, 0, 0]);
    }

    [Fact]
    public void A_tracked_exponent_of_zero_keeps_its_mixed_derivative()
    {
        // d²(aᵇ)/da db = aᵇ⁻¹(1 + b log a), at b = 0 1/a.
        Tensor a = Tensor.Of(2.0).WithGrad(), b = Tensor.Of(0.0).WithGrad();
        Tensor slope = Engine.Grad([a.Pow(b).Sum()], [a], createGraph: true)[0];
        Engine.Grad([slope.Sum()], [b])[0].Item().ShouldBe(0.5, 1e-15);
    }

    private static IEnumerable<double> Samples(int count, double low, double high)
    {
        var random = new Random(count);
        return Enumerable.Range(0, count).Select(_ => Math.Exp(low + (random.NextDouble() * (high - low))));
    }

    private static void ShouldBeClose(double found, double expected, double tolerance, string what)
    {
        if (found.Equals(expected) || found == expected) return;
        // Numbers without full precision may be off by their last bit, and float rounds what double held.
        double least = what.EndsWith("float32", StringComparison.Ordinal) ? 3e-45 : 1e-323;
        double error = Math.Abs(found - expected);
        error.ShouldBeLessThanOrEqualTo((tolerance * Math.Abs(expected)) + least, $"{what}: {found:R}, not {expected:R}");
    }
}
