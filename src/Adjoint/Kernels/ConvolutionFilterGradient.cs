using System.Numerics;
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>
/// The gradient of the weights: a matrix product whose depth is all output pixels of all images. Rows are (channel, tap),
/// read in place from padded <see cref="Planes{T}"/>, one scalar at a time; columns are filters, from the gradient of the
/// output packed pixel by pixel. Images are taken in chunks that fit the caches. Where there are too few rows and columns
/// to share out, the images of a chunk are split into a number of partial sums that depends on the shape only, added in
/// order at the end.
/// </summary>
internal static unsafe class ConvolutionFilterGradient<T, TWide>
    where T : unmanaged, INumberBase<T>
    where TWide : struct, IWide<TWide, T>
{
    private const long ChunkBytes = 4 * 1024 * 1024;

    /// <summary>Pixels summed in registers before the next panel: what stays in cache between panels.</summary>
    private const int PixelBlock = 512;

    /// <summary>How many items suffice for any number of threads.</summary>
    private const int EnoughItems = 16;

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

        if (g.GroupFilters <= ConvolutionFilterDots<T, TWide>.MaxFilters)
        {
            ConvolutionFilterDots<T, TWide>.Run(in g, gy, x, gw);
            return;
        }

        var planes = new Planes<T>(PlaneAxis.Of(g.Depth), PlaneAxis.Of(g.Height), PlaneAxis.Of(g.Width));
        int width = RegisterTile<T, TWide, StridedRight<T>>.Width(g.GroupFilters);
        int rowPanels = (depth + TWide.Rows - 1) / TWide.Rows, columnPanels = (g.GroupFilters + width - 1) / width;
        int items = g.Groups * rowPanels * columnPanels;
        nint panelSize = (nint)width * pixels, rightSize = g.Groups * columnPanels * panelSize;
        nint planesSize = planes.Size(g.Channels), sumSize = (nint)items * TWide.Rows * width;
        int chunk = (int)Math.Clamp(ChunkBytes / ((planesSize + rightSize) * sizeof(T)), 1, g.Batch);
        int splits = Math.Clamp((EnoughItems + items - 1) / items, 1, chunk);

        var work = new Chunk
        {
            Geometry = g,
            Planes = planes,
            Gy = gy,
            X = x,
            Images = 0,
            Rows = Rows(in g, in planes, rowPanels * TWide.Rows),
            Pixels = pixels,
            Width = width,
            RowPanels = rowPanels,
            ColumnPanels = columnPanels,
            Splits = splits,
            Padded = Scratch.Take<T>(ScratchSlot.Planes, chunk * planesSize),
            PlanesSize = planesSize,
            Packed = Scratch.Take<T>(ScratchSlot.Right, chunk * rightSize),
            PanelSize = panelSize,
            RightSize = rightSize,
            Sums = Scratch.Take<T>(ScratchSlot.Partials, splits * sumSize),
            SumSize = sumSize,
        };
        work.Steps = Steps(in g, in planes, pixels);

        for (int first = 0; first < g.Batch; first += chunk)
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

    /// <summary>The offset of each (channel of a group, tap); rows that fill up the last panel repeat the first.</summary>
    private static int* Rows(in ConvolutionGeometry g, in Planes<T> planes, int count)
    {
        int depth = g.GroupChannels * g.Taps;
        int* offsets = ConvolutionForward<T, TWide>.Offsets(in g, in planes);
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
        public bool Accumulate;

        /// <summary>One tile of the sums over one split of the images.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Do(int index)
        {
            int split = index % Splits;
            index /= Splits;
            T* sum = Sums + (split * SumSize) + ((nint)index * TWide.Rows * Width);
            int columnPanel = index % ColumnPanels;
            index /= ColumnPanels;
            int group = index / RowPanels;
            int* rows = Rows + (index % RowPanels * TWide.Rows);

            int perSplit = (Images + Splits - 1) / Splits;
            int end = Math.Min(Images, (split + 1) * perSplit);
            bool accumulate = Accumulate;
            if (!accumulate) new Span<T>(sum, TWide.Rows * Width).Clear();
            for (int image = split * perSplit; image < end; image++)
            {
                T* planes = Padded + (image * PlanesSize) + ((nint)group * Geometry.GroupChannels * Planes.Channel);
                T* right = Packed + (image * RightSize) + (((nint)(group * ColumnPanels) + columnPanel) * PanelSize);
                for (int p = 0; p < Pixels; p += PixelBlock)
                {
                    Tile(
                        Math.Min(PixelBlock, Pixels - p), new ScatteredLeft<T>(planes, Steps + p, rows),
                        new StridedRight<T>(right + ((nint)p * Width), Width), sum);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Tile(int pixels, ScatteredLeft<T> left, StridedRight<T> right, T* sum)
        {
            if (TWide.Rows == 12)
            {
                if (Width > TWide.Lanes)
                    MicroKernel<T, TWide, Size12, Size2, ScatteredLeft<T>, StridedRight<T>>.Run(
                        pixels, left, right, sum, Width, true);
                else
                    MicroKernel<T, TWide, Size12, Size1, ScatteredLeft<T>, StridedRight<T>>.Run(
                        pixels, left, right, sum, Width, true);
            }
            else if (Width > TWide.Lanes)
            {
                MicroKernel<T, TWide, Size6, Size2, ScatteredLeft<T>, StridedRight<T>>.Run(
                    pixels, left, right, sum, Width, true);
            }
            else
            {
                MicroKernel<T, TWide, Size6, Size1, ScatteredLeft<T>, StridedRight<T>>.Run(
                    pixels, left, right, sum, Width, true);
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
            T* sum = Chunk.Sums + ((nint)index * TWide.Rows * Chunk.Width);
            int column = index % Chunk.ColumnPanels * Chunk.Width;
            index /= Chunk.ColumnPanels;
            int row = index % Chunk.RowPanels * TWide.Rows, filters = Chunk.Geometry.GroupFilters;
            int rows = Math.Min(TWide.Rows, Depth - row), columns = Math.Min(Chunk.Width, filters - column);
            T* target = Target + (((nint)(index / Chunk.RowPanels * filters) + column) * Depth) + row;
            for (int j = 0; j < columns; j++)
            {
                for (int i = 0; i < rows; i++)
                {
                    T* at = sum + (i * Chunk.Width) + j;
                    T total = *at;
                    for (int s = 1; s < Chunk.Splits; s++) total += at[s * Chunk.SumSize];
                    target[((nint)j * Depth) + i] = total;
                }
            }
        }
    }
}
