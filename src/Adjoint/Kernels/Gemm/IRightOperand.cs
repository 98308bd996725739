namespace Adjoint.Kernels;

/// <summary>The right operand of <see cref="MicroKernel{T,TVector,TRows,TColumns,TLeft,TRight}"/>: a row of registers per step.</summary>
internal unsafe interface IRightOperand<T> where T : unmanaged
{
    T* Row(int p);
}

/// <summary>Rows a constant distance apart: a packed panel, or a matrix read in place.</summary>
internal readonly unsafe struct StridedRight<T>(T* panel, nint stride) : IRightOperand<T> where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T* Row(int p) => panel + (p * stride);
}

/// <summary>Rows found through a table: the taps of a convolution in a padded image.</summary>
internal readonly unsafe struct ScatteredRight<T>(T* origin, int* rows) : IRightOperand<T> where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T* Row(int p) => origin + rows[p];
}
