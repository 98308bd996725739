using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>The left operand of a <see cref="MicroKernel{T,TWide,TRows,TColumns,TLeft,TRight}"/>: one scalar per row and step.</summary>
internal interface ILeft<T>
    where T : unmanaged
{
    T At(int p, int row);
}

/// <summary>A packed panel: the TRows values of a step side by side.</summary>
internal readonly unsafe struct PackedLeft<T, TRows>(T* panel) : ILeft<T>
    where T : unmanaged
    where TRows : struct, ISize
{
    private readonly T* _panel = panel;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T At(int p, int row) => _panel[((nint)p * TRows.Value) + row];
}

/// <summary>Values read in place: row r of step p is origin[steps[p] + rows[r]].</summary>
internal readonly unsafe struct ScatteredLeft<T>(T* origin, int* steps, int* rows) : ILeft<T>
    where T : unmanaged
{
    private readonly T* _origin = origin;
    private readonly int* _steps = steps;
    private readonly int* _rows = rows;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T At(int p, int row) => (_origin + _steps[p])[_rows[row]];
}
