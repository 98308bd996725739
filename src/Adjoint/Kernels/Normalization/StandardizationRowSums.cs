namespace Adjoint.Kernels;

/// <summary>
/// Σg·x̂ and Σg over rows, element by element: the gradients of a weight and a bias of which each element of a row has its own. Some rows
/// are added up first, and then to the rest, so that no long chain of additions rounds again and again.
/// </summary>
internal unsafe struct StandardizationRowSums<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int RowsAtOnce = 128;

    private readonly T* products, sums, productBlock, sumBlock;
    private readonly int length;
    private int rows;

    /// <summary>Begins with zeros; Σg·x̂ comes to stand in products, Σg in sums.</summary>
    public StandardizationRowSums(T* products, T* sums, int length)
    {
        this.products = products;
        this.sums = sums;
        this.length = length;
        productBlock = Scratch.Take<T>(ScratchSlot.Item, 2L * length);
        sumBlock = productBlock + length;
        new Span<T>(productBlock, 2 * length).Clear();
        new Span<T>(products, length).Clear();
        new Span<T>(sums, length).Clear();
    }

    /// <summary>Adds a row.</summary>
    public void Add(T* x, T* g, T mean, T scale)
    {
        AddRow(x, g, mean, scale, length, productBlock, sumBlock);
        if (++rows == RowsAtOnce) Finish();
    }

    /// <summary>Adds what has not been added to the results.</summary>
    public void Finish()
    {
        AddBlock(productBlock, products, length);
        AddBlock(sumBlock, sums, length);
        rows = 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void AddRow(T* x, T* g, T mean, T scale, int length, T* products, T* sums)
    {
        int lanes = Vector512<T>.Count, i = 0;
        Vector512<T> m = Vector512.Create(mean), f = Vector512.Create(scale);
        for (; i <= length - lanes; i += lanes)
        {
            Vector512<T> slope = Vector512.Load(g + i);
            VectorMath.MultiplyAdd(slope, (Vector512.Load(x + i) - m) * f, Vector512.Load(products + i)).Store(products + i);
            (Vector512.Load(sums + i) + slope).Store(sums + i);
        }

        for (; i < length; i++)
        {
            products[i] = T.MultiplyAddEstimate(g[i], (x[i] - mean) * scale, products[i]);
            sums[i] += g[i];
        }
    }

    /// <summary>Adds a block of sums to the results and clears it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void AddBlock(T* block, T* sums, int length)
    {
        int lanes = Vector512<T>.Count, i = 0;
        for (; i <= length - lanes; i += lanes)
        {
            (Vector512.Load(sums + i) + Vector512.Load(block + i)).Store(sums + i);
            Vector512<T>.Zero.Store(block + i);
        }

        for (; i < length; i++)
        {
            sums[i] += block[i];
            block[i] = T.Zero;
        }
    }
}
