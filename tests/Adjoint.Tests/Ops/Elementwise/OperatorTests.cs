namespace Adjoint.Tests.Ops.Elementwise;

public sealed class OperatorTests
{
    private static readonly Tensor X = Tensor.Of(1.0, 2, 3, double.NaN);

    [Fact]
    public void Comparisons_of_tensors_and_numbers_are_masks()
    {
        Tensor y = Tensor.Of(1.0, 3, 2, double.NaN);
        (X == y).ToArray<bool>().ShouldBe([true, false, false, false]);
        (X != y).ToArray<bool>().ShouldBe([false, true, true, true]);
        (X < y).ToArray<bool>().ShouldBe([false, true, false, false]);
        (X <= 2).ToArray<bool>().ShouldBe([true, true, false, false]);
        (2 <= X).ToArray<bool>().ShouldBe([false, true, true, false]);
        (X > 1).ToArray<bool>().ShouldBe([false, true, true, false]);
        (2 > X).ToArray<bool>().ShouldBe([true, false, false, false]);
        (3 >= X).ToArray<bool>().ShouldBe([true, true, true, false]);
        (3 == X).ToArray<bool>().ShouldBe([false, false, true, false]);
        (Tensor.Of(1, 2, 3) == Tensor.Of(1L, 2, 4)).ToArray<bool>().ShouldBe([true, true, false]);
        (Tensor.Of(1L, 2) < 1.5).ToArray<bool>().ShouldBe([true, false]);
        (X.Reshape(2, 2) < Tensor.Of(2.0, 3)).Shape.ShouldBe([2, 2]);
    }

    [Fact]
    public void A_share_of_hits_is_written_as_in_PyTorch()
    {
        Tensor labels = Tensor.Of(0L, 1, 2, 1), predicted = Tensor.Of(0L, 2, 2, 1);
        (predicted == labels).To(DType.Float32).Mean().Item().ShouldBe(0.75);
    }

    [Fact]
    public void Null_and_identity_are_asked_as_of_any_object()
    {
        Tensor? none = null;
        (none is null).ShouldBeTrue();
        (X is not null).ShouldBeTrue();
        X.Equals(X).ShouldBeTrue();
        X.Equals(X.Clone()).ShouldBeFalse();
        X.Equals((object?)null).ShouldBeFalse();
        new HashSet<Tensor> { X, X, X.Clone() }.Count.ShouldBe(2);
        Should.Throw<ArgumentNullException>(() => X == none!);
        Should.Throw<ArgumentNullException>(() => none! < X);
    }

    [Fact]
    public void Truths_are_combined()
    {
        Tensor a = Tensor.Of(true, true, false, false), b = Tensor.Of(true, false, true, false);
        (a & b).ToArray<bool>().ShouldBe([true, false, false, false]);
        (a | b).ToArray<bool>().ShouldBe([true, true, true, false]);
        (a ^ b).ToArray<bool>().ShouldBe([false, true, true, false]);
        (!a).ToArray<bool>().ShouldBe([false, false, true, true]);
        (~a).ToArray<bool>().ShouldBe([false, false, true, true]);
        (!Tensor.Of(0.0, -2, double.NaN)).ToArray<bool>().ShouldBe([true, false, false]);
        Tensor.Of(0, 2, 3).And(Tensor.Of(1.5, 0, -1)).ToArray<bool>().ShouldBe([false, false, true]);
    }

    [Theory]
    [InlineData(DType.Int32)]
    [InlineData(DType.Int64)]
    public void Bits_of_integers(DType type)
    {
        Tensor a = Tensor.Of(12L, -1, 7).To(type);
        (a & 10).To(DType.Int64).ToArray<long>().ShouldBe([8L, 10, 2]);
        (1 | a).To(DType.Int64).ToArray<long>().ShouldBe([13L, -1, 7]);
        (a ^ a).To(DType.Int64).ToArray<long>().ShouldBe([0L, 0, 0]);
        (~a).To(DType.Int64).ToArray<long>().ShouldBe([-13L, 0, -8]);
        (a << 2).To(DType.Int64).ToArray<long>().ShouldBe([48L, -4, 28]);
        (a >> 1).To(DType.Int64).ToArray<long>().ShouldBe([6L, -1, 3]);
        (a >> 64).To(DType.Int64).ToArray<long>().ShouldBe([0L, -1, 0]);
        (a << 64).To(DType.Int64).ToArray<long>().ShouldBe([0L, 0, 0]);
        (a & 10).DType.ShouldBe(type);
    }

    [Fact]
    public void Bytes_have_no_sign()
    {
        Tensor a = Tensor.Of((byte)200, (byte)3);
        (~a).ToArray<byte>().ShouldBe([(byte)55, (byte)252]);
        (a >> 1).ToArray<byte>().ShouldBe([(byte)100, (byte)1]);
        (a << 9).ToArray<byte>().ShouldBe([(byte)0, (byte)0]);
        (a % 7).ToArray<byte>().ShouldBe([(byte)4, (byte)3]);
        a.Gcd(Tensor.Of((byte)150, (byte)9)).ToArray<byte>().ShouldBe([(byte)50, (byte)3]);
    }

    [Fact]
    public void The_largest_integers_keep_their_last_bit()
    {
        Tensor large = Tensor.Of(long.MaxValue, long.MinValue);
        (large & long.MaxValue).ToArray<long>().ShouldBe([long.MaxValue, 0]);
        (large % Tensor.Of(10L, -1)).ToArray<long>().ShouldBe([7L, 0]);
        large.FloorDivide(Tensor.Of(-1L, -1)).ToArray<long>().ShouldBe([-long.MaxValue, long.MinValue]);
    }

    [Fact]
    public void The_remainder_has_the_divisors_sign_as_in_Python()
    {
        Tensor a = Tensor.Of(7, -7, 7, -7), b = Tensor.Of(3, 3, -3, -3);
        (a % b).ToArray<int>().ShouldBe([1, 2, -2, -1]);
        a.Fmod(b).ToArray<int>().ShouldBe([1, -1, 1, -1]);
        a.FloorDivide(b).ToArray<int>().ShouldBe([2, -3, -3, 2]);
        a.Divide(b, RoundingMode.Trunc).ToArray<int>().ShouldBe([2, -2, -2, 2]);
        a.Divide(b).DType.ShouldBe(DType.Float32);
        (7.5 % Tensor.Of(2.0, -2)).ToArray<double>().ShouldBe([1.5, -0.5]);
    }

    [Fact]
    public void An_integer_by_zero_is_an_error_and_a_real_is_not()
    {
        Should.Throw<AdjointException>(() => Tensor.Of(1, 2) % Tensor.Of(1, 0)).Message.ShouldStartWith(
            "Remainder: an integer is divided by 0");
        Should.Throw<AdjointException>(() => Tensor.Of(1L).FloorDivide(0)).Message.ShouldStartWith("FloorDivide");
        Tensor.Of(1.0).FloorDivide(0).Item().ShouldBe(double.PositiveInfinity);
        double.IsNaN((Tensor.Of(1.0) % 0).Item()).ShouldBeTrue();
    }

    [Fact]
    public void What_is_not_defined_says_so()
    {
        Should.Throw<DTypeException>(() => Tensor.Of(1.5) & Tensor.Of(1.0)).Message.ShouldStartWith("BitwiseAnd: not defined on float64");
        Should.Throw<DTypeException>(() => Tensor.Of(true) << Tensor.Of(true)).Message.ShouldStartWith("BitwiseLeftShift");
        Should.Throw<DTypeException>(() => +Tensor.Of(true)).Message.ShouldStartWith("Positive");
        Should.Throw<ShapeException>(() => Tensor.Of(1, 2) | Tensor.Of(1, 2, 3)).Message.ShouldStartWith("BitwiseOr");
        Should.Throw<AdjointException>(() => Tensor.Of(1.0).Polygamma(-1)).Message.ShouldStartWith("Polygamma");
        Should.Throw<DTypeException>(() => Tensor.Of(15).Round(-1)).Message.ShouldStartWith("Round");
    }

    [Fact]
    public void Closeness_and_equality_of_whole_tensors()
    {
        Tensor a = Tensor.Of(1.0, 2), b = Tensor.Of(1 + 1e-9, 2);
        a.AllClose(b).ShouldBeTrue();
        a.AllEqual(b).ShouldBeFalse();
        a.AllEqual(a.Clone()).ShouldBeTrue();
        a.AllEqual(a.Reshape(2, 1)).ShouldBeFalse();
        X.AllClose(X).ShouldBeFalse();
        X.AllClose(X, equalNan: true).ShouldBeTrue();
        Tensor.Of(double.PositiveInfinity).AllClose(Tensor.Of(double.PositiveInfinity)).ShouldBeTrue();
        Tensor.Of(double.PositiveInfinity).AllClose(Tensor.Of(double.NegativeInfinity), rtol: double.PositiveInfinity).ShouldBeFalse();
        Tensor.Of(5L, 7).AllClose(Tensor.Of(5L, 7)).ShouldBeTrue();
        Tensor.Zeros([0]).AllEqual(Tensor.Zeros([0])).ShouldBeTrue();
    }

    [Fact]
    public void A_mantissa_and_an_exponent_make_the_number()
    {
        Tensor x = Tensor.Of(0, 1, -3, 1e-310, double.Epsilon, double.MaxValue, double.PositiveInfinity);
        (Tensor mantissa, Tensor exponent) = x.Frexp();
        exponent.DType.ShouldBe(DType.Int32);
        exponent.ToArray<int>().ShouldBe([0, 1, 2, -1029, -1073, 1024, 0]);
        double[] m = mantissa.ToArray<double>();
        int[] e = exponent.ToArray<int>();
        for (int i = 0; i < m.Length; i++) Math.ScaleB(m[i], e[i]).ShouldBe(x[i].Item());
        m.Skip(1).Take(5).ShouldAllBe(v => Math.Abs(v) >= 0.5 && Math.Abs(v) < 1);
    }

    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    public void Whole_powers_of_two_are_exact(DType type)
    {
        int least = type == DType.Float32 ? -149 : -1074, most = type == DType.Float32 ? 127 : 1023;
        Tensor x = Tensor.Arange(least, most + 1, 1, type);
        double[] found = x.Exp2().To(DType.Float64).ToArray<double>();
        for (int i = 0; i < found.Length; i++) found[i].ShouldBe(Math.ScaleB(1, least + i));
        x.Exp2().NextAfter(Tensor.Scalar(0, type)).Less(x.Exp2()).All().ShouldBeTrue();
    }

    [Fact]
    public void Gradients_at_a_limit_go_to_the_tensor_that_is_limited()
    {
        Tensor x = Tensor.Of(1.0, 0, 3).WithGrad(), low = Tensor.Of(1.0, 1, 1).WithGrad(), high = Tensor.Of(2.0, 2, 2).WithGrad();
        x.Clamp(low, high).Sum().Backward();
        x.Grad!.ToArray<double>().ShouldBe([1.0, 0, 0]);
        low.Grad!.ToArray<double>().ShouldBe([0.0, 1, 0]);
        high.Grad!.ToArray<double>().ShouldBe([0.0, 0, 1]);
        Tensor.Of(5.0).Clamp(Tensor.Of(3.0), Tensor.Of(2.0)).Item().ShouldBe(2);
        double.IsNaN(X.Clamp(Tensor.Of(0.0))[3].Item()).ShouldBeTrue();
    }
}
