namespace Adjoint.Kernels;

/// <summary>
/// The transforms of Winograd's minimal filtering F(m, r) along one axis: the m outputs of a filter of r taps from m +
/// r - 1 inputs with as many multiplications, as output(filter(w) · input(x)). Two axes are one after the other. Each
/// method reads a few registers, step apart, and writes a few. The polynomials are evaluated at 0, at pairs ±p and at
/// infinity (Lavin and Gray 2015, "Fast Algorithms for Convolutional Neural Networks", arXiv 1509.09308).
/// </summary>
internal unsafe interface IWinogradTile<T, TVector>
    where T : unmanaged, INumberBase<T>
    where TVector : struct, ISimdVector<TVector, T>
{
    /// <summary>m, the outputs of a tile along one axis.</summary>
    static abstract int Outputs { get; }

    /// <summary>r, the taps of the filter along one axis.</summary>
    static abstract int Taps { get; }

    /// <summary>m + r - 1, the inputs it reads, and the number of products.</summary>
    static abstract int Size { get; }

    /// <summary>From the inputs to as many factors.</summary>
    static abstract void Input(T* source, nint step, T* target, nint targetStep);

    /// <summary>From r taps to m + r - 1 factors.</summary>
    static abstract void Filter(T* source, nint step, T* target, nint targetStep);

    /// <summary>From m + r - 1 products to m outputs.</summary>
    static abstract void Output(T* source, nint step, T* target, nint targetStep);

    /// <summary>From the gradient of m outputs to that of m + r - 1 products.</summary>
    static abstract void OutputGradient(T* source, nint step, T* target, nint targetStep);

    /// <summary>From the gradient of m + r - 1 factors to that of r taps.</summary>
    static abstract void FilterGradient(T* source, nint step, T* target, nint targetStep);
}

/// <summary>A number in every lane, known to the compiler.</summary>
internal static class Lane<T, TVector>
    where T : unmanaged, INumberBase<T>
    where TVector : struct, ISimdVector<TVector, T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector All(double value) => TVector.Broadcast(typeof(T) == typeof(float) ? (T)(object)(float)value : (T)(object)value);
}
