using System.Numerics;
using Adjoint.Tests.Tensors;

namespace Adjoint.Tests.Ops.Elementwise;

public sealed class HalfCastTests
{
    public static TheoryData<DType> Both => HalfTypes.Both;

    [Theory]
    [MemberData(nameof(Both))]
    public void All_values_widen_and_come_back(DType type)
    {
        Tensor all = HalfTypes.FromBits(type, HalfTypes.AllBits);
        float[] singles = all.To(DType.Float32).ToArray<float>();
        double[] doubles = all.To(DType.Float64).ToArray<double>();
        ushort[] fromSingle = HalfTypes.Bits(all.To(DType.Float32).To(type));
        ushort[] fromDouble = HalfTypes.Bits(all.To(DType.Float64).To(type));
        foreach (ushort bits in HalfTypes.AllBits)
        {
            if (HalfTypes.IsNaN(type, bits))
            {
                float.IsNaN(singles[bits]).ShouldBeTrue();
                double.IsNaN(doubles[bits]).ShouldBeTrue();
                HalfTypes.IsNaN(type, fromSingle[bits]).ShouldBeTrue();
                HalfTypes.IsNaN(type, fromDouble[bits]).ShouldBeTrue();
                (fromSingle[bits] >> 15).ShouldBe(bits >> 15);
                continue;
            }

            double value = HalfTypes.Value(type, bits);
            BitConverter.DoubleToInt64Bits(singles[bits]).ShouldBe(BitConverter.DoubleToInt64Bits(value));
            BitConverter.DoubleToInt64Bits(doubles[bits]).ShouldBe(BitConverter.DoubleToInt64Bits(value));
            fromSingle[bits].ShouldBe(bits);
            fromDouble[bits].ShouldBe(bits);
        }
    }

    [Fact]
    public void Halves_widen_as_those_of_the_language()
    {
        float[] singles = HalfTypes.FromBits(DType.Float16, HalfTypes.AllBits).To(DType.Float32).ToArray<float>();
        foreach (ushort bits in HalfTypes.AllBits)
            BitConverter.SingleToInt32Bits(singles[bits]).ShouldBe(
                BitConverter.SingleToInt32Bits((float)BitConverter.UInt16BitsToHalf(bits)));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Doubles_are_rounded_once_to_nearest_even(DType type)
    {
        double[] values = [.. HalfTypes.AroundTies(type), .. Patterns()];
        ushort[] bits = HalfTypes.Bits(Tensor.From<double>(values).To(type));
        for (int i = 0; i < values.Length; i++) Check(type, values[i], bits[i]);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Floats_are_rounded_to_nearest_even(DType type)
    {
        float[] values = [.. HalfTypes.AroundTies(type).Select(value => (float)value), .. SinglePatterns()];
        ushort[] bits = HalfTypes.Bits(Tensor.From<float>(values).To(type));
        for (int i = 0; i < values.Length; i++) Check(type, values[i], bits[i]);
    }

    [Fact]
    public void Floats_and_doubles_become_the_halves_of_the_language()
    {
        float[] singles = [.. SinglePatterns()];
        double[] doubles = [.. Patterns()];
        HalfTypes.Bits(
            Tensor.From<float>(singles).To(DType.Float16)).ShouldBe(singles.Select(value => BitConverter.HalfToUInt16Bits((Half)value)));
        HalfTypes.Bits(
            Tensor.From<double>(doubles).To(DType.Float16)).ShouldBe(doubles.Select(value => BitConverter.HalfToUInt16Bits((Half)value)));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Integers_are_rounded_once(DType type)
    {
        long[] values =
        [
            0, 1, -1, 255, 256, 257, 2049, 65504, 65519, 65520, -65520, 1L << 40, long.MaxValue, long.MinValue,
            // Ties of bfloat16 with a last bit that a double does not hold.
            (0x101L << 54) + 1, (0x101L << 54) - 1, 0x101L << 54, (0x103L << 54) - 1, -(0x101L << 54) - 1, -(0x103L << 54) + 1,
        ];
        ushort[] bits = HalfTypes.Bits(Tensor.From<long>(values).To(type));
        for (int i = 0; i < values.Length; i++) bits[i].ShouldBe(RoundInteger(type, values[i]), $"{values[i]}");
        HalfTypes.Bits(Tensor.Of(1, -300, 70000).To(type)).ShouldBe(new[] { 1.0, -300, 70000 }.Select(v => HalfTypes.Round(type, v)));
        HalfTypes.Bits(Tensor.Of((byte)3, (byte)255).To(type)).ShouldBe(new[] { 3.0, 255 }.Select(v => HalfTypes.Round(type, v)));
        Tensor.Of(true, false).To(type).To(DType.Float64).ToArray<double>().ShouldBe([1.0, 0]);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Casts_to_integers_and_truth_values_are_those_of_floats(DType type)
    {
        Tensor all = HalfTypes.FromBits(type, HalfTypes.AllBits);
        Tensor wide = all.To(DType.Float32);
        all.To(DType.Int64).ToArray<long>().ShouldBe(wide.To(DType.Int64).ToArray<long>());
        all.To(DType.Int32).ToArray<int>().ShouldBe(wide.To(DType.Int32).ToArray<int>());
        all.To(DType.UInt8).ToArray<byte>().ShouldBe(wide.To(DType.UInt8).ToArray<byte>());
        all.To(DType.Bool).ToArray<bool>().ShouldBe(wide.To(DType.Bool).ToArray<bool>());
        Tensor.Of(2.9f, -2.9f, float.NaN, 0f).To(type).To(DType.Int64).ToArray<long>().ShouldBe([2L, -2, 0, 0]);
        Tensor.Of(2.9f, float.NaN, 0f, -0f).To(type).To(DType.Bool).ToArray<bool>().ShouldBe([true, true, false, false]);
    }

    [Fact]
    public void The_two_types_are_cast_to_each_other_with_one_rounding()
    {
        double[] halves =
            [.. HalfTypes.AllBits.Where(b => !HalfTypes.IsNaN(DType.Float16, b)).Select(b => HalfTypes.Value(DType.Float16, b))];
        double[] brains =
            [.. HalfTypes.AllBits.Where(b => !HalfTypes.IsNaN(DType.BFloat16, b)).Select(b => HalfTypes.Value(DType.BFloat16, b))];
        HalfTypes.Bits(Tensor.From<double>(halves).To(DType.Float16).To(DType.BFloat16))
            .ShouldBe(halves.Select(value => HalfTypes.Round(DType.BFloat16, value)));
        HalfTypes.Bits(Tensor.From<double>(brains).To(DType.BFloat16).To(DType.Float16))
            .ShouldBe(brains.Select(value => HalfTypes.Round(DType.Float16, value)));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Strided_tensors_are_cast_in_their_order(DType type)
    {
        Tensor x = Tensor.Arange(6, DType.Float64).Reshape(2, 3).Transpose();
        x.To(type).To(DType.Float64).ToArray<double>().ShouldBe([0.0, 3, 1, 4, 2, 5]);
        x.To(type).Transpose().To(DType.Float32).ToArray<float>().ShouldBe([0f, 1, 2, 3, 4, 5]);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Gradients_are_cast_back(DType type)
    {
        Tensor x = Tensor.Of(1f, 2f).WithGrad();
        x.To(type).Backward(Tensor.Of(0.1f, 3f).To(type));
        x.Grad!.DType.ShouldBe(DType.Float32);
        x.Grad.ToArray<float>().ShouldBe(Tensor.Of(0.1f, 3f).To(type).To(DType.Float32).ToArray<float>());
    }

    private static void Check(DType type, double value, ushort bits)
    {
        if (double.IsNaN(value)) HalfTypes.IsNaN(type, bits).ShouldBeTrue();
        else bits.ShouldBe(HalfTypes.Round(type, value), $"{value:R}");
    }

    /// <summary>The same from the integer itself: what is left over is compared with half of the last place.</summary>
    private static ushort RoundInteger(DType type, long value)
    {
        int digits = type == DType.Float16 ? 11 : 8;
        BigInteger size = BigInteger.Abs(value);
        int shift = (int)Math.Max(0, (long)size.GetBitLength() - digits);
        BigInteger kept = size >> shift;
        BigInteger twice = (size - (kept << shift)) * 2;
        BigInteger unit = BigInteger.One << shift;
        if (twice > unit || (twice == unit && !kept.IsEven)) kept++;
        double rounded = (double)(kept << shift);
        return HalfTypes.Round(type, value < 0 ? -rounded : rounded);
    }

    private static IEnumerable<double> Patterns()
    {
        for (ulong i = 0; i < 50_000; i++) yield return BitConverter.UInt64BitsToDouble(i * 0x9E3779B97F4A7C15);
        // Most patterns are far too large or small for half precision; these are not.
        for (ulong i = 0; i < 50_000; i++)
        {
            ulong pattern = i * 0x9E3779B97F4A7C15;
            yield return BitConverter.UInt64BitsToDouble((pattern & 0x800FFFFFFFFFFFFF) | ((990 + (i % 56)) << 52));
        }
    }

    private static IEnumerable<float> SinglePatterns()
    {
        for (uint i = 0; i < 50_000; i++) yield return BitConverter.UInt32BitsToSingle(i * 0x9E3779B9);
        for (uint i = 0; i < 50_000; i++)
            yield return BitConverter.UInt32BitsToSingle(((i * 0x9E3779B9) & 0x807FFFFF) | ((95 + (i % 56)) << 23));
    }
}
