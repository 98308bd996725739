using System.Numerics;

namespace Adjoint.Kernels;

/// <summary>
/// Chooses whether a convolution is computed by Winograd's minimal filtering (Lavin and Gray 2015, "Fast Algorithms for
/// Convolutional Neural Networks", arXiv 1509.09308), and with which tiles: 3 by 3 or 5 by 5, stride 1, any dilation, one
/// group, float, and large enough to gain.
/// </summary>
internal static unsafe class Winograd
{
    /// <summary>Channels summed, and rows of the result, from which the transforms earn back what they cost.</summary>
    private const int EnoughChannels = 8, EnoughRows = 12;

    /// <summary>An image of this size gains with fewer rows too: the direct way reads it from beyond the caches.</summary>
    private const int LargeImageBytes = 4 * 1024 * 1024;

    /// <summary>Channels on both sides from which also the smaller tiles gain, which save less.</summary>
    private const int EnoughForTwos = 64;

    /// <summary>Tiles from which the transform of the weights is earned back.</summary>
    private const int EnoughTiles = 12;

    /// <summary>
    /// Channels on both sides, and tiles, from which the gradient of the weights gains; fewer channels where it stays in the
    /// caches and the tiles are nearly full.
    /// </summary>
    private const int EnoughForGradient = 64, EnoughForCachedGradient = 32, EnoughTilesForGradient = 48;

    /// <summary>The taps of 5 by 5, and the channels on both sides from which they gain.</summary>
    private const int Fives = 25, EnoughForFives = 24, EnoughForGradientOfFives = 32;

    /// <summary>
    /// Pixels a step apart are gathered one by one: it takes so many channels on both sides, and tiles in a row of a phase,
    /// for that to pay; for the gradient of the weights, which gathers twice, so many tiles.
    /// </summary>
    private const int EnoughForSteps = 32, EnoughTilesForSteps = 4, EnoughTilesForStepsTwice = 6;

    private static int s_largestTile = Environment.GetEnvironmentVariable("ADJOINT_WINOGRAD") switch
    {
        "0" => 0,
        "2" => 2,
        _ => 4,
    };

    /// <summary>The kinds of tiles.</summary>
    private enum Tile
    {
        /// <summary>None gains.</summary>
        None,

        /// <summary>F(4, 3).</summary>
        Fours,

        /// <summary>F(2, 3).</summary>
        Twos,

        /// <summary>F(2, 5), whose error is that of <see cref="Fours"/>.</summary>
        TwosOfFive,
    }

    /// <summary>Outputs along a side of the largest tile: 4, 2, or 0 for none.</summary>
    public static int LargestTile
    {
        get => Volatile.Read(ref s_largestTile);
        set => Volatile.Write(ref s_largestTile, value);
    }

    /// <summary>The convolution, if it gains; otherwise nothing, and false.</summary>
    public static bool Forward<T, TWide>(in ConvolutionGeometry g, T* x, T* w, T* y, ConvolutionFinish<T> finish = default)
        where T : unmanaged, INumberBase<T>
        where TWide : struct, IWide<TWide, T>
        => IsPossible<T>(in g) && Run<T, TWide>(WinogradShape.OfForward(in g), g.Taps, x, w, y, finish);

    /// <summary>The gradient of the input, if it gains; otherwise nothing, and false.</summary>
    public static bool InputGradient<T, TWide>(in ConvolutionGeometry g, T* gy, T* w, T* gx)
        where T : unmanaged, INumberBase<T>
        where TWide : struct, IWide<TWide, T>
        => IsPossible<T>(in g) && Run<T, TWide>(WinogradShape.OfInputGradient(in g), g.Taps, gy, w, gx, default);

    /// <summary>The gradient of the weights, if it gains; otherwise nothing, and false.</summary>
    public static bool FilterGradient<T, TWide>(in ConvolutionGeometry g, T* gy, T* x, T* gw)
        where T : unmanaged, INumberBase<T>
        where TWide : struct, IWide<TWide, T>
    {
        Tile tile = TileForFilters<T, TWide>(in g);
        if (tile == Tile.Fours) WinogradFilterGradient<T, TWide, WinogradTile4>.Run(in g, gy, x, gw);
        else if (tile == Tile.TwosOfFive) WinogradFilterGradient<T, TWide, WinogradTile2Taps5>.Run(in g, gy, x, gw);
        return tile != Tile.None;
    }

    /// <summary>Adds the scratch memory of <see cref="Forward"/> or <see cref="InputGradient"/>; false where they do nothing.</summary>
    public static bool AddScratch<T, TWide>(in ConvolutionGeometry g, bool isGradient, ref ScratchSizes scratch)
        where T : unmanaged, INumberBase<T>
        where TWide : struct, IWide<TWide, T>
    {
        if (!IsPossible<T>(in g)) return false;
        WinogradShape shape = isGradient ? WinogradShape.OfInputGradient(in g) : WinogradShape.OfForward(in g);
        Tile tile = TileFor<T>(in shape, g.Taps);
        if (tile == Tile.Fours) WinogradConvolution<T, TWide, WinogradTile4>.AddScratch(in shape, ref scratch);
        else if (tile == Tile.Twos) WinogradConvolution<T, TWide, WinogradTile2>.AddScratch(in shape, ref scratch);
        else if (tile == Tile.TwosOfFive) WinogradConvolution<T, TWide, WinogradTile2Taps5>.AddScratch(in shape, ref scratch);
        return tile != Tile.None;
    }

    /// <summary>Adds the scratch memory of <see cref="FilterGradient"/>; false where it does nothing.</summary>
    public static bool AddFilterScratch<T, TWide>(in ConvolutionGeometry g, ref ScratchSizes scratch)
        where T : unmanaged, INumberBase<T>
        where TWide : struct, IWide<TWide, T>
    {
        Tile tile = TileForFilters<T, TWide>(in g);
        if (tile == Tile.Fours) WinogradFilterGradient<T, TWide, WinogradTile4>.AddScratch(in g, ref scratch);
        else if (tile == Tile.TwosOfFive) WinogradFilterGradient<T, TWide, WinogradTile2Taps5>.AddScratch(in g, ref scratch);
        return tile != Tile.None;
    }

    private static bool IsPossible<T>(in ConvolutionGeometry g) =>
        typeof(T) == typeof(float) && LargestTile > 0 && g.Groups == 1 && g.Depth == WindowAxis.None
            && g.Height.Kernel is 3 or 5 && g.Height.Kernel == g.Width.Kernel && g.Height.Stride == 1 && g.Width.Stride == 1;

    private static bool Run<T, TWide>(
        in WinogradShape shape, int taps, T* source, T* weights, T* output, ConvolutionFinish<T> finish)
        where T : unmanaged, INumberBase<T>
        where TWide : struct, IWide<TWide, T>
    {
        Tile tile = TileFor<T>(in shape, taps);
        if (tile == Tile.Fours)
            WinogradConvolution<T, TWide, WinogradTile4>.Run(in shape, source, weights, output, finish);
        else if (tile == Tile.Twos)
            WinogradConvolution<T, TWide, WinogradTile2>.Run(in shape, source, weights, output, finish);
        else if (tile == Tile.TwosOfFive)
            WinogradConvolution<T, TWide, WinogradTile2Taps5>.Run(in shape, source, weights, output, finish);
        return tile != Tile.None;
    }

    /// <summary>The tile that gains most.</summary>
    private static Tile TileFor<T>(in WinogradShape shape, int taps) where T : unmanaged
    {
        int least = Math.Min(shape.Channels, shape.Rows);
        if (taps == Fives)
        {
            return LargestTile >= 4 && least >= EnoughForFives && shape.Tiles<WinogradTile2Taps5>() >= EnoughTiles
                && Saves<WinogradTile2Taps5>(in shape, EnoughTilesForSteps) ? Tile.TwosOfFive : Tile.None;
        }

        bool isLarge = shape.Channels * shape.SourcePlane * sizeof(T) > LargeImageBytes;
        if (shape.Channels < EnoughChannels || (shape.Rows < EnoughRows && !isLarge)) return Tile.None;

        // Small outputs may waste so much of the larger tiles that the smaller ones take fewer products.
        int fours = shape.Tiles<WinogradTile4>(), twos = shape.Tiles<WinogradTile2>();
        if (LargestTile >= 4 && fours >= EnoughTiles && fours * 36L <= twos * 16L
            && Saves<WinogradTile4>(in shape, EnoughTilesForSteps))
        {
            return Tile.Fours;
        }

        return twos >= EnoughTiles && least >= EnoughForTwos && Saves<WinogradTile2>(in shape, EnoughTilesForSteps)
            ? Tile.Twos
            : Tile.None;
    }

    /// <summary>The tile for the gradient of the weights.</summary>
    private static Tile TileForFilters<T, TWide>(in ConvolutionGeometry g)
        where T : unmanaged, INumberBase<T>
        where TWide : struct, IWide<TWide, T>
    {
        if (!IsPossible<T>(in g) || LargestTile < 4) return Tile.None;
        WinogradShape shape = WinogradShape.OfForward(in g);
        int least = Math.Min(g.Channels, g.Filters);
        if (g.Taps == Fives)
        {
            // They gain so little that the tiles must be nearly full.
            return least >= EnoughForGradientOfFives && shape.Tiles<WinogradTile2Taps5>() * 4L * 10 <= shape.Images * shape.OutputPlane * 11L
                && shape.Tiles<WinogradTile2Taps5>() >= EnoughTilesForGradient
                && Saves<WinogradTile2Taps5>(in shape, EnoughTilesForStepsTwice) ? Tile.TwosOfFive : Tile.None;
        }

        int fours = shape.Tiles<WinogradTile4>(), twos = shape.Tiles<WinogradTile2>();
        bool isFull = fours * 36L * 6 <= shape.Images * shape.OutputPlane * 9L * 2;
        bool isEnough = least >= EnoughForGradient
            || (least >= EnoughForCachedGradient && isFull && WinogradFilterGradient<T, TWide, WinogradTile4>.IsCached(in g));
        return isEnough && fours >= EnoughTilesForGradient && fours * 36L <= twos * 16L
            && Saves<WinogradTile4>(in shape, EnoughTilesForStepsTwice) ? Tile.Fours : Tile.None;
    }

    /// <summary>
    /// Whether tiles take clearly fewer products than there are, for those at edges may be nearly empty; and whether there
    /// are enough to gather pixels a step apart, if they are.
    /// </summary>
    private static bool Saves<TTile>(in WinogradShape shape, int tilesForSteps)
        where TTile : struct, IWinogradTile
    {
        bool hasSteps = shape.Height.Step > 1 || shape.Width.Step > 1;
        if (hasSteps && (Math.Min(shape.Channels, shape.Rows) < EnoughForSteps || shape.Width.Tiles<TTile>() < tilesForSteps))
            return false;
        return shape.Tiles<TTile>() * (long)TTile.Size * TTile.Size * 3
            <= (long)shape.Images * shape.OutputPlane * TTile.Taps * TTile.Taps * 2;
    }
}
