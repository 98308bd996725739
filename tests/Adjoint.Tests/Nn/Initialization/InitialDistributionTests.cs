using Adjoint.Nn;

namespace Adjoint.Tests.Nn;

/// <summary>
/// The distributions of initial values, as PyTorch 1.13's reset_parameters and torch.nn.init state them. The greatest distance of an
/// empirical distribution from the true one (Kolmogorov, Smirnov) is beyond 2.6/√n with a probability of 2·e^(−2·2.6²) = 3·10⁻⁶:
/// five standard deviations. Seeds are fixed, so that nothing is left to chance.
/// </summary>
public class InitialDistributionTests
{
    private const double Critical = 2.6;

    [Fact]
    public void Initializers_draw_from_their_distributions()
    {
        // Fan in 100, fan out 400.
        Shape shape = [200, 50, 2];
        ShouldBeUniform(Init.Uniform(Zeros(shape), -2, 2, Seeded()), 2);
        ShouldBeNormal(Init.Normal(Zeros(shape), 0, 3, Seeded()), 3);
        ShouldBeUniform(Init.XavierUniform(Zeros(shape), 2, Seeded()), 2 * Math.Sqrt(6.0 / 500));
        ShouldBeNormal(Init.XavierNormal(Zeros(shape), 2, Seeded()), 2 * Math.Sqrt(2.0 / 500));
        ShouldBeUniform(Init.KaimingUniform(Zeros(shape), generator: Seeded()), Math.Sqrt(6.0 / 100));
        ShouldBeNormal(
            Init.KaimingNormal(Zeros(shape), mode: FanMode.FanOut, nonlinearity: Nonlinearity.ReLU, generator: Seeded()),
            Math.Sqrt(2.0 / 400));
        Tensor cut = Init.TruncNormal(Zeros(shape), 0, 2, -2, 2, Seeded());
        double inside = Normal(1) - Normal(-1);
        ShouldFollow(cut, x => Math.Clamp((Normal(x / 2) - Normal(-1)) / inside, 0, 1));
        Tensor sparse = Init.Sparse(Zeros([400, 50]), 0.5, 0.1, Seeded());
        ShouldFollow([.. Numbers(sparse).Where(value => value != 0)], x => Normal(x / 0.1));
    }

    // Kaiming's uniform with a = √5 is ±1/√(fan in), and so are biases.
    [Fact]
    public void Linear_layers_and_convolutions_are_uniform_by_their_fan_in()
    {
        var linear = new Linear(100, 200, generator: Seeded());
        Both(linear.Weight, linear.Bias!, 0.1);
        var one = new Conv1d(20, 300, 5, generator: Seeded());
        Both(one.Weight, one.Bias!, 0.1);
        var two = new Conv2d(32, 300, 5, groups: 2, generator: Seeded());
        Both(two.Weight, two.Bias!, 1 / Math.Sqrt(16 * 25));
        var three = new Conv3d(4, 300, 5, generator: Seeded());
        Both(three.Weight, three.Bias!, 1 / Math.Sqrt(4 * 125));
        // [in, out/groups, …]: PyTorch counts the fan in at the second axis, whatever it means.
        var transposed = new ConvTranspose2d(300, 32, 5, groups: 2, generator: Seeded());
        Both(transposed.Weight, transposed.Bias!, 1 / Math.Sqrt(16 * 25));
        var bilinear = new Bilinear(25, 30, 200, generator: Seeded());
        Both(bilinear.Weight, bilinear.Bias!, 0.2);

        static void Both(Tensor weight, Tensor bias, double bound)
        {
            ShouldBeUniform(weight, bound);
            ShouldBeUniform(bias, bound);
        }
    }

    [Fact]
    public void Recurrent_layers_are_uniform_by_their_hidden_features()
    {
        Module[] modules =
        [
            new RNN(30, 64, 2, bidirectional: true, generator: Seeded()), new GRU(30, 64, generator: Seeded()),
            new LSTM(30, 64, projSize: 20, generator: Seeded()),
            new RNNCell(30, 64, generator: Seeded()), new GRUCell(30, 64, generator: Seeded()), new LSTMCell(30, 64, generator: Seeded()),
        ];
        foreach (Module module in modules)
            foreach (Tensor parameter in module.Parameters()) ShouldBeUniform(parameter, 1 / 8.0);
    }

    [Fact]
    public void Attention_is_Xavier_s_and_embeddings_are_normal()
    {
        var joint = new MultiheadAttention(60, 4, addBiasKv: true, generator: Seeded()).StateDict();
        ShouldBeUniform(joint["in_proj_weight"], Math.Sqrt(6.0 / (60 + 180)));
        ShouldBeUniform(joint["out_proj.weight"], 1 / Math.Sqrt(60));
        ShouldBeNormal(joint["bias_k"], Math.Sqrt(2.0 / 120));
        Numbers(joint["in_proj_bias"]).ShouldAllBe(value => value == 0);
        Numbers(joint["out_proj.bias"]).ShouldAllBe(value => value == 0);
        var apart = new MultiheadAttention(60, 4, kdim: 30, vdim: 20, generator: Seeded()).StateDict();
        ShouldBeUniform(apart["q_proj_weight"], Math.Sqrt(6.0 / 120));
        ShouldBeUniform(apart["k_proj_weight"], Math.Sqrt(6.0 / 90));
        ShouldBeUniform(apart["v_proj_weight"], Math.Sqrt(6.0 / 80));
        Tensor table = new Embedding(300, 40, paddingIdx: 3, generator: Seeded()).Weight;
        Numbers(table.Narrow(0, 3, 1)).ShouldAllBe(value => value == 0);
        ShouldBeNormal(table.Narrow(0, 4, 296), 1);
        ShouldBeNormal(new EmbeddingBag(300, 40, generator: Seeded()).Weight, 1);
    }

    [Fact]
    public void Normalisations_begin_as_the_identity()
    {
        foreach (Module module in (Module[])[new BatchNorm2d(5), new LayerNorm([4, 5]), new GroupNorm(2, 4),
            new InstanceNorm1d(4, affine: true)])
        {
            var state = module.StateDict();
            Numbers(state["weight"]).ShouldAllBe(value => value == 1);
            Numbers(state["bias"]).ShouldAllBe(value => value == 0);
        }

        var running = new BatchNorm1d(3).StateDict();
        Numbers(running["running_mean"]).ShouldAllBe(value => value == 0);
        Numbers(running["running_var"]).ShouldAllBe(value => value == 1);
        Numbers(new PReLU(3).StateDict()["weight"]).ShouldAllBe(value => value == 0.25);
    }

    private static Tensor Zeros(Shape shape) => Tensor.Zeros(shape, DType.Float64).WithGrad();

    private static Generator Seeded() => new(20);

    private static double[] Numbers(Tensor tensor) => tensor.Detach().To(DType.Float64).ToArray<double>();

    private static void ShouldBeUniform(Tensor values, double bound)
    {
        Numbers(values).ShouldAllBe(value => Math.Abs(value) <= bound * (1 + 1e-6));
        ShouldFollow(values, x => Math.Clamp((x + bound) / (2 * bound), 0, 1));
    }

    private static void ShouldBeNormal(Tensor values, double deviation) => ShouldFollow(values, x => Normal(x / deviation));

    private static void ShouldFollow(Tensor values, Func<double, double> distribution) => ShouldFollow(Numbers(values), distribution);

    private static void ShouldFollow(double[] values, Func<double, double> distribution)
    {
        Array.Sort(values);
        double distance = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double expected = distribution(values[i]);
            distance = Math.Max(
                distance, Math.Max(Math.Abs(((double)i / values.Length) - expected), Math.Abs(((i + 1.0) / values.Length) - expected)));
        }

        distance.ShouldBeLessThan(Critical / Math.Sqrt(values.Length));
    }

    /// <summary>Φ, by the rule of Simpson; exact to 1e-10.</summary>
    private static double Normal(double x)
    {
        if (Math.Abs(x) > 8) return x > 0 ? 1 : 0;
        const int steps = 200;
        double h = x / steps;
        double sum = Density(0) + Density(x);
        for (int i = 1; i < steps; i++) sum += (i % 2 == 1 ? 4 : 2) * Density(i * h);
        return 0.5 + (sum * h / 3);

        static double Density(double t) => Math.Exp(-t * t / 2) / Math.Sqrt(2 * Math.PI);
    }
}
