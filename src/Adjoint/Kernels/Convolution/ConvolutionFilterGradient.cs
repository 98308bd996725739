namespace Adjoint.Kernels;

/// <summary>
/// The gradient of the weights: a matrix product whose depth is all output pixels of all images. Rows are (channel, tap), read in place
/// from padded <see cref="Planes{T}"/>, one scalar at a time; columns are filters, from the gradient of the output packed pixel by pixel.
/// Images are taken in chunks that fit the caches. Where there are too few rows and columns to share out, the images of a chunk are split
/// into a number of partial sums that depends on the shape only, added in order at the end. Many small images: an item is some of them, one
/// after the other, and has sums of its own, so that nothing but those leaves its cache.
/// </summary>
internal static unsafe class ConvolutionFilterGradient<T, TVector>
    where T : unmanaged, INumberBase<T>
    where TVector : struct, ISimdVector<TVector, T>
{
    private const long ChunkBytes = 4 * 1024 * 1024;

    /// <summary>Pixels summed in registers before the next panel: what stays in cache between panels.</summary>
    private const int PixelBlock = 512;

    /// <summary>The same where the whole image is in the second-level cache: what stays in the first.</summary>
    private const int CachedPixels = 256;

    /// <summary>What one core's cache holds of an image, its gradient and the sums.</summary>
    private const long CachedBytes = 768 * 1024;

    /// <summary>Items that are enough for any number of threads.</summary>
    private const int TargetItems = 16;

    public static void Run(in ConvolutionGeometry g, T* gy, T* x, T* gw)
    {
        int depth = g.GroupChannels * g.Taps;
        if (g.Filters == 0 || depth == 0) return;
        int pixels = checked((int)g.OutputPlane);
        if (g.Batch == 0 || pixels == 0)
        {
            for (int f = 0; f < g.Filters; f++) new Span<T>(gw + ((nint)f * depth), depth).Clear();
            return;
        }

        var planes = Planes<T>.Of(in g);
        var sizes = new Sizes(in g, in planes);
        (bool areImages, int chunk, int splits) = (sizes.AreImages, sizes.Chunk, sizes.Splits);
        var work = new Chunk
        {
            Geometry = g,
            Planes = planes,
            Sizes = sizes,
            Gy = gy,
            X = x,
            Rows = Rows(in g, in planes, sizes.RowPanels * TVector.Rows),
            Steps = Steps(in g, in planes, pixels),
            AreTriples = g.Width is { Kernel: 3, Stride: 1, Dilation: 1 },
            Pixels = pixels,
            Padded = areImages ? null : Scratch.Take<T>(ScratchSlot.Planes, chunk * sizes.Planes),
            Packed = areImages ? null : Scratch.Take<T>(ScratchSlot.Right, chunk * sizes.Right),
            Sums = Scratch.Take<T>(ScratchSlot.Partials, splits * sizes.Sum),
        };
        if (areImages)
        {
            var images = new WholeImages(work);
            WorkerPool.For(splits, ref images);
        }

        for (int first = 0; first < g.Batch && !areImages; first += chunk)
        {
            work.Images = Math.Min(chunk, g.Batch - first);
            work.Accumulate = first > 0;
            var prepare = new Prepare { Chunk = work };
            WorkerPool.For(work.Images * (g.Channels + (g.Groups * sizes.ColumnPanels)), ref prepare);
            WorkerPool.For(sizes.Items * splits, ref work);
            work.X += work.Images * g.Channels * g.InputPlane;
            work.Gy += work.Images * g.Filters * g.OutputPlane;
        }

        var finish = new Finish(work, gw, depth);
        WorkerPool.For(sizes.Items, ref finish);
    }

    /// <summary>Adds the scratch memory of <see cref="Run"/>.</summary>
    public static void AddScratch(in ConvolutionGeometry g, ref ScratchSizes scratch)
    {
        if (g.OutputPlane == 0) return;
        var planes = Planes<T>.Of(in g);
        var sizes = new Sizes(in g, in planes);
        scratch.TakeEach<T>(ScratchSlot.Planes, sizes.Chunk * sizes.Planes, sizes.AreImages ? sizes.Splits : 1);
        scratch.TakeEach<T>(ScratchSlot.Right, sizes.Chunk * sizes.Right, sizes.AreImages ? sizes.Splits : 1);
        scratch.Take<T>(ScratchSlot.Partials, sizes.Splits * sizes.Sum);
    }

    /// <summary>How the work is cut, with sizes in elements.</summary>
    private readonly struct Sizes
    {
        public Sizes(in ConvolutionGeometry g, in Planes<T> planes)
        {
            int depth = g.GroupChannels * g.Taps;
            Width = RegisterTile<T, TVector, StridedRight<T>>.Width(g.GroupFilters);
            (RowPanels, ColumnPanels) = ((depth + TVector.Rows - 1) / TVector.Rows, (g.GroupFilters + Width - 1) / Width);
            Items = g.Groups * RowPanels * ColumnPanels;
            Panel = Width * g.OutputPlane;
            Right = g.Groups * ColumnPanels * Panel;
            (Planes, Sum) = (planes.Size(g.Channels), (nint)Items * TVector.Rows * Width);
            AreImages = g.Batch >= TargetItems && (Planes + Right + Sum) * sizeof(T) <= CachedBytes;
            Chunk = AreImages ? 1 : (int)Math.Clamp(ChunkBytes / ((Planes + Right) * sizeof(T)), 1, g.Batch);
            Splits = AreImages ? TargetItems : Math.Clamp((TargetItems + Items - 1) / Items, 1, Chunk);
        }

        public readonly int Width, RowPanels, ColumnPanels, Items, Chunk, Splits;
        public readonly nint Panel, Right, Planes, Sum;
        public readonly bool AreImages;
    }

    /// <summary>The offset of each (channel of a group, tap); rows that fill up the last panel repeat the first.</summary>
    private static int* Rows(in ConvolutionGeometry g, in Planes<T> planes, int count)
    {
        int depth = g.GroupChannels * g.Taps;
        int* offsets = ConvolutionForward<T, TVector>.Offsets(in g, in planes);
        int* rows = Scratch.Take<int>(ScratchSlot.Weights, count);
        for (int i = 0; i < count; i++) rows[i] = offsets[i < depth ? i : 0];
        return rows;
    }

    /// <summary>The place of each output pixel in a plane.</summary>
    private static int* Steps(in ConvolutionGeometry g, in Planes<T> planes, int pixels)
    {
        int* steps = Scratch.Take<int>(ScratchSlot.Offsets, pixels);
        int p = 0;
        for (int z = 0; z < g.Depth.Output; z++)
        {
            for (int y = 0; y < g.Height.Output; y++)
            {
                for (int v = 0; v < g.Width.Output; v++) steps[p++] = checked((int)planes.At(z, y, v));
            }
        }

        return steps;
    }

    private struct Chunk : IWork
    {
        public ConvolutionGeometry Geometry;
        public Planes<T> Planes;
        public Sizes Sizes;
        public T* Gy, X, Padded, Packed, Sums;
        public int* Rows, Steps;
        public int Images, Pixels;
        public bool Accumulate, AreTriples;

        /// <summary>One tile of the sums over one split of the images.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Do(int index)
        {
            int split = index % Sizes.Splits;
            index /= Sizes.Splits;
            T* sum = Sums + (split * Sizes.Sum) + ((nint)index * TVector.Rows * Sizes.Width);
            int columnPanel = index % Sizes.ColumnPanels;
            index /= Sizes.ColumnPanels;
            int group = index / Sizes.RowPanels;
            int* rows = Rows + (index % Sizes.RowPanels * TVector.Rows);

            int perSplit = (Images + Sizes.Splits - 1) / Sizes.Splits;
            int end = Math.Min(Images, (split + 1) * perSplit);
            bool accumulate = Accumulate;
            if (!accumulate) new Span<T>(sum, TVector.Rows * Sizes.Width).Clear();
            for (int image = split * perSplit; image < end; image++)
            {
                T* planes = Padded + (image * Sizes.Planes) + ((nint)group * Geometry.GroupChannels * Planes.Channel);
                T* right = Packed + (image * Sizes.Right) + (((nint)(group * Sizes.ColumnPanels) + columnPanel) * Sizes.Panel);
                for (int p = 0; p < Pixels; p += PixelBlock)
                    Tile(Math.Min(PixelBlock, Pixels - p), planes, p, rows, right + ((nint)p * Sizes.Width), sum);
            }
        }

        /// <summary>Adds a block of pixels to one tile of the sums.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Tile(int pixels, T* planes, int firstPixel, int* rows, T* right, T* sum)
        {
            if (AreTriples) Add(pixels, new TriplesLeft<T>(planes, Steps + firstPixel, rows, TVector.Rows), right, sum);
            else Add(pixels, new ScatteredLeft<T>(planes, Steps + firstPixel, rows), right, sum);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Add<TLeft>(int pixels, TLeft left, T* right, T* sum) where TLeft : struct, ILeftOperand<T> =>
            RegisterTile<T, TVector, StridedRight<T>>.Add(pixels, left, new(right, Sizes.Width), sum, Sizes.Width);
    }

    /// <summary>A split of the images, one after the other, each from padding to sums in one core's cache.</summary>
    private readonly struct WholeImages(Chunk chunk) : IWork
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Do(int index)
        {
            ConvolutionGeometry g = chunk.Geometry;
            int first = (int)((long)g.Batch * index / chunk.Sizes.Splits), end = (int)((long)g.Batch * (index + 1) / chunk.Sizes.Splits);
            T* sums = chunk.Sums + (index * chunk.Sizes.Sum);
            new Span<T>(sums, checked((int)chunk.Sizes.Sum)).Clear();
            var prepare = new Prepare { Chunk = chunk };
            T* padded = prepare.Chunk.Padded = Scratch.Take<T>(ScratchSlot.Planes, chunk.Sizes.Planes);
            T* packed = prepare.Chunk.Packed = Scratch.Take<T>(ScratchSlot.Right, chunk.Sizes.Right);
            int panels = chunk.Sizes.RowPanels * chunk.Sizes.ColumnPanels, tile = TVector.Rows * chunk.Sizes.Width;
            nint imageSize = g.Channels * g.InputPlane, gradientSize = g.Filters * g.OutputPlane;
            int steps = (chunk.Pixels + CachedPixels - 1) / CachedPixels * g.Groups * panels;
            for (int image = first; image < end; image++)
            {
                prepare.Chunk.X = chunk.X + (image * imageSize);
                prepare.Chunk.Gy = chunk.Gy + (image * gradientSize);
                WorkerPool.Inline(g.Channels + (g.Groups * chunk.Sizes.ColumnPanels), ref prepare);
                int step = 0;
                for (int p = 0; p < chunk.Pixels; p += CachedPixels)
                {
                    int pixels = Math.Min(CachedPixels, chunk.Pixels - p);
                    for (int i = 0; i < g.Groups * panels; i++)
                    {
                        // Tiles in the order of the sums; one panel of the right stays in the first-level cache.
                        int group = i / panels, column = i % panels / chunk.Sizes.RowPanels, row = i % chunk.Sizes.RowPanels;
                        T* right = packed + (((group * chunk.Sizes.ColumnPanels) + column) * chunk.Sizes.Panel);
                        nint place = (((group * chunk.Sizes.RowPanels) + row) * chunk.Sizes.ColumnPanels) + column;

                        // Prefetch the next image while this one is multiplied.
                        if (image + 1 < end)
                        {
                            Prefetch.ShareToL2(prepare.Chunk.X + imageSize, imageSize, step, steps);
                            Prefetch.ShareToL2(prepare.Chunk.Gy + gradientSize, gradientSize, step, steps);
                            step++;
                        }

                        chunk.Tile(
                            pixels, padded + (group * g.GroupChannels * chunk.Planes.Channel), p, chunk.Rows + (row * TVector.Rows),
                            right + ((nint)p * chunk.Sizes.Width), sums + (place * tile));
                    }
                }
            }
        }
    }

    /// <summary>Pads one channel of one image, or packs one panel of its gradient.</summary>
    private struct Prepare : IWork
    {
        public Chunk Chunk;

        public readonly void Do(int index)
        {
            ConvolutionGeometry g = Chunk.Geometry;
            int panels = g.Groups * Chunk.Sizes.ColumnPanels;
            int image = index / (g.Channels + panels), part = index % (g.Channels + panels);
            if (part < g.Channels)
            {
                Chunk.Planes.FillOne(
                    Chunk.X + (((nint)image * g.Channels) * g.InputPlane), part, g.Channels,
                    Chunk.Padded + (image * Chunk.Sizes.Planes));
                return;
            }

            part -= g.Channels;
            int group = part / Chunk.Sizes.ColumnPanels, column = part % Chunk.Sizes.ColumnPanels * Chunk.Sizes.Width;
            nint filter = ((nint)image * g.Filters) + (group * g.GroupFilters) + column;
            Panel.Pack(
                Chunk.Gy + (filter * Chunk.Pixels), Chunk.Pixels, 1, Math.Min(Chunk.Sizes.Width, g.GroupFilters - column),
                Chunk.Sizes.Width, Chunk.Pixels, Chunk.Packed + (image * Chunk.Sizes.Right) + (part * Chunk.Sizes.Panel));
        }
    }

    /// <summary>Adds up the splits of one tile in order, and turns it into filters by (channel, tap).</summary>
    private readonly struct Finish(Chunk chunk, T* gw, int depth) : IWork
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Do(int index)
        {
            T* sum = chunk.Sums + ((nint)index * TVector.Rows * chunk.Sizes.Width);
            int column = index % chunk.Sizes.ColumnPanels * chunk.Sizes.Width;
            index /= chunk.Sizes.ColumnPanels;
            int row = index % chunk.Sizes.RowPanels * TVector.Rows, filters = chunk.Geometry.GroupFilters;
            int rows = Math.Min(TVector.Rows, depth - row), columns = Math.Min(chunk.Sizes.Width, filters - column);
            T* target = gw + (((nint)(index / chunk.Sizes.RowPanels * filters) + column) * depth) + row;
            Partials<T, TVector>.AddUp(sum, rows * chunk.Sizes.Width, chunk.Sizes.Splits, chunk.Sizes.Sum);

            for (int j = 0; j < columns; j++)
            {
                for (int i = 0; i < rows; i++) target[((nint)j * depth) + i] = sum[(i * chunk.Sizes.Width) + j];
            }
        }
    }
}
