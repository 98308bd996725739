using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>The right operand of a <see cref="MicroKernel{T,TWide,TRows,TColumns,TLeft,TRight}"/>: one row of registers per step.</summary>
internal unsafe interface IRight<T>
    where T : unmanaged
{
    T* Row(int p);
}

/// <summary>Rows a constant distance apart: a packed panel, or a matrix read in place.</summary>
internal readonly unsafe struct StridedRight<T>(T* panel, nint stride) : IRight<T>
    where T : unmanaged
{
    private readonly T* _panel = panel;
    private readonly nint _stride = stride;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T* Row(int p) => _panel + (p * _stride);
}

/// <summary>Rows found through a table: the taps of a convolution in a padded image.</summary>
internal readonly unsafe struct ScatteredRight<T>(T* origin, int* rows) : IRight<T>
    where T : unmanaged
{
    private readonly T* _origin = origin;
    private readonly int* _rows = rows;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T* Row(int p) => _origin + _rows[p];
}
