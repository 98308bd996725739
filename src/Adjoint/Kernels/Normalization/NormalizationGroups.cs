namespace Adjoint.Kernels;

/// <summary>
/// The groups x[:, g, :] of [outer, groups, length]: where their rows lie, how they are shared out (in at most so many items of work, where
/// each has results of its own to be added up), their statistics.
/// </summary>
internal readonly unsafe struct NormalizationGroups<T>(int outer, int groups, int length, int maxItems = int.MaxValue)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Inputs of at least this many bytes are prefetched.</summary>
    private const long PrefetchFrom = 4L << 20;

    /// <summary>Elements that make an item of work worth its dispatch.</summary>
    private const int Grain = 16 * 1024;

    // Enough groups to an item that small ones are worth their dispatch, and that a large one can prefetch the next.
    private readonly int perItem = Math.Max(
        Math.Max(Math.Min(4, groups / 16), (groups / maxItems) + (groups % maxItems == 0 ? 0 : 1)),
        Math.Max(1, (int)(Grain / Math.Max(1, (long)outer * length))));

    private readonly bool prefetches = outer > 1 && (long)outer * groups * length * sizeof(T) >= PrefetchFrom;

    /// <summary>Elements that stay in the first-level cache: rows of a group, or a part of one.</summary>
    public static int Block => 32 * 1024 / sizeof(T);

    /// <summary>Rows of a group.</summary>
    public int Outer => outer;

    /// <summary>How many groups there are.</summary>
    public int Count => groups;

    /// <summary>Elements of a row.</summary>
    public int Length => length;

    /// <summary>Elements of a group.</summary>
    public double Size => (double)outer * length;

    /// <summary>Bytes of all groups.</summary>
    public long Bytes => (long)outer * groups * length * sizeof(T);

    /// <summary>Items of work.</summary>
    public int Items => (groups + perItem - 1) / perItem;

    /// <summary>Elements from one row of a group to the next.</summary>
    public nint Stride => (nint)groups * length;

    /// <summary>Rows that fill a block.</summary>
    public int BlockRows => Math.Max(1, Block / Math.Max(1, length));

    /// <summary>
    /// How many elements ahead a source is prefetched: the hardware prefetcher stops at the end of a page, and misses
    /// rows that are apart. For those it is the next group of the item, if both fit into the second-level cache.
    /// </summary>
    public nint SourceAhead(bool hasNext) => outer == 1 ? 12 * 1024 / sizeof(T)
        : hasNext && (long)outer * length * sizeof(T) <= 448 * 1024 ? length : 0;

    /// <summary>How many elements ahead results are prefetched.</summary>
    public nint ResultAhead => outer == 1 ? 4 * 1024 / sizeof(T) : Row(0, 1);

    /// <summary>
    /// How many elements ahead a source is prefetched that is read block by block, from row <paramref name="o"/> of a
    /// group on: the next rows, or the next group's; 0 for not at all.
    /// </summary>
    public nint BlockAhead(int o) =>
        !prefetches ? 0 : o + BlockRows < outer ? BlockRows * Stride : Row(1, 0) - Row(0, o);

    /// <summary>The groups of an item.</summary>
    public (int First, int End) Item(int index) => (index * perItem, Math.Min(groups, (index + 1) * perItem));

    /// <summary>Where a row of a group begins.</summary>
    public nint Row(int group, int o) => (((nint)o * groups) + group) * length;

    /// <summary>
    /// The mean and the (biased) variance of a group. The statistics of blocks that stay in the first-level cache are
    /// merged in double precision (Chan, Golub and LeVeque 1983, The American Statistician 37), so memory is read once.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (double Mean, double Variance) Statistics(T* x, int group)
    {
        double seen = 0, mean = 0, squares = 0;
        for (int o = 0; o < outer; o += BlockRows)
        {
            int rows = Math.Min(BlockRows, outer - o);
            for (int start = 0; start < length; start += Block)
            {
                int columns = Math.Min(Block, length - start);
                T* block = x + Row(group, o) + start;
                double count = (double)rows * columns;
                double centre = Sum(block, rows, Stride, columns, BlockAhead(o)) / count;
                double distance = centre - mean;
                double share = seen == 0 ? 1 : count / (seen + count);
                mean += distance * share;
                squares += Squares(block, rows, Stride, columns, T.CreateTruncating(centre)) + (distance * distance * seen * share);
                seen += count;
            }
        }

        return (mean, squares / seen);
    }

    /// <summary>Prefetches four lines into the second-level cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PrefetchBlock(T* row)
    {
        for (int i = 0; i < 4; i++) Prefetch.LineToL2((byte*)row + (i * sizeof(Vector512<T>)));
    }

    // Rows shorter than a vector are added up in double precision, number by number.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Sum(T* row, int rows, nint stride, int columns, nint ahead)
    {
        int lanes = Vector512<T>.Count;
        Vector512<T> counted = PartialVector.Mask<T>(lanes - (columns % lanes));
        Vector512<T> a = default, b = default, c = default, d = default;
        double rest = 0;
        for (; rows > 0; rows--, row += stride)
        {
            int i = 0;
            for (; i <= columns - (4 * lanes); i += 4 * lanes)
            {
                if (ahead != 0) PrefetchBlock(row + i + ahead);
                a += Vector512.Load(row + i);
                b += Vector512.Load(row + i + lanes);
                c += Vector512.Load(row + i + (2 * lanes));
                d += Vector512.Load(row + i + (3 * lanes));
            }

            if (ahead != 0) PrefetchBlock(row + i + ahead);
            for (; i <= columns - lanes; i += lanes) a += Vector512.Load(row + i);
            if (i == columns) continue;
            if (columns > lanes) b += Vector512.AndNot(Vector512.Load(row + columns - lanes), counted);
            else for (; i < columns; i++) rest += double.CreateTruncating(row[i]);
        }

        return double.CreateTruncating(HorizontalReduction.Run<T, SumReducer<T>>((a + b) + (c + d))) + rest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Squares(T* row, int rows, nint stride, int columns, T centre)
    {
        int lanes = Vector512<T>.Count;
        Vector512<T> counted = PartialVector.Mask<T>(lanes - (columns % lanes)), m = Vector512.Create(centre);
        Vector512<T> a = default, b = default, c = default, d = default;
        double rest = 0;
        for (; rows > 0; rows--, row += stride)
        {
            int i = 0;
            for (; i <= columns - (4 * lanes); i += 4 * lanes)
            {
                a = AddSquare(Vector512.Load(row + i) - m, a);
                b = AddSquare(Vector512.Load(row + i + lanes) - m, b);
                c = AddSquare(Vector512.Load(row + i + (2 * lanes)) - m, c);
                d = AddSquare(Vector512.Load(row + i + (3 * lanes)) - m, d);
            }

            for (; i <= columns - lanes; i += lanes) a = AddSquare(Vector512.Load(row + i) - m, a);
            if (i == columns) continue;
            if (columns > lanes) b = AddSquare(Vector512.AndNot(Vector512.Load(row + columns - lanes) - m, counted), b);
            else for (; i < columns; i++) rest += double.CreateTruncating((row[i] - centre) * (row[i] - centre));
        }

        return double.CreateTruncating(HorizontalReduction.Run<T, SumReducer<T>>((a + b) + (c + d))) + rest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> AddSquare(Vector512<T> x, Vector512<T> sum) => VectorMath.MultiplyAdd(x, x, sum);
}
