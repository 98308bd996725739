namespace Adjoint.Kernels;

/// <summary>Rows of truth values (one byte each, 0 or 1): made by comparing, and used to choose.</summary>
internal static class Selection
{
    /// <summary>y[i] = 1 if a[i] stands in the relation to b[i], else 0.</summary>
    public static void Compare<T, TRelation>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<byte> y)
        where T : unmanaged, INumber<T>
        where TRelation : struct, IRelation<T>
    {
        int i = 0;
        int lanes = Vector256<T>.Count;
        if (lanes <= 8)
        {
            // The mask of a comparison becomes bits, and bits bytes: two vectors of doubles or one of floats give eight truth values.
            for (; i <= a.Length - 8; i += 8)
            {
                uint bits = 0;
                for (int lane = 0; lane < 8; lane += lanes)
                    bits |= TRelation.Holds(Load(a, i + lane), Load(b, i + lane)).ExtractMostSignificantBits() << lane;
                Unsafe.WriteUnaligned(ref y[i], SpreadBits((byte)bits));
            }
        }

        for (; i < a.Length; i++) y[i] = TRelation.Holds(a[i], b[i]) ? (byte)1 : (byte)0;
    }

    /// <summary>y[i] = condition[i] ≠ 0 ? a[i] : b[i].</summary>
    public static void Select<T>(ReadOnlySpan<byte> condition, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) where T : unmanaged
    {
        int i = 0;
        if (Unsafe.SizeOf<T>() == 4)
        {
            for (; i <= y.Length - 8; i += 8)
            {
                Vector128<ushort> wide = Vector128.WidenLower(Vector128.CreateScalar(MemoryMarshal.Read<ulong>(condition[i..])).AsByte());
                Vector256<uint> mask = Vector256.Create(Vector128.WidenLower(wide), Vector128.WidenUpper(wide));
                Vector256<T> choice = Vector256.ConditionalSelect(
                    Vector256.Equals(mask, Vector256<uint>.Zero).As<uint, T>(), Load(b, i), Load(a, i));
                Store(choice, y, i);
            }
        }

        for (; i < y.Length; i++) y[i] = condition[i] != 0 ? a[i] : b[i];
    }

    /// <summary>y[i] = b[i] ≤ 0 ? 0 : a[i], so that a NaN in b lets a[i] through.</summary>
    public static void Gate<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) where T : unmanaged, INumber<T>
    {
        int i = 0;
        for (; i <= y.Length - Vector256<T>.Count; i += Vector256<T>.Count)
        {
            Vector256<T> closed = Vector256.LessThanOrEqual(Load(b, i), Vector256<T>.Zero);
            Store(Vector256.AndNot(Load(a, i), closed), y, i);
        }

        for (; i < y.Length; i++) y[i] = b[i] <= T.Zero ? T.Zero : a[i];
    }

    /// <summary>y[i] = x[i] &gt; 0 ? x[i] : y[i].</summary>
    public static void KeepPositive<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, INumber<T> => KeepAbove(x, T.Zero, x, y);

    /// <summary>y[i] = measure[i] &gt; limit ? x[i] : y[i].</summary>
    public static void KeepAbove<T>(ReadOnlySpan<T> measure, T limit, ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, INumber<T>
    {
        int i = 0;
        Vector256<T> limits = Vector256.Create(limit);
        for (; i <= y.Length - Vector256<T>.Count; i += Vector256<T>.Count)
        {
            Vector256<T> above = Vector256.GreaterThan(Load(measure, i), limits);
            Store(Vector256.ConditionalSelect(above, Load(x, i), Load<T>(y, i)), y, i);
        }

        for (; i < y.Length; i++)
            if (measure[i] > limit) y[i] = x[i];
    }

    /// <summary>y[i] = −1, 0 or 1 by the sign of x[i]; NaN stays.</summary>
    public static void Sign<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int i = 0;
        for (; i <= y.Length - Vector256<T>.Count; i += Vector256<T>.Count)
        {
            Vector256<T> value = Load(x, i);
            Vector256<T> above = Vector256<T>.One & Vector256.GreaterThan(value, Vector256<T>.Zero);
            Vector256<T> below = Vector256<T>.One & Vector256.LessThan(value, Vector256<T>.Zero);
            Store(Vector256.ConditionalSelect(Vector256.Equals(value, value), above - below, value), y, i);
        }

        for (; i < y.Length; i++) y[i] = x[i] > T.Zero ? T.One : x[i] < T.Zero ? -T.One : x[i] == T.Zero ? T.Zero : x[i];
    }

    /// <summary>Eight bits, lowest first, as eight bytes of 0 or 1.</summary>
    private static ulong SpreadBits(byte bits)
    {
        ulong spread = (bits * 0x0101010101010101UL) & 0x8040201008040201UL;
        return ((spread + 0x00406070787C7E7FUL) >> 7) & 0x0101010101010101UL;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Load<T>(ReadOnlySpan<T> row, int i) where T : unmanaged =>
        Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(row), (nuint)i);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(Vector256<T> vector, Span<T> row, int i) where T : unmanaged =>
        vector.StoreUnsafe(ref MemoryMarshal.GetReference(row), (nuint)i);

    /// <summary>A relation between numbers, one by one and by lanes.</summary>
    internal interface IRelation<T>
    {
        static abstract bool Holds(T a, T b);

        static abstract Vector256<T> Holds(Vector256<T> a, Vector256<T> b);
    }

    /// <summary>a = b.</summary>
    internal readonly struct Equal<T> : IRelation<T> where T : unmanaged, INumber<T>
    {
        public static bool Holds(T a, T b) => a == b;

        public static Vector256<T> Holds(Vector256<T> a, Vector256<T> b) => Vector256.Equals(a, b);
    }

    /// <summary>a ≠ b.</summary>
    internal readonly struct NotEqual<T> : IRelation<T> where T : unmanaged, INumber<T>
    {
        public static bool Holds(T a, T b) => a != b;

        public static Vector256<T> Holds(Vector256<T> a, Vector256<T> b) => ~Vector256.Equals(a, b);
    }

    /// <summary>a &lt; b.</summary>
    internal readonly struct Less<T> : IRelation<T> where T : unmanaged, INumber<T>
    {
        public static bool Holds(T a, T b) => a < b;

        public static Vector256<T> Holds(Vector256<T> a, Vector256<T> b) => Vector256.LessThan(a, b);
    }

    /// <summary>a ≤ b.</summary>
    internal readonly struct LessEqual<T> : IRelation<T> where T : unmanaged, INumber<T>
    {
        public static bool Holds(T a, T b) => a <= b;

        public static Vector256<T> Holds(Vector256<T> a, Vector256<T> b) => Vector256.LessThanOrEqual(a, b);
    }
}
