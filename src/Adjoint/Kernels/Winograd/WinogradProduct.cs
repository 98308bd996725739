namespace Adjoint.Kernels;

/// <summary>
/// The matrix products of a chunk of tiles, one for each product of the tile, and the transform of what they give into pixels of the
/// output. An item is a few panels of rows and a few of tiles, whose products stay in the second-level cache until they are transformed.
/// </summary>
internal unsafe struct WinogradProduct<T, TVector, TTile> : IWork
    where T : unmanaged, INumberBase<T>
    where TVector : struct, ISimdVector<TVector, T>
    where TTile : struct, IWinogradTile<T, TVector>
{
    /// <summary>Panels of rows in an item, and panels of its tiles at a time: their products stay in the cache.</summary>
    private const int RowPanels = 2, PassPanels = 2;

    /// <summary>Channels summed at a time where the weights are used once: transformed, they stay in the cache.</summary>
    private const int Depth = 128;

    public WinogradShape Shape;

    public WinogradFilters<T, TVector, TTile> Filters;

    /// <summary>All transformed weights; null if an item is to transform those of its rows.</summary>
    public T* Transformed;

    public T* Inputs;
    public T* Output;
    public ConvolutionFinish<T> Finish;
    public int FirstTile, Tiles;

    /// <summary>Panels of tiles in an item.</summary>
    public int TilePanels;

    private static int Width => 2 * TVector.Lanes;

    private static int Products => TTile.Size * TTile.Size;

    private static int BlockStep { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => (TVector.Rows * Width) + 16; }

    private static int LineStep { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => (TTile.Outputs * Width) + (2 * TVector.Lanes); }

    private static int BlockSize => RowPanels * PassPanels * Products * BlockStep;

    private static int LinesSize => (TTile.Size + (2 * TTile.Outputs)) * LineStep;

    /// <summary>Elements of scratch memory for an item.</summary>
    public static int ItemSize(int channels, bool isTransformed) => BlockSize + LinesSize
        + (isTransformed ? 0 : (int)(RowPanels * WinogradFilters<T, TVector, TTile>.PanelStep(channels)));

    /// <summary>
    /// Whether the first item has only half as many rows, and so the last too: an odd number of items of one size
    /// leaves the second of two threads without work at the end.
    /// </summary>
    public bool BeginsWithHalf;

    /// <summary>How many items there are.</summary>
    public readonly int Items => RowItems * ((AllTilePanels + TilePanels - 1) / TilePanels);

    public readonly int RowItems => (AllRowPanels + Lead + RowPanels - 1) / RowPanels;

    private readonly int Lead => BeginsWithHalf ? RowPanels / 2 : 0;

    private readonly int AllRowPanels => (Shape.Rows + TVector.Rows - 1) / TVector.Rows;

    private readonly int AllTilePanels => (Tiles + Width - 1) / Width;

    public void Run() => WorkerPool.For(Items, ref this);

    public readonly void Do(int index)
    {
        int row = (index % RowItems * RowPanels) - Lead, tile = index / RowItems * TilePanels;
        int endRow = Math.Min(AllRowPanels, row + RowPanels), endTile = Math.Min(AllTilePanels, tile + TilePanels);
        row = Math.Max(row, 0);
        nint weightStep = WinogradFilters<T, TVector, TTile>.PanelStep(Shape.Channels);
        T* block = Scratch.Take<T>(ScratchSlot.Item, ItemSize(Shape.Channels, Transformed is not null));
        T* lines = block + BlockSize, weights = lines + LinesSize;
        bool isOnePass = endTile - tile <= PassPanels;
        int depth = Transformed is null && isOnePass ? Depth : Shape.Channels;
        if (Transformed is not null) weights = Transformed + (row * weightStep);
        else if (!isOnePass) Transform(row, endRow, 0, Shape.Channels, weights);
        for (int first = tile; first < endTile; first += PassPanels)
        {
            int end = Math.Min(endTile, first + PassPanels);
            for (int channel = 0; channel < Shape.Channels; channel += depth)
            {
                int channels = Math.Min(depth, Shape.Channels - channel);
                if (Transformed is null && isOnePass) Transform(row, endRow, channel, channels, weights);
                Multiply(row, endRow, first, end, channel, channels, weights, block);
            }

            T* from = block;
            for (int t = first; t < end; t++)
            {
                for (int i = row; i < endRow; i++)
                {
                    Put(i, t, from, lines);
                    from += Products * BlockStep;
                }
            }
        }
    }

    private readonly void Transform(int row, int endRow, int channel, int channels, T* weights)
    {
        nint step = WinogradFilters<T, TVector, TTile>.PanelStep(channels);
        for (int i = row; i < endRow; i++) Filters.Transform(i, channel, channels, weights + ((i - row) * step));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int TilesOf(int panel) => Math.Min(Width, Tiles - (panel * Width));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Multiply(int row, int endRow, int tile, int endTile, int channel, int channels, T* weights, T* block)
    {
        nint weightStep = WinogradFilters<T, TVector, TTile>.PanelStep(channels);
        for (int p = 0; p < Products; p++)
        {
            T* target = block + (p * BlockStep);
            for (int t = tile; t < endTile; t++)
            {
                // A few tiles beyond a full register are summed along the rows: another register would cost as much as a full one.
                int count = TilesOf(t), few = count % TVector.Lanes;
                if (few > TVector.Lanes / 8) few = 0;
                int width = RegisterTile<T, TVector, StridedRight<T>>.Width(count);
                T* inputs = Inputs + (t * WinogradInput<T, TVector, TTile, ReadInput>.PanelStep(Shape.Channels))
                    + (p * WinogradInput<T, TVector, TTile, ReadInput>.ProductStep(Shape.Channels))
                    + ((nint)channel * width);
                var right = new StridedRight<T>(inputs, width);
                T* left = weights + (p * WinogradFilters<T, TVector, TTile>.ProductStep(channels));
                for (int i = row; i < endRow; i++)
                {
                    int height = RegisterTile<T, TVector, StridedRight<T>>.Height(Math.Min(TVector.Rows, Shape.Rows - (i * TVector.Rows)));
                    if (count > few)
                    {
                        RegisterTile<T, TVector, StridedRight<T>>.Whole(
                            height, RegisterTile<T, TVector, StridedRight<T>>.Width(count - few), channels, left, right, target,
                            width, channel > 0);
                    }

                    for (int j = count - few; j < count; j++)
                        PanelColumn<T, TVector>.Run(height, channels, left, inputs + j, width, target + j, width, channel > 0);
                    left += weightStep;
                    target += Products * BlockStep;
                }
            }
        }
    }

    /// <summary>Transforms the products of one panel of rows and one of tiles into pixels.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Put(int rowPanel, int tilePanel, T* block, T* lines)
    {
        int count = TilesOf(tilePanel);
        int width = RegisterTile<T, TVector, StridedRight<T>>.Width(count);
        Span<WinogradTileRun> segments = stackalloc WinogradTileRun[Width];
        segments = segments[..WinogradTileRun.Cut(in Shape, TTile.Outputs, FirstTile + (tilePanel * Width), count, segments)];
        T* tiles = lines + (TTile.Size * LineStep), rows = tiles + (TTile.Outputs * LineStep);
        int firstRow = rowPanel * TVector.Rows, endRow = Math.Min(Shape.Rows, firstRow + TVector.Rows);
        for (int r = firstRow; r < endRow; r++)
        {
            for (int i = 0; i < TTile.Size; i++)
            {
                for (int t = 0; t < width; t += TVector.Lanes)
                    TTile.Output(block + (i * TTile.Size * BlockStep) + t, BlockStep, tiles + t, LineStep);
                WinogradTileTransposition<T, TVector, TTile>.Join(tiles, LineStep, count, lines + (i * LineStep));
            }

            foreach (ref readonly WinogradTileRun segment in segments)
            {
                Down(
                    in segment, r, lines + (segment.At * TTile.Outputs), rows,
                    Output + ((((nint)segment.Image * Shape.Rows) + r) * Shape.OutputPlane));
            }

            block += width;
        }
    }

    /// <summary>The transform down the columns, of the pixels of a segment that are in the output.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Down(in WinogradTileRun segment, int filter, T* lines, T* rows, T* plane)
    {
        int down = Shape.Height.Step, across = Shape.Width.Step;
        int y = segment.Row * TTile.Outputs, x = segment.Column * TTile.Outputs;
        int pixels = Math.Min(segment.Count * TTile.Outputs, Shape.Width.Outputs(segment.WidthPhase) - x);
        int height = Math.Min(TTile.Outputs, Shape.Height.Outputs(segment.HeightPhase) - y);
        if (pixels <= 0 || height <= 0) return;
        nint outputStep = (nint)down * Shape.Width.Output;
        T* output = plane + (((nint)segment.HeightPhase + (y * down)) * Shape.Width.Output) + segment.WidthPhase + (x * across);
        for (int i = 0; i < height; i++)
        {
            T* next = output + Shape.OutputPlane + (i * outputStep);
            for (int j = 0; j < pixels * across; j += 64 / sizeof(T)) Prefetch.Line(next + j);
        }

        bool direct = height == TTile.Outputs && pixels >= TVector.Lanes && across == 1;
        T* target = direct ? output : rows;
        nint step = direct ? outputStep : LineStep;
        int p = 0;
        for (; p + TVector.Lanes <= pixels; p += TVector.Lanes)
        {
            TTile.Output(lines + p, LineStep, target + p, step);
            if (!Finish.IsNone) Finish.Column<TVector>(filter, TTile.Outputs, target + p, step);
        }

        // The last pixels, in a vector that overlaps the one before, or with some beyond that are not copied.
        if (p < pixels)
        {
            p = Math.Max(0, pixels - TVector.Lanes);
            TTile.Output(lines + p, LineStep, target + p, step);
            if (!Finish.IsNone) Finish.Column<TVector>(filter, TTile.Outputs, target + p, step);
        }

        if (direct) return;
        for (int i = 0; i < height; i++)
        {
            T* row = rows + (i * LineStep), place = output + (i * outputStep);
            if (across > 1) GatherScatter.Scatter(row, pixels, place, across);
            else RowCopy.Run(row, place, pixels);
        }
    }
}
