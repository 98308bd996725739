using System.Numerics;
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>
/// Transforms weights into left panels: [product of the tile][channel][row]. The rows of a panel are the lanes.
/// </summary>
internal readonly unsafe struct WinogradFilters<T, TWide, TTile>
    where T : unmanaged, INumberBase<T>
    where TWide : struct, IWide<TWide, T>
    where TTile : struct, IWinogradTile
{
    /// <summary>Channels packed at a time: they stay in the first-level cache.</summary>
    private const int Block = 16;

    /// <summary>How far ahead of the stores their cache lines are asked for.</summary>
    private const int Ahead = 32;

    public WinogradShape Shape { get; init; }

    public T* Weights { get; init; }

    private static int Taps => TTile.Taps * TTile.Taps;

    /// <summary>Distance of products in a panel, with room for a register that reaches beyond the rows.</summary>
    public static nint ProductStep(int channels) => ((nint)channels * TWide.Rows) + 16;

    public static nint PanelStep(int channels) => TTile.Size * TTile.Size * ProductStep(channels);

    /// <summary>Transforms some channels of one panel of rows.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Transform(int panel, int firstChannel, int count, T* target)
    {
        int row = panel * TWide.Rows, rows = Math.Min(TWide.Rows, Shape.Rows - row);
        int height = RegisterTile<T, TWide, StridedRight<T>>.Height(rows);
        T* source = Weights + (row * Shape.WeightRow) + (firstChannel * Shape.WeightChannel);
        T* packed = stackalloc T[(Block * Taps * 12) + TWide.Lanes];
        T* columns = stackalloc T[TTile.Size * TTile.Taps * TWide.Lanes];
        nint productStep = ProductStep(count);
        nint tap = Shape.Rotated ? -height : height;
        for (int first = 0; first < count; first += Block)
        {
            int channels = Math.Min(Block, count - first);
            Pack(source + (first * Shape.WeightChannel), channels, rows, height, packed);
            for (int c = 0; c < channels; c++)
            {
                // Each row lies in a page of its own, and is too short for the processor to foresee the rest of it.
                T* ahead = source + ((first + Block + c) * Shape.WeightChannel);
                for (int r = 0; r < rows; r++) Prefetch.LineBelow(ahead + (r * Shape.WeightRow));

                // A register may hold more lanes than rows are left: they are written over by the next channel.
                T* taps = packed + ((c * Taps) + (Shape.Rotated ? Taps - 1 : 0)) * height;
                for (int l = 0; l < height; l += TWide.Lanes)
                {
                    for (int j = 0; j < TTile.Taps; j++)
                    {
                        TTile.Filter<T, TWide>(
                            taps + (j * tap) + l, TTile.Taps * tap, columns + (j * TWide.Lanes), TTile.Taps * TWide.Lanes);
                    }

                    T* place = target + ((nint)(first + c) * height) + l;
                    for (int i = 0; i < TTile.Size; i++)
                    {
                        T* products = place + (i * TTile.Size * productStep);
                        TTile.Filter<T, TWide>(
                            columns + (i * TTile.Taps * TWide.Lanes), TWide.Lanes, products, productStep);
                        for (int j = 0; j < TTile.Size; j++) Prefetch.Line(products + (j * productStep) + Ahead);
                    }
                }
            }
        }
    }

    /// <summary>packed[channel][tap][row].</summary>
    private void Pack(T* source, int channels, int rows, int height, T* packed)
    {
        if (Shape.WeightChannel == Taps)
        {
            Panel.Pack(source, Shape.WeightRow, 1, rows, height, channels * Taps, packed);
            return;
        }

        for (int c = 0; c < channels; c++)
        {
            Panel.Pack(
                source + (c * Shape.WeightChannel), Shape.WeightRow, 1, rows, height, Taps, packed + (c * Taps * height));
        }
    }
}
