using System.Runtime.CompilerServices;

namespace Adjoint.Tests.Tensors;

public sealed class BFloat16Tests
{
    [Fact]
    public void All_numbers_are_the_upper_halves_of_floats()
    {
        foreach (ushort bits in HalfTypes.AllBits)
        {
            float value = Unsafe.BitCast<ushort, BFloat16>(bits).ToSingle();
            BitConverter.SingleToUInt32Bits(value).ShouldBe((uint)bits << 16);
            // A signalling NaN comes back as a quiet one.
            Bits((BFloat16)value).ShouldBe(float.IsNaN(value) ? (ushort)(bits | 0x40) : bits);
        }
    }

    [Fact]
    public void Floats_and_doubles_are_rounded_once_to_nearest_even()
    {
        foreach (double value in HalfTypes.AroundTies(DType.BFloat16))
        {
            Bits((BFloat16)value).ShouldBe(HalfTypes.Round(DType.BFloat16, value), $"{value:R}");
            Bits((BFloat16)(float)value).ShouldBe(HalfTypes.Round(DType.BFloat16, (float)value), $"{(float)value:R}");
        }
    }

    [Fact]
    public void Patterns_of_floats_and_doubles_round_to_nearest()
    {
        for (ulong i = 0; i < 100_000; i++)
        {
            double value = BitConverter.UInt64BitsToDouble(i * 0x9E3779B97F4A7C15);
            float single = BitConverter.UInt32BitsToSingle((uint)i * 0x9E3779B9);
            if (!double.IsNaN(value)) Bits((BFloat16)value).ShouldBe(HalfTypes.Round(DType.BFloat16, value));
            else float.IsNaN((BFloat16)value).ShouldBeTrue();
            if (!float.IsNaN(single)) Bits((BFloat16)single).ShouldBe(HalfTypes.Round(DType.BFloat16, single));
            else float.IsNaN((BFloat16)single).ShouldBeTrue();
        }
    }

    [Fact]
    public void Equality_is_that_of_numbers()
    {
        BFloat16 nan = (BFloat16)float.NaN;
        BFloat16 one = (BFloat16)1.0;
        (one == (BFloat16)1.001).ShouldBeTrue();
        (one != (BFloat16)1.01).ShouldBeTrue();
        ((BFloat16)0.0 == (BFloat16)(-0.0)).ShouldBeTrue();
        ((BFloat16)0.0).GetHashCode().ShouldBe(((BFloat16)(-0.0)).GetHashCode());
        (nan != (BFloat16)float.NaN).ShouldBeTrue();
        nan.Equals((object)(BFloat16)float.NaN).ShouldBeTrue();
        one.Equals(1f).ShouldBeFalse();
    }

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(1, "1")]
    [InlineData(-2.5, "-2.5")]
    [InlineData(100.4, "100.5")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(1e40, "Infinity")]
    public void Text_has_as_many_digits_as_are_needed(double value, string text) => ((BFloat16)value).ToString().ShouldBe(text);

    [Fact]
    public void Text_reads_back_as_the_same_number()
    {
        foreach (ushort bits in HalfTypes.AllBits)
        {
            if (HalfTypes.IsNaN(DType.BFloat16, bits)) continue;
            string text = Unsafe.BitCast<ushort, BFloat16>(bits).ToString();
            Bits((BFloat16)float.Parse(text, System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(bits, text);
        }
    }

    private static ushort Bits(BFloat16 value) => Unsafe.BitCast<BFloat16, ushort>(value);
}
