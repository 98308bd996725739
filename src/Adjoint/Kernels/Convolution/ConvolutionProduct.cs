namespace Adjoint.Kernels;

/// <summary>
/// Convolution as a plain matrix product where windows do not overlap, so that unrolling the image only puts it in another order: patches,
/// a kernel as large as the image, 1 by 1. Also where they overlap, if enough filters make up for the copies: the output if its lines are
/// much shorter than registers, and the gradient of the weights if its sums are many and short. The unrolled image has a row per (channel,
/// tap) and a column per output pixel of one or more images, or, where the taps of a window follow one another in memory, the other way
/// round. Images are taken together in a number that depends on the shape only, so the bits do not depend on the threads.
/// </summary>
internal static unsafe class ConvolutionProduct<T, TVector>
    where T : unmanaged, INumberBase<T>
    where TVector : struct, ISimdVector<TVector, T>
{
    /// <summary>Least filters, and rows of the unrolled image, for which a product is faster in spite of its copies.</summary>
    private const int MinFilters = 16, MinDepth = 16;

    /// <summary>Most pixels for which a product is faster for 1 by 1 kernels: a register tile then holds those of several images.</summary>
    private const int MaxPixels = 64;

    /// <summary>Least contiguous taps that are copied together.</summary>
    private const int MinTaps = 4;

    /// <summary>Columns that make a product efficient, and bytes of unrolled images that a core's cache holds.</summary>
    private const int TargetColumns = 256, CachedBytes = 1024 * 1024;

    /// <summary>The cost of unrolling a pixel with its overlaps, in filters computed.</summary>
    private const int UnrollCost = 64;

    /// <summary>Least filters, and channels times taps, and most pixels of all images, to unroll for the gradient of the weights.</summary>
    private const int ManySums = 256, ShortSum = 512;

    /// <summary>Bytes of the images that the gradient of the weights unrolls at once.</summary>
    private const int ChunkBytes = 8 * 1024 * 1024;

    /// <summary>Least chunks for which each is one item of work.</summary>
    private const int MinChunks = 8;

    /// <summary>Elements that make an item of copying.</summary>
    private const int CopiedPerItem = 16 * 1024;

    /// <summary>What is done with each channel, or filter, of each image of a chunk.</summary>
    private enum Copy
    {
        /// <summary>A channel of the input becomes part of the unrolled image.</summary>
        Unroll,

        /// <summary>A part of the unrolled gradient becomes a channel of that of the input, zero between the windows.</summary>
        Fold,

        /// <summary>A filter's output, or its gradient, becomes a part of a row.</summary>
        Join,

        /// <summary>A part of a row becomes a filter's output, finished.</summary>
        Split,
    }

    /// <summary>Whether a product is the fastest algorithm for a result.</summary>
    public static bool IsFaster(ConvolutionResult result, in ConvolutionGeometry g)
    {
        if (g.Groups != 1 || g.Batch == 0 || g.OutputPlane == 0 || g.InputPlane == 0) return false;
        if (g.Filters < MinFilters || g.Channels * g.Taps < MinDepth) return false;
        if (IsWhole(in g)) return true;
        if (IsPlain(in g)) return g.OutputPlane <= MaxPixels;
        if (!AreApart(in g)) return false;

        // With strides, or a single image, reading from planes is as fast.
        return result == ConvolutionResult.Input || (IsByPixels(in g) && (result == ConvolutionResult.Filter || g.Batch > 1));
    }

    /// <summary>
    /// Whether a product is faster though windows overlap: for the output if all registers are full, which they are not where images are
    /// read in place; for the gradient of the weights if its sums would be loaded and stored for few pixels each.
    /// </summary>
    public static bool IsFasterUnrolled(ConvolutionResult result, in ConvolutionGeometry g)
    {
        int depth = g.Channels * g.Taps;
        if (g.Groups != 1 || g.OutputPlane == 0 || g.Batch == 0) return false;
        if (result == ConvolutionResult.Filter)
            return g.Filters >= ManySums && depth >= ManySums && g.Batch * g.OutputPlane <= ShortSum;
        if (result == ConvolutionResult.Input || g.Filters < 2 * UnrollCost || depth < 2 * UnrollCost) return false;
        long pixels = RoundUp(g.Batch * g.OutputPlane, 2 * TVector.Lanes);
        long lanes = Correlation<T, TVector>.LanesOf(Planes<T>.Of(in g).Pitch, g.Height.Output, g.Width.Output);
        return pixels * (g.Filters + UnrollCost) < g.Batch * g.Depth.Output * lanes * g.Filters;
    }

    /// <summary>Adds the scratch memory of a result.</summary>
    public static void AddScratch(ConvolutionResult result, in ConvolutionGeometry g, ref ScratchSizes scratch)
    {
        if (IsWhole(in g)) return;
        int together = Together(result, in g);
        long columns = together * g.OutputPlane, chunks = (g.Batch + together - 1) / together;
        long items = chunks >= MinChunks && result != ConvolutionResult.Filter ? chunks : 1;
        if (together > 1 || !IsPlain(in g)) scratch.TakeEach<T>(ScratchSlot.Planes, g.Channels * g.Taps * columns, items);
        if (together > 1) scratch.TakeEach<T>(ScratchSlot.Weights, g.Filters * columns, items);
        if (!AreApart(in g)) scratch.TakeEach<T>(ScratchSlot.Item, Planes<T>.Of(in g).Size(1), together * g.Channels);
    }

    /// <summary>Computes a result, as <see cref="ConvolutionPlan.Run{T}"/>.</summary>
    public static void Run(ConvolutionResult result, in ConvolutionGeometry g, T* a, T* b, T* target, ConvolutionFinish<T> finish = default)
    {
        if (IsWhole(in g)) Whole(result, in g, a, b, target, finish);
        else if (result == ConvolutionResult.Output)
            Run(new Chunk { Geometry = g, Result = result, X = a, Weights = b, Y = target, Finish = finish });
        else if (result == ConvolutionResult.Input) Run(new Chunk { Geometry = g, Result = result, X = target, Weights = b, Y = a });
        else Run(new Chunk { Geometry = g, Result = result, X = b, Weights = target, Y = a });
    }

    /// <summary>The same where each image is one window: products of the operands as they stand.</summary>
    private static void Whole(ConvolutionResult result, in ConvolutionGeometry g, T* a, T* b, T* target, ConvolutionFinish<T> finish)
    {
        int depth = g.Channels * g.Taps;
        if (result == ConvolutionResult.Input) Multiply(g.Batch, depth, g.Filters, a, g.Filters, 1, b, depth, 1, target, depth, false);
        else if (result == ConvolutionResult.Filter)
            Multiply(g.Filters, depth, g.Batch, a, 1, g.Filters, b, depth, 1, target, depth, false);
        else Multiply(g.Batch, g.Filters, depth, a, depth, 1, b, 1, depth, target, g.Filters, false);
        if (finish.IsNone) return;
        for (int image = 0; image < g.Batch; image++)
            for (int f = 0; f < g.Filters; f++, target++) *target = finish.Apply(*target, f);
    }

    private static void Run(Chunk chunk)
    {
        chunk.Together = Together(chunk.Result, in chunk.Geometry);
        int chunks = (chunk.Geometry.Batch + chunk.Together - 1) / chunk.Together;

        // The gradient of the weights is one sum over all images.
        if (chunks >= MinChunks && chunk.Result != ConvolutionResult.Filter) WorkerPool.For(chunks, ref chunk);
        else WorkerPool.Inline(chunks, ref chunk);
    }

    /// <summary>How many images share a product.</summary>
    private static int Together(ConvolutionResult result, in ConvolutionGeometry g)
    {
        long bytes = g.Channels * g.Taps * g.OutputPlane * sizeof(T);
        long few = Math.Clamp(Math.Min(TargetColumns / g.OutputPlane, CachedBytes / bytes), 1, g.Batch);

        // A product that all threads share is the more efficient the larger it is.
        bool isShared = result == ConvolutionResult.Filter || !AreApart(in g) || (g.Batch + few - 1) / few < MinChunks;
        return (int)(isShared ? Math.Clamp(ChunkBytes / bytes, 1, g.Batch) : few);
    }

    /// <summary>Whether the one window is the image, which then is a column as it stands.</summary>
    private static bool IsWhole(in ConvolutionGeometry g) =>
        g.OutputPlane == 1 && IsWhole(g.Depth) && IsWhole(g.Height) && IsWhole(g.Width);

    private static bool IsWhole(WindowAxis axis) =>
        axis.Kernel == axis.Input && axis.PaddingBegin == 0 && (axis.Dilation == 1 || axis.Kernel == 1);

    /// <summary>Whether the image is its own unrolled matrix.</summary>
    private static bool IsPlain(in ConvolutionGeometry g) =>
        g.Taps == 1 && g.OutputPlane == g.InputPlane && IsPlain(g.Depth) && IsPlain(g.Height) && IsPlain(g.Width);

    private static bool IsPlain(WindowAxis axis) =>
        axis is { Kernel: 1, PaddingBegin: 0 } && axis.Input == axis.Output && (axis.Stride == 1 || axis.Output == 1);

    /// <summary>Whether windows neither overlap nor reach beyond the image.</summary>
    private static bool AreApart(WindowAxis axis)
    {
        int reach = (axis.Kernel - 1) * axis.Dilation;
        return axis.PaddingBegin == 0 && ((axis.Output - 1) * axis.Stride) + reach < axis.Input
            && (axis.Output == 1 || axis.Stride > reach);
    }

    private static bool AreApart(in ConvolutionGeometry g) => AreApart(g.Depth) && AreApart(g.Height) && AreApart(g.Width);

    private static bool IsByPixels(in ConvolutionGeometry g) => g.Width is { Kernel: >= MinTaps, Dilation: 1 } && AreApart(in g);

    private static long RoundUp(long value, int unit) => (value + unit - 1) / unit * unit;

    private static void Multiply(
        int m, int n, int k, T* a, nint aRow, nint aColumn, T* b, nint bRow, nint bColumn, T* c, nint ldc, bool accumulate)
    {
        var product = new Product<T>(m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, ldc, accumulate);
        Gemm.Multiply<T, TVector>(in product);
    }

    /// <summary>Some images, of which X is the input, or its gradient, and Y the output, or its gradient.</summary>
    private struct Chunk : IWork
    {
        public ConvolutionGeometry Geometry;
        public ConvolutionResult Result;
        public int Together;
        public T* X, Weights, Y;
        public ConvolutionFinish<T> Finish;

        public readonly void Do(int index)
        {
            ConvolutionGeometry g = Geometry;
            int first = index * Together, images = Math.Min(Together, g.Batch - first);
            int depth = g.Channels * g.Taps, columns = checked((int)(images * g.OutputPlane));
            bool one = images == 1, plain = one && IsPlain(in g);
            var copies = new Copies
            {
                Geometry = g,
                Finish = Finish,
                Columns = columns,
                X = X + (first * g.Channels * g.InputPlane),
                Y = Y + (first * g.Filters * g.OutputPlane),
            };
            (nint tap, nint pixel) = IsByPixels(in g) ? ((nint)1, (nint)depth) : (columns, 1);
            (copies.Tap, copies.Pixel) = (tap, pixel);
            T* unrolled = copies.Unrolled = plain ? copies.X : Scratch.Take<T>(ScratchSlot.Planes, (long)depth * columns);
            T* rows = copies.Rows = one ? copies.Y : Scratch.Take<T>(ScratchSlot.Weights, (long)g.Filters * columns);
            if (Result != ConvolutionResult.Input && !plain) copies.Run(Copy.Unroll, images);
            if (Result != ConvolutionResult.Output && !one) copies.Run(Copy.Join, images);
            switch (Result)
            {
                case ConvolutionResult.Output:
                    Multiply(g.Filters, columns, depth, Weights, depth, 1, unrolled, tap, pixel, rows, columns, false);
                    if (!one || !Finish.IsNone) copies.Run(Copy.Split, images);
                    break;
                case ConvolutionResult.Input:
                    if (tap == 1) Multiply(columns, depth, g.Filters, rows, 1, columns, Weights, depth, 1, unrolled, depth, false);
                    else Multiply(depth, columns, g.Filters, Weights, 1, depth, rows, columns, 1, unrolled, columns, false);
                    if (!plain) copies.Run(Copy.Fold, images);
                    break;
                default:
                    Multiply(g.Filters, depth, columns, rows, columns, 1, unrolled, pixel, tap, Weights, depth, index > 0);
                    break;
            }
        }
    }

    private struct Copies : IWork
    {
        public ConvolutionGeometry Geometry;
        public ConvolutionFinish<T> Finish;
        public T* X, Unrolled, Rows, Y;
        public int Columns;
        public nint Tap, Pixel;

        private Copy copy;
        private int perItem, count;

        public void Run(Copy copy, int images)
        {
            bool isInput = copy is Copy.Unroll or Copy.Fold;
            this.copy = copy;
            count = images * (isInput ? Geometry.Channels : Geometry.Filters);
            long size = isInput ? Geometry.Taps * Geometry.OutputPlane : Geometry.OutputPlane;
            perItem = (int)Math.Clamp(CopiedPerItem / size, 1, count);
            WorkerPool.For((count + perItem - 1) / perItem, ref this);
        }

        public readonly void Do(int index)
        {
            bool isInput = copy is Copy.Unroll or Copy.Fold;
            int each = isInput ? Geometry.Channels : Geometry.Filters;
            int end = Math.Min(count, (index + 1) * perItem);
            for (int i = index * perItem; i < end; i++)
            {
                int image = i / each, part = i % each, pixels = (int)Geometry.OutputPlane;
                T* row = Rows + ((nint)part * Columns) + (image * pixels), plane = Y + ((nint)i * pixels);
                T* unrolled = Unrolled + (part * Geometry.Taps * Tap) + (image * pixels * Pixel);
                if (isInput && !AreApart(in Geometry)) Unroll(X + (i * Geometry.InputPlane), unrolled);
                else if (isInput) Channel(X + (i * Geometry.InputPlane), unrolled);
                else if (copy == Copy.Join) new ReadOnlySpan<T>(plane, pixels).CopyTo(new Span<T>(row, pixels));
                else Finish.Line<TVector>(part, row, pixels, plane);
            }
        }

        /// <summary>Unrolls one channel with its overlaps and padding: line by line from a padded copy.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Unroll(T* x, T* unrolled)
        {
            Planes<T> planes = Planes<T>.Of(in Geometry);
            T* padded = Scratch.Take<T>(ScratchSlot.Item, planes.Size(1));
            planes.FillOne(x, 0, 1, padded);
            (int height, int width) = (Geometry.Height.Kernel, Geometry.Width.Kernel);
            for (int tap = 0; tap < Geometry.Taps; tap++)
            {
                T* target = unrolled + (tap * Tap);
                T* source = padded + planes.Offset(tap / width / height, tap / width % height, tap % width);
                for (int z = 0; z < Geometry.Depth.Output; z++)
                {
                    for (int y = 0; y < Geometry.Height.Output; y++)
                    {
                        RowCopy.Run(source + planes.At(z, y, 0), target, Geometry.Width.Output);
                        target += Geometry.Width.Output;
                    }
                }
            }
        }

        /// <summary>Unrolls or folds one channel; all taps of an output line in turn, while its input is in the cache.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Channel(T* x, T* unrolled)
        {
            (WindowAxis depth, WindowAxis height, WindowAxis width) = (Geometry.Depth, Geometry.Height, Geometry.Width);
            if (copy == Copy.Fold) new Span<T>(x, checked((int)Geometry.InputPlane)).Clear();
            for (int z = 0; z < depth.Output; z++)
            {
                for (int y = 0; y < height.Output; y++)
                {
                    T* taps = unrolled;
                    for (int kz = 0; kz < depth.Kernel; kz++)
                    {
                        nint slice = (nint)((z * depth.Stride) + (kz * depth.Dilation)) * height.Input;
                        for (int ky = 0; ky < height.Kernel; ky++)
                        {
                            nint line = slice + (y * height.Stride) + (ky * height.Dilation);
                            Line(x + (line * width.Input), taps);
                            taps += width.Kernel * Tap;
                        }
                    }

                    unrolled += width.Output * Pixel;
                }
            }
        }

        /// <summary>Copies the taps of one row of the kernel for all pixels of an output line.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Line(T* x, T* taps)
        {
            WindowAxis width = Geometry.Width;
            bool folds = copy == Copy.Fold;
            if (Tap == 1)
            {
                for (int i = 0; i < width.Output; i++)
                {
                    if (folds) RowCopy.Run(taps, x, width.Kernel);
                    else RowCopy.Run(x, taps, width.Kernel);
                    x += width.Stride;
                    taps += Pixel;
                }

                return;
            }

            for (int k = 0; k < width.Kernel; k++)
            {
                if (folds) GatherScatter.Scatter(taps, width.Output, x, width.Stride);
                else GatherScatter.Gather(x, width.Stride, width.Output, taps);
                x += width.Dilation;
                taps += Tap;
            }
        }
    }
}
