namespace Adjoint.Kernels;

/// <summary>
/// How the elements of an operand lie in memory, with axes merged wherever one stride continues the next and axes of
/// size 1 dropped, so that inner loops are as long as they can be.
/// </summary>
internal readonly struct StridedLayout
{
    private const int MaxRank = 16;

    private readonly Buffer sizes;
    private readonly Buffer strides;
    private readonly int rank;

    /// <summary>Merges the axes of a shape with strides (in elements; 0 where broadcast, negative where flipped).</summary>
    public StridedLayout(ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides)
    {
        for (int axis = 0; axis < sizes.Length; axis++)
        {
            if (sizes[axis] == 1) continue;
            if (rank > 0 && this.strides[rank - 1] == strides[axis] * sizes[axis])
            {
                this.sizes[rank - 1] *= sizes[axis];
                this.strides[rank - 1] = strides[axis];
            }
            else
            {
                this.sizes[rank] = sizes[axis];
                this.strides[rank++] = strides[axis];
            }
        }

        if (rank == 0)
        {
            this.sizes[0] = 1;
            this.strides[0] = 1;
            rank = 1;
        }
    }

    /// <summary>Copies elements start, start + 1, … in row-major order into a row.</summary>
    public unsafe void Gather<T>(T* source, int start, Span<T> row) where T : unmanaged
    {
        (int inner, int step) = (sizes[rank - 1], strides[rank - 1]);
        (int first, int column) = Math.DivRem(start, inner);
        Span<int> position = stackalloc int[MaxRank];
        nint at = Locate(first, position);
        while (true)
        {
            int length = Math.Min(inner - column, row.Length);
            CopyRun(source + at + ((nint)column * step), step, row[..length]);
            row = row[length..];
            if (row.IsEmpty) return;
            column = 0;
            at = Advance(at, position);
        }
    }

    /// <summary>Writes a row to the elements start, start + 1, … in row-major order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public unsafe void Scatter<T>(T* row, int start, int count, T* target) where T : unmanaged
    {
        (int inner, int step) = (sizes[rank - 1], strides[rank - 1]);
        (int first, int column) = Math.DivRem(start, inner);
        Span<int> position = stackalloc int[MaxRank];
        nint at = Locate(first, position);
        while (true)
        {
            int length = Math.Min(inner - column, count);
            T* to = target + at + ((nint)column * step);
            if (step != 1) for (int i = 0; i < length; i++, to += step) *to = row[i];
            else RowCopy.RunAny(row, to, length);
            row += length;
            count -= length;
            if (count == 0) return;
            column = 0;
            at = Advance(at, position);
        }
    }

    private static unsafe void CopyRun<T>(T* source, int step, Span<T> row) where T : unmanaged
    {
        if (step == 1) new ReadOnlySpan<T>(source, row.Length).CopyTo(row);
        else if (step == 0) row.Fill(*source);
        else for (int i = 0; i < row.Length; i++, source += step) row[i] = *source;
    }

    /// <summary>Where an outer row begins; leaves its position along each outer axis.</summary>
    private nint Locate(int row, Span<int> position)
    {
        nint at = 0;
        for (int axis = rank - 2; axis >= 0; axis--)
        {
            (row, position[axis]) = Math.DivRem(row, sizes[axis]);
            at += (nint)position[axis] * strides[axis];
        }

        return at;
    }

    private nint Advance(nint at, Span<int> position)
    {
        for (int axis = rank - 2; axis >= 0; axis--)
        {
            at += strides[axis];
            if (++position[axis] < sizes[axis]) break;
            at -= (nint)strides[axis] * sizes[axis];
            position[axis] = 0;
        }

        return at;
    }

    [InlineArray(MaxRank)]
    private struct Buffer
    {
        private int first;
    }
}
