using System.Numerics;
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>
/// One image of an implicit matrix product: output[row, pixel] = Σp weights[row, p] · planes[offsets[p] + pixel], for
/// every group. The weights are packed left panels; the right operand is read in place from padded <see cref="Planes{T}"/>.
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

    public int Groups, Rows, Depth;
    public T* Weights;
    public int* Offsets;
    public T* Planes;
    public nint GroupPlanes, DepthPitch;
    public int Pitch;
    public T* Output;
    public nint OutputGroup, OutputRow, OutputDepth, OutputHeight, OutputWidth;
    public int DepthCount, HeightCount, WidthCount;
    public ConvolutionFinish<T> Finish;

    // Columns are output pixels counted over the padded width, or, if by lines, output lines.
    private bool _byLines;
    private int _blockPanels, _rowBlocks, _blockColumns, _columnBlocks;

    /// <summary>The size of a group's packed weights.</summary>
    public static nint PackedSize(int rows, int depth) => (nint)((rows + TWide.Rows - 1) / TWide.Rows * TWide.Rows) * depth;

    private readonly int Columns => ((HeightCount - 1) * Pitch) + WidthCount;

    public void Run()
    {
        if (Rows == 0 || Groups == 0 || DepthCount <= 0 || HeightCount <= 0 || WidthCount <= 0) return;
        int height = TWide.Rows, width = 2 * TWide.Lanes;
        int panels = (Rows + height - 1) / height;
        _blockPanels = Math.Clamp(CachedWeights / (height * Math.Max(1, Depth)), 1, panels);
        _rowBlocks = (panels + _blockPanels - 1) / _blockPanels;
        long columnWork = (long)_blockPanels * height * Math.Max(1, Depth);
        _byLines = GainsByLines();
        if (_byLines)
        {
            _blockColumns = (int)Math.Clamp(ItemWork / (columnWork * WidthCount), 1, HeightCount);
            _columnBlocks = (HeightCount + _blockColumns - 1) / _blockColumns;
        }
        else
        {
            _blockColumns = (int)Math.Clamp(ItemWork / (columnWork * width), 1, (Columns + width - 1) / width) * width;
            _columnBlocks = (Columns + _blockColumns - 1) / _blockColumns;
        }

        WorkerPool.For(Groups * DepthCount * _columnBlocks * _rowBlocks, ref this);
    }

    public readonly void Do(int index)
    {
        int panel = index % _rowBlocks * _blockPanels;
        index /= _rowBlocks;
        int column = index % _columnBlocks * _blockColumns;
        index /= _columnBlocks;
        int slice = index % DepthCount, group = index / DepthCount;
        T* planes = Planes + (group * GroupPlanes) + (slice * DepthPitch);
        T* weights = Weights + (group * PackedSize(Rows, Depth));
        T* output = Output + (group * OutputGroup) + (slice * OutputDepth);
        ConvolutionFinish<T> finish = Finish.From(group * Rows);
        int firstRow = panel * TWide.Rows, endRow = Math.Min(Rows, (panel + _blockPanels) * TWide.Rows);
        if (_byLines)
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
                    RegisterTile<T, TWide, ScatteredRight<T>>.Whole(
                        height, width, Depth, left, right, place, step, false, inRegisters);
                    if (direct) continue;
                    if (rows != height && !finish.IsNone) finish.Apply<TWide>(i, rows, width, tile, width);
                    for (int r = 0; r < rows; r++) Copy(tile + (r * width), columns, line + x + (r * OutputRow));
                }
            }
        }
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
