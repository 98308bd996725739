using Adjoint.Nn;

namespace Adjoint.Tests.Nn;

public class DropoutTests
{
    [Fact]
    public void Dropout_acts_in_training_only_and_follows_its_generator()
    {
        Tensor x = Tensor.Ones([1000]);
        var layer = new Dropout(0.25, new Generator(3));

        float[] y = layer.Forward(x).ToArray<float>();

        y.ShouldAllBe(value => value == 0 || Math.Abs(value - (4 / 3f)) < 1e-6f);
        y.Count(value => value == 0).ShouldBeInRange(200, 300);
        layer.Forward(x).ToArray<float>().ShouldNotBe(y);
        new Dropout(0.25, new Generator(3)).Forward(x).ToArray<float>().ShouldBe(y);
        layer.Eval().Forward(x).ToArray<float>().ShouldAllBe(value => value == 1);
    }

    [Fact]
    public void Channels_fall_as_a_whole()
    {
        var layer = new Dropout2d(0.5, new Generator(1));
        Tensor x = Tensor.Ones([8, 16, 2, 3]);

        Tensor y = layer.Forward(x);

        Tensor sums = y.Sum(2, 3);
        sums.ToArray<float>().ShouldAllBe(sum => sum == 0 || sum == 12);
        sums.Equal(0).To(DType.Int64).Sum().Item().ShouldBeInRange(40, 90);
        layer.Eval().Forward(x).ShouldBeSameAs(x);
    }

    [Fact]
    public void A_single_image_and_every_number_of_axes_are_taken()
    {
        new Dropout1d(1).Forward(Tensor.Ones([3, 4])).Sum().Item().ShouldBe(0);
        new Dropout2d(1).Forward(Tensor.Ones([3, 4, 2])).Sum().Item().ShouldBe(0);
        new Dropout3d(1).Forward(Tensor.Ones([2, 3, 4, 2, 2])).Sum().Item().ShouldBe(0);
        Should.Throw<ShapeException>(() => new Dropout2d().Forward(Tensor.Ones([3]))).Message.ShouldContain("[3]");
        Should.Throw<AdjointException>(() => new Dropout3d(2)).Message.ShouldStartWith("Dropout3d");
    }

    [Fact]
    public void Alpha_dropout_keeps_mean_and_variance()
    {
        Tensor x = Tensor.Normal([100_000], generator: new Generator(2), dtype: DType.Float64);

        Tensor y = new AlphaDropout(0.3, new Generator(3)).Forward(x);

        y.Mean().Item().ShouldBe(0, 0.02);
        y.Std().Item().ShouldBe(1, 0.02);
        // What falls, falls to the limit −λα, moved and scaled as the rest.
        const double limit = -1.0507009873554805 * 1.6732632423543772;
        double fallen = 0.7 * limit / Math.Sqrt(((limit * limit * 0.3) + 1) * 0.7);
        (y - fallen).Abs().Less(1e-12).To(DType.Int64).Sum().Item().ShouldBeInRange(29_000, 31_000);
        new AlphaDropout().Eval().Forward(x).ShouldBeSameAs(x);
    }
}
