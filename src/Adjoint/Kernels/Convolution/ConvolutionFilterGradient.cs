using System.Numerics;
using System.Runtime.CompilerServices;

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
        (int width, int rowPanels, int columnPanels, int items) = (sizes.Width, sizes.RowPanels, sizes.ColumnPanels, sizes.Items);
        (nint panelSize, nint rightSize, nint planesSize, nint sumSize) = (sizes.Panel, sizes.Right, sizes.Planes, sizes.Sum);
        (bool areImages, int chunk, int splits) = (sizes.AreImages, sizes.Chunk, sizes.Splits);

        var work = new Chunk
        {
            Geometry = g,
            Planes = planes,
            Gy = gy,
            X = x,
            Images = 0,
            Rows = Rows(in g, in planes, rowPanels * TVector.Rows),
            AreTriples = g.Width is { Kernel: 3, Stride: 1, Dilation: 1 },
            Pixels = pixels,
            Width = width,
            RowPanels = rowPanels,
            ColumnPanels = columnPanels,
            Splits = splits,
            Padded = areImages ? null : Scratch.Take<T>(ScratchSlot.Planes, chunk * planesSize),
            PlanesSize = planesSize,
            Packed = areImages ? null : Scratch.Take<T>(ScratchSlot.Right, chunk * rightSize),
            PanelSize = panelSize,
            RightSize = rightSize,
            Sums = Scratch.Take<T>(ScratchSlot.Partials, splits * sumSize),
            SumSize = sumSize,
        };
        work.Steps = Steps(in g, in planes, pixels);

        if (areImages)
        {
            var images = new WholeImages { Chunk = work };
            WorkerPool.For(splits, ref images);
        }

        for (int first = 0; first < g.Batch && !areImages; first += chunk)
        {
            work.Images = Math.Min(chunk, g.Batch - first);
            work.Accumulate = first > 0;
            var prepare = new Prepare { Chunk = work };
            WorkerPool.For(work.Images * (g.Channels + (g.Groups * columnPanels)), ref prepare);
            WorkerPool.For(items * splits, ref work);
            work.X += work.Images * g.Channels * g.InputPlane;
            work.Gy += work.Images * g.Filters * g.OutputPlane;
        }

        var finish = new Finish { Chunk = work, Target = gw, Depth = depth };
        WorkerPool.For(items, ref finish);
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
        public T* Gy, X, Padded, Packed, Sums;
        public nint PlanesSize, PanelSize, RightSize, SumSize;
        public int* Rows, Steps;
        public int Images, Pixels, Width, RowPanels, ColumnPanels, Splits;
        public bool Accumulate, AreTriples;

        /// <summary>One tile of the sums over one split of the images.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Do(int index)
        {
            int split = index % Splits;
            index /= Splits;
            T* sum = Sums + (split * SumSize) + ((nint)index * TVector.Rows * Width);
            int columnPanel = index % ColumnPanels;
            index /= ColumnPanels;
            int group = index / RowPanels;
            int* rows = Rows + (index % RowPanels * TVector.Rows);

            int perSplit = (Images + Splits - 1) / Splits;
            int end = Math.Min(Images, (split + 1) * perSplit);
            bool accumulate = Accumulate;
            if (!accumulate) new Span<T>(sum, TVector.Rows * Width).Clear();
            for (int image = split * perSplit; image < end; image++)
            {
                T* planes = Padded + (image * PlanesSize) + ((nint)group * Geometry.GroupChannels * Planes.Channel);
                T* right = Packed + (image * RightSize) + (((nint)(group * ColumnPanels) + columnPanel) * PanelSize);
                for (int p = 0; p < Pixels; p += PixelBlock)
                    Tile(Math.Min(PixelBlock, Pixels - p), planes, p, rows, right + ((nint)p * Width), sum);
            }
        }

        /// <summary>Adds a block of pixels to one tile of the sums.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Tile(int pixels, T* planes, int firstPixel, int* rows, T* right, T* sum)
        {
            var columns = new StridedRight<T>(right, Width);
            if (AreTriples)
            {
                var left = new TriplesLeft<T>(planes, Steps + firstPixel, rows, TVector.Rows);
                RegisterTile<T, TVector, StridedRight<T>>.Add(pixels, left, columns, sum, Width);
            }
            else
            {
                var left = new ScatteredLeft<T>(planes, Steps + firstPixel, rows);
                RegisterTile<T, TVector, StridedRight<T>>.Add(pixels, left, columns, sum, Width);
            }
        }
    }

    /// <summary>A split of the images, one after the other, each from padding to sums in one core's cache.</summary>
    private struct WholeImages : IWork
    {
        public Chunk Chunk;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Do(int index)
        {
            ConvolutionGeometry g = Chunk.Geometry;
            int first = (int)((long)g.Batch * index / Chunk.Splits), end = (int)((long)g.Batch * (index + 1) / Chunk.Splits);
            T* sums = Chunk.Sums + (index * Chunk.SumSize);
            new Span<T>(sums, checked((int)Chunk.SumSize)).Clear();
            var prepare = new Prepare { Chunk = Chunk };
            T* padded = prepare.Chunk.Padded = Scratch.Take<T>(ScratchSlot.Planes, Chunk.PlanesSize);
            T* packed = prepare.Chunk.Packed = Scratch.Take<T>(ScratchSlot.Right, Chunk.RightSize);
            int panels = Chunk.RowPanels * Chunk.ColumnPanels, tile = TVector.Rows * Chunk.Width;
            nint imageSize = g.Channels * g.InputPlane, gradientSize = g.Filters * g.OutputPlane;
            int steps = (Chunk.Pixels + CachedPixels - 1) / CachedPixels * g.Groups * panels;
            for (int image = first; image < end; image++)
            {
                prepare.Chunk.X = Chunk.X + (image * imageSize);
                prepare.Chunk.Gy = Chunk.Gy + (image * gradientSize);
                WorkerPool.Inline(g.Channels + (g.Groups * Chunk.ColumnPanels), ref prepare);
                int step = 0;
                for (int p = 0; p < Chunk.Pixels; p += CachedPixels)
                {
                    int pixels = Math.Min(CachedPixels, Chunk.Pixels - p);
                    for (int i = 0; i < g.Groups * panels; i++)
                    {
                        // Tiles in the order of the sums; one panel of the right stays in the first-level cache.
                        int group = i / panels, column = i % panels / Chunk.RowPanels, row = i % Chunk.RowPanels;
                        T* right = packed + (((group * Chunk.ColumnPanels) + column) * Chunk.PanelSize);
                        nint place = (((group * Chunk.RowPanels) + row) * Chunk.ColumnPanels) + column;

                        // Prefetch the next image while this one is multiplied.
                        if (image + 1 < end)
                        {
                            Prefetch.ShareToL2(prepare.Chunk.X + imageSize, imageSize, step, steps);
                            Prefetch.ShareToL2(prepare.Chunk.Gy + gradientSize, gradientSize, step, steps);
                            step++;
                        }

                        Chunk.Tile(
                            pixels, padded + (group * g.GroupChannels * Chunk.Planes.Channel), p, Chunk.Rows + (row * TVector.Rows),
                            right + ((nint)p * Chunk.Width), sums + (place * tile));
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
            int panels = g.Groups * Chunk.ColumnPanels;
            int image = index / (g.Channels + panels), part = index % (g.Channels + panels);
            if (part < g.Channels)
            {
                Chunk.Planes.FillOne(
                    Chunk.X + (((nint)image * g.Channels) * g.InputPlane), part, g.Channels,
                    Chunk.Padded + (image * Chunk.PlanesSize));
                return;
            }

            part -= g.Channels;
            int group = part / Chunk.ColumnPanels, column = part % Chunk.ColumnPanels * Chunk.Width;
            nint filter = ((nint)image * g.Filters) + (group * g.GroupFilters) + column;
            Panel.Pack(
                Chunk.Gy + (filter * Chunk.Pixels), Chunk.Pixels, 1, Math.Min(Chunk.Width, g.GroupFilters - column),
                Chunk.Width, Chunk.Pixels, Chunk.Packed + (image * Chunk.RightSize) + (part * Chunk.PanelSize));
        }
    }

    /// <summary>Adds up the splits of one tile in order, and turns it into filters by (channel, tap).</summary>
    private struct Finish : IWork
    {
        public Chunk Chunk;
        public T* Target;
        public int Depth;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Do(int index)
        {
            T* sum = Chunk.Sums + ((nint)index * TVector.Rows * Chunk.Width);
            int column = index % Chunk.ColumnPanels * Chunk.Width;
            index /= Chunk.ColumnPanels;
            int row = index % Chunk.RowPanels * TVector.Rows, filters = Chunk.Geometry.GroupFilters;
            int rows = Math.Min(TVector.Rows, Depth - row), columns = Math.Min(Chunk.Width, filters - column);
            T* target = Target + (((nint)(index / Chunk.RowPanels * filters) + column) * Depth) + row;
            Partials<T, TVector>.AddUp(sum, rows * Chunk.Width, Chunk.Splits, Chunk.SumSize);

            for (int j = 0; j < columns; j++)
            {
                for (int i = 0; i < rows; i++) target[((nint)j * Depth) + i] = sum[(i * Chunk.Width) + j];
            }
        }
    }
}
