namespace Adjoint.Tests.Ops;

public sealed class ComparisonTests
{
    /// <summary>Around 8, 16 and 32 lanes, and a block.</summary>
    private static readonly int[] Counts = [0, 1, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 1023, 1025];

    [Theory]
    [InlineData(DType.UInt8)]
    [InlineData(DType.Int32)]
    [InlineData(DType.Int64)]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    public void Relations_hold_where_they_hold_one_by_one(DType type)
    {
        foreach (int count in Counts)
        {
            double[] p = [.. Enumerable.Range(0, count).Select(i => (double)(i * 7 % 5))];
            double[] q = [.. Enumerable.Range(0, count).Select(i => (double)(i * 3 % 4))];
            if (type.IsFloatingPoint())
            {
                for (int i = 0; i < count; i += 6) p[i] = double.NaN;
                for (int i = 0; i < count; i += 4) q[i] = double.NaN;
            }

            Tensor a = Tensor.Wrap(p).To(type);
            Tensor b = Tensor.Wrap(q).To(type);
            a.Equal(b).ToArray<bool>().ShouldBe(p.Zip(q, (x, y) => x == y));
            a.NotEqual(b).ToArray<bool>().ShouldBe(p.Zip(q, (x, y) => x != y));
            a.Less(b).ToArray<bool>().ShouldBe(p.Zip(q, (x, y) => x < y));
            a.LessEqual(b).ToArray<bool>().ShouldBe(p.Zip(q, (x, y) => x <= y));
            a.Greater(b).ToArray<bool>().ShouldBe(p.Zip(q, (x, y) => x > y));
            a.GreaterEqual(b).ToArray<bool>().ShouldBe(p.Zip(q, (x, y) => x >= y));
            a.IsNaN().ToArray<bool>().ShouldBe(p.Select(double.IsNaN));
            Tensor.Where(a.Less(b), a, b).To(DType.Float64).ToArray<double>().ShouldBe(p.Zip(q, (x, y) => x < y ? x : y));
        }
    }

    [Fact]
    public void Unequal_signs_of_zero_are_equal() => Tensor.Of(0f).Equal(Tensor.Of(-0f)).All().ShouldBeTrue();

    [Fact]
    public void Integers_are_compared_exactly()
    {
        long big = 1L << 53;
        Tensor.Of(big).Less(Tensor.Of(big + 1)).All().ShouldBeTrue();
        Tensor.Of(big).Equal(Tensor.Of(big + 1)).Any().ShouldBeFalse();
    }

    [Fact]
    public void Numbers_compare_with_any_type()
    {
        Tensor x = Tensor.Of(1L, 2L, 3L);
        x.Greater(1.5).ToArray<bool>().ShouldBe([false, true, true]);
        x.Less(double.PositiveInfinity).All().ShouldBeTrue();
        x.GreaterEqual(double.NegativeInfinity).All().ShouldBeTrue();
        x.Equal(double.NaN).Any().ShouldBeFalse();
        Tensor.Of(true, false).Equal(1).ToArray<bool>().ShouldBe([true, false]);
        Tensor.Of(true).Less(0.5).Any().ShouldBeFalse();
    }

    [Fact]
    public void Truth_values_combine()
    {
        Tensor a = Tensor.Of(true, true, false, false);
        Tensor b = Tensor.Of(true, false, true, false);
        a.And(b).ToArray<bool>().ShouldBe([true, false, false, false]);
        a.Or(b).ToArray<bool>().ShouldBe([true, true, true, false]);
        a.Xor(b).ToArray<bool>().ShouldBe([false, true, true, false]);
        a.Not().ToArray<bool>().ShouldBe([false, false, true, true]);
        a.And(Tensor.Of(true).Squeeze()).ToArray<bool>().ShouldBe(a.ToArray<bool>());
        Tensor.Of(2L, 0).And(Tensor.Of(1f, 1)).ToArray<bool>().ShouldBe([true, false]);
    }

    [Fact]
    public void Any_and_all_of_nothing()
    {
        Tensor nothing = Tensor.Zeros([0], DType.Bool);
        nothing.Any().ShouldBeFalse();
        nothing.All().ShouldBeTrue();
        Tensor.Of(0f, 0.5f).Any().ShouldBeTrue();
        Tensor.Of(0f, 0.5f).All().ShouldBeFalse();
    }

    [Fact]
    public void Comparisons_are_not_differentiated()
    {
        Tensor x = Tensor.Of(1f, -1f).WithGrad();
        x.Greater(0).RequiresGrad.ShouldBeFalse();
        Tensor.Where(x.Greater(0), x * 2, x * 3).Sum().Backward();
        x.Grad!.ToArray<float>().ShouldBe([2f, 3f]);
    }
}
