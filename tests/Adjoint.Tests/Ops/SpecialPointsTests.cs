namespace Adjoint.Tests.Ops;

/// <summary>Derivatives at points where a formula would be 0·∞: they are the limit, or what PyTorch takes.</summary>
public sealed class SpecialPointsTests
{
    private const double Inf = double.PositiveInfinity;

    [Theory]
    [InlineData(0, 0, 0, 1)]
    [InlineData(0.5, 0.125, 0.5, 1)]
    [InlineData(1, 0.5, 1, 0)]
    [InlineData(-1, 0.5, -1, 0)]
    [InlineData(3, 2.5, 1, 0)]
    [InlineData(Inf, Inf, 1, 0)]
    [InlineData(-Inf, Inf, -1, 0)]
    public void Huber_and_smooth_L1(double x, double value, double slope, double curvature)
    {
        Tensor zero = Tensor.Of(0.0);
        ShouldBe(t => t.HuberLoss(zero), x, value, slope, curvature);
        ShouldBe(t => t.SmoothL1Loss(zero), x, value, slope, curvature);
        if (double.IsFinite(x)) ShouldBe(t => t.SmoothL1Loss(zero, 0.5), x / 2, value / 2, slope, 2 * curvature);
        if (double.IsFinite(x)) ShouldBe(t => t.HuberLoss(zero, 2), 2 * x, 4 * value, 2 * slope, curvature);
    }

    [Theory]
    [InlineData(Inf, Inf, 1, 0)]
    [InlineData(-Inf, 0, 0, 0)]
    [InlineData(3, 3, 1.5, 0)]
    [InlineData(-3, 0, -0.5, 0)]
    [InlineData(0, 0, 0.5, 1.0 / 3)]
    [InlineData(1e308, 1e308, 1, 0)]
    [InlineData(-4, 0, 0, 0)]
    public void Hard_swish(double x, double value, double slope, double curvature) =>
        ShouldBe(t => t.Hardswish(), x, value, slope, curvature);

    [Fact]
    public void Exponential_units_are_flat_in_their_slope_at_0()
    {
        foreach (double x in new[] { 0, -0.0 })
        {
            ShouldBe(t => t.Elu(0.7), x, 0, 0.7, 0);
            ShouldBe(t => t.Celu(0.5), x, 0, 1, 0);
            ShouldBe(t => t.HuberLoss(Tensor.Zeros([1], t.DType)), x, 0, 0, 1);
        }
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(-1)]
    [InlineData(-2)]
    public void A_norm_has_slope_0_in_elements_that_are_0(double p)
    {
        Tensor x = Tensor.Of(0.0, 3, 0).WithGrad();
        Tensor slope = Engine.Grad([x.Norm(p)], [x], createGraph: true)[0];
        slope.ToArray<double>().ShouldBe(p > 0 ? [0, 1, 0] : [0, 0, 0], 1e-12);
        Engine.Grad([slope.Sum()], [x])[0].ToArray<double>().ShouldAllBe(v => Math.Abs(v) < 1e-12);
        Tensor zeros = Tensor.Zeros([2], DType.Float64).WithGrad();
        Engine.Grad([zeros.Norm(p)], [zeros])[0].ToArray<double>().ShouldBe([0, 0]);
    }

    [Fact]
    public void A_norm_below_0_of_infinities_is_infinite() =>
        Tensor.Of(Inf, -Inf).Norm(-1).Item().ShouldBe(Inf);

    [Fact]
    public void The_norm_that_counts_has_slope_0()
    {
        Tensor x = Tensor.Of(0.0, 3, double.NaN, Inf, -0.0).WithGrad();
        Tensor count = x.Norm(0);
        count.Item().ShouldBe(3);
        count.Backward();
        (x.Grad ?? Tensor.Zeros([5], DType.Float64)).ToArray<double>().ShouldBe([0, 0, 0, 0, 0]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(0.5)]
    public void A_pool_by_a_norm_has_slope_0_where_a_window_is_zeros(double p)
    {
        Tensor x = Tensor.Of(0.0, 0, 2, 0).Reshape(1, 1, 4).WithGrad();
        Tensor y = x.LpPool1d(p, 2);
        y.ToArray<double>().ShouldBe([0, 2], 1e-12);
        Tensor slope = Engine.Grad([y.Sum()], [x], createGraph: true)[0];
        slope.ToArray<double>()[..2].ShouldBe([0, 0]);
        slope.ToArray<double>()[2].ShouldBe(1, 1e-12);
        if (p != 1) Engine.Grad([slope.Sum()], [x])[0].ToArray<double>()[..2].ShouldBe([0, 0]);
    }

    [Fact]
    public void A_negative_slope_has_no_part_in_an_infinity_above_0()
    {
        Tensor x = Tensor.Of(Inf, -2, 0).WithGrad(), w = Tensor.Of(0.25).WithGrad();
        Tensor y = x.Prelu(w);
        y.ToArray<double>().ShouldBe([Inf, -0.5, 0]);
        y.Sum().Backward();
        w.Grad!.Item().ShouldBe(-2);
        x.Grad!.ToArray<double>().ShouldBe([1, 0.25, 0.25]);
    }

    [Fact]
    public void A_negative_probability_is_not_hidden_by_the_divergence()
    {
        Tensor logs = Tensor.Of(0.5, 0.25, 0.25).Log();
        double[] losses = logs.KlDiv(Tensor.Of(0.0, -0.5, double.NaN), reduction: Reduction.None).ToArray<double>();
        losses[0].ShouldBe(0);
        losses[1..].ShouldAllBe(v => double.IsNaN(v));
    }

    [Fact]
    public void A_margin_that_is_just_kept_has_no_slope()
    {
        Tensor x = Tensor.From(new[,] { { 2.0, 1.0, 0.0 } }).WithGrad();
        x.MultiMarginLoss(Tensor.Of(0L)).Backward();
        x.Grad!.ToArray<double>().ShouldBe([0, 0, 0]);
    }

    private static void ShouldBe(Func<Tensor, Tensor> function, double at, double value, double slope, double curvature)
    {
        foreach (DType type in new[] { DType.Float64, DType.Float32 })
        {
            if (type == DType.Float32 && Math.Abs(at) is > 1e38 and < Inf) continue;
            Tensor x = Tensor.Of(at).To(type).WithGrad();
            Tensor y = function(x);
            Tensor first = Engine.Grad([y.Sum()], [x], createGraph: true)[0];
            double second = first.RequiresGrad && Engine.Grad([first.Sum()], [x], allowUnused: true)[0] is { } g ? g.Item() : 0;
            if (double.IsFinite(value)) y.Item().ShouldBe(value, 1e-6 * Math.Max(1, Math.Abs(value)));
            else y.Item().ShouldBe(value);
            first.Item().ShouldBe(slope, 1e-6);
            second.ShouldBe(curvature, 1e-6);
        }
    }
}
