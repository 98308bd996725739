namespace Adjoint.Tests.Kernels;

public sealed class ArgReductionTests
{
    // Around vectors, the block of a row (4096) and the block of columns (256).
    public static TheoryData<int, int, int> Sizes => new()
    {
        { 1, 1, 1 }, { 3, 7, 1 }, { 2, 31, 1 }, { 2, 32, 1 }, { 3, 65, 1 }, { 2, 300, 1 }, { 1, 4096, 1 }, { 2, 4097, 1 }, { 1, 9001, 1 },
        { 2, 5, 3 }, { 1, 300, 2 }, { 2, 9, 255 }, { 1, 4, 256 }, { 2, 3, 600 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_first_extreme_of_every_type_is_found(int outer, int length, int inner)
    {
        var random = new Random(outer + length + inner);
        double[] numbers = [.. Enumerable.Range(0, outer * length * inner).Select(_ => (double)random.Next(0, 50))];
        Tensor x = Tensor.From<double>(numbers, [outer, length, inner]);
        foreach (DType type in Enum.GetValues<DType>())
        {
            Tensor typed = x.To(type);
            double[] values = typed.To(DType.Float64).ToArray<double>();
            Check(typed.ArgMax(1), values, (a, b) => a > b);
            Check(typed.ArgMin(1), values, (a, b) => a < b);

            // Along another memory axis.
            Check(typed.Transpose(0, 1).Contiguous().Transpose(0, 1).ArgMax(1), values, (a, b) => a > b);
        }

        void Check(Tensor found, double[] values, Func<double, double, bool> better)
        {
            long[] places = found.ToArray<long>();
            for (int o = 0; o < outer; o++)
            {
                for (int i = 0; i < inner; i++)
                {
                    int best = 0;
                    for (int k = 1; k < length; k++)
                        if (better(At(k), At(best))) best = k;
                    places[(o * inner) + i].ShouldBe(best);

                    double At(int k) => values[(((o * length) + k) * inner) + i];
                }
            }
        }
    }

    [Fact]
    public void Places_of_bytes_do_not_end_at_256()
    {
        Tensor x = Tensor.Zeros([1000], DType.UInt8);
        x[700] = Tensor.Scalar(9, DType.UInt8);
        x.ArgMax().Item().ShouldBe(700);
        (9 - x).To(DType.UInt8).ArgMin().Item().ShouldBe(700);
        x.To(DType.Bool).ArgMax().Item().ShouldBe(700);
        x.Reshape(500, 2).ArgMax(0).ToArray<long>().ShouldBe([350, 0]);
    }

    [Fact]
    public void Places_in_float32_do_not_end_at_16777216()
    {
        Tensor x = Tensor.Zeros([(1 << 24) + 10]);
        x[(1 << 24) + 5] = Tensor.Scalar(1);
        x.ArgMax().Item().ShouldBe((1 << 24) + 5);
        (-x).ArgMin().Item().ShouldBe((1 << 24) + 5);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(40)]
    [InlineData(5000)]
    public void Zeros_of_both_signs_are_equal(int length)
    {
        foreach (DType type in new[] { DType.Float32, DType.Float64, DType.Float16, DType.BFloat16 })
        {
            Tensor x = Tensor.Full([length], -0.0, type);
            x[length / 2] = Tensor.Scalar(0, type);
            x.ArgMax().Item().ShouldBe(0);
            (-x).ArgMin().Item().ShouldBe(0);
            Tensor columns = Tensor.Stack([x, -x], 1);
            columns.ArgMax(0).ToArray<long>().ShouldBe([0, 0]);
            columns.ArgMin(0).ToArray<long>().ShouldBe([0, 0]);
        }
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(40, 33)]
    [InlineData(9000, 4200)]
    public void The_first_NaN_wins(int length, int place)
    {
        foreach (DType type in new[] { DType.Float32, DType.Float64, DType.Float16 })
        {
            Tensor x = Tensor.Full([length], 1, type);
            x[0] = Tensor.Scalar(double.PositiveInfinity, type);
            x[place] = x[length - 1] = Tensor.Scalar(double.NaN, type);
            x.ArgMax().Item().ShouldBe(place);
            x.ArgMin().Item().ShouldBe(place);
            Tensor columns = Tensor.Stack([x, Tensor.Zeros([length], type)], 1);
            columns.ArgMax(0).ToArray<long>().ShouldBe([place, 0]);
        }
    }
}
