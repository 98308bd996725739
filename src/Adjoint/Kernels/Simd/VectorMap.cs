namespace Adjoint.Kernels;

/// <summary>A function of one number, applied to each element of a vector.</summary>
internal interface IVectorFunction<T>
{
    /// <summary>The function of each element.</summary>
    static abstract Vector512<T> Of(Vector512<T> x);
}

/// <summary>
/// Applies a function to a row, always in groups of one vector from the row's start, the last one padded with zeros. So
/// an element's bits depend on its row only, not on where the row lies in memory or on how many elements follow.
/// </summary>
internal static class VectorMap
{
    /// <summary>y[i] = f(x[i]); the rows may be the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T, TFunction>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged
        where TFunction : struct, IVectorFunction<T>
    {
        KernelType.RequireReal<T>(nameof(VectorMap));
        int lanes = Vector512<T>.Count;
        ref T from = ref MemoryMarshal.GetReference(x);
        ref T to = ref MemoryMarshal.GetReference(y[..x.Length]);
        int i = 0;
        for (; i <= x.Length - lanes; i += lanes)
            TFunction.Of(Vector512.LoadUnsafe(ref from, (nuint)i)).StoreUnsafe(ref to, (nuint)i);
        if (i == x.Length) return;
        Span<T> tail = stackalloc T[lanes];
        tail.Clear();
        x[i..].CopyTo(tail);
        TFunction.Of(Vector512.Create<T>(tail)).CopyTo(tail);
        tail[..(x.Length - i)].CopyTo(y[i..]);
    }

    /// <summary>The same with a function of double precision, to which a row of floats is widened and from which it is rounded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RunInDouble<T, TFunction>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged
        where TFunction : struct, IVectorFunction<double>
    {
        KernelType.RequireReal<T>(nameof(VectorMap));
        if (typeof(T) == typeof(double))
        {
            Run<double, TFunction>(MemoryMarshal.Cast<T, double>(x), MemoryMarshal.Cast<T, double>(y));
            return;
        }

        Span<float> block = stackalloc float[Vector512<float>.Count];
        ReadOnlySpan<float> from = MemoryMarshal.Cast<T, float>(x);
        Span<float> to = MemoryMarshal.Cast<T, float>(y);
        for (int i = 0; i < from.Length; i += block.Length)
        {
            int length = Math.Min(block.Length, from.Length - i);
            block.Clear();
            from.Slice(i, length).CopyTo(block);
            (Vector512<double> low, Vector512<double> high) = Vector512.Widen(Vector512.Create<float>(block));
            Vector512.Narrow(TFunction.Of(low), TFunction.Of(high)).CopyTo(block);
            block[..length].CopyTo(to[i..]);
        }
    }

    /// <summary>The same constant in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Constant<T>(double value) where T : unmanaged, System.Numerics.INumberBase<T> =>
        Vector512.Create(T.CreateTruncating(value));
}
