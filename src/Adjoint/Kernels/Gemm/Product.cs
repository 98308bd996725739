namespace Adjoint.Kernels;

/// <summary>
/// One matrix product c[m, n] (+)= a[m, k] · b[k, n]. The operands have any row and column strides, counted in
/// elements; c is row-major with rows <see cref="CRow"/> apart.
/// </summary>
internal unsafe struct Product<T>(
    int m, int n, int k, T* a, nint aRow, nint aColumn, T* b, nint bRow, nint bColumn, T* c, nint cRow, bool accumulate)
    where T : unmanaged, INumberBase<T>
{
    public int M = m, N = n, K = k;
    public T* A = a;
    public nint ARow = aRow, AColumn = aColumn;
    public T* B = b;
    public nint BRow = bRow, BColumn = bColumn;
    public T* C = c;
    public nint CRow = cRow;
    public bool Accumulate = accumulate;

    /// <summary>How many multiply-adds it takes.</summary>
    public readonly long Work => (long)M * N * K;
}
