namespace Adjoint.Tests.Tensors;

public sealed class DTypeTests
{
    private static readonly DType[] All = Enum.GetValues<DType>();

    /// <summary>torch.promote_types of PyTorch 1.13.1 over all types, in their order.</summary>
    private static readonly string[] Promoted =
    [
        "bool uint8 int32 int64 float16 bfloat16 float32 float64",
        "uint8 uint8 int32 int64 float16 bfloat16 float32 float64",
        "int32 int32 int32 int64 float16 bfloat16 float32 float64",
        "int64 int64 int64 int64 float16 bfloat16 float32 float64",
        "float16 float16 float16 float16 float16 float32 float32 float64",
        "bfloat16 bfloat16 bfloat16 bfloat16 float32 bfloat16 float32 float64",
        "float32 float32 float32 float32 float32 float32 float32 float64",
        "float64 float64 float64 float64 float64 float64 float64 float64",
    ];

    /// <summary>torch.result_type of a tensor without axes (row) and one with axes (column).</summary>
    private static readonly string[] NumberMeetsTensor =
    [
        "bool uint8 int32 int64 float16 bfloat16 float32 float64",
        "uint8 uint8 int32 int64 float16 bfloat16 float32 float64",
        "int32 uint8 int32 int64 float16 bfloat16 float32 float64",
        "int64 uint8 int32 int64 float16 bfloat16 float32 float64",
        "float16 float16 float16 float16 float16 bfloat16 float32 float64",
        "bfloat16 bfloat16 bfloat16 bfloat16 float16 bfloat16 float32 float64",
        "float32 float32 float32 float32 float16 bfloat16 float32 float64",
        "float64 float64 float64 float64 float16 bfloat16 float32 float64",
    ];

    [Fact]
    public void Types_promote_as_in_PyTorch() => Table(DTypes.Promote).ShouldBe(Promoted);

    [Fact]
    public void A_number_does_not_widen_within_its_category()
    {
        Table((a, b) => DTypes.Promote(Tensor.Zeros([], a), Tensor.Zeros([2], b))).ShouldBe(NumberMeetsTensor);
        Table((a, b) => DTypes.Promote(Tensor.Zeros([2], b), Tensor.Zeros([], a))).ShouldBe(NumberMeetsTensor);
    }

    [Fact]
    public void Two_numbers_promote_as_tensors_do() =>
        Table((a, b) => DTypes.Promote(Tensor.Zeros([], a), Tensor.Zeros([], b))).ShouldBe(Promoted);

    [Fact]
    public void Sums_have_the_promoted_type_but_truth_values_are_counted()
    {
        foreach (DType a in All)
        {
            foreach (DType b in All)
            {
                DType expected = DTypes.Promote(a, b) is DType.Bool ? DType.Int64 : DTypes.Promote(a, b);
                Tensor sum = Tensor.Ones([2], a) + Tensor.Ones([2], b);
                sum.DType.ShouldBe(expected);
                (sum.To(DType.Float64).Sum().Item()).ShouldBe(4);
            }
        }
    }

    [Theory]
    [InlineData(DType.Bool, 2, DType.Int64)]
    [InlineData(DType.UInt8, 2, DType.UInt8)]
    [InlineData(DType.Int32, 2, DType.Int32)]
    [InlineData(DType.Int64, 2, DType.Int64)]
    [InlineData(DType.Float32, 2, DType.Float32)]
    [InlineData(DType.Float64, 2, DType.Float64)]
    [InlineData(DType.Bool, 2.5, DType.Float32)]
    [InlineData(DType.Int32, 2.5, DType.Float32)]
    [InlineData(DType.Int64, 2.5, DType.Float32)]
    [InlineData(DType.Float64, 2.5, DType.Float64)]
    [InlineData(DType.Int64, double.PositiveInfinity, DType.Float32)]
    [InlineData(DType.Int64, 1e30, DType.Float32)]
    [InlineData(DType.Int32, double.NaN, DType.Float32)]
    public void A_number_takes_the_tensors_type_if_it_is_whole(DType type, double number, DType expected)
    {
        Tensor product = Tensor.Ones([3], type) * number;
        product.DType.ShouldBe(expected);
        product.To(DType.Float64).ToArray<double>().ShouldAllBe(v => v.Equals(expected == DType.Float32 ? (float)number : number));
        (number * Tensor.Ones([], type)).DType.ShouldBe(expected);
    }

    [Fact]
    public void A_number_that_an_integer_type_does_not_hold_is_an_error()
    {
        Should.Throw<DTypeException>(() => Tensor.Ones([2], DType.UInt8) + 300).Message.ShouldStartWith("300 does not fit into uint8");
        Should.Throw<DTypeException>(() => Tensor.Ones([2], DType.UInt8).Less(-1));
        Should.Throw<DTypeException>(() => Tensor.Full([2], 3e9, DType.Int32));
        Should.Throw<DTypeException>(() => Tensor.Full([2], double.NaN, DType.Int64));
    }

    [Fact]
    public void Division_is_real()
    {
        Tensor quotient = Tensor.Of(1L, 3L) / Tensor.Of(2L, 2L);
        quotient.ToArray<float>().ShouldBe([0.5f, 1.5f]);
        (Tensor.Of(1, 3) / 2).ToArray<float>().ShouldBe([0.5f, 1.5f]);
        (3 / Tensor.Of(true)).ToArray<float>().ShouldBe([3f]);
        (Tensor.Of(1L) / Tensor.Of(4.0)).ToArray<double>().ShouldBe([0.25]);
    }

    [Fact]
    public void Sizes_and_names()
    {
        All.Select(t => t.Size()).ShouldBe([1, 1, 4, 8, 2, 2, 4, 8]);
        All.Select(t => t.Name()).ShouldBe(["bool", "uint8", "int32", "int64", "float16", "bfloat16", "float32", "float64"]);
        All.Where(t => t.IsFloatingPoint()).ShouldBe([DType.Float16, DType.BFloat16, DType.Float32, DType.Float64]);
    }

    [Fact]
    public void Element_types_of_the_language()
    {
        DTypes.Of<float>().ShouldBe(DType.Float32);
        DTypes.Of<double>().ShouldBe(DType.Float64);
        DTypes.Of<long>().ShouldBe(DType.Int64);
        DTypes.Of<int>().ShouldBe(DType.Int32);
        DTypes.Of<byte>().ShouldBe(DType.UInt8);
        DTypes.Of<bool>().ShouldBe(DType.Bool);
        Should.Throw<DTypeException>(() => DTypes.Of<short>()).Message.ShouldContain("Int16");
    }

    private static IEnumerable<string> Table(Func<DType, DType, DType> rule) =>
        All.Select(a => string.Join(' ', All.Select(b => rule(a, b).Name())));
}
