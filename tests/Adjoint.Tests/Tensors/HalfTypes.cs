using System.Runtime.InteropServices;

namespace Adjoint.Tests.Tensors;

/// <summary>What tests of float16 and bfloat16 share: the bits of tensors, and rounding by a table of all numbers of a type.</summary>
internal static class HalfTypes
{
    private static readonly double[] Halves = Positive(bits => (double)BitConverter.UInt16BitsToHalf(bits), 0x7C00);

    private static readonly double[] Brains = Positive(bits => BitConverter.UInt32BitsToSingle((uint)bits << 16), 0x7F80);

    public static TheoryData<DType> Both => [DType.Float16, DType.BFloat16];

    /// <summary>All 65,536 patterns of bits.</summary>
    public static ushort[] AllBits { get; } = [.. Enumerable.Range(0, 1 << 16).Select(bits => (ushort)bits)];

    /// <summary>The bits of infinity, above those of all finite numbers and below those of NaN.</summary>
    public static int Infinity(DType type) => type == DType.Float16 ? 0x7C00 : 0x7F80;

    public static bool IsNaN(DType type, ushort bits) => (bits & 0x7FFF) > Infinity(type);

    /// <summary>A tensor with these bits.</summary>
    public static Tensor FromBits(DType type, ushort[] bits, Shape? shape = null) => type == DType.Float16
        ? Tensor.From<Half>(MemoryMarshal.Cast<ushort, Half>(bits), shape)
        : Tensor.From<BFloat16>(MemoryMarshal.Cast<ushort, BFloat16>(bits), shape);

    /// <summary>The bits of a tensor's elements.</summary>
    public static ushort[] Bits(Tensor tensor) => tensor.DType == DType.Float16
        ? MemoryMarshal.Cast<Half, ushort>(tensor.ToArray<Half>()).ToArray()
        : MemoryMarshal.Cast<BFloat16, ushort>(tensor.ToArray<BFloat16>()).ToArray();

    /// <summary>The value of bits that are no NaN.</summary>
    public static double Value(DType type, ushort bits)
    {
        double[] table = Table(type);
        int place = bits & 0x7FFF;
        double value = place == table.Length ? double.PositiveInfinity : table[place];
        return bits >> 15 == 0 ? value : -value;
    }

    /// <summary>The bits nearest to a number that is no NaN; of two equally near ones the even.</summary>
    public static ushort Round(DType type, double value)
    {
        double[] table = Table(type);
        double size = Math.Abs(value);
        int sign = double.IsNegative(value) ? 0x8000 : 0;
        if (double.IsInfinity(size)) return (ushort)(sign | table.Length);
        int below = Array.BinarySearch(table, size);
        if (below >= 0) return (ushort)(sign | below);
        below = ~below - 1;
        // Beyond the largest number lies, for rounding, the one that would follow it.
        double above = below + 1 < table.Length ? table[below + 1] : (2 * table[^1]) - table[^2];
        double down = size - table[below];
        double up = above - size;
        bool isUp = up < down || (up == down && below % 2 == 1);
        return (ushort)(sign | (isUp ? below + 1 : below));
    }

    /// <summary>Numbers at, and on both sides of, what two neighbours of the type have in the middle.</summary>
    public static IEnumerable<double> AroundTies(DType type)
    {
        double[] table = Table(type);
        for (int i = 0; i + 1 < table.Length; i += 7)
        {
            double middle = (table[i] + table[i + 1]) / 2;
            double[] near = [middle, Math.BitDecrement(middle), Math.BitIncrement(middle), MathF.BitIncrement((float)middle)];
            foreach (double value in near)
            {
                yield return value;
                yield return -value;
            }
        }

        double end = table[^1] + ((table[^1] - table[^2]) / 2);
        double[] last = [end, Math.BitDecrement(end), Math.BitIncrement(end), double.MaxValue, double.PositiveInfinity, double.Epsilon, 0];
        foreach (double value in last)
        {
            yield return value;
            yield return -value;
        }
    }

    private static double[] Table(DType type) => type == DType.Float16 ? Halves : Brains;

    private static double[] Positive(Func<ushort, double> value, int count) =>
        [.. Enumerable.Range(0, count).Select(bits => value((ushort)bits))];
}
