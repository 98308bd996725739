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

    /// <summary>The same constant in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Constant<T>(double value) where T : unmanaged, System.Numerics.INumberBase<T> =>
        Vector512.Create(T.CreateTruncating(value));
}
