using System.Numerics;

namespace Adjoint.Kernels;

/// <summary>
/// Chooses whether a convolution is computed by Winograd's minimal filtering (Lavin and Gray 2015, "Fast Algorithms for
/// Convolutional Neural Networks", arXiv 1509.09308), and with which tiles: 3 by 3, stride 1, no dilation, one group,
/// float, and large enough to gain.
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

    /// <summary>Channels on both sides, and tiles, from which the gradient of the weights gains.</summary>
    private const int EnoughForGradient = 64, EnoughTilesForGradient = 32;

    private static int s_largestTile = Environment.GetEnvironmentVariable("ADJOINT_WINOGRAD") switch
    {
        "0" => 0,
        "2" => 2,
        _ => 4,
    };

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
        => IsPossible<T>(in g) && Run<T, TWide>(WinogradShape.OfForward(in g), x, w, y, finish);

    /// <summary>The gradient of the input, if it gains; otherwise nothing, and false.</summary>
    public static bool InputGradient<T, TWide>(in ConvolutionGeometry g, T* gy, T* w, T* gx)
        where T : unmanaged, INumberBase<T>
        where TWide : struct, IWide<TWide, T>
        => IsPossible<T>(in g) && Run<T, TWide>(WinogradShape.OfInputGradient(in g), gy, w, gx, default);

    /// <summary>The gradient of the weights, if it gains; otherwise nothing, and false.</summary>
    public static bool FilterGradient<T, TWide>(in ConvolutionGeometry g, T* gy, T* x, T* gw)
        where T : unmanaged, INumberBase<T>
        where TWide : struct, IWide<TWide, T>
    {
        if (!GainsForFilters<T>(in g)) return false;
        WinogradFilterGradient<T, TWide, WinogradTile4>.Run(in g, gy, x, gw);
        return true;
    }

    /// <summary>Adds the scratch memory of <see cref="Forward"/> or <see cref="InputGradient"/>; false where they do nothing.</summary>
    public static bool AddScratch<T, TWide>(in ConvolutionGeometry g, bool isGradient, ref ScratchSizes scratch)
        where T : unmanaged, INumberBase<T>
        where TWide : struct, IWide<TWide, T>
    {
        if (!IsPossible<T>(in g)) return false;
        WinogradShape shape = isGradient ? WinogradShape.OfInputGradient(in g) : WinogradShape.OfForward(in g);
        int tile = TileFor<T>(in shape);
        if (tile == 4) WinogradConvolution<T, TWide, WinogradTile4>.AddScratch(in shape, ref scratch);
        else if (tile == 2) WinogradConvolution<T, TWide, WinogradTile2>.AddScratch(in shape, ref scratch);
        return tile > 0;
    }

    /// <summary>Adds the scratch memory of <see cref="FilterGradient"/>; false where it does nothing.</summary>
    public static bool AddFilterScratch<T, TWide>(in ConvolutionGeometry g, ref ScratchSizes scratch)
        where T : unmanaged, INumberBase<T>
        where TWide : struct, IWide<TWide, T>
    {
        if (!GainsForFilters<T>(in g)) return false;
        WinogradFilterGradient<T, TWide, WinogradTile4>.AddScratch(in g, ref scratch);
        return true;
    }

    private static bool GainsForFilters<T>(in ConvolutionGeometry g)
    {
        if (!IsPossible<T>(in g) || g.Channels < EnoughForGradient || g.Filters < EnoughForGradient) return false;
        WinogradShape shape = WinogradShape.OfForward(in g);
        int fours = shape.Tiles<WinogradTile4>(), twos = shape.Tiles<WinogradTile2>();
        return LargestTile >= 4 && fours >= EnoughTilesForGradient && fours * 36L <= twos * 16L;
    }

    private static bool IsPossible<T>(in ConvolutionGeometry g) =>
        typeof(T) == typeof(float) && LargestTile > 0 && g.Groups == 1 && g.Depth == WindowAxis.None
            && g.Height is { Kernel: 3, Stride: 1, Dilation: 1 } && g.Width is { Kernel: 3, Stride: 1, Dilation: 1 };

    private static bool Run<T, TWide>(
        in WinogradShape shape, T* source, T* weights, T* output, ConvolutionFinish<T> finish)
        where T : unmanaged, INumberBase<T>
        where TWide : struct, IWide<TWide, T>
    {
        int tile = TileFor<T>(in shape);
        if (tile == 4) WinogradConvolution<T, TWide, WinogradTile4>.Run(in shape, source, weights, output, finish);
        else if (tile == 2) WinogradConvolution<T, TWide, WinogradTile2>.Run(in shape, source, weights, output, finish);
        return tile > 0;
    }

    /// <summary>Outputs along a side of the tile that gains most; 0 where none gains.</summary>
    private static int TileFor<T>(in WinogradShape shape) where T : unmanaged
    {
        bool isLarge = shape.Channels * shape.SourcePlane * sizeof(T) > LargeImageBytes;
        if (shape.Channels < EnoughChannels || (shape.Rows < EnoughRows && !isLarge)) return 0;

        // Small outputs may waste so much of the larger tiles that the smaller ones take fewer products.
        int fours = shape.Tiles<WinogradTile4>(), twos = shape.Tiles<WinogradTile2>();
        if (LargestTile >= 4 && fours >= EnoughTiles && fours * 36L <= twos * 16L) return 4;
        return twos >= EnoughTiles && shape.Channels >= EnoughForTwos && shape.Rows >= EnoughForTwos ? 2 : 0;
    }
}
