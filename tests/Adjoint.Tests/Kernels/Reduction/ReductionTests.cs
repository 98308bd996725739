using Adjoint.Kernels;

namespace Adjoint.Tests.Kernels;

public sealed class ReductionTests
{
    // Around the pieces (8192 elements, 128 rows), the column block (1024) and the vector widths.
    public static TheoryData<int, int, int> Sizes => new()
    {
        { 1, 0, 1 }, { 2, 0, 3 }, { 0, 5, 2 }, { 1, 1, 1 }, { 3, 7, 1 }, { 3, 16, 1 }, { 2, 17, 1 }, { 1, 8191, 1 }, { 1, 8192, 1 },
        { 2, 8193, 1 }, { 1, 16385, 1 }, { 5, 100, 1 }, { 1, 2, 2 }, { 2, 3, 15 }, { 2, 3, 17 }, { 1, 127, 3 }, { 2, 128, 3 },
        { 1, 129, 3 }, { 2, 1030, 5 }, { 1, 3, 1023 }, { 1, 3, 1024 }, { 2, 3, 1025 }, { 1, 515, 1025 }, { 40, 2, 2 },
        // Rows that are taken four by four.
        { 4, 16, 1 }, { 9, 50, 1 }, { 7, 33, 1 }, { 6, 63, 1 }, { 5, 127, 1 }, { 6, 128, 1 }, { 1000, 20, 1 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Sums_match_a_plain_loop(int outer, int length, int inner)
    {
        Check<float, SumReducer<float>>(outer, length, inner, 0, (a, b) => a + b, 1e-5);
        Check<double, SumReducer<double>>(outer, length, inner, 0, (a, b) => a + b, 1e-13);
        Check<long, SumReducer<long>>(outer, length, inner, 0, (a, b) => a + b, 0);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Extremes_match_a_plain_loop(int outer, int length, int inner)
    {
        if (length == 0) return;
        Check<float, MaxReducer<float>>(outer, length, inner, double.NegativeInfinity, Math.Max, 0);
        Check<int, MinReducer<int>>(outer, length, inner, double.PositiveInfinity, Math.Min, 0);
        Check<byte, MaxReducer<byte>>(outer, length, inner, double.NegativeInfinity, Math.Max, 0);
    }

    [Fact]
    public void A_long_sum_in_single_precision_rounds_little()
    {
        // Naive summation of ten million numbers of 0.1 is off in the second digit; sums in pieces leave three units in a million.
        Tensor x = Tensor.Full([10_000_000], 0.1);
        x.Sum().Item().ShouldBe(1_000_000, 1);
        x.Reshape(-1, 10).Sum(0)[3].Item().ShouldBe(100_000, 0.3);
    }

    [Fact]
    public void NaN_and_infinities_come_through()
    {
        Tensor x = Tensor.Of(1f, float.NaN, 3f, float.PositiveInfinity);
        double.IsNaN(x.Sum().Item()).ShouldBeTrue();
        double.IsNaN(x.Max().Item()).ShouldBeTrue();
        double.IsNaN(x.Min().Item()).ShouldBeTrue();
        x.ArgMax().Item().ShouldBe(1);
        x.Reshape(2, 2).ArgMax(0).ToArray<long>().ShouldBe([1, 0]);
        x[2..].Sum().Item().ShouldBe(double.PositiveInfinity);
    }

    private static unsafe void Check<T, TReducer>(
        int outer, int length, int inner, double identity, Func<double, double, double> combine, double tolerance)
        where T : unmanaged, System.Numerics.INumber<T>
        where TReducer : struct, IReducer<T>
    {
        var random = new Random(1);
        var x = new T[outer * length * inner];
        for (int i = 0; i < x.Length; i++) x[i] = T.CreateTruncating(random.Next(0, 100) + (random.NextDouble() / 2));
        var y = new T[outer * inner];
        fixed (T* from = x, to = y) Adjoint.Kernels.Reduction.Run<T, TReducer>(from, to, outer, length, inner);
        for (int o = 0; o < outer; o++)
        {
            for (int i = 0; i < inner; i++)
            {
                double expected = identity;
                for (int k = 0; k < length; k++)
                    expected = combine(expected, double.CreateTruncating(x[(((o * length) + k) * inner) + i]));
                double error = Math.Abs(double.CreateTruncating(y[(o * inner) + i]) - expected);
                error.ShouldBeLessThanOrEqualTo(tolerance * Math.Max(1, Math.Abs(expected)));
            }
        }
    }
}
