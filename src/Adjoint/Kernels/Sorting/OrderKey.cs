namespace Adjoint.Kernels;

/// <summary>
/// Numbers as unsigned integers in the same order: −0 and 0 have one key, and all NaN the largest of all.
/// </summary>
internal static class OrderKey
{
    /// <summary>Bytes of the keys of a type.</summary>
    public static int Bytes<T>() where T : unmanaged => Unsafe.SizeOf<T>();

    /// <summary>The key that turns the order of a type's keys around when it is exclusive-ored with them.</summary>
    public static ulong Mask<T>() where T : unmanaged => ulong.MaxValue >> (64 - (8 * Unsafe.SizeOf<T>()));

    /// <summary>The key of a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of<T>(T value) where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            float real = (float)(object)value;
            uint bits = BitConverter.SingleToUInt32Bits(real + 0f);
            return float.IsNaN(real) ? uint.MaxValue : (bits & 1u << 31) != 0 ? ~bits : bits | 1u << 31;
        }

        if (typeof(T) == typeof(double))
        {
            double real = (double)(object)value;
            ulong bits = BitConverter.DoubleToUInt64Bits(real + 0d);
            return double.IsNaN(real) ? ulong.MaxValue : (bits & 1ul << 63) != 0 ? ~bits : bits | 1ul << 63;
        }

        if (typeof(T) == typeof(long)) return (ulong)(long)(object)value ^ 1ul << 63;
        if (typeof(T) == typeof(int)) return (uint)(int)(object)value ^ 1u << 31;
        return (byte)(object)value;
    }

    /// <summary>Whether a number is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsNaN<T>(T value) where T : unmanaged, INumber<T> =>
        (typeof(T) == typeof(float) || typeof(T) == typeof(double)) && T.IsNaN(value);
}
