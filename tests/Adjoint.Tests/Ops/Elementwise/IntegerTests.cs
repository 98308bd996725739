namespace Adjoint.Tests.Ops;

/// <summary>Arithmetic and reductions on integers, where they differ from real numbers.</summary>
public sealed class IntegerTests
{
    [Fact]
    public void Signs_of_every_integer_type()
    {
        Tensor.Of((byte)0, (byte)200).Sign().ToArray<byte>().ShouldBe([(byte)0, 1]);
        Tensor.Of(-5, 0, 5).Sign().ToArray<int>().ShouldBe([-1, 0, 1]);
        Tensor.Of(long.MinValue, long.MaxValue).Sign().ToArray<long>().ShouldBe([-1L, 1]);
        Tensor.Of(true, false).Sign().ToArray<long>().ShouldBe([1L, 0]);
    }

    [Fact]
    public void The_least_integer_is_its_own_absolute_value()
    {
        Tensor.Of(long.MinValue, -3L).Abs().ToArray<long>().ShouldBe([long.MinValue, 3]);
        Tensor.Full([40], int.MinValue, DType.Int32).Abs().ToArray<int>().ShouldAllBe(v => v == int.MinValue);
    }

    [Fact]
    public void Unsigned_numbers_wrap_around()
    {
        (-Tensor.Of((byte)1, (byte)0)).ToArray<byte>().ShouldBe([(byte)255, 0]);
        (Tensor.Of((byte)200) + Tensor.Of((byte)100)).ToArray<byte>().ShouldBe([(byte)44]);
        Tensor.Of((byte)200).Abs().ToArray<byte>().ShouldBe([(byte)200]);
    }

    [Fact]
    public void Clamp_keeps_integers_unless_a_limit_is_a_fraction()
    {
        Tensor x = Tensor.Of(0L, 1L, 3L);
        x.Clamp(1).ToArray<long>().ShouldBe([1L, 1, 3]);
        x.Clamp(max: 2).ToArray<long>().ShouldBe([0L, 1, 2]);
        x.Clamp().ToArray<long>().ShouldBe([0L, 1, 3]);
        x.Clamp(0.5, 2.5).ToArray<float>().ShouldBe([0.5f, 1, 2.5f]);
        Tensor.Of((byte)7).Clamp(-1, 300).ToArray<byte>().ShouldBe([(byte)7]);
    }

    [Fact]
    public void Sums_and_products_are_int64()
    {
        Tensor x = Tensor.Of((byte)200, (byte)100);
        x.Sum().DType.ShouldBe(DType.Int64);
        x.Sum().Item().ShouldBe(300);
        x.Prod().Item().ShouldBe(20_000);
        Tensor.Of(true, true).Sum().Item().ShouldBe(2);
        Tensor.Of(1, 2, 3).CumSum(0).ToArray<long>().ShouldBe([1L, 3, 6]);
        Tensor.Of(3, 9, 2).Max().DType.ShouldBe(DType.Int32);
    }

    [Fact]
    public void Means_are_real()
    {
        Tensor.Of(1L, 2L).Mean().ShouldSatisfyAllConditions(m => m.DType.ShouldBe(DType.Float32), m => m.Item().ShouldBe(1.5));
        Tensor.Of(true, false, false, false).Mean().Item().ShouldBe(0.25);
        double.IsNaN(Tensor.Zeros([0], DType.Int64).Mean().Item()).ShouldBeTrue();
        Tensor.Of(1, 3).Var().Item().ShouldBe(2);
    }

    [Fact]
    public void Functions_of_real_numbers_take_integers_as_float32()
    {
        Tensor.Of(4L).Sqrt().ToArray<float>().ShouldBe([2f]);
        Tensor.Of(2).Pow(10).ToArray<float>().ShouldBe([1024f]);
        Tensor.Of(true).Exp().DType.ShouldBe(DType.Float32);
    }
}
