using System.Numerics;

namespace Adjoint.Kernels;

/// <summary>
/// One matrix product c[m, n] (+)= a[m, k] · b[k, n]. The operands have any row and column strides, counted in elements;
/// c is row-major with rows <see cref="CRow"/> apart.
/// </summary>
internal unsafe struct Product<T>
    where T : unmanaged, INumberBase<T>
{
    public int M, N, K;
    public T* A;
    public nint ARow, AColumn;
    public T* B;
    public nint BRow, BColumn;
    public T* C;
    public nint CRow;
    public bool Accumulate;

    /// <summary>How many multiply-adds it takes.</summary>
    public readonly long Work => (long)M * N * K;
}
