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

/// <summary>A matrix read in place, contiguous along its rows. A pointer for every third row leaves registers free.</summary>
internal readonly unsafe struct StridedLeft<T>(T* origin, nint stride) : ILeft<T>
    where T : unmanaged
{
    private readonly T* _row0 = origin;
    private readonly T* _row3 = origin + (3 * stride);
    private readonly T* _row6 = origin + (6 * stride);
    private readonly T* _row9 = origin + (9 * stride);
    private readonly nint _stride = stride;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T At(int p, int row)
    {
        T* third = row < 3 ? _row0 : row < 6 ? _row3 : row < 9 ? _row6 : _row9;
        return (third + p)[row % 3 * _stride];
    }
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

/// <summary>
/// The same where rows come in threes, side by side in memory: the taps along a line of a kernel that is three wide. A
/// pointer for every three leaves registers free.
/// </summary>
internal readonly unsafe struct TriplesLeft<T> : ILeft<T>
    where T : unmanaged
{
    private readonly T* _row0, _row3, _row6, _row9;
    private readonly int* _steps;

    /// <param name="origin">What rows and steps count from.</param>
    /// <param name="steps">Where each step begins.</param>
    /// <param name="rows">Where each row begins; of every three the first is read.</param>
    /// <param name="count">How many rows there are, 6 or 12.</param>
    public TriplesLeft(T* origin, int* steps, int* rows, int count)
    {
        _steps = steps;
        _row0 = origin + rows[0];
        _row3 = origin + rows[3];
        _row6 = count > 6 ? origin + rows[6] : null;
        _row9 = count > 6 ? origin + rows[9] : null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T At(int p, int row)
    {
        T* third = row < 3 ? _row0 : row < 6 ? _row3 : row < 9 ? _row6 : _row9;
        return (third + _steps[p])[row % 3];
    }
}
