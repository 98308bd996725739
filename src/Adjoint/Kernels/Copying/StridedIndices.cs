namespace Adjoint.Kernels;

/// <summary>Enumerates where the elements of a strided tensor lie, in row-major order, relative to the first.</summary>
internal ref struct StridedIndices(ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides)
{
    private readonly ReadOnlySpan<int> sizes = sizes;
    private readonly ReadOnlySpan<int> strides = strides;
    private readonly int[] position = new int[sizes.Length];
    private bool started;

    /// <summary>Where the current element lies.</summary>
    public int Current { get; private set; }

    /// <summary>The enumerator itself.</summary>
    public readonly StridedIndices GetEnumerator() => this;

    /// <summary>Steps to the next element.</summary>
    public bool MoveNext()
    {
        if (!started)
        {
            started = true;
            foreach (int size in sizes)
                if (size == 0) return false;
            return true;
        }

        for (int axis = sizes.Length - 1; axis >= 0; axis--)
        {
            Current += strides[axis];
            if (++position[axis] < sizes[axis]) return true;
            Current -= strides[axis] * sizes[axis];
            position[axis] = 0;
        }

        return false;
    }
}
