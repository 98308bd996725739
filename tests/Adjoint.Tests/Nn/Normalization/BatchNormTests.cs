using Adjoint.Nn;

namespace Adjoint.Tests.Nn;

public class BatchNormTests
{
    // Channel 0 has 1, 2, 3, 4, 5, 6, 7, 8: mean 4.5, variance 5.25, or 6 without bias; channel 1 ten times as much.
    private static Tensor Images()
    {
        Tensor one = Tensor.From(new double[,] { { 1, 2, 3, 4 }, { 5, 6, 7, 8 } }).Reshape(2, 1, 2, 2);
        return Tensor.Concat([one, one * 10], 1);
    }

    [Fact]
    public void In_training_the_batch_is_standardised_and_the_averages_follow()
    {
        var layer = new BatchNorm2d(2, dtype: DType.Float64);

        double[] y = layer.Forward(Images()).ToArray<double>();

        y[0].ShouldBe((1 - 4.5) / Math.Sqrt(5.25 + 1e-5), 1e-12);
        y[4].ShouldBe((10 - 45) / Math.Sqrt(525 + 1e-5), 1e-12);
        ShouldBe(layer.RunningMean!, 0.45, 4.5);
        ShouldBe(layer.RunningVariance!, 0.9 + 0.6, 0.9 + 60);
        layer.BatchesTracked!.Item().ShouldBe(1);

        layer.Forward(Images());

        ShouldBe(layer.RunningMean!, (0.9 * 0.45) + 0.45, (0.9 * 4.5) + 4.5);
        layer.BatchesTracked!.Item().ShouldBe(2);
    }

    [Fact]
    public void In_evaluation_the_averages_count_and_stay()
    {
        var layer = new BatchNorm2d(2, dtype: DType.Float64);
        layer.Forward(Images());
        layer.Eval();

        double[] y = layer.Forward(Images()).ToArray<double>();

        y[0].ShouldBe((1 - 0.45) / Math.Sqrt(1.5 + 1e-5), 1e-12);
        layer.BatchesTracked!.Item().ShouldBe(1);
    }

    [Fact]
    public void Without_momentum_the_averages_are_over_all_batches()
    {
        var layer = new BatchNorm2d(2, momentum: null, dtype: DType.Float64);

        layer.Forward(Images());
        layer.Forward(Images() * 3);

        ShouldBe(layer.RunningMean!, 9, 90);
        ShouldBe(layer.RunningVariance!, 30, 3000);
    }

    [Fact]
    public void An_empty_batch_moves_no_average()
    {
        var layer = new BatchNorm2d(2, dtype: DType.Float64);
        layer.Forward(Images());
        double[] mean = layer.RunningMean!.ToArray<double>(), variance = layer.RunningVariance!.ToArray<double>();

        layer.Forward(Tensor.Zeros([0, 2, 2, 2], DType.Float64)).Shape.ShouldBe([0, 2, 2, 2]);

        ShouldBe(layer.RunningMean!, mean);
        ShouldBe(layer.RunningVariance!, variance);
        layer.BatchesTracked!.Item().ShouldBe(1);
    }

    [Fact]
    public void Without_averages_the_batch_counts_in_evaluation_too()
    {
        var layer = new BatchNorm2d(2, affine: false, trackRunningStats: false, dtype: DType.Float64);
        double[] trained = layer.Forward(Images()).ToArray<double>();

        layer.Eval().Forward(Images()).ToArray<double>().ShouldBe(trained);
        layer.StateDict().ShouldBeEmpty();
    }

    [Fact]
    public void The_averages_are_outside_the_graph_and_gradients_reach_weight_bias_and_input()
    {
        var layer = new BatchNorm2d(2, dtype: DType.Float64);
        Tensor x = Images().WithGrad();

        (layer.Forward(x) * Images()).Sum().Backward();

        layer.RunningMean!.RequiresGrad.ShouldBeFalse();
        x.Grad.ShouldNotBeNull();
        layer.Weight!.Grad.ShouldNotBeNull();
        layer.Bias!.Grad!.ToArray<double>().ShouldBe([36, 360]);
    }

    [Fact]
    public void An_image_of_other_channels_is_refused()
    {
        Should.Throw<ShapeException>(() => new BatchNorm2d(2).Forward(Tensor.Zeros([1, 3, 2, 2]))).Message.ShouldContain("[1, 3, 2, 2]");
        Should.Throw<ShapeException>(() => new BatchNorm2d(2).Forward(Tensor.Zeros([4, 2])));
    }

    [Fact]
    public void One_value_per_channel_has_no_variance()
    {
        Should.Throw<ShapeException>(() => new BatchNorm1d(2).Forward(Tensor.Zeros([1, 2])));
        var instance = new InstanceNorm2d(2, trackRunningStats: true);
        Should.Throw<ShapeException>(() => instance.Forward(Tensor.Zeros([4, 2, 1, 1]))).Message.ShouldContain("[4, 2, 1, 1]");
        instance.RunningVariance!.ToArray<float>().ShouldBe([1, 1]);
        instance.Eval().Forward(Tensor.Zeros([4, 2, 1, 1])).Shape.ShouldBe([4, 2, 1, 1]);
        Should.Throw<ShapeException>(() => Tensor.Zeros([4, 2, 1]).InstanceNorm());
        Should.Throw<ShapeException>(() => Tensor.Zeros([1, 4, 1]).GroupNorm(4));
        Tensor.Zeros([2, 4, 1]).GroupNorm(4).ToArray<float>().ShouldAllBe(v => v == 0);
        Tensor.Zeros([0, 4, 1]).GroupNorm(2).Shape.ShouldBe([0, 4, 1]);
        Tensor.Zeros([0, 4, 3]).InstanceNorm().Shape.ShouldBe([0, 4, 3]);
    }

    private static void ShouldBe(Tensor values, params double[] expected)
    {
        double[] actual = values.ToArray<double>();
        for (int i = 0; i < expected.Length; i++) actual[i].ShouldBe(expected[i], 1e-12 * Math.Abs(expected[i]));
    }
}
