namespace Adjoint.Kernels;

/// <summary>
/// Transforms the input of a chunk of tiles into right panels, one per product of the tile and register tile of tiles:
/// first down the columns, where lanes are adjacent pixels of any tile, then along the rows, where
/// lanes are tiles. Pixels outside the image are zeros. Rows of tiles that fill less than half a register are joined
/// between the two, so that the second has full registers. An item is a panel of tiles and a few channels.
/// </summary>
internal unsafe struct WinogradInput<T, TVector, TTile, TRead> : IWork
    where T : unmanaged, INumberBase<T>
    where TVector : struct, ISimdVector<TVector, T>
    where TTile : struct, IWinogradTile<T, TVector>
    where TRead : struct, IWinogradRead
{
    /// <summary>Channels per item: enough to hide the cost of claiming it.</summary>
    private const int PerItem = 8;

    public WinogradShape Shape;
    public T* Source;

    /// <summary>The panels: [panel of tiles][product of the tile][channel][tile].</summary>
    public T* Panels;

    public int FirstTile, Tiles;

    /// <summary>Where a 1 is left if the numbers of an item are too far apart (<see cref="WinogradRange"/>), or null.</summary>
    public int* IsWide;

    /// <summary>The most tiles of a panel.</summary>
    public static int Width => 2 * TVector.Lanes;

    /// <summary>Distance of lines, with room for what <see cref="WinogradTileTransposition{T,TVector,TTile}"/> reads beyond.</summary>
    private static int LineStep { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => (TTile.Outputs * Width) + (2 * TVector.Lanes); }

    private static int TileStep { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => Width + TVector.Lanes; }

    /// <summary>Distance of products in a panel: with a cache line added, lest all fall into one set of the cache.</summary>
    public static nint ProductStep(int channels) => ((nint)channels * Width) + (64 / sizeof(T));

    public static nint PanelStep(int channels) => TTile.Size * TTile.Size * ProductStep(channels);

    /// <summary>Pixels a tile reads along an axis.</summary>
    private static int Pixels { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => TRead.IsGradient ? TTile.Outputs : TTile.Size; }

    /// <summary>How many items there are.</summary>
    public readonly int Items => (Tiles + Width - 1) / Width * ((Shape.Channels + PerItem - 1) / PerItem);

    public void Run() => WorkerPool.For(Items, ref this);

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Do(int index)
    {
        int groups = (Shape.Channels + PerItem - 1) / PerItem;
        int panel = index / groups, firstChannel = index % groups * PerItem;
        int endChannel = Math.Min(Shape.Channels, firstChannel + PerItem);
        int count = Math.Min(Width, Tiles - (panel * Width));
        int width = RegisterTile<T, TVector, StridedRight<T>>.Width(count);
        nint productStep = ProductStep(Shape.Channels);

        Span<WinogradTileRun> segments = stackalloc WinogradTileRun[Width];
        segments = segments[..WinogradTileRun.Cut(in Shape, TTile.Outputs, FirstTile + (panel * Width), count, segments)];
        bool isNarrow = IsNarrow;
        T* lines = Scratch.Take<T>(
            ScratchSlot.Item,
            (2 * TTile.Size * LineStep) + (TTile.Size * TTile.Size * TileStep) + (isNarrow ? PaddedSize : TTile.Size * LineStep));
        T* nexts = lines + (TTile.Size * LineStep), tiles = nexts + (TTile.Size * LineStep);
        T* rows = tiles + (TTile.Size * TTile.Size * TileStep);

        WinogradRange range = default;
        bool measures = typeof(T) == typeof(float) && IsWide != null;
        T* target = Panels + (panel * PanelStep(Shape.Channels)) + ((nint)firstChannel * width);
        for (int c = firstChannel; c < endChannel; c++)
        {
            if (isNarrow)
            {
                Narrow(segments, c, rows, lines, nexts);
                if (measures) Measure(&range, lines, count * TTile.Outputs);
                for (int i = 0; i < TTile.Size; i++)
                {
                    WinogradTileTransposition<T, TVector, TTile>.Split(
                        lines + (i * LineStep), nexts + (i * LineStep), count, tiles + (i * TTile.Size * TileStep), TileStep);
                }
            }

            for (int s = 0; s < segments.Length && !isNarrow; s++)
            {
                ref readonly WinogradTileRun segment = ref segments[s];
                Down(in segment, Source + ((((nint)segment.Image * Shape.Channels) + c) * Shape.SourcePlane), rows, lines);
                if (measures) Measure(&range, lines, (segment.Count * TTile.Outputs) + Pixels - TTile.Outputs);
                for (int i = 0; i < TTile.Size; i++)
                {
                    T* line = lines + (i * LineStep);
                    WinogradTileTransposition<T, TVector, TTile>.Split(
                        line, line + TTile.Outputs, segment.Count, tiles + (i * TTile.Size * TileStep) + segment.At, TileStep);
                }
            }

            for (int i = 0; i < TTile.Size; i++)
            {
                T* place = target + (i * TTile.Size * productStep), next = place + width;
                for (int t = 0; t < width; t += TVector.Lanes)
                    Transform(tiles + (i * TTile.Size * TileStep) + t, TileStep, place + t, productStep);

                // The places of the next channel.
                for (int j = 0; j < TTile.Size; j++, next += productStep)
                {
                    Prefetch.Line(next);
                    if (width > TVector.Lanes) Prefetch.Line(next + TVector.Lanes);
                }
            }

            target += width;
        }

        if (measures && range.IsWide()) Volatile.Write(ref *IsWide, 1);
    }

    /// <summary>Measures the second line, in which all inner pixels of the tiles have a part; without padding, the outermost too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Measure(WinogradRange* range, T* lines, int length)
    {
        WinogradRange.Add(range, (float*)(lines + LineStep), length);
        if (Shape.Height.Padding >= Shape.Height.Step || TTile.Size < 6) return;
        WinogradRange.Add(range, (float*)lines, length);
        WinogradRange.Add(range, (float*)(lines + ((TTile.Size - 1) * LineStep)), length);
    }

    /// <summary>Whether rows of tiles fill less than half a register, and neighbours share no more than two pixels.</summary>
    private readonly bool IsNarrow =>
        Shape.Width.Tiles(TTile.Outputs) <= TVector.Lanes / 2 && Shape.Width.Step == 1 && Shape.Height.Step == 1 && TTile.Taps == 3;

    /// <summary>Pixels of a row of all tiles of the image.</summary>
    private readonly int PaddedWidth => (Shape.Width.Tiles(TTile.Outputs) * TTile.Outputs) + Pixels - TTile.Outputs;

    /// <summary>Elements of the rows that a panel's tiles of one image read, and of what registers read beyond.</summary>
    private readonly int PaddedSize
    {
        get
        {
            int rows = (Width / Shape.Width.Tiles(TTile.Outputs)) + 2;
            return (((rows * TTile.Outputs) + TTile.Size) * PaddedWidth) + (3 * TVector.Lanes);
        }
    }

    /// <summary>
    /// The transform down the columns of narrow images: what all tiles of the panel read, tile beside tile, and beside
    /// it the same shifted by a tile, since beyond the last tile of a row comes the first of another.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Narrow(ReadOnlySpan<WinogradTileRun> segments, int channel, T* padded, T* lines, T* nexts)
    {
        int step = PaddedWidth, outputs = TTile.Outputs;
        for (int s = 0; s < segments.Length;)
        {
            WinogradTileRun top = segments[s];
            int end = s + 1;
            while (end < segments.Length && segments[end].Image == top.Image) end++;
            int height = ((segments[end - 1].Row - top.Row) * outputs) + Pixels;
            Pad(
                Source + ((((nint)top.Image * Shape.Channels) + channel) * Shape.SourcePlane),
                (top.Row * outputs) - Shape.Height.Padding, height, padded);
            for (; s < end; s++)
            {
                WinogradTileRun segment = segments[s];
                T* from = padded + ((((segment.Row - top.Row) * step) + segment.Column) * outputs);
                T* line = lines + (segment.At * outputs), next = nexts + (segment.At * outputs);
                for (int p = 0; p < segment.Count * outputs; p += TVector.Lanes)
                {
                    Transform(from + p, step, line + p, LineStep);
                    if (Pixels > outputs) Transform(from + outputs + p, step, next + p, LineStep);
                }
            }
        }
    }

    /// <summary>Copies rows of a plane with zeros where they lie outside of the image.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Pad(T* plane, int y, int height, T* padded)
    {
        int length = PaddedWidth, x = -Shape.Width.Padding, source = Shape.Width.Source;
        int first = Math.Clamp(-x, 0, length), end = Math.Clamp(source - x, first, length);
        for (int i = y; i < y + height; i++, padded += length)
        {
            if (i < 0 || i >= Shape.Height.Source)
            {
                new Span<T>(padded, length).Clear();
                continue;
            }

            Prefetch.Line(plane + Shape.SourcePlane + ((nint)i * source)); // of the next channel
            for (int j = 0; j < first; j++) padded[j] = T.Zero;
            RowCopy.Run(plane + ((nint)i * source) + x + first, padded + first, end - first);
            for (int j = end; j < length; j++) padded[j] = T.Zero;
        }
    }

    /// <summary>The transform down the columns, of all pixels that a segment reads.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Down(in WinogradTileRun segment, T* plane, T* rows, T* lines)
    {
        int down = Shape.Height.Step, across = Shape.Width.Step;
        int y = segment.HeightPhase + (segment.Row * TTile.Outputs * down) - Shape.Height.Padding;
        int x = segment.WidthPhase + (segment.Column * TTile.Outputs * across) - Shape.Width.Padding;
        int length = (segment.Count * TTile.Outputs) + Pixels - TTile.Outputs;
        int first = Math.Clamp(Shape.Width.StepsTo(-x), 0, length);
        int end = Math.Clamp(Shape.Width.StepsTo(Shape.Width.Source - x), first, length);
        int pixels = end - first;
        T* source = plane + ((nint)y * Shape.Width.Source) + x + (first * across);
        nint step = (nint)down * Shape.Width.Source;
        for (int i = 0; i < Pixels; i++)
        {
            T* next = source + Shape.SourcePlane + (i * step);
            for (int j = 0; j < pixels * across; j += 64 / sizeof(T)) Prefetch.Line(next + j);
        }

        if (y < 0 || y + ((Pixels - 1) * down) >= Shape.Height.Source || pixels < TVector.Lanes || across > 1)
        {
            // Rows outside the image, too short for a register, or with gaps are copied, padded with zeros.
            for (int i = 0; i < Pixels; i++)
            {
                T* row = rows + (i * LineStep), from = source + (i * step);
                int at = y + (i * down);
                if (at < 0 || at >= Shape.Height.Source) new Span<T>(row, pixels).Clear();
                else if (across > 1) GatherScatter.Gather(from, across, pixels, row);
                else RowCopy.Run(from, row, pixels);
            }

            source = rows;
            step = LineStep;
        }

        T* target = lines + first;
        int p = 0;
        for (; p + TVector.Lanes <= pixels; p += TVector.Lanes) Transform(source + p, step, target + p, LineStep);

        // The last pixels, in a vector that overlaps the one before, or with what lies beyond them in the copy.
        if (p < pixels)
        {
            p = Math.Max(0, pixels - TVector.Lanes);
            Transform(source + p, step, target + p, LineStep);
        }

        for (int i = 0; i < TTile.Size; i++)
        {
            T* line = lines + (i * LineStep);
            for (int j = 0; j < first; j++) line[j] = T.Zero;
            for (int j = end; j < length; j++) line[j] = T.Zero;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transform(T* source, nint step, T* target, nint targetStep)
    {
        if (TRead.IsGradient) TTile.OutputGradient(source, step, target, targetStep);
        else TTile.Input(source, step, target, targetStep);
    }
}
