using Adjoint.Nn;

namespace Adjoint.Tests.Nn;

public class LayerTests
{
    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    public void First_values_lie_within_one_over_the_root_of_the_fan_in_and_fill_that_range(DType type)
    {
        var linear = new Linear(100, 50, random: new Generator(1), type: type);
        var convolution = new Conv2d(8, 32, (3, 5), groups: 2, random: new Generator(2), type: type);

        ShouldFill(linear.Weight, 0.1);
        ShouldFill(linear.Bias!, 0.1);
        ShouldFill(convolution.Weight, 1 / Math.Sqrt(4 * 15));
        ShouldFill(convolution.Bias!, 1 / Math.Sqrt(4 * 15));
        linear.Weight.DType.ShouldBe(type);
        convolution.Bias!.DType.ShouldBe(type);

        static void ShouldFill(Tensor values, double bound)
        {
            values.RequiresGrad.ShouldBeTrue();
            values.IsLeaf.ShouldBeTrue();
            values.Abs().Max().Item().ShouldBeInRange(0.8 * bound, bound * (1 + 1e-6));
            values.Min().Item().ShouldBeLessThan(0);
        }
    }

    [Fact]
    public void Equal_seeds_give_equal_layers()
    {
        float[] first = new Linear(4, 3, random: new Generator(5)).Weight.ToArray<float>();

        new Linear(4, 3, random: new Generator(5)).Weight.ToArray<float>().ShouldBe(first);
        new Linear(4, 3, random: new Generator(6)).Weight.ToArray<float>().ShouldNotBe(first);
    }

    [Fact]
    public void Fan_in_counts_inputs_times_the_area_of_the_kernel()
    {
        Initializers.FanIn([64, 3, 5, 7]).ShouldBe(105);
        Initializers.FanIn([10, 20]).ShouldBe(20);
        Should.Throw<ShapeException>(() => Initializers.FanIn([10]));
    }

    [Fact]
    public void Linear_maps_the_last_axis()
    {
        var layer = new Linear(2, 1);
        layer.LoadStateDict(new Dictionary<string, Tensor>
        {
            ["weight"] = Tensor.From(new float[,] { { 2, 3 } }),
            ["bias"] = Tensor.Of(10f),
        });

        Tensor y = layer.Forward(Tensor.From(new float[,,] { { { 1, 1 }, { 0, 1 } } }));

        y.Shape.ShouldBe(Shape.Create([1, 2, 1]));
        y.ToArray<float>().ShouldBe([15, 13]);
        new Linear(2, 1, bias: false).Parameters().Count.ShouldBe(1);
    }

    [Fact]
    public void Conv2d_has_the_shape_of_the_formula()
    {
        var layer = new Conv2d(4, 6, (3, 5), stride: (2, 1), padding: (1, 2), dilation: (1, 2), groups: 2);

        layer.Weight.Shape.ShouldBe(Shape.Create([6, 2, 3, 5]));
        layer.Forward(Tensor.Zeros([2, 4, 9, 12])).Shape.ShouldBe(Shape.Create([2, 6, 5, 8]));
        layer.Forward(Tensor.Zeros([4, 9, 12])).Shape.ShouldBe(Shape.Create([6, 5, 8]));
    }

    [Fact]
    public void MaxPool2d_and_Flatten_shape_as_their_settings_say()
    {
        new MaxPool2d(3, stride: 2, padding: 1).Forward(Tensor.Zeros([1, 2, 7, 8])).Shape.ShouldBe(Shape.Create([1, 2, 4, 4]));
        new MaxPool2d(2).Forward(Tensor.Zeros([1, 2, 7, 8])).Shape.ShouldBe(Shape.Create([1, 2, 3, 4]));
        new MaxPool2d(2, ceilMode: true).Forward(Tensor.Zeros([1, 2, 7, 8])).Shape.ShouldBe(Shape.Create([1, 2, 4, 4]));
        new Flatten().Forward(Tensor.Zeros([5, 2, 3, 4])).Shape.ShouldBe(Shape.Create([5, 24]));
        new Flatten(0, 1).Forward(Tensor.Zeros([5, 2, 3, 4])).Shape.ShouldBe(Shape.Create([10, 3, 4]));
    }

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
    public void Settings_that_cannot_be_are_refused()
    {
        Should.Throw<ShapeException>(() => new Linear(0, 1));
        Should.Throw<ShapeException>(() => new Conv2d(0, 1, 3));
        Should.Throw<ShapeException>(() => new Conv2d(3, 4, 3, groups: 2)).Message.ShouldContain("2 groups");
        Should.Throw<ShapeException>(() => new Conv2d(1, 1, 0));
        Should.Throw<ShapeException>(() => new Conv2d(1, 1, 3, stride: 0));
        Should.Throw<ShapeException>(() => new Conv2d(1, 1, 3, padding: -1));
        Should.Throw<ShapeException>(() => new Conv2d(1, 1, (3, 3, 3)));
        Should.Throw<ShapeException>(() => new MaxPool2d(0));
        Should.Throw<ShapeException>(() => new BatchNorm2d(0));
        Should.Throw<AdjointException>(() => new Dropout(1.5)).Message.ShouldContain("1.5");
        Should.Throw<DTypeException>(() => new Linear(1, 1, type: DType.Int64));
    }

    [Fact]
    public void An_input_that_does_not_fit_is_refused_with_both_shapes()
    {
        string message = Should.Throw<ShapeException>(() => new Linear(3, 2).Forward(Tensor.Zeros([4, 5]))).Message;

        message.ShouldContain("[4, 5]");
        message.ShouldContain("[2, 3]");
    }
}
