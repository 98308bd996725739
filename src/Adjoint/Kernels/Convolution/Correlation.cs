namespace Adjoint.Kernels;

/// <summary>
/// One group of one image of an implicit matrix product: output[row, pixel] = Σp weights[row, p] · planes[offsets[p] +
/// pixel]. The weights are packed left panels; the right operand is read in place from padded <see cref="Planes{T}"/>.
/// The whole depth is summed in registers, in order, so that the cut into items changes no bits.
/// </summary>
internal unsafe struct Correlation<T, TVector> : IWork
    where T : unmanaged, INumberBase<T>
    where TVector : struct, ISimdVector<TVector, T>
{
    /// <summary>Multiply-adds per item: enough to hide the claim, few enough to spread.</summary>
    private const long ItemWork = 1024 * 1024;

    /// <summary>Elements of weights that stay in the second-level cache while columns go by.</summary>
    private const int CachedWeights = 96 * 1024;

    /// <summary>The overhead of a tile in steps of its depth: by lines, and by pixels when stored through a buffer.</summary>
    private const int LineTileCost = 3, PixelTileCost = 12;

    /// <summary>Lines of a product of one row that are summed at once, or twice as many short ones.</summary>
    private const int LinesTogether = 4;

    public int Rows, Depth;
    public T* Weights;
    public int* Offsets;
    public T* Planes;
    public nint DepthPitch;
    public int Pitch;
    public T* Output;
    public nint OutputRow, OutputDepth, OutputHeight, OutputWidth;
    public int DepthCount, HeightCount, WidthCount;
    public ConvolutionFinish<T> Finish;

    // Columns are output pixels counted over the padded width, or, if by lines, output lines.
    private bool byLines, singly;
    private int blockPanels, rowBlocks, blockColumns, columnBlocks;

    /// <summary>The size of the packed weights.</summary>
    public static nint PackedSize(int rows, int depth) => (nint)((rows + TVector.Rows - 1) / TVector.Rows * TVector.Rows) * depth;

    /// <summary>The lanes in which the pixels of a slice are computed, by pixels or by lines, whichever takes fewer.</summary>
    public static long LanesOf(int pitch, int lines, int width)
    {
        long lanes = TVector.Lanes;
        long byPixels = (((lines - 1L) * pitch) + width + lanes - 1) / lanes, byLines = lines * ((width + lanes - 1) / lanes);
        return Math.Min(byPixels, byLines) * lanes;
    }

    private readonly int Columns => ((HeightCount - 1) * Pitch) + WidthCount;

    public void Run()
    {
        if (Rows == 0 || DepthCount <= 0 || HeightCount <= 0 || WidthCount <= 0) return;
        int height = TVector.Rows, width = 2 * TVector.Lanes;
        int panels = (Rows + height - 1) / height;
        blockPanels = Math.Clamp(CachedWeights / (height * Math.Max(1, Depth)), 1, panels);
        rowBlocks = (panels + blockPanels - 1) / blockPanels;
        singly = Rows == 1 && OutputWidth == 1;
        long columnWork = (singly ? 1L : blockPanels * height) * Math.Max(1, Depth);
        byLines = singly || GainsByLines();
        if (byLines)
        {
            long lines = Math.Max(ItemWork / (columnWork * WidthCount), singly ? 2 * LinesTogether : 1);
            blockColumns = (int)Math.Min(lines, HeightCount);
            columnBlocks = (HeightCount + blockColumns - 1) / blockColumns;
        }
        else
        {
            blockColumns = (int)Math.Clamp(ItemWork / (columnWork * width), 1, (Columns + width - 1) / width) * width;
            columnBlocks = (Columns + blockColumns - 1) / blockColumns;
        }

        WorkerPool.For(DepthCount * columnBlocks * rowBlocks, ref this);
    }

    public readonly void Do(int index)
    {
        int panel = index % rowBlocks * blockPanels;
        index /= rowBlocks;
        int column = index % columnBlocks * blockColumns;
        index /= columnBlocks;
        T* planes = Planes + (index * DepthPitch), weights = Weights, output = Output + (index * OutputDepth);
        ConvolutionFinish<T> finish = Finish;
        int firstRow = panel * TVector.Rows, endRow = Math.Min(Rows, (panel + blockPanels) * TVector.Rows);
        if (singly)
            SingleRow(planes, weights, output, finish, column, Math.Min(HeightCount, column + blockColumns));
        else if (byLines)
            Lines(planes, weights, output, finish, firstRow, endRow, column, Math.Min(HeightCount, column + blockColumns));
        else
            Block(planes, weights, output, finish, firstRow, endRow, column, Math.Min(Columns, column + blockColumns));
    }

    /// <summary>
    /// Whether tiles start anew with each output line: then none is stored through a buffer, but the last of a line is
    /// not full. That pays where the depth, and with it the work of a tile, is small.
    /// </summary>
    private readonly bool GainsByLines()
    {
        if (OutputWidth != 1 || OutputHeight != WidthCount) return false;
        int lanes = TVector.Lanes, full = (WidthCount + lanes - 1) / lanes * lanes;
        return full * ((long)Depth + LineTileCost) < Pitch * ((long)Depth + PixelTileCost);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Block(
        T* planes, T* weights, T* output, ConvolutionFinish<T> finish, int firstRow, int endRow, int firstColumn,
        int endColumn)
    {
        int maxWidth = 2 * TVector.Lanes;
        T* tile = stackalloc T[12 * maxWidth];
        for (int j = firstColumn; j < endColumn; j += maxWidth)
        {
            int columns = Math.Min(maxWidth, endColumn - j);
            int width = RegisterTile<T, TVector, ScatteredRight<T>>.Width(columns);
            int y = j / Pitch, x = j - (y * Pitch);
            var right = new ScatteredRight<T>(planes + j, Offsets);

            // A tile within one output row is stored directly, and so is any tile if no columns lie between the rows.
            bool direct = columns == width && OutputWidth == 1
                && (x + columns <= WidthCount || (Pitch == WidthCount && OutputHeight == WidthCount));
            T* first = output + (y * OutputHeight) + (x * OutputWidth);
            for (int i = firstRow; i < endRow; i += TVector.Rows)
            {
                int rows = Math.Min(TVector.Rows, endRow - i);
                int height = RegisterTile<T, TVector, ScatteredRight<T>>.Height(rows);
                T* left = weights + ((nint)i * Depth);
                if (direct && rows == height)
                {
                    Prefetch.Rows(first + (i * OutputRow), OutputRow, rows, columns);
                    RegisterTile<T, TVector, ScatteredRight<T>>.Whole(
                        height, width, Depth, left, right, first + (i * OutputRow), OutputRow, false, finish.From(i));
                }
                else
                {
                    RegisterTile<T, TVector, ScatteredRight<T>>.Whole(height, width, Depth, left, right, tile, width, false);
                    if (!finish.IsNone) finish.Apply<TVector>(i, rows, width, tile, width);
                    Put(tile, width, rows, columns, y, x, output + (i * OutputRow));
                }
            }
        }
    }

    /// <summary>
    /// Some panels of rows of some output lines. What the last tile of a line computes beyond its end is overwritten by
    /// the next line; where none follows, the tile is stored through a buffer.
    /// </summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Lines(
        T* planes, T* weights, T* output, ConvolutionFinish<T> finish, int firstRow, int endRow, int firstLine, int endLine)
    {
        int maxWidth = 2 * TVector.Lanes;
        T* tile = stackalloc T[12 * maxWidth];
        for (int i = firstRow; i < endRow; i += TVector.Rows)
        {
            int rows = Math.Min(TVector.Rows, endRow - i);
            int height = RegisterTile<T, TVector, ScatteredRight<T>>.Height(rows);
            T* left = weights + ((nint)i * Depth);

            // There are no biases for the rows that fill up a panel.
            ConvolutionFinish<T> inRegisters = rows == height ? finish.From(i) : default;
            for (int y = firstLine; y < endLine; y++)
            {
                T* line = output + (i * OutputRow) + (y * OutputHeight);
                long room = (long)(endLine - y) * WidthCount;
                for (int x = 0; x < WidthCount; x += maxWidth)
                {
                    int columns = Math.Min(maxWidth, WidthCount - x);
                    int width = RegisterTile<T, TVector, ScatteredRight<T>>.Width(columns);
                    var right = new ScatteredRight<T>(planes + ((nint)y * Pitch) + x, Offsets);
                    bool direct = rows == height && x + width <= room;
                    T* place = direct ? line + x : tile;
                    nint step = direct ? OutputRow : width;
                    if (direct) Prefetch.Rows(place, step, rows, columns);
                    RegisterTile<T, TVector, ScatteredRight<T>>.Whole(height, width, Depth, left, right, place, step, false, inRegisters);
                    if (direct) continue;
                    if (rows != height && !finish.IsNone) finish.Apply<TVector>(i, rows, width, tile, width);
                    for (int r = 0; r < rows; r++) Copy(tile + (r * width), columns, line + x + (r * OutputRow));
                }
            }
        }
    }

    /// <summary>
    /// Some output lines of a product of one row. Four lines by two registers, or eight short lines by one, are summed at once: a tile of
    /// one line would wait for each multiply-add. The last tile of a line or of the lines takes the place before it once more.
    /// </summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void SingleRow(T* planes, T* weights, T* output, ConvolutionFinish<T> finish, int firstLine, int endLine)
    {
        bool areShort = WidthCount <= TVector.Lanes && endLine - firstLine >= 2 * LinesTogether;
        int width = areShort ? TVector.Lanes : 2 * TVector.Lanes, together = areShort ? 2 * LinesTogether : LinesTogether;
        T* tile = stackalloc T[2 * LinesTogether * TVector.Lanes];
        for (int y = firstLine; y < endLine; y += together)
        {
            int line = Math.Max(firstLine, Math.Min(y, endLine - together)), lines = Math.Min(together, endLine - line);
            for (int x = 0; x < WidthCount; x += width)
            {
                int column = Math.Max(0, Math.Min(x, WidthCount - width)), columns = Math.Min(width, WidthCount - column);
                T* source = planes + ((nint)line * Pitch) + column;
                T* target = output + (line * OutputHeight) + column;
                if (lines == together)
                {
                    bool direct = columns == width;
                    T* place = direct ? target : tile;
                    nint step = direct ? OutputHeight : width;
                    if (areShort) Single(source, Pitch, LinesTogether * Pitch, weights, finish, place, step, LinesTogether * step);
                    else Single(source, Pitch, TVector.Lanes, weights, finish, place, step, TVector.Lanes);
                    for (int r = 0; r < lines && !direct; r++) Copy(tile + (r * width), columns, target + (r * OutputHeight));
                    continue;
                }

                // Fewer lines in all: one at a time, since memory beyond them may not be readable.
                for (int r = 0; r < lines; r++)
                {
                    Single(source + ((nint)r * Pitch), 0, TVector.Lanes, weights, finish, tile, 0, TVector.Lanes);
                    Copy(tile, columns, target + (r * OutputHeight));
                }
            }
        }
    }

    /// <summary>Four lines of a product of one row, and what lies at a second distance from each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Single(
        T* source, nint pitch, nint second, T* weights, ConvolutionFinish<T> finish, T* target, nint step, nint secondStep)
    {
        TVector c0 = TVector.Zero, c1 = TVector.Zero, c2 = TVector.Zero, c3 = TVector.Zero;
        TVector d0 = TVector.Zero, d1 = TVector.Zero, d2 = TVector.Zero, d3 = TVector.Zero;
        for (int p = 0; p < Depth; p++)
        {
            TVector weight = TVector.Broadcast(weights[p]);
            T* at = source + Offsets[p];
            c0 = TVector.MultiplyAdd(weight, TVector.Load(at), c0);
            d0 = TVector.MultiplyAdd(weight, TVector.Load(at + second), d0);
            at += pitch;
            c1 = TVector.MultiplyAdd(weight, TVector.Load(at), c1);
            d1 = TVector.MultiplyAdd(weight, TVector.Load(at + second), d1);
            at += pitch;
            c2 = TVector.MultiplyAdd(weight, TVector.Load(at), c2);
            d2 = TVector.MultiplyAdd(weight, TVector.Load(at + second), d2);
            at += pitch;
            c3 = TVector.MultiplyAdd(weight, TVector.Load(at), c3);
            d3 = TVector.MultiplyAdd(weight, TVector.Load(at + second), d3);
        }

        Put(c0, d0, finish, target, secondStep);
        Put(c1, d1, finish, target + step, secondStep);
        Put(c2, d2, finish, target + (2 * step), secondStep);
        Put(c3, d3, finish, target + (3 * step), secondStep);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(TVector first, TVector second, ConvolutionFinish<T> finish, T* target, nint secondStep)
    {
        TVector bias = finish.Bias<TVector>(0);
        TVector.Store(finish.Apply(first, bias), target);
        TVector.Store(finish.Apply(second, bias), target + secondStep);
    }

    /// <summary>Writes the columns that are output pixels, one run per output row.</summary>
    private readonly void Put(T* tile, int width, int rows, int columns, int y, int x, T* output)
    {
        for (int j = 0; j < columns;)
        {
            int run = Math.Min(columns - j, WidthCount - x);
            if (run > 0)
            {
                T* target = output + (y * OutputHeight) + (x * OutputWidth);
                for (int i = 0; i < rows; i++) Copy(tile + (i * width) + j, run, target + (i * OutputRow));
            }

            j += Pitch - x;
            x = 0;
            y++;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Copy(T* source, int count, T* target)
    {
        int i = 0;
        if (OutputWidth == 1)
        {
            for (; i + TVector.Lanes <= count; i += TVector.Lanes) TVector.Store(TVector.Load(source + i), target + i);
            for (; i + SimdVector128<T>.Lanes <= count; i += SimdVector128<T>.Lanes)
                SimdVector128<T>.Store(SimdVector128<T>.Load(source + i), target + i);
        }

        for (; i < count; i++) target[i * OutputWidth] = source[i];
    }
}
