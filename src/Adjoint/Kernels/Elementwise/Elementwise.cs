namespace Adjoint.Kernels;

/// <summary>One operand of an elementwise operation: the first element, and the layout, or null where all are contiguous.</summary>
internal readonly unsafe struct Operand<T>(T* pointer, StridedLayout? layout) where T : unmanaged
{
    /// <summary>The elements start, start + 1, … in order: in place if contiguous, else gathered into scratch.</summary>
    public ReadOnlySpan<T> Row(int start, int length, Span<T> scratch)
    {
        if (pointer == null) return default;
        if (layout is null) return new ReadOnlySpan<T>(pointer + start, length);
        layout.GetValueOrDefault().Gather(pointer, start, scratch[..length]);
        return scratch[..length];
    }
}

/// <summary>What an elementwise operation does to a row; unused operands are empty.</summary>
internal interface IRowMap<TA, TB, TC, TY>
{
    /// <summary>Fills <paramref name="y"/>, which is as long as each operand and overlaps none.</summary>
    void Map(ReadOnlySpan<TA> a, ReadOnlySpan<TB> b, ReadOnlySpan<TC> c, Span<TY> y);
}

/// <summary>Runs an operation over up to three operands of any strides into contiguous memory, in blocks that stay in a cache.</summary>
internal static unsafe class Elementwise
{
    /// <summary>Elements gathered at a time: three operands of doubles are 24 KiB of stack.</summary>
    public const int BlockLength = 1024;

    /// <summary>Elements in one item of work; a multiple of a block, and the same for any number of threads.</summary>
    private const int GrainLength = 16 * BlockLength;

    /// <summary>y[i] = map(a[i], b[i], c[i]) for all i below count.</summary>
    public static void Run<TA, TB, TC, TY, TMap>(
        Operand<TA> a, Operand<TB> b, Operand<TC> c, TY* y, int count, TMap map)
        where TA : unmanaged
        where TB : unmanaged
        where TC : unmanaged
        where TY : unmanaged
        where TMap : struct, IRowMap<TA, TB, TC, TY>
    {
        var work = new Work<TA, TB, TC, TY, TMap>(a, b, c, y, count, map);
        WorkerPool.For((count + GrainLength - 1) / GrainLength, ref work);
    }

    private readonly struct Work<TA, TB, TC, TY, TMap>(
        Operand<TA> a, Operand<TB> b, Operand<TC> c, TY* y, int count, TMap map) : IWork
        where TA : unmanaged
        where TB : unmanaged
        where TC : unmanaged
        where TY : unmanaged
        where TMap : struct, IRowMap<TA, TB, TC, TY>
    {
        [SkipLocalsInit]
        public void Do(int index)
        {
            Span<TA> scratchA = stackalloc TA[BlockLength];
            Span<TB> scratchB = stackalloc TB[BlockLength];
            Span<TC> scratchC = stackalloc TC[BlockLength];
            int end = (int)Math.Min(count, ((long)index + 1) * GrainLength);
            PrefetchResult(index * GrainLength, end);
            for (int start = index * GrainLength; start < end; start += BlockLength)
            {
                int length = Math.Min(BlockLength, end - start);
                PrefetchResult(start + length, end);
                map.Map(
                    a.Row(start, length, scratchA),
                    b.Row(start, length, scratchB),
                    c.Row(start, length, scratchC),
                    new Span<TY>(y + start, length));
            }
        }

        /// <summary>Prefetches a block of this item's result, which is seldom in a cache.</summary>
        private void PrefetchResult(int start, int end)
        {
            if (start < end) Prefetch.Rows(y + start, 0, 1, Math.Min(BlockLength, end - start));
        }
    }
}
