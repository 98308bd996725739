namespace Adjoint.Tests.Kernels;

public sealed class CumulativeSumTests
{
    [Fact]
    public void A_long_sum_in_float32_is_exact_to_its_last_bits()
    {
        const int count = 1_000_000;
        Tensor x = Tensor.Full([count], 0.1).WithGrad();
        Tensor y = x.CumSum(0);
        y[^1].Item().ShouldBe((double)0.1f * count, 0.01);
        y[499_999].Item().ShouldBe((double)0.1f * 500_000, 0.005);
        y.Backward(Tensor.Full([count], 0.1));
        x.Grad![0].Item().ShouldBe((double)0.1f * count, 0.01);
    }

    [Theory]
    [InlineData(1, 7, 1)]
    [InlineData(2, 300, 3)]
    [InlineData(1, 5, 512)]
    [InlineData(2, 3, 1100)]
    public void Columns_are_summed_like_rows(int outer, int length, int inner)
    {
        Tensor x = Tensor.Uniform([outer, length, inner], -1, 1, new Generator(1), DType.Float64);
        double[] expected = x.ToArray<double>();
        for (int o = 0; o < outer; o++)
            for (int k = 1; k < length; k++)
                for (int i = 0; i < inner; i++)
                    expected[(((o * length) + k) * inner) + i] += expected[(((o * length) + k - 1) * inner) + i];
        double[] found = x.CumSum(1).ToArray<double>();
        double[] single = x.To(DType.Float32).CumSum(1).To(DType.Float64).ToArray<double>();
        for (int i = 0; i < found.Length; i++)
        {
            found[i].ShouldBe(expected[i], 1e-12);
            single[i].ShouldBe(expected[i], 1e-5);
        }
    }

    [Fact]
    public void Integers_are_summed_exactly() =>
        Tensor.Of(long.MaxValue - 3, 1L, 2L).CumSum(0).ToArray<long>().ShouldBe([long.MaxValue - 3, long.MaxValue - 2, long.MaxValue]);
}
