using System.Numerics;
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>
/// One group of one image of an implicit matrix product: output[row, pixel] = Σp weights[row, p] · planes[offsets[p] +
/// pixel]. The weights are packed left panels; the right operand is read in place from padded <see cref="Planes{T}"/>.
/// The whole depth is summed in registers, in order, so that the cut into items changes no bits.
/// </summary>
internal unsafe struct Correlation<T, TWide> : IWork
    where T : unmanaged, INumberBase<T>
    where TWide : struct, IWide<TWide, T>
{
    /// <summary>Multiply-adds per item: enough to hide the claim, few enough to spread.</summary>
    private const long ItemWork = 1024 * 1024;

    /// <summary>Elements of weights that stay in the second-level cache while columns go by.</summary>
    private const int CachedWeights = 96 * 1024;

    /// <summary>What a tile costs besides its depth, in steps of that: by lines, and by pixels with a detour.</summary>
    private const int LineTileCost = 3, PixelTileCost = 12;

    /// <summary>Lines of a product of one row that are summed side by side, or twice as many short ones.</summary>
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
    private bool _byLines, _singly;
    private int _blockPanels, _rowBlocks, _blockColumns, _columnBlocks;

    /// <summary>The size of the packed weights.</summary>
    public static nint PackedSize(int rows, int depth) => (nint)((rows + TWide.Rows - 1) / TWide.Rows * TWide.Rows) * depth;

    /// <summary>The lanes in which the pixels of a slice are computed, by pixels or by lines, whichever takes fewer.</summary>
    public static long LanesOf(int pitch, int lines, int width)
    {
        long lanes = TWide.Lanes, byPixels = (((lines - 1L) * pitch) + width + lanes - 1) / lanes, byLines = lines * ((width + lanes - 1) / lanes);
        return Math.Min(byPixels, byLines) * lanes;
    }

    private readonly int Columns => ((HeightCount - 1) * Pitch) + WidthCount;

    public void Run()
    {
        if (Rows == 0 || DepthCount <= 0 || HeightCount <= 0 || WidthCount <= 0) return;
        int height = TWide.Rows, width = 2 * TWide.Lanes;
        int panels = (Rows + height - 1) / height;
        _blockPanels = Math.Clamp(CachedWeights / (height * Math.Max(1, Depth)), 1, panels);
        _rowBlocks = (panels + _blockPanels - 1) / _blockPanels;
        _singly = Rows == 1 && OutputWidth == 1;
        long columnWork = (_singly ? 1L : _blockPanels * height) * Math.Max(1, Depth);
        _byLines = _singly || GainsByLines();
        if (_byLines)
        {
            long lines = Math.Max(ItemWork / (columnWork * WidthCount), _singly ? 2 * LinesTogether : 1);
            _blockColumns = (int)Math.Min(lines, HeightCount);
            _columnBlocks = (HeightCount + _blockColumns - 1) / _blockColumns;
        }
        else
        {
            _blockColumns = (int)Math.Clamp(ItemWork / (columnWork * width), 1, (Columns + width - 1) / width) * width;
            _columnBlocks = (Columns + _blockColumns - 1) / _blockColumns;
        }

        WorkerPool.For(DepthCount * _columnBlocks * _rowBlocks, ref this);
    }

    public readonly void Do(int index)
    {
        int panel = index % _rowBlocks * _blockPanels;
        index /= _rowBlocks;
        int column = index % _columnBlocks * _blockColumns;
        index /= _columnBlocks;
        T* planes = Planes + (index * DepthPitch), weights = Weights, output = Output + (index * OutputDepth);
        ConvolutionFinish<T> finish = Finish;
        int firstRow = panel * TWide.Rows, endRow = Math.Min(Rows, (panel + _blockPanels) * TWide.Rows);
        if (_singly)
            SingleRow(planes, weights, output, finish, column, Math.Min(HeightCount, column + _blockColumns));
        else if (_byLines)
            Lines(planes, weights, output, finish, firstRow, endRow, column, Math.Min(HeightCount, column + _blockColumns));
        else
            Block(planes, weights, output, finish, firstRow, endRow, column, Math.Min(Columns, column + _blockColumns));
    }

    /// <summary>
    /// Whether tiles had better begin anew with each output line: then none needs a detour, but the last of a line is not
    /// full. That pays where the depth, and with it the work of a tile, is small.
    /// </summary>
    private readonly bool GainsByLines()
    {
        if (OutputWidth != 1 || OutputHeight != WidthCount) return false;
        int lanes = TWide.Lanes, full = (WidthCount + lanes - 1) / lanes * lanes;
        return full * ((long)Depth + LineTileCost) < Pitch * ((long)Depth + PixelTileCost);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Block(
        T* planes, T* weights, T* output, ConvolutionFinish<T> finish, int firstRow, int endRow, int firstColumn,
        int endColumn)
    {
        int maxWidth = 2 * TWide.Lanes;
        T* tile = stackalloc T[12 * maxWidth];
        for (int j = firstColumn; j < endColumn; j += maxWidth)
        {
            int columns = Math.Min(maxWidth, endColumn - j);
            int width = RegisterTile<T, TWide, ScatteredRight<T>>.Width(columns);
            int y = j / Pitch, x = j - (y * Pitch);
            var right = new ScatteredRight<T>(planes + j, Offsets);

            // A tile within one output row needs no detour, nor any tile if no columns lie between the rows.
            bool direct = columns == width && OutputWidth == 1
                && (x + columns <= WidthCount || (Pitch == WidthCount && OutputHeight == WidthCount));
            T* first = output + (y * OutputHeight) + (x * OutputWidth);
            for (int i = firstRow; i < endRow; i += TWide.Rows)
            {
                int rows = Math.Min(TWide.Rows, endRow - i);
                int height = RegisterTile<T, TWide, ScatteredRight<T>>.Height(rows);
                T* left = weights + ((nint)i * Depth);
                if (direct && rows == height)
                {
                    Prefetch.Rows(first + (i * OutputRow), OutputRow, rows, columns);
                    RegisterTile<T, TWide, ScatteredRight<T>>.Whole(
                        height, width, Depth, left, right, first + (i * OutputRow), OutputRow, false, finish.From(i));
                }
                else
                {
                    RegisterTile<T, TWide, ScatteredRight<T>>.Whole(height, width, Depth, left, right, tile, width, false);
                    if (!finish.IsNone) finish.Apply<TWide>(i, rows, width, tile, width);
                    Put(tile, width, rows, columns, y, x, output + (i * OutputRow));
                }
            }
        }
    }

    /// <summary>
    /// Some panels of rows of some output lines. What the last tile of a line computes beyond its end is written over by
    /// the next line; only where none follows, the tile takes a detour.
    /// </summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Lines(
        T* planes, T* weights, T* output, ConvolutionFinish<T> finish, int firstRow, int endRow, int firstLine, int endLine)
    {
        int maxWidth = 2 * TWide.Lanes;
        T* tile = stackalloc T[12 * maxWidth];
        for (int i = firstRow; i < endRow; i += TWide.Rows)
        {
            int rows = Math.Min(TWide.Rows, endRow - i);
            int height = RegisterTile<T, TWide, ScatteredRight<T>>.Height(rows);
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
                    int width = RegisterTile<T, TWide, ScatteredRight<T>>.Width(columns);
                    var right = new ScatteredRight<T>(planes + ((nint)y * Pitch) + x, Offsets);
                    bool direct = rows == height && x + width <= room;
                    T* place = direct ? line + x : tile;
                    nint step = direct ? OutputRow : width;
                    if (direct) Prefetch.Rows(place, step, rows, columns);
                    RegisterTile<T, TWide, ScatteredRight<T>>.Whole(
                        height, width, Depth, left, right, place, step, false, inRegisters);
                    if (direct) continue;
                    if (rows != height && !finish.IsNone) finish.Apply<TWide>(i, rows, width, tile, width);
                    for (int r = 0; r < rows; r++) Copy(tile + (r * width), columns, line + x + (r * OutputRow));
                }
            }
        }
    }

    /// <summary>
    /// Some output lines of a product of one row. Four lines by two registers, or eight short lines by one, are summed at
    /// once: a tile of one line would wait for each multiply-add. The last tile of a line or of the lines takes the place
    /// before it once more.
    /// </summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void SingleRow(
        T* planes, T* weights, T* output, ConvolutionFinish<T> finish, int firstLine, int endLine)
    {
        bool areShort = WidthCount <= TWide.Lanes && endLine - firstLine >= 2 * LinesTogether;
        int width = areShort ? TWide.Lanes : 2 * TWide.Lanes, together = areShort ? 2 * LinesTogether : LinesTogether;
        T* tile = stackalloc T[2 * LinesTogether * TWide.Lanes];
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
                    else Single(source, Pitch, TWide.Lanes, weights, finish, place, step, TWide.Lanes);
                    for (int r = 0; r < lines && !direct; r++) Copy(tile + (r * width), columns, target + (r * OutputHeight));
                    continue;
                }

                // Fewer lines in all: one at a time, since beyond them there may be nothing to read.
                for (int r = 0; r < lines; r++)
                {
                    Single(source + ((nint)r * Pitch), 0, TWide.Lanes, weights, finish, tile, 0, TWide.Lanes);
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
        TWide c0 = TWide.Zero, c1 = TWide.Zero, c2 = TWide.Zero, c3 = TWide.Zero;
        TWide d0 = TWide.Zero, d1 = TWide.Zero, d2 = TWide.Zero, d3 = TWide.Zero;
        for (int p = 0; p < Depth; p++)
        {
            TWide weight = TWide.Broadcast(weights[p]);
            T* at = source + Offsets[p];
            c0 = TWide.MultiplyAdd(weight, TWide.Load(at), c0);
            d0 = TWide.MultiplyAdd(weight, TWide.Load(at + second), d0);
            at += pitch;
            c1 = TWide.MultiplyAdd(weight, TWide.Load(at), c1);
            d1 = TWide.MultiplyAdd(weight, TWide.Load(at + second), d1);
            at += pitch;
            c2 = TWide.MultiplyAdd(weight, TWide.Load(at), c2);
            d2 = TWide.MultiplyAdd(weight, TWide.Load(at + second), d2);
            at += pitch;
            c3 = TWide.MultiplyAdd(weight, TWide.Load(at), c3);
            d3 = TWide.MultiplyAdd(weight, TWide.Load(at + second), d3);
        }

        Put(c0, d0, finish, target, secondStep);
        Put(c1, d1, finish, target + step, secondStep);
        Put(c2, d2, finish, target + (2 * step), secondStep);
        Put(c3, d3, finish, target + (3 * step), secondStep);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(TWide first, TWide second, ConvolutionFinish<T> finish, T* target, nint secondStep)
    {
        TWide bias = finish.Bias<TWide>(0);
        TWide.Store(finish.Apply(first, bias), target);
        TWide.Store(finish.Apply(second, bias), target + secondStep);
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
            for (; i + TWide.Lanes <= count; i += TWide.Lanes) TWide.Store(TWide.Load(source + i), target + i);
            for (; i + Wide128<T>.Lanes <= count; i += Wide128<T>.Lanes)
                Wide128<T>.Store(Wide128<T>.Load(source + i), target + i);
        }

        for (; i < count; i++) target[i * OutputWidth] = source[i];
    }
}
