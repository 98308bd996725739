namespace Adjoint.Kernels;

/// <summary>
/// Chooses whether a convolution is computed by Winograd's minimal filtering (Lavin and Gray 2015, "Fast Algorithms for
/// Convolutional Neural Networks", arXiv 1509.09308), and with which tiles: 3 by 3 or 5 by 5, stride 1, any dilation,
/// one group, float, and large enough to be faster.
/// </summary>
internal static unsafe class Winograd
{
    /// <summary>Least channels summed, and rows of the result, for which the transforms pay off.</summary>
    private const int MinChannels = 8, MinRows = 12;

    /// <summary>For images larger than this Winograd is faster with fewer rows too: the direct algorithm reads them from memory.</summary>
    private const int LargeImageBytes = 4 * 1024 * 1024;

    /// <summary>Least channels on both sides for which the smaller tiles, which save less, are faster.</summary>
    private const int MinChannelsForTile2 = 64;

    /// <summary>Least tiles for which the transform of the weights pays off.</summary>
    private const int MinTiles = 12;

    /// <summary>Least channels on both sides, and tiles, for the gradient of the weights; fewer where tiles stay cached.</summary>
    private const int MinChannelsForGradient = 64, MinChannelsForCachedGradient = 32, MinTilesForGradient = 48;

    /// <summary>The taps of 5 by 5 kernels, and the least channels on both sides for which Winograd is faster for them.</summary>
    private const int TapsOf5x5 = 25, MinChannelsFor5x5 = 24, MinChannelsForGradientOf5x5 = 32;

    /// <summary>
    /// With dilation pixels are gathered one by one: that pays off from these numbers of channels on both sides, and of
    /// tiles in a row of a phase; the last is for the gradient of the weights, which gathers twice.
    /// </summary>
    private const int MinChannelsForSteps = 32, MinTilesForSteps = 4, MinTilesForGradientWithSteps = 6;

    private static int largestTile = EnvironmentSetting.Number("ADJOINT_WINOGRAD", 4, tile => tile is 0 or 2 or 4, "0, 2 or 4");

    /// <summary>Outputs along a side of the largest tile: 4, 2, or 0 for none.</summary>
    public static int LargestTile
    {
        get => Volatile.Read(ref largestTile);
        set => Volatile.Write(ref largestTile, value);
    }

    /// <summary>The tile with which a result is computed fastest, or none if another algorithm is faster.</summary>
    public static WinogradTileKind TileFor<T, TVector>(ConvolutionResult result, in ConvolutionGeometry g)
        where T : unmanaged, INumberBase<T>
        where TVector : struct, ISimdVector<TVector, T>
    {
        if (!IsPossible<T>(in g)) return WinogradTileKind.None;
        return result == ConvolutionResult.Filter
            ? TileForFilters<T, TVector>(in g)
            : TileFor<T>(ShapeOf(result, in g), g.Taps);
    }

    /// <summary>Computes a result with tiles of a kind, as <see cref="ConvolutionPlan.Run{T}"/>.</summary>
    /// <returns>Whether it is as exact as it should be; if not, it is to be computed another way.</returns>
    public static bool Run<T, TVector>(
        WinogradTileKind tile, ConvolutionResult result, in ConvolutionGeometry g, T* a, T* b, T* target,
        ConvolutionFinish<T> finish = default)
        where T : unmanaged, INumberBase<T>
        where TVector : struct, ISimdVector<TVector, T>
    {
        if (tile == WinogradTileKind.Tile4) return Run<T, TVector, WinogradTile4<T, TVector>>(result, in g, a, b, target, finish);
        if (tile == WinogradTileKind.Tile2) return Run<T, TVector, WinogradTile2<T, TVector>>(result, in g, a, b, target, finish);
        return Run<T, TVector, WinogradTile2Taps5<T, TVector>>(result, in g, a, b, target, finish);
    }

    /// <summary>Adds the scratch memory that a result takes.</summary>
    public static void AddScratch<T, TVector>(
        WinogradTileKind tile, ConvolutionResult result, in ConvolutionGeometry g, ref ScratchSizes scratch)
        where T : unmanaged, INumberBase<T>
        where TVector : struct, ISimdVector<TVector, T>
    {
        if (tile == WinogradTileKind.Tile4) AddScratch<T, TVector, WinogradTile4<T, TVector>>(result, in g, ref scratch);
        else if (tile == WinogradTileKind.Tile2) AddScratch<T, TVector, WinogradTile2<T, TVector>>(result, in g, ref scratch);
        else AddScratch<T, TVector, WinogradTile2Taps5<T, TVector>>(result, in g, ref scratch);
    }

    private static bool Run<T, TVector, TTile>(
        ConvolutionResult result, in ConvolutionGeometry g, T* a, T* b, T* target, ConvolutionFinish<T> finish)
        where T : unmanaged, INumberBase<T>
        where TVector : struct, ISimdVector<TVector, T>
        where TTile : struct, IWinogradTile<T, TVector>
    {
        if (result != ConvolutionResult.Filter)
            return WinogradConvolution<T, TVector, TTile>.Run(ShapeOf(result, in g), a, b, target, finish);
        // Each of its results is a sum over all pixels.
        WinogradFilterGradient<T, TVector, TTile>.Run(in g, a, b, target);
        return true;
    }

    private static void AddScratch<T, TVector, TTile>(ConvolutionResult result, in ConvolutionGeometry g, ref ScratchSizes scratch)
        where T : unmanaged, INumberBase<T>
        where TVector : struct, ISimdVector<TVector, T>
        where TTile : struct, IWinogradTile<T, TVector>
    {
        if (result == ConvolutionResult.Filter) WinogradFilterGradient<T, TVector, TTile>.AddScratch(in g, ref scratch);
        else WinogradConvolution<T, TVector, TTile>.AddScratch(ShapeOf(result, in g), ref scratch);
    }

    private static WinogradShape ShapeOf(ConvolutionResult result, in ConvolutionGeometry g) =>
        result == ConvolutionResult.Input ? WinogradShape.OfInputGradient(in g) : WinogradShape.OfForward(in g);

    private static bool IsPossible<T>(in ConvolutionGeometry g) =>
        typeof(T) == typeof(float) && LargestTile > 0 && g.Groups == 1 && g.Depth == WindowAxis.None
            && g.Height.Kernel is 3 or 5 && g.Height.Kernel == g.Width.Kernel && g.Height.Stride == 1 && g.Width.Stride == 1;

    /// <summary>The fastest tile for the output or the gradient of the input.</summary>
    private static WinogradTileKind TileFor<T>(in WinogradShape shape, int taps) where T : unmanaged
    {
        int least = Math.Min(shape.Channels, shape.Rows);
        if (taps == TapsOf5x5)
        {
            return LargestTile >= 4 && least >= MinChannelsFor5x5 && shape.Tiles(outputs: 2) >= MinTiles
                && Saves(in shape, outputs: 2, taps: 5, MinTilesForSteps) ? WinogradTileKind.Tile2Taps5 : WinogradTileKind.None;
        }

        bool isLarge = shape.Channels * shape.SourcePlane * sizeof(T) > LargeImageBytes;
        if (shape.Channels < MinChannels || (shape.Rows < MinRows && !isLarge)) return WinogradTileKind.None;

        // Small outputs may fill larger tiles so badly that smaller ones take fewer products.
        int fours = shape.Tiles(outputs: 4), twos = shape.Tiles(outputs: 2);
        if (LargestTile >= 4 && fours >= MinTiles && fours * 36L <= twos * 16L && Saves(in shape, outputs: 4, taps: 3, MinTilesForSteps))
            return WinogradTileKind.Tile4;

        return twos >= MinTiles && least >= MinChannelsForTile2 && Saves(in shape, outputs: 2, taps: 3, MinTilesForSteps)
            ? WinogradTileKind.Tile2
            : WinogradTileKind.None;
    }

    /// <summary>The fastest tile for the gradient of the weights.</summary>
    private static WinogradTileKind TileForFilters<T, TVector>(in ConvolutionGeometry g)
        where T : unmanaged, INumberBase<T>
        where TVector : struct, ISimdVector<TVector, T>
    {
        if (LargestTile < 4) return WinogradTileKind.None;
        WinogradShape shape = WinogradShape.OfForward(in g);
        int least = Math.Min(g.Channels, g.Filters);
        if (g.Taps == TapsOf5x5)
        {
            // The advantage is so small that the tiles must be nearly full.
            return least >= MinChannelsForGradientOf5x5
                && shape.Tiles(outputs: 2) * 4L * 10 <= shape.Images * shape.OutputPlane * 11L
                && shape.Tiles(outputs: 2) >= MinTilesForGradient
                && Saves(in shape, outputs: 2, taps: 5, MinTilesForGradientWithSteps) ? WinogradTileKind.Tile2Taps5 : WinogradTileKind.None;
        }

        int fours = shape.Tiles(outputs: 4), twos = shape.Tiles(outputs: 2);
        bool isFull = fours * 36L * 6 <= shape.Images * shape.OutputPlane * 9L * 2;
        bool isEnough = least >= MinChannelsForGradient
            || (least >= MinChannelsForCachedGradient && isFull
                && WinogradFilterGradient<T, TVector, WinogradTile4<T, TVector>>.IsCached(in g));
        return isEnough && fours >= MinTilesForGradient && fours * 36L <= twos * 16L
            && Saves(in shape, outputs: 4, taps: 3, MinTilesForGradientWithSteps) ? WinogradTileKind.Tile4 : WinogradTileKind.None;
    }

    /// <summary>
    /// Whether tiles, of which those at edges may be nearly empty, take clearly fewer products than the direct
    /// algorithm; and whether there are enough of them to gather pixels, if there is a dilation.
    /// </summary>
    private static bool Saves(in WinogradShape shape, int outputs, int taps, int tilesForSteps)
    {
        bool hasSteps = shape.Height.Step > 1 || shape.Width.Step > 1;
        if (hasSteps && (Math.Min(shape.Channels, shape.Rows) < MinChannelsForSteps || shape.Width.Tiles(outputs) < tilesForSteps))
            return false;
        long size = outputs + taps - 1;
        return shape.Tiles(outputs) * size * size * 3 <= (long)shape.Images * shape.OutputPlane * taps * taps * 2;
    }
}
