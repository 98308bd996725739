using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>
/// How an index with one entry for each element pairs with an indexed block of memory: both are seen as
/// [outer, axis, inner], where the index may be shorter along every axis.
/// </summary>
internal readonly struct IndexWalk
{
    private readonly int[] sizes;
    private readonly int[] steps;

    /// <summary>Pairs an index of one shape with memory of another, both row-major.</summary>
    public IndexWalk(ReadOnlySpan<int> memory, ReadOnlySpan<int> index, int axis)
    {
        sizes = index.ToArray();
        steps = new int[sizes.Length];
        Count = 1;
        int stride = 1;
        for (int i = sizes.Length - 1; i >= 0; i--)
        {
            if (i == axis) AxisStride = stride;
            // Along the axis itself the index says where to go.
            steps[i] = i == axis ? 0 : stride;
            stride *= memory[i];
            Count *= sizes[i];
        }
    }

    /// <summary>Number of indices.</summary>
    public int Count { get; }

    /// <summary>Distance in the memory between neighbours along the indexed axis.</summary>
    public int AxisStride { get; }

    /// <summary>For each index in turn, where its line along the axis begins in the memory.</summary>
    public StridedIndices Lines() => new(sizes, steps);
}

/// <summary>Reading and adding at indices, which have been checked.</summary>
internal static unsafe class Indexing
{
    /// <summary>y[i] = x[line(i) + index[i]·stride].</summary>
    public static void Gather<T>(IndexWalk walk, T* x, long* index, T* y) where T : unmanaged
    {
        if (walk.Count == 0) return;
        foreach (int line in walk.Lines()) *y++ = x[line + (*index++ * walk.AxisStride)];
    }

    /// <summary>y[line(i) + index[i]·stride] += x[i], in order.</summary>
    public static void ScatterAdd<T>(IndexWalk walk, T* x, long* index, T* y) where T : unmanaged, INumber<T>
    {
        if (walk.Count == 0) return;
        foreach (int line in walk.Lines()) y[line + (*index++ * walk.AxisStride)] += *x++;
    }

    /// <summary>Copies rows of bytes: y[o, i] = x[o, index[i]], with x [outer, size, row] and y [outer, count, row].</summary>
    public static void Select(byte* x, long* index, byte* y, int outer, int size, int count, int row)
    {
        for (int o = 0; o < outer; o++)
        {
            byte* block = x + ((nint)o * size * row);
            for (int i = 0; i < count; i++, y += row) Unsafe.CopyBlockUnaligned(y, block + (nint)(index[i] * row), (uint)row);
        }
    }

    /// <summary>y[o, index[i]] += x[o, i], in order, for rows of so many elements.</summary>
    public static void Add<T>(T* x, long* index, T* y, int outer, int size, int count, int row)
        where T : unmanaged, INumber<T>
    {
        for (int o = 0; o < outer; o++)
        {
            T* block = y + ((nint)o * size * row);
            for (int i = 0; i < count; i++, x += row)
            {
                var sum = new Span<T>(block + (nint)(index[i] * row), row);
                TensorPrimitives.Add(sum, new ReadOnlySpan<T>(x, row), sum);
            }
        }
    }
}
