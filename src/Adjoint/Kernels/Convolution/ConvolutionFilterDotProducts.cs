namespace Adjoint.Kernels;

/// <summary>
/// The gradient of the weights where an image has few channels or a group few filters: packing pixel by pixel would take longer than the
/// sums, or registers as wide as the filters would be nearly empty. So here they lie along the output lines, which are read where they are,
/// and each weight is a dot product; four filters by four taps are summed at once. Lines are taken in blocks that stay in a core's cache,
/// shared out in a number of parts that depends on the shape only and whose sums are added in order.
/// </summary>
internal static unsafe class ConvolutionFilterDotProducts<T, TVector>
    where T : unmanaged, INumberBase<T>
    where TVector : struct, ISimdVector<TVector, T>
{
    /// <summary>The cost of packing a pixel in the direct algorithm, in steps of its sums; for small and large images.</summary>
    private const int PackCost = 20, LargePackCost = 100, LargeImage = 2048;

    /// <summary>Filters, and rows of channels and taps, that are summed at once.</summary>
    private const int Together = 4;

    /// <summary>Pixels of a block of lines.</summary>
    private const int BlockPixels = 4096;

    /// <summary>Items that are enough for any number of threads.</summary>
    private const int TargetItems = 24;

    private const long ChunkBytes = 4 * 1024 * 1024;

    /// <summary>Whether this is faster than the direct algorithm: both costs are counted in steps, a register of sums each.</summary>
    public static bool IsFaster(in ConvolutionGeometry g)
    {
        (long depth, long filters, long width) = (g.GroupChannels * (long)g.Taps, g.GroupFilters, g.Width.Output);
        if (g.Batch == 0 || g.OutputPlane == 0 || depth == 0 || filters == 0) return false;
        long pixels = RoundUp(width, TVector.Lanes) * RoundUp(filters, Together) * RoundUp(depth, Together);
        long packed = RoundUp(filters, RegisterTile<T, TVector, StridedRight<T>>.Width(g.GroupFilters)) * RoundUp(depth, TVector.Rows);
        packed += filters * (g.OutputPlane >= LargeImage ? LargePackCost : PackCost);
        return pixels * 5 < packed * width * 4;
    }

    public static void Run(in ConvolutionGeometry g, T* gy, T* x, T* gw)
    {
        var planes = Planes<T>.Of(in g);
        nint planesSize = planes.Size(g.Channels);
        int chunk = ChunkOf(planesSize, g.Batch), splits = Splits(in g, chunk);
        nint weights = (nint)g.Filters * g.GroupChannels * g.Taps;
        T* sums = splits == 1 ? gw : Scratch.Take<T>(ScratchSlot.Partials, splits * weights);
        var work = new Chunk
        {
            Geometry = g,
            Planes = planes,
            Gy = gy,
            X = x,
            Offsets = ConvolutionForward<T, TVector>.Offsets(in g, in planes),
            Padded = Scratch.Take<T>(ScratchSlot.Planes, chunk * planesSize),
            PlanesSize = planesSize,
            Sums = sums,
            SumsSize = weights,
            Splits = splits,
            BlockLines = BlockLines(in g),
        };

        for (nint at = 0; at < splits * weights; at++) sums[at] = T.Zero;
        for (int first = 0; first < g.Batch; first += chunk)
        {
            work.Images = Math.Min(chunk, g.Batch - first);
            var prepare = new Prepare(work);
            WorkerPool.For(work.Images * g.Channels, ref prepare);
            WorkerPool.For(FilterItems(in g) * splits, ref work);
            work.X += work.Images * g.Channels * g.InputPlane;
            work.Gy += work.Images * g.Filters * g.OutputPlane;
        }

        for (nint at = 0; at < weights && splits > 1; at++)
        {
            T sum = sums[at];
            for (int split = 1; split < splits; split++) sum += sums[(split * weights) + at];
            gw[at] = sum;
        }
    }

    /// <summary>Adds the scratch memory of <see cref="Run"/>.</summary>
    public static void AddScratch(in ConvolutionGeometry g, ref ScratchSizes scratch)
    {
        nint planesSize = Planes<T>.Of(in g).Size(g.Channels);
        int chunk = ChunkOf(planesSize, g.Batch), splits = Splits(in g, chunk);
        scratch.Take<T>(ScratchSlot.Planes, chunk * planesSize);
        if (splits > 1) scratch.Take<T>(ScratchSlot.Partials, (long)splits * g.Filters * g.GroupChannels * g.Taps);
        if (g.Width.Output < TVector.Lanes)
            scratch.TakeEach<T>(ScratchSlot.Item, CopySize(BlockLines(in g) * g.Width.Output), FilterItems(in g) * splits);
    }

    private static long RoundUp(long value, int unit) => (value + unit - 1) / unit * unit;

    private static int ChunkOf(nint planesSize, int images) => (int)Math.Clamp(ChunkBytes / (planesSize * sizeof(T)), 1, images);

    private static int FilterItems(in ConvolutionGeometry g) => g.Groups * ((g.GroupFilters + Together - 1) / Together);

    /// <summary>Output lines of a block, all of one slice.</summary>
    private static int BlockLines(in ConvolutionGeometry g) => Math.Clamp(BlockPixels / g.Width.Output, 1, g.Height.Output);

    /// <summary>Blocks of an image.</summary>
    private static int Blocks(in ConvolutionGeometry g)
    {
        int lines = BlockLines(in g);
        return g.Depth.Output * ((g.Height.Output + lines - 1) / lines);
    }

    private static int Splits(in ConvolutionGeometry g, int chunk)
    {
        int items = FilterItems(in g);
        return (int)Math.Clamp((TargetItems + items - 1) / items, 1, (long)chunk * Blocks(in g));
    }

    /// <summary>Elements of a copy of the gradients of a few filters, each padded by a register.</summary>
    private static nint CopySize(int pixels) => Together * (nint)(pixels + TVector.Lanes);

    private struct Chunk : IWork
    {
        public ConvolutionGeometry Geometry;
        public Planes<T> Planes;
        public T* Gy, X, Padded, Sums;
        public nint PlanesSize, SumsSize;
        public int* Offsets;
        public int Images, Splits, BlockLines;

        public readonly void Do(int index)
        {
            ConvolutionGeometry g = Geometry;
            int split = index % Splits, depth = g.GroupChannels * g.Taps, quads = (g.GroupFilters + Together - 1) / Together;
            int group = index / Splits / quads, filter = index / Splits % quads * Together;
            int filters = Math.Min(Together, g.GroupFilters - filter);
            filter += group * g.GroupFilters;
            T* sums = Sums + (split * SumsSize) + ((nint)filter * depth);
            int blocks = Blocks(in g), slices = blocks / g.Depth.Output, end = (int)((long)Images * blocks * (split + 1) / Splits);
            for (int unit = (int)((long)Images * blocks * split / Splits); unit < end; unit++)
            {
                int image = unit / blocks, slice = unit % blocks / slices, line = unit % slices * BlockLines;
                int lines = Math.Min(BlockLines, g.Height.Output - line);
                nint plane = ((nint)image * g.Filters) + filter;
                T* gy = Gy + (plane * g.OutputPlane) + ((((nint)slice * g.Height.Output) + line) * g.Width.Output);
                T* x = Padded + (image * PlanesSize) + (group * g.GroupChannels * Planes.Channel) + Planes.At(slice, line, 0);
                nint step = g.OutputPlane;
                if (g.Width.Output < TVector.Lanes) gy = Copy(gy, filters, lines * g.Width.Output, ref step);

                // Filters and rows beyond the last repeat one, and their sums are dropped.
                T* g1 = gy + (Math.Min(1, filters - 1) * step), g2 = gy + (Math.Min(2, filters - 1) * step);
                T* g3 = gy + (Math.Min(3, filters - 1) * step);
                for (int row = 0; row < depth; row += Together)
                {
                    int last = depth - 1;
                    int o0 = Offsets[row], o1 = Offsets[Math.Min(row + 1, last)];
                    int o2 = Offsets[Math.Min(row + 2, last)], o3 = Offsets[Math.Min(row + 3, last)];
                    int rows = Math.Min(Together, depth - row);
                    if (filters == 1) One(lines, gy, x + o0, x + o1, x + o2, x + o3, rows, sums + row);
                    else Four(lines, gy, g1, g2, g3, x + o0, x + o1, x + o2, x + o3, filters, rows, sums + row, depth);
                }
            }
        }

        /// <summary>The gradients of lines so short that registers reach beyond their end, and at the last beyond all memory.</summary>
        private static T* Copy(T* gy, int filters, int pixels, ref nint step)
        {
            T* copies = Scratch.Take<T>(ScratchSlot.Item, CopySize(pixels));
            for (int i = 0; i < filters; i++)
                new ReadOnlySpan<T>(gy + (i * step), pixels).CopyTo(new Span<T>(copies + (i * (pixels + TVector.Lanes)), pixels));
            step = pixels + TVector.Lanes;
            return copies;
        }

        /// <summary>Adds the products of four filters' lines with four rows.</summary>
        [SkipLocalsInit]
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Four(
            int lines, T* g0, T* g1, T* g2, T* g3, T* x0, T* x1, T* x2, T* x3, int filters, int rows, T* sums, int depth)
        {
            TVector c0x0 = TVector.Zero, c0x1 = TVector.Zero, c0x2 = TVector.Zero, c0x3 = TVector.Zero;
            TVector c1x0 = TVector.Zero, c1x1 = TVector.Zero, c1x2 = TVector.Zero, c1x3 = TVector.Zero;
            TVector c2x0 = TVector.Zero, c2x1 = TVector.Zero, c2x2 = TVector.Zero, c2x3 = TVector.Zero;
            TVector c3x0 = TVector.Zero, c3x1 = TVector.Zero, c3x2 = TVector.Zero, c3x3 = TVector.Zero;
            int width = Geometry.Width.Output, beyond = Math.Max(0, width - TVector.Lanes);
            TVector all = TVector.Mask(0, TVector.Lanes), some = LastOfLine(width);
            nint rest = Planes.Pitch - width;
            for (int y = 0; y < lines; y++)
            {
                for (int i = 0; i < width; i += TVector.Lanes)
                {
                    // The last register of a line overlaps the one before; elements already counted are masked.
                    bool isLast = i + TVector.Lanes >= width;
                    TVector mask = isLast ? some : all;
                    int at = isLast ? beyond : i;
                    TVector a0 = TVector.And(TVector.Load(g0 + at), mask), a1 = TVector.And(TVector.Load(g1 + at), mask);
                    TVector a2 = TVector.And(TVector.Load(g2 + at), mask), a3 = TVector.And(TVector.Load(g3 + at), mask);
                    Dot<T, TVector>.AddFour(
                        a0, a1, a2, a3, TVector.And(TVector.Load(x0 + at), mask), ref c0x0, ref c1x0, ref c2x0, ref c3x0);
                    Dot<T, TVector>.AddFour(
                        a0, a1, a2, a3, TVector.And(TVector.Load(x1 + at), mask), ref c0x1, ref c1x1, ref c2x1, ref c3x1);
                    Dot<T, TVector>.AddFour(
                        a0, a1, a2, a3, TVector.And(TVector.Load(x2 + at), mask), ref c0x2, ref c1x2, ref c2x2, ref c3x2);
                    Dot<T, TVector>.AddFour(
                        a0, a1, a2, a3, TVector.And(TVector.Load(x3 + at), mask), ref c0x3, ref c1x3, ref c2x3, ref c3x3);
                }

                g0 += width;
                g1 += width;
                g2 += width;
                g3 += width;
                x0 += width + rest;
                x1 += width + rest;
                x2 += width + rest;
                x3 += width + rest;
            }

            Add(c0x0, c0x1, c0x2, c0x3, rows, sums);
            Add(c1x0, c1x1, c1x2, c1x3, rows, sums + depth);
            if (filters > 2) Add(c2x0, c2x1, c2x2, c2x3, rows, sums + (2 * depth));
            if (filters > 3) Add(c3x0, c3x1, c3x2, c3x3, rows, sums + (3 * depth));
        }

        /// <summary>The same of one filter.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void One(int lines, T* gy, T* x0, T* x1, T* x2, T* x3, int rows, T* sums)
        {
            TVector c0 = TVector.Zero, c1 = TVector.Zero, c2 = TVector.Zero, c3 = TVector.Zero;
            int width = Geometry.Width.Output, beyond = Math.Max(0, width - TVector.Lanes);
            TVector all = TVector.Mask(0, TVector.Lanes), some = LastOfLine(width);
            for (int y = 0; y < lines; y++)
            {
                nint line = (nint)y * Planes.Pitch;
                for (int i = 0; i < width; i += TVector.Lanes)
                {
                    bool isLast = i + TVector.Lanes >= width;
                    TVector mask = isLast ? some : all;
                    nint at = isLast ? beyond : i;
                    TVector a = TVector.And(TVector.Load(gy + at), mask);
                    at += line;
                    c0 = TVector.MultiplyAdd(a, TVector.And(TVector.Load(x0 + at), mask), c0);
                    c1 = TVector.MultiplyAdd(a, TVector.And(TVector.Load(x1 + at), mask), c1);
                    c2 = TVector.MultiplyAdd(a, TVector.And(TVector.Load(x2 + at), mask), c2);
                    c3 = TVector.MultiplyAdd(a, TVector.And(TVector.Load(x3 + at), mask), c3);
                }

                gy += width;
            }

            Add(c0, c1, c2, c3, rows, sums);
        }

        /// <summary>The lanes that the last register of a line counts.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static TVector LastOfLine(int width)
        {
            int lanes = TVector.Lanes, rest = ((width - 1) % lanes) + 1;
            return width < lanes ? TVector.Mask(0, width) : TVector.Mask(lanes - rest, lanes);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Add(TVector c0, TVector c1, TVector c2, TVector c3, int rows, T* sums)
        {
            sums[0] += TVector.Sum(c0);
            if (rows > 1) sums[1] += TVector.Sum(c1);
            if (rows > 2) sums[2] += TVector.Sum(c2);
            if (rows > 3) sums[3] += TVector.Sum(c3);
        }
    }

    /// <summary>Pads one channel of one image.</summary>
    private readonly struct Prepare(Chunk chunk) : IWork
    {
        public void Do(int index)
        {
            int channels = chunk.Geometry.Channels, image = index / channels;
            chunk.Planes.FillOne(
                chunk.X + ((nint)image * channels * chunk.Geometry.InputPlane), index % channels, channels,
                chunk.Padded + (image * chunk.PlanesSize));
        }
    }
}
