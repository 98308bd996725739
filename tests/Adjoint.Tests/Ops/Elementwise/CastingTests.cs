namespace Adjoint.Tests.Ops;

public sealed class CastingTests
{
    /// <summary>Around the lanes of the vectorised conversions.</summary>
    private static readonly int[] Counts = [1, 7, 8, 15, 16, 17, 33, 100];

    [Fact]
    public void Reals_are_cut_towards_zero()
    {
        Tensor x = Tensor.Of(1.9f, -1.9f, 0.5f, -0.5f, 2e9f);
        x.To(DType.Int64).ToArray<long>().ShouldBe([1L, -1, 0, 0, 2_000_000_000]);
        x.To(DType.Int32).ToArray<int>().ShouldBe([1, -1, 0, 0, 2_000_000_000]);
    }

    [Fact]
    public void Anything_but_zero_is_true() =>
        Tensor.Of(0f, -0f, 0.1f, float.NaN, -2f).To(DType.Bool).ToArray<bool>().ShouldBe([false, false, true, true, true]);

    [Fact]
    public void Truth_values_become_zero_and_one() =>
        Tensor.Of(true, false).To(DType.Float32).ToArray<float>().ShouldBe([1f, 0f]);

    [Fact]
    public void Integers_keep_their_lowest_bits()
    {
        Tensor.Of(300L, -1L, 256L).To(DType.UInt8).ToArray<byte>().ShouldBe([(byte)44, 255, 0]);
        Tensor.Of(1L << 32 | 5, -1L).To(DType.Int32).ToArray<int>().ShouldBe([5, -1]);
    }

    [Fact]
    public void Not_a_number_becomes_zero_and_beyond_the_range_is_its_end()
    {
        foreach (int count in Counts)
        {
            foreach (DType real in (DType[])[DType.Float32, DType.Float64])
            {
                Casts(real, double.NaN, count).ShouldBe((0L, 0, (byte)0));
                Casts(real, double.PositiveInfinity, count).ShouldBe((long.MaxValue, int.MaxValue, byte.MaxValue));
                Casts(real, -1e30, count).ShouldBe((long.MinValue, int.MinValue, (byte)0));
                Casts(real, 300, count).ShouldBe((300L, 300, byte.MaxValue));
            }
        }
    }

    [Fact]
    public void Large_integers_survive_between_integer_types()
    {
        long big = (1L << 53) + 1;
        Tensor.Of(big).To(DType.Int64).ToArray<long>().ShouldBe([big]);
        Tensor.Of(big).To(DType.Float64).ToArray<double>().ShouldBe([9007199254740992.0]);
        Tensor.Of(int.MaxValue).To(DType.Int64).ToArray<long>().ShouldBe([(long)int.MaxValue]);
    }

    [Fact]
    public void A_tensor_of_the_type_is_not_copied()
    {
        Tensor x = Tensor.Of(1f);
        x.To(DType.Float32).ShouldBeSameAs(x);
        x.Contiguous().ShouldBeSameAs(x);
        x.Clone().ShouldNotBeSameAs(x);
    }

    [Fact]
    public void Views_scalars_and_nothing_are_cast()
    {
        Tensor.Arange(6).Reshape(2, 3).Transpose().Flip(0).To(DType.Float32).ToArray<float>().ShouldBe([2f, 5, 1, 4, 0, 3]);
        Tensor.Scalar(2.5).To(DType.Int32).Item().ShouldBe(2);
        Tensor.Zeros([0, 3]).To(DType.Bool).Shape.ShouldBe([0, 3]);
    }

    [Fact]
    public void Gradients_are_cast_back()
    {
        Tensor x = Tensor.Of(1f, 2f).WithGrad();
        (x.To(DType.Float64) * 3).Sum().Backward();
        x.Grad!.ToArray<float>().ShouldBe([3f, 3f]);
        x.To(DType.Int64).RequiresGrad.ShouldBeFalse();
    }

    private static (long, int, byte) Casts(DType real, double value, int count)
    {
        Tensor x = Tensor.Full([count], value, real);
        long[] longs = x.To(DType.Int64).ToArray<long>();
        int[] ints = x.To(DType.Int32).ToArray<int>();
        byte[] bytes = x.To(DType.UInt8).ToArray<byte>();
        longs.ShouldAllBe(v => v == longs[0]);
        ints.ShouldAllBe(v => v == ints[0]);
        bytes.ShouldAllBe(v => v == bytes[0]);
        return (longs[0], ints[0], bytes[0]);
    }
}
