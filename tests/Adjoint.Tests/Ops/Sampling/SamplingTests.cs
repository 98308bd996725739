namespace Adjoint.Tests.Ops;

/// <summary>Sampled and folded images, and sequences, at their edges.</summary>
public sealed class SamplingTests
{
    [Fact]
    public void The_identity_samples_the_image_itself()
    {
        Tensor x = Tensor.Normal([2, 3, 4, 5], dtype: DType.Float64);
        Tensor identity = Tensor.Of(1.0, 0, 0, 0, 1, 0).Reshape(1, 2, 3).Expand(2, 2, 3);
        foreach (bool corners in new[] { false, true })
        {
            foreach (GridSampleMode mode in Enum.GetValues<GridSampleMode>())
            {
                Tensor y = x.GridSample(identity.AffineGrid([2, 3, 4, 5], corners), mode, GridSamplePadding.Border, corners);
                (y - x).Abs().Max().Item().ShouldBeLessThan(1e-12);
            }
        }
    }

    [Theory]
    [InlineData(GridSamplePadding.Zeros)]
    [InlineData(GridSamplePadding.Border)]
    [InlineData(GridSamplePadding.Reflection)]
    public void Places_that_are_no_numbers_harm_nothing(GridSamplePadding padding)
    {
        Tensor grid = Tensor.Of(
            double.NaN, 0, double.PositiveInfinity, double.NegativeInfinity, 1e300, 0, 0, 0).Reshape(1, 1, 4, 2).WithGrad();
        Tensor x = Tensor.Ones([1, 2, 3, 3], DType.Float64).WithGrad();
        foreach (GridSampleMode mode in Enum.GetValues<GridSampleMode>())
        {
            Tensor y = x.GridSample(grid, mode, padding);
            y.ToArray<double>().ShouldAllBe(value => double.IsFinite(value));
            y[0, 0, 0, 3].Item().ShouldBe(1, 1e-12);
            Engine.Grad([y.Sum()], [x])[0].ToArray<double>().ShouldAllBe(value => double.IsFinite(value));
        }
    }

    [Fact]
    public void Folding_what_was_unfolded_counts_the_windows()
    {
        Tensor x = Tensor.Normal([2, 3, 5, 6]);
        Tensor counts = Tensor.Ones([2, 3, 5, 6]).Unfold(3, padding: 1).Fold((5, 6), 3, padding: 1);
        Tensor y = x.Unfold(3, padding: 1).Fold((5, 6), 3, padding: 1);
        (y - (x * counts)).Abs().Max().Item().ShouldBeLessThan(1e-5);
        counts[0, 0, 0, 0].Item().ShouldBe(4);
    }

    [Fact]
    public void A_convolution_is_a_product_with_unfolded_windows()
    {
        Tensor x = Tensor.Normal([2, 3, 5, 6], dtype: DType.Float64), w = Tensor.Normal([4, 3, 2, 3], dtype: DType.Float64);
        Tensor columns = x.Unfold([2, 3], stride: 2, padding: 1);
        Tensor y = x.Conv2d(w, stride: 2, padding: 1);
        (w.Flatten(1).MatMul(columns).Reshape(y.Shape) - y).Abs().Max().Item().ShouldBeLessThan(1e-12);
    }

    [Fact]
    public void Ctc_of_one_frame_is_the_probability_of_its_label()
    {
        Tensor x = Tensor.Of(0.2, 0.5, 0.3).Log().Reshape(1, 1, 3);
        x.CtcLoss(Tensor.Of(1L).Reshape(1, 1), [1], [1]).Item().ShouldBe(-Math.Log(0.5), 1e-12);
        x.CtcLoss(Tensor.Of(1L).Reshape(1, 1), [1], [0]).Item().ShouldBe(-Math.Log(0.2), 1e-12);
    }

    [Fact]
    public void Ctc_sums_over_all_paths()
    {
        // aa, a-, -a: three of four paths of two frames.
        Tensor half = Tensor.Full([2, 1, 2], Math.Log(0.5), DType.Float64);
        half.CtcLoss(Tensor.Of(1L).Reshape(1, 1), [2], [1]).Item().ShouldBe(-Math.Log(0.75), 1e-12);
    }

    [Fact]
    public void Ctc_of_targets_that_do_not_fit_is_infinite_or_zero()
    {
        Tensor x = Tensor.Normal([3, 1, 4]).LogSoftmax().Detach().WithGrad();
        Tensor twice = Tensor.Of(2L, 2).Reshape(1, 2); // needs a blank between
        x.CtcLoss(twice, [2], [2]).Item().ShouldBe(double.PositiveInfinity);
        x.CtcLoss(twice, [3], [2]).Item().ShouldBeLessThan(100);
        Tensor none = x.CtcLoss(twice, [2], [2], zeroInfinity: true);
        none.Item().ShouldBe(0);
        Engine.Grad([none], [x])[0].ToArray<float>().ShouldAllBe(value => value == 0);
        x.CtcLoss(twice, [0], [0], reduction: Reduction.None).Item().ShouldBe(0);
    }

    [Fact]
    public void Ctc_of_long_sequences_stays_a_number()
    {
        Tensor x = (Tensor.Normal([2000, 2, 30], generator: new Generator(1)) * 5).LogSoftmax().Detach().WithGrad();
        Tensor targets = Tensor.From<long>([.. Enumerable.Range(0, 800).Select(i => (i * 7L % 29) + 1)], [2, 400]);
        Tensor loss = x.CtcLoss(targets, [2000, 1900], [400, 390], reduction: Reduction.Sum);
        double.IsFinite(loss.Item()).ShouldBeTrue();
        Tensor g = Engine.Grad([loss], [x])[0];
        // Each frame has one class, shared out.
        g.Sum(2)[0, 0].Item().ShouldBe(-1, 1e-4);
        g[1950, 1].Abs().Max().Item().ShouldBe(0);
    }

    [Fact]
    public void Mistakes_are_told()
    {
        Tensor x = Tensor.Zeros([4, 2, 3]);
        Tensor targets = Tensor.Ones([2, 2], DType.Int64);
        Should.Throw<ShapeException>(() => x.CtcLoss(targets, [5, 4], [1, 1])).Message.ShouldContain("input length 5");
        Should.Throw<ShapeException>(() => x.CtcLoss(targets, [4, 4], [3, 1])).Message.ShouldContain("target length 3");
        Should.Throw<ShapeException>(() => x.CtcLoss(targets + 2, [4, 4], [2, 1])).Message.ShouldContain("target 3");
        Should.Throw<ShapeException>(() => x.CtcLoss(targets, [4, 4], [2, 1], blank: 3)).Message.ShouldContain("blank");
        Should.Throw<ShapeException>(() => Tensor.Zeros([1, 1, 2, 2]).Unfold(3)).Message.ShouldContain("does not fit");
        Should.Throw<ShapeException>(() => Tensor.Zeros([1, 7, 4]).Fold(3, 2)).Message.ShouldContain("not [1, 7, 4]");
        Should.Throw<ShapeException>(() => Tensor.Zeros([1, 1, 2, 2]).GridSample(Tensor.Zeros([1, 2, 2, 3])));
        Should.Throw<ShapeException>(() => Tensor.Zeros([1, 1, 2, 2]).Interpolate(2, mode: UpsampleMode.Linear));
        Should.Throw<ShapeException>(() => Tensor.Zeros([1, 1, 2, 2]).Interpolate(2, antialias: true)).Message.ShouldContain("antialias");
        Should.Throw<ShapeException>(() => Tensor.Zeros([1, 1, 4, 4]).FractionalMaxPool2d(3, 3)).Message.ShouldContain("do not fit");
    }

    [Fact]
    public void Shrinking_with_antialias_keeps_the_mean()
    {
        Tensor x = Tensor.Uniform([1, 1, 64, 48], dtype: DType.Float64);
        Tensor y = x.Interpolate((8, 6), mode: UpsampleMode.Bilinear, antialias: true);
        Math.Abs(y.Mean().Item() - x.Mean().Item()).ShouldBeLessThan(0.02);
        Tensor.Ones([1, 1, 9, 7]).Interpolate((4, 20), mode: UpsampleMode.Bicubic, antialias: true)
            .ToArray<float>().ShouldAllBe(value => Math.Abs(value - 1) < 1e-6);
    }

    [Fact]
    public void Pools_at_random_places_take_elements_of_the_image()
    {
        Tensor x = Tensor.Normal([2, 3, 9, 8], generator: new Generator(2)).WithGrad();
        (Tensor y, Tensor at) = x.FractionalMaxPool(2, 2, outputRatio: (0.7, 0.5), generator: new Generator(3));
        y.Shape.ShouldBe(Shape.Create([2, 3, 6, 4]));
        x.Flatten(2).Gather(2, at.Flatten(2)).ToArray<float>().ShouldBe(y.Flatten(2).ToArray<float>());
        y.Sum().Backward();
        x.Grad!.Sum().Item().ShouldBe(y.Numel);
    }
}
