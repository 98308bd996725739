using System.Runtime.InteropServices;
using Adjoint.Tests.Kernels;

namespace Adjoint.Tests.Tensors;

[Collection(ThreadTests.Name)]
public sealed class RandomTests
{
    private const int Many = 100_000;

    [Fact]
    public void The_same_seed_and_stream_give_the_same_bits_on_any_number_of_threads() =>
        Threads.ShouldAgree(() => MemoryMarshal.AsBytes(Tensor.Normal([Many], generator: new Generator(42)).AsSpan<float>()).ToArray());

    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    public void An_element_does_not_depend_on_how_many_follow(DType type)
    {
        foreach (int count in (int[])[1, 2, 3, 5, 4095, 4097])
        {
            double[] few = Tensor.Normal([count], generator: new Generator(7), dtype: type).To(DType.Float64).ToArray<double>();
            double[] many = Tensor.Normal([10_000], generator: new Generator(7), dtype: type).To(DType.Float64).ToArray<double>();
            few.ShouldBe(many[..count]);
        }
    }

    [Fact]
    public void Each_tensor_takes_the_next_stream()
    {
        var random = new Generator(3);
        float[] first = Tensor.Uniform([10], generator: random).ToArray<float>();
        float[] second = Tensor.Uniform([10], generator: random).ToArray<float>();
        second.ShouldNotBe(first);
        random.Stream.ShouldBe(2UL);

        random.Stream = 1;
        Tensor.Uniform([10], generator: random).ToArray<float>().ShouldBe(second);
        Tensor.Uniform([10], generator: new Generator(4)).ToArray<float>().ShouldNotBe(first);
    }

    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    public void Uniform_numbers_stay_in_range_and_fill_it(DType type)
    {
        double[] x = Tensor.Uniform([Many], -2, 3, new Generator(1), type).To(DType.Float64).ToArray<double>();
        x.ShouldAllBe(v => v >= -2 && v < 3);
        x.Average().ShouldBe(0.5, 0.02);
        Variance(x).ShouldBe(25.0 / 12, 0.04);
        x.Min().ShouldBeLessThan(-1.999);
        x.Max().ShouldBeGreaterThan(2.999);
    }

    [Fact]
    public void The_upper_end_is_excluded_even_where_rounding_would_reach_it() =>
        Tensor.Uniform([Many], 16777215, 16777216, new Generator(1)).ToArray<float>().ShouldAllBe(v => v == 16777215);

    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    public void Normal_numbers_have_the_moments_of_the_bell(DType type)
    {
        double[] x = Tensor.Normal([Many], 1, 2, new Generator(1), type).To(DType.Float64).ToArray<double>();
        x.ShouldAllBe(v => double.IsFinite(v));
        x.Average().ShouldBe(1, 0.03);
        Variance(x).ShouldBe(4, 0.06);
        double[] z = [.. x.Select(v => (v - 1) / 2)];
        z.Average(v => v * v * v).ShouldBe(0, 0.05);
        z.Average(v => v * v * v * v).ShouldBe(3, 0.12);
        z.Average(v => Math.Abs(v) < 1 ? 1 : 0).ShouldBe(0.68269, 0.007);
    }

    [Fact]
    public void Neighbours_are_not_correlated()
    {
        float[] x = Tensor.Normal([Many], generator: new Generator(5)).ToArray<float>();
        for (int lag = 1; lag <= 4; lag++) x.Skip(lag).Zip(x, (a, b) => (double)a * b).Average().ShouldBe(0, 0.02);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    [InlineData(1)]
    public void Bernoulli_hits_with_its_probability(double probability)
    {
        float[] x = Tensor.Bernoulli([Many], probability, new Generator(1)).ToArray<float>();
        x.ShouldAllBe(v => v == 0 || v == 1);
        ((double)x.Sum() / Many).ShouldBe(probability, probability is 0 or 1 ? 1e-9 : 0.01);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    public void A_permutation_has_every_number_once(int count)
    {
        long[] order = Tensor.RandPerm(count, new Generator(1)).ToArray<long>();
        order.Order().ShouldBe(Enumerable.Range(0, count).Select(i => (long)i));
    }

    [Fact]
    public void Permutations_are_even()
    {
        var random = new Generator(1);
        int[] seen = new int[6];
        for (int i = 0; i < 6000; i++)
        {
            long[] p = Tensor.RandPerm(3, random).ToArray<long>();
            seen[(2 * p[0]) + (p[1] > p[2] ? 1 : 0)]++;
        }

        seen.ShouldAllBe(n => n > 850 && n < 1150);
    }

    [Fact]
    public void Impossible_distributions_are_errors()
    {
        Should.Throw<AdjointException>(() => Tensor.Bernoulli([2], 1.5)).Message.ShouldContain("1.5");
        Should.Throw<AdjointException>(() => Tensor.Bernoulli([2], double.NaN));
        Should.Throw<AdjointException>(() => Tensor.Uniform([2], 1, 0)).Message.ShouldStartWith("Uniform");
        Should.Throw<AdjointException>(() => Tensor.Normal([2], 0, -1)).Message.ShouldStartWith("Normal");
        Should.Throw<DTypeException>(() => Tensor.Uniform([2], dtype: DType.Int64)).Message.ShouldContain("To(DType.Int64)");
        Should.Throw<ShapeException>(() => Tensor.RandPerm(-1)).Message.ShouldStartWith("RandPerm");
    }

    private static double Variance(double[] x)
    {
        double mean = x.Average();
        return x.Average(v => (v - mean) * (v - mean));
    }
}
