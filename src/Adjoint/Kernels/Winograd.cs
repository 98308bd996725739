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
    private const int EnoughForGradient = 64, EnoughForCachedGradient = 32, EnoughTilesForGradient = 32;

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
        => IsPossible<T>(in g) && (g.Taps == Fives
            ? RunFives<T, TWide>(WinogradShape.OfForward(in g), x, w, y, finish)
            : RunThrees<T, TWide>(WinogradShape.OfForward(in g), x, w, y, finish));

    /// <summary>The gradient of the input, if it gains; otherwise nothing, and false.</summary>
    public static bool InputGradient<T, TWide>(in ConvolutionGeometry g, T* gy, T* w, T* gx)
        where T : unmanaged, INumberBase<T>
        where TWide : struct, IWide<TWide, T>
        => IsPossible<T>(in g) && (g.Taps == Fives
            ? RunFives<T, TWide>(WinogradShape.OfInputGradient(in g), gy, w, gx, default)
            : RunThrees<T, TWide>(WinogradShape.OfInputGradient(in g), gy, w, gx, default));

    /// <summary>The gradient of the weights, if it gains; otherwise nothing, and false.</summary>
    public static bool FilterGradient<T, TWide>(in ConvolutionGeometry g, T* gy, T* x, T* gw)
        where T : unmanaged, INumberBase<T>
        where TWide : struct, IWide<TWide, T>
    {
        if (!IsPossible<T>(in g) || LargestTile < 4) return false;
        WinogradShape shape = WinogradShape.OfForward(in g);
        if (g.Taps == Fives)
        {
            if (g.Channels < EnoughForGradientOfFives || g.Filters < EnoughForGradientOfFives) return false;
            if (shape.Tiles<WinogradTile2Taps5>() < EnoughTilesForGradient
                || !Saves<WinogradTile2Taps5>(in shape, EnoughTilesForStepsTwice))
            {
                return false;
            }

            WinogradFilterGradient<T, TWide, WinogradTile2Taps5>.Run(in g, gy, x, gw);
            return true;
        }

        int fours = shape.Tiles<WinogradTile4>(), twos = shape.Tiles<WinogradTile2>();
        int channels = Math.Min(g.Channels, g.Filters);
        if (channels < EnoughForGradient
            && (channels < EnoughForCachedGradient || !WinogradFilterGradient<T, TWide, WinogradTile4>.IsCached(in g)
                || fours * 36L * 7 > shape.Images * shape.OutputPlane * 9L * 2))
        {
            return false;
        }

        if (fours < EnoughTilesForGradient || fours * 36L > twos * 16L || !Saves<WinogradTile4>(in shape, EnoughTilesForStepsTwice))
            return false;
        WinogradFilterGradient<T, TWide, WinogradTile4>.Run(in g, gy, x, gw);
        return true;
    }

    private static bool IsPossible<T>(in ConvolutionGeometry g) =>
        typeof(T) == typeof(float) && LargestTile > 0 && g.Groups == 1 && g.Depth == WindowAxis.None
            && g.Height.Kernel is 3 or 5 && g.Height.Kernel == g.Width.Kernel && g.Height.Stride == 1 && g.Width.Stride == 1;

    /// <summary>Whether tiles take clearly fewer products than there are; those at edges may be nearly empty.</summary>
    private static bool Saves<TTile>(in WinogradShape shape, int tilesForSteps = EnoughTilesForSteps)
        where TTile : struct, IWinogradTile
        => GainsBySteps<TTile>(in shape, tilesForSteps) && shape.Tiles<TTile>() * (long)TTile.Size * TTile.Size * 3
            <= (long)shape.Images * shape.OutputPlane * TTile.Taps * TTile.Taps * 2;

    /// <summary>Whether the gathering of pixels, if they are any steps apart, pays.</summary>
    private static bool GainsBySteps<TTile>(in WinogradShape shape, int enoughTiles)
        where TTile : struct, IWinogradTile
        => (shape.Height.Step == 1 && shape.Width.Step == 1)
            || (shape.Channels >= EnoughForSteps && shape.Rows >= EnoughForSteps && shape.Width.Tiles<TTile>() >= enoughTiles);

    private static bool RunFives<T, TWide>(
        in WinogradShape shape, T* source, T* weights, T* output, ConvolutionFinish<T> finish)
        where T : unmanaged, INumberBase<T>
        where TWide : struct, IWide<TWide, T>
    {
        if (LargestTile < 4 || shape.Channels < EnoughForFives || shape.Rows < EnoughForFives) return false;
        if (shape.Tiles<WinogradTile2Taps5>() < EnoughTiles || !Saves<WinogradTile2Taps5>(in shape)) return false;
        WinogradConvolution<T, TWide, WinogradTile2Taps5>.Run(in shape, source, weights, output, finish);
        return true;
    }

    private static bool RunThrees<T, TWide>(
        in WinogradShape shape, T* source, T* weights, T* output, ConvolutionFinish<T> finish)
        where T : unmanaged, INumberBase<T>
        where TWide : struct, IWide<TWide, T>
    {
        bool isLarge = shape.Channels * shape.SourcePlane * sizeof(T) > LargeImageBytes;
        if (shape.Channels < EnoughChannels || (shape.Rows < EnoughRows && !isLarge)) return false;

        // Small outputs may waste so much of the larger tiles that the smaller ones take fewer products.
        int fours = shape.Tiles<WinogradTile4>(), twos = shape.Tiles<WinogradTile2>();
        if (LargestTile >= 4 && fours >= EnoughTiles && fours * 36L <= twos * 16L && Saves<WinogradTile4>(in shape))
            WinogradConvolution<T, TWide, WinogradTile4>.Run(in shape, source, weights, output, finish);
        else if (twos >= EnoughTiles && shape.Channels >= EnoughForTwos && shape.Rows >= EnoughForTwos
            && Saves<WinogradTile2>(in shape))
            WinogradConvolution<T, TWide, WinogradTile2>.Run(in shape, source, weights, output, finish);
        else
            return false;
        return true;
    }
}
