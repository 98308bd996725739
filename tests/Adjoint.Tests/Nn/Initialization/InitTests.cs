using Adjoint.Nn;

namespace Adjoint.Tests.Nn;

public class InitTests
{
    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    public void Initial_values_lie_within_one_over_the_root_of_the_fan_in_and_fill_that_range(DType type)
    {
        var linear = new Linear(100, 50, generator: new Generator(1), dtype: type);
        var convolution = new Conv2d(8, 32, (3, 5), groups: 2, generator: new Generator(2), dtype: type);

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
    public void Fan_in_counts_inputs_times_the_area_of_the_kernel()
    {
        Init.FanIn([64, 3, 5, 7]).ShouldBe(105);
        Init.FanIn([10, 20]).ShouldBe(20);
        Should.Throw<ShapeException>(() => Init.FanIn([10]));
    }

    private static Tensor Weight(params int[] shape) => Tensor.Zeros(shape, DType.Float64).WithGrad();

    // Gains and fans of torch.nn.init.
    [Fact]
    public void Gains_and_fans_are_those_of_PyTorch()
    {
        Init.CalculateGain(Nonlinearity.Linear).ShouldBe(1);
        Init.CalculateGain(Nonlinearity.Sigmoid).ShouldBe(1);
        Init.CalculateGain(Nonlinearity.Tanh).ShouldBe(5.0 / 3);
        Init.CalculateGain(Nonlinearity.ReLU).ShouldBe(Math.Sqrt(2));
        Init.CalculateGain(Nonlinearity.LeakyReLU, 0.2).ShouldBe(Math.Sqrt(2 / 1.04), 1e-15);
        Init.CalculateGain(Nonlinearity.SELU).ShouldBe(0.75);
        Init.FanIn([6, 4, 3, 5]).ShouldBe(60);
        Init.FanOut([6, 4, 3, 5]).ShouldBe(90);
    }

    [Fact]
    public void Values_are_drawn_where_they_are_kept()
    {
        Tensor weight = Weight(30, 20);
        using (GradMode.Off())
        {
            Tensor columns = weight.Transpose(0, 1);
            int version = weight.Version;
            Init.Normal(weight, 1, 2, new Generator(3)).ShouldBeSameAs(weight);
            weight.Version.ShouldBeGreaterThan(version);
            weight.ToArray<double>().ShouldBe(Tensor.Normal([30, 20], 1, 2, new Generator(3), DType.Float64).ToArray<double>());

            // A view is filled in its own order.
            Init.Uniform(columns, -1, 2, new Generator(4));
            columns.ToArray<double>().ShouldBe(Tensor.Uniform([20, 30], -1, 2, new Generator(4), DType.Float64).ToArray<double>());
        }

        Tensor square = weight * weight;
        Init.Uniform(weight, generator: new Generator(5));
        Should.Throw<GraphException>(() => square.Sum().Backward());
    }

    [Fact]
    public void Values_spread_as_their_formulas_say()
    {
        // [200, 50, 2]: fan in 100, fan out 400.
        ShouldSpread(Init.XavierUniform(Weight(200, 50, 2), 2, new Generator(1)), 2 * Math.Sqrt(2.0 / 500), even: true);
        ShouldSpread(Init.XavierNormal(Weight(200, 50, 2), 2, new Generator(1)), 2 * Math.Sqrt(2.0 / 500), even: false);
        ShouldSpread(Init.KaimingUniform(Weight(200, 50, 2), generator: new Generator(1)), Math.Sqrt(2.0 / 100), even: true);
        ShouldSpread(
            Init.KaimingNormal(Weight(200, 50, 2), mode: FanMode.FanOut, nonlinearity: Nonlinearity.Tanh, generator: new Generator(1)),
            5.0 / 3 / 20, even: false);
        ShouldSpread(Init.Normal(Weight(20000), 0, 3, new Generator(1)), 3, even: false);

        static void ShouldSpread(Tensor values, double deviation, bool even)
        {
            values.RequiresGrad.ShouldBeTrue();
            values.Detach().Mean().Item().ShouldBeInRange(-0.03 * deviation, 0.03 * deviation);
            values.Detach().Std().Item().ShouldBe(deviation, 0.03 * deviation);
            double most = values.Detach().Abs().Max().Item() / deviation;
            if (even) most.ShouldBeInRange(1.7, Math.Sqrt(3));
            else most.ShouldBeGreaterThan(3);
        }
    }

    [Theory]
    [InlineData(4, 7)]
    [InlineData(7, 4)]
    [InlineData(5, 5)]
    public void Orthogonal_rows_or_columns_are_at_right_angles(int rows, int columns)
    {
        Tensor w = Init.Orthogonal(Weight(rows, columns), 3, new Generator(2)).Detach();

        Tensor product = rows <= columns ? w.MatMul(w.Transpose()) : w.Transpose().MatMul(w);

        double[] identity = Init.Eye(Weight(product.Shape[0], product.Shape[0])).ToArray<double>();
        double[] found = product.ToArray<double>();
        for (int i = 0; i < found.Length; i++) found[i].ShouldBe(9 * identity[i], 1e-12);
    }

    [Fact]
    public void Truncated_normal_stays_within_its_limits_and_keeps_its_shape()
    {
        Tensor w = Init.TruncNormal(Weight(20000), 1, 2, -1, 2, new Generator(3)).Detach();

        w.Min().Item().ShouldBeGreaterThanOrEqualTo(-1);
        w.Max().Item().ShouldBeLessThanOrEqualTo(2);
        // Of a normal distribution cut at −1 and ½ deviations the mean is (φ(−1) − φ(½))/(Φ(½) − Φ(−1)) = −0.2068 deviations.
        w.Mean().Item().ShouldBe(1 - (2 * 0.2068), 0.03);
        Should.Throw<AdjointException>(() => Init.TruncNormal(Weight(2), 0, 1, 10, 11)).Message.ShouldContain("10");
    }

    [Fact]
    public void Dirac_gives_a_convolution_that_gives_back_its_input()
    {
        Tensor x = Tensor.Normal([1, 4, 5, 6], dtype: DType.Float64);
        var layer = new Conv2d(4, 4, 3, padding: 1, groups: 2, bias: false, dtype: DType.Float64);

        Init.Dirac(layer.Weight, 2);

        layer.Forward(x).ToArray<double>().ShouldBe(x.ToArray<double>());
        Should.Throw<ShapeException>(() => Init.Dirac(Weight(2, 2)));
    }

    [Fact]
    public void Sparse_has_its_share_of_zeros_in_every_column()
    {
        Tensor w = Init.Sparse(Weight(10, 7), 0.25, generator: new Generator(4)).Detach();

        w.Equal(0).To(DType.Int64).Sum(0).ToArray<long>().ShouldAllBe(count => count == 3);
    }

    [Fact]
    public void A_symbolic_tensor_stays_symbolic()
    {
        Tensor w = Tensor.Symbolic([3, 3]);

        Init.Orthogonal(w).ShouldBeSameAs(w);
        Init.Constant(w, 1).IsSymbolic.ShouldBeTrue();
    }
}
