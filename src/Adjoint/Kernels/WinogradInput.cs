using System.Numerics;
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>
/// Transforms the input of a chunk of tiles into right panels, one per product of the tile and register tile of tiles:
/// first down the columns, where pixels side by side are lanes whatever tile they belong to, then along the rows, where
/// the tiles are lanes. Pixels outside the image are zeros. An item is a panel of tiles and a few channels.
/// </summary>
internal unsafe struct WinogradInput<T, TWide, TTile, TRead> : IWork
    where T : unmanaged, INumberBase<T>
    where TWide : struct, IWide<TWide, T>
    where TTile : struct, IWinogradTile
    where TRead : struct, IWinogradRead
{
    /// <summary>Channels per item: enough to hide the claim.</summary>
    private const int PerItem = 8;

    public WinogradShape Shape;
    public T* Source;

    /// <summary>The panels: [panel of tiles][product of the tile][channel][tile].</summary>
    public T* Panels;

    public int FirstTile, Tiles;

    /// <summary>The most tiles of a panel.</summary>
    public static int Width => 2 * TWide.Lanes;

    /// <summary>Distance of lines, with room for what <see cref="WinogradLanes{T,TWide,TTile}"/> reads beyond.</summary>
    private static int LineStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (TTile.Outputs * Width) + (2 * TWide.Lanes);
    }

    private static int TileStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Width + TWide.Lanes;
    }

    /// <summary>Distance of products in a panel: a cache line more, or they would all meet in one set of the cache.</summary>
    public static nint ProductStep(int channels) => ((nint)channels * Width) + (64 / sizeof(T));

    public static nint PanelStep(int channels) => TTile.Size * TTile.Size * ProductStep(channels);

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
        int width = RegisterTile<T, TWide, StridedRight<T>>.Width(count);
        nint productStep = ProductStep(Shape.Channels);

        Span<WinogradSegment> segments = stackalloc WinogradSegment[Width];
        segments = segments[..WinogradSegment.Cut<TTile>(in Shape, FirstTile + (panel * Width), count, segments)];
        T* rows = Scratch.Take<T>(
            ScratchSlot.Item, (2 * TTile.Size * LineStep) + (TTile.Size * TTile.Size * TileStep));
        T* lines = rows + (TTile.Size * LineStep), tiles = lines + (TTile.Size * LineStep);

        T* target = Panels + (panel * PanelStep(Shape.Channels)) + ((nint)firstChannel * width);
        for (int c = firstChannel; c < endChannel; c++)
        {
            foreach (ref readonly WinogradSegment segment in segments)
            {
                Down(in segment, Source + ((((nint)segment.Image * Shape.Channels) + c) * Shape.SourcePlane), rows, lines);
                for (int i = 0; i < TTile.Size; i++)
                {
                    WinogradLanes<T, TWide, TTile>.Split(
                        lines + (i * LineStep), segment.Count, tiles + (i * TTile.Size * TileStep) + segment.At, TileStep);
                }
            }

            for (int i = 0; i < TTile.Size; i++)
            {
                for (int t = 0; t < width; t += TWide.Lanes)
                {
                    // The places of the next channel.
                    T* place = target + (i * TTile.Size * productStep) + t;
                    for (int j = 0; j < TTile.Size; j++) Prefetch.Line(place + (j * productStep) + width);
                    TRead.Transform<T, TWide>(tiles + (i * TTile.Size * TileStep) + t, TileStep, place, productStep);
                }
            }

            target += width;
        }
    }

    /// <summary>The transform down the columns, of all pixels that a segment reads.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Down(in WinogradSegment segment, T* plane, T* rows, T* lines)
    {
        int down = Shape.Height.Step, across = Shape.Width.Step;
        int y = segment.HeightPhase + (segment.Row * TTile.Outputs * down) - Shape.Height.Padding;
        int x = segment.WidthPhase + (segment.Column * TTile.Outputs * across) - Shape.Width.Padding;
        int length = (segment.Count * TTile.Outputs) + TRead.Pixels - TTile.Outputs;
        int first = Math.Clamp(Shape.Width.StepsTo(-x), 0, length);
        int end = Math.Clamp(Shape.Width.StepsTo(Shape.Width.Source - x), first, length);
        int pixels = end - first;
        T* source = plane + ((nint)y * Shape.Width.Source) + x + (first * across);
        nint step = (nint)down * Shape.Width.Source;
        for (int i = 0; i < TRead.Pixels; i++)
        {
            T* next = source + Shape.SourcePlane + (i * step);
            for (int j = 0; j < pixels * across; j += 64 / sizeof(T)) Prefetch.Line(next + j);
        }

        if (y < 0 || y + ((TRead.Pixels - 1) * down) >= Shape.Height.Source || pixels < TWide.Lanes || across > 1)
        {
            // Rows outside the image, too short for a register, or with gaps: a copy with zeros and room.
            for (int i = 0; i < TRead.Pixels; i++)
            {
                T* row = rows + (i * LineStep), from = source + (i * step);
                int at = y + (i * down);
                if (at < 0 || at >= Shape.Height.Source) new Span<T>(row, pixels).Clear();
                else if (across > 1) Stepped.Gather(from, across, pixels, row);
                else new ReadOnlySpan<T>(from, pixels).CopyTo(new Span<T>(row, pixels));
            }

            source = rows;
            step = LineStep;
        }

        T* target = lines + first;
        int p = 0;
        for (; p + TWide.Lanes <= pixels; p += TWide.Lanes) TRead.Transform<T, TWide>(source + p, step, target + p, LineStep);

        // The last pixels: together with some before them once more, or what lies beyond them in the copy.
        if (p < pixels)
        {
            p = Math.Max(0, pixels - TWide.Lanes);
            TRead.Transform<T, TWide>(source + p, step, target + p, LineStep);
        }

        for (int i = 0; i < TTile.Size; i++)
        {
            T* line = lines + (i * LineStep);
            for (int j = 0; j < first; j++) line[j] = T.Zero;
            for (int j = end; j < length; j++) line[j] = T.Zero;
        }
    }
}
