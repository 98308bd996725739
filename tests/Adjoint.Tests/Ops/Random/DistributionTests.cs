using Adjoint.Kernels;
using Adjoint.Tests.Kernels;

namespace Adjoint.Tests.Ops;

/// <summary>Draws have the distribution that they say: distances of Kolmogorov and Smirnov, and χ², that a wrong sampler exceeds.</summary>
[Collection(ThreadTests.Name)]
public sealed class DistributionTests
{
    private const int Many = 100_000;

    // √n times the distance is above 1.95 with a probability of 0.001.
    private static readonly double FarthestDistance = 1.95 / Math.Sqrt(Many);

    public static TheoryData<DType> Types => [DType.Float32, DType.Float64];

    [Theory]
    [MemberData(nameof(Types))]
    public void Continuous_draws_follow_their_distribution_functions(DType type)
    {
        var random = new Generator(1);
        Follows(Tensor.Rand([Many], random, type), x => x);
        Follows(Tensor.Randn([Many], random, type), x => 0.5 * Erfc(-x / Math.Sqrt(2)));
        Follows(Tensor.Exponential([Many], 2.5, random, type), x => 1 - Math.Exp(-2.5 * x));
        Follows(Tensor.Cauchy([Many], 1, 2, random, type), x => 0.5 + (Math.Atan((x - 1) / 2) / Math.PI));
        Follows(Tensor.LogNormal([Many], 0.5, 0.7, random, type), x => 0.5 * Erfc(-(Math.Log(x) - 0.5) / 0.7 / Math.Sqrt(2)));
        Follows(
            Tensor.Normal(Tensor.Full([Many], 3, type), Tensor.Full([Many], 2, type), random),
            x => 0.5 * Erfc(-(x - 3) / 2 / Math.Sqrt(2)));
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.5)]
    [InlineData(3.5)]
    [InlineData(9.99)]
    [InlineData(10)]
    [InlineData(25.5)]
    [InlineData(1000)]
    public void Poisson_has_its_frequencies(double rate)
    {
        double[] x = Tensor.Poisson(Tensor.Full([Many], rate, DType.Float64), new Generator(2)).ToArray<double>();
        x.ShouldAllBe(v => v >= 0 && v == Math.Floor(v));
        double Probability(int k) => Math.Exp((k * Math.Log(rate)) - rate - GammaFunctions.LogGamma(k + 1));
        HasFrequencies(x, Probability, (int)rate + 10 + (int)(6 * Math.Sqrt(rate)));
    }

    [Fact]
    public void Poisson_of_large_rates_has_mean_and_variance()
    {
        double[] x = Tensor.Poisson(Tensor.Full([Many], 1e6, DType.Float64), new Generator(2)).ToArray<double>();
        x.Average().ShouldBe(1e6, 15);
        x.Average(v => (v - 1e6) * (v - 1e6)).ShouldBe(1e6, 3e4);
        Tensor.Poisson(Tensor.Zeros([3])).ToArray<float>().ShouldBe([0f, 0, 0]);
        Should.Throw<AdjointException>(() => Tensor.Poisson(Tensor.Of(1.0, -1))).Message.ShouldStartWith("Poisson: a rate is negative");
    }

    [Fact]
    public void Geometric_counts_trials()
    {
        double[] x = Tensor.Geometric([Many], 0.3, new Generator(3), DType.Float64).ToArray<double>();
        x.Min().ShouldBe(1);
        HasFrequencies(x, k => k == 0 ? 0 : 0.3 * Math.Pow(0.7, k - 1), 40);
        Should.Throw<AdjointException>(() => Tensor.Geometric([2], 1)).Message.ShouldContain("probability of 1");
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(-3, 4)]
    [InlineData(10, 110)]
    public void Integers_are_even(long low, long high)
    {
        long[] x = Tensor.RandInt(low, high, [Many], new Generator(4)).ToArray<long>();
        x.ShouldAllBe(v => v >= low && v < high);
        HasFrequencies([.. x.Select(v => (double)(v - low))], _ => 1.0 / (high - low), (int)(high - low));
    }

    [Fact]
    public void Integers_of_other_types_and_ranges()
    {
        Tensor.RandInt(5, [2, 3]).DType.ShouldBe(DType.Int64);
        Tensor.RandInt(0, 10, [3], dtype: DType.Float32).DType.ShouldBe(DType.Float32);
        Tensor wide = Tensor.RandInt(long.MinValue, long.MaxValue, [1000], new Generator(1));
        wide.Less(0).To(DType.Float32).Mean().Item().ShouldBe(0.5, 0.06);
        Should.Throw<AdjointException>(() => Tensor.RandInt(3, 3, [2])).Message.ShouldStartWith("RandInt");
        Should.Throw<AdjointException>(() => Tensor.RandInt(0, [2]));
    }

    [Fact]
    public void Bernoulli_of_a_tensor_hits_each_with_its_own_probability()
    {
        Tensor p = Tensor.Of(0f, 1e-9f, 0.2f, 0.9f, 1f).Unsqueeze(1).Expand(5, Many);
        float[] hits = Tensor.Bernoulli(p, new Generator(5)).Sum([1]).ToArray<float>();
        hits[0].ShouldBe(0);
        hits[1].ShouldBe(0);
        hits[2].ShouldBe(20_000, 500f);
        hits[3].ShouldBe(90_000, 400f);
        hits[4].ShouldBe(Many);
        Should.Throw<AdjointException>(() => Tensor.Bernoulli(Tensor.Of(0.5, 1.5))).Message.ShouldStartWith("Bernoulli");
    }

    [Fact]
    public void Categories_come_with_their_weights()
    {
        Tensor weights = Tensor.Of(1.0, 0, 3, 6);
        long[] x = Tensor.Multinomial(weights, Many, true, new Generator(6)).ToArray<long>();
        x.ShouldAllBe(v => v != 1);
        HasFrequencies([.. x.Select(v => (double)v)], k => weights[k].Item() / 10, 4);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(9)]
    public void Without_replacement_each_category_comes_once_the_heavy_first(int count)
    {
        Tensor weights = Tensor.Arange(1, 11, 1, DType.Float64).Unsqueeze(0).Expand(20_000, 10);
        Tensor drawn = Tensor.Multinomial(weights, count, generator: new Generator(7));
        drawn.Shape.ShouldBe([20_000, count]);
        long[] x = drawn.ToArray<long>();
        for (int row = 0; row < 20_000; row++) x.AsSpan(row * count, count).ToArray().Distinct().Count().ShouldBe(count);
        double[] first = [.. Enumerable.Range(0, 20_000).Select(row => (double)x[row * count])];
        HasFrequencies(first, k => (k + 1) / 55.0, 10);

        // The second, given that the first was the heaviest.
        double[] second = [.. Enumerable.Range(0, 20_000).Where(row => x[row * count] == 9).Select(row => (double)x[(row * count) + 1])];
        HasFrequencies(second, k => k == 9 ? 0 : (k + 1) / 45.0, 10);
    }

    [Fact]
    public void Categories_that_cannot_be_drawn_are_errors()
    {
        Should.Throw<ShapeException>(() => Tensor.Multinomial(Tensor.Ones(3), 4)).Message.ShouldContain("without replacement");
        Should.Throw<ShapeException>(() => Tensor.Multinomial(Tensor.Ones(2, 2, 2), 1)).Message.ShouldContain("[n] or [m, n]");
        Should.Throw<ShapeException>(() => Tensor.Multinomial(Tensor.Ones(3), 0));
        Should.Throw<AdjointException>(() => Tensor.Multinomial(Tensor.Of(1.0, -1), 1)).Message.ShouldContain("-1");
        Should.Throw<AdjointException>(() => Tensor.Multinomial(Tensor.Of(0.0, 0), 1, true)).Message.ShouldContain("all weights");
        Should.Throw<AdjointException>(() => Tensor.Multinomial(Tensor.Of(0.0, 1, 2), 3)).Message.ShouldContain("only 2");
    }

    [Fact]
    public void Gumbels_softmax_chooses_by_the_logits_and_lets_gradients_through()
    {
        Tensor p = Tensor.Of(0.2f, 0.5f, 0.3f);
        Tensor logits = p.Log().Expand(50_000, 3);
        Tensor hard = logits.GumbelSoftmax(0.5, true, generator: new Generator(8));
        Tensor shares = hard.Mean([0]);
        for (int k = 0; k < 3; k++) shares[k].Item().ShouldBe(p[k].Item(), 0.01);
        (hard == 0 | hard.IsClose(Tensor.Scalar(1))).All().ShouldBeTrue();

        Tensor few = Tensor.Randn([4, 3], new Generator(1), DType.Float64).WithGrad();
        Tensor weight = Tensor.Randn([4, 3], new Generator(2), DType.Float64);
        (few.GumbelSoftmax(0.7, true, generator: new Generator(9)) * weight).Sum().Backward();
        Tensor straight = few.Grad!;
        few.Grad = null;
        (few.GumbelSoftmax(0.7, false, generator: new Generator(9)) * weight).Sum().Backward();
        straight.AllClose(few.Grad!).ShouldBeTrue();
        few.GumbelSoftmax(axis: 0).Detach().Sum([0]).AllClose(Tensor.Ones([3], DType.Float64)).ShouldBeTrue();
        Should.Throw<AdjointException>(() => few.GumbelSoftmax(0)).Message.ShouldContain("temperature");
    }

    [Fact]
    public void The_same_bits_on_any_number_of_threads() => Threads.ShouldAgree(() =>
    {
        Tensor rate = Tensor.Uniform([Many], 0, 30, new Generator(1));
        return (byte[])
        [
            .. Bytes(Tensor.Poisson(rate, new Generator(2))), .. Bytes(Tensor.Exponential([Many], generator: new Generator(3))),
            .. Bytes(Tensor.RandInt(0, 1000, [Many], new Generator(4)).To(DType.Float32)),
            .. Bytes(Tensor.Multinomial(rate.Reshape(100, 1000) + 1, 20, generator: new Generator(5)).To(DType.Float32)),
        ];
    });

    [Fact]
    public void A_captured_draw_draws_anew_in_each_run()
    {
        var random = new Generator(9);
        Tensor rate = Tensor.Full([50], 4);
        Graph graph = Graph.Capture(
            x => [Tensor.Poisson(x[0], random), Tensor.RandInt(0, 1000, [50], random), Tensor.Multinomial(x[0], 5, generator: random)],
            new Spec(DType.Float32, [50]));
        Tensor[] first = graph.Run(rate), second = graph.Run(rate);
        for (int i = 0; i < 3; i++) first[i].AllEqual(second[i]).ShouldBeFalse();
    }

    [Fact]
    public void Impossible_parameters_are_errors()
    {
        Should.Throw<AdjointException>(() => Tensor.Exponential([2], 0)).Message.ShouldStartWith("Exponential");
        Should.Throw<AdjointException>(() => Tensor.Cauchy([2], 0, -1)).Message.ShouldStartWith("Cauchy");
        Should.Throw<AdjointException>(() => Tensor.LogNormal([2], 0, 0)).Message.ShouldStartWith("LogNormal");
        Should.Throw<AdjointException>(() => Tensor.Normal(Tensor.Of(1.0), Tensor.Of(-1.0))).Message.ShouldStartWith("Normal");
    }

    private static byte[] Bytes(Tensor x) => System.Runtime.InteropServices.MemoryMarshal.AsBytes(x.Contiguous().AsSpan<float>()).ToArray();

    private static double Erfc(double x) => Tensor.Scalar(x, DType.Float64).Erfc().Item();

    private static void Follows(Tensor drawn, Func<double, double> distribution)
    {
        double[] x = drawn.To(DType.Float64).ToArray<double>();
        Array.Sort(x);
        double farthest = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double f = distribution(x[i]);
            farthest = Math.Max(farthest, Math.Max(Math.Abs(f - ((double)i / x.Length)), Math.Abs(f - ((i + 1.0) / x.Length))));
        }

        farthest.ShouldBeLessThan(FarthestDistance);
    }

    /// <summary>χ² of the counts of 0 to most − 1, those expected fewer than ten times taken together.</summary>
    private static void HasFrequencies(double[] x, Func<int, double> probability, int most)
    {
        var counts = new int[most];
        foreach (double v in x)
            if (v < most) counts[(int)v]++;
        double squares = 0, restSeen = x.Length, restExpected = x.Length;
        int cells = 0;
        for (int k = 0; k < most; k++)
        {
            double expected = probability(k) * x.Length;
            if (expected < 10) continue;
            squares += (counts[k] - expected) * (counts[k] - expected) / expected;
            (restSeen, restExpected) = (restSeen - counts[k], restExpected - expected);
            cells++;
        }

        if (restExpected >= 10) squares += (restSeen - restExpected) * (restSeen - restExpected) / restExpected;
        else restSeen.ShouldBeLessThan(40);

        // Above this with a probability of about 0.001, by the approximation of Wilson and Hilferty.
        double freedom = Math.Max(1, cells - 1);
        squares.ShouldBeLessThan(freedom * Math.Pow(1 - (2 / (9 * freedom)) + (3.3 * Math.Sqrt(2 / (9 * freedom))), 3) + 1);
    }
}
