namespace Adjoint.Kernels;

/// <summary>The left operand of a <see cref="MicroKernel{T,TVector,TRows,TColumns,TLeft,TRight}"/>: one scalar per row and step.</summary>
internal interface ILeftOperand<T> where T : unmanaged
{
    T At(int p, int row);
}

/// <summary>A packed panel: the TRows values of a step are contiguous.</summary>
internal readonly unsafe struct PackedLeft<T, TRows>(T* panel) : ILeftOperand<T>
    where T : unmanaged
    where TRows : struct, IConstant
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T At(int p, int row) => panel[((nint)p * TRows.Value) + row];
}

/// <summary>A matrix read in place, contiguous along its rows. A pointer for every third row leaves registers free.</summary>
internal readonly unsafe struct StridedLeft<T>(T* origin, nint stride) : ILeftOperand<T> where T : unmanaged
{
    private readonly T* row0 = origin;
    private readonly T* row3 = origin + (3 * stride);
    private readonly T* row6 = origin + (6 * stride);
    private readonly T* row9 = origin + (9 * stride);
    private readonly nint stride = stride;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T At(int p, int row)
    {
        T* third = row < 3 ? row0 : row < 6 ? row3 : row < 9 ? row6 : row9;
        return (third + p)[row % 3 * stride];
    }
}

/// <summary>Values read in place: row r of step p is origin[steps[p] + rows[r]].</summary>
internal readonly unsafe struct ScatteredLeft<T>(T* origin, int* steps, int* rows) : ILeftOperand<T> where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T At(int p, int row) => (origin + steps[p])[rows[row]];
}

/// <summary>
/// The same where rows come in threes, contiguous in memory: the taps along a line of a kernel that is three wide. A
/// pointer for every three leaves registers free.
/// </summary>
internal readonly unsafe struct TriplesLeft<T>(T* origin, int* steps, int* rows, int count) : ILeftOperand<T> where T : unmanaged
{
    private readonly T* row0 = origin + rows[0];
    private readonly T* row3 = origin + rows[3];
    private readonly T* row6 = count > 6 ? origin + rows[6] : null;
    private readonly T* row9 = count > 6 ? origin + rows[9] : null;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T At(int p, int row)
    {
        T* third = row < 3 ? row0 : row < 6 ? row3 : row < 9 ? row6 : row9;
        return (third + steps[p])[row % 3];
    }
}
