using System.Numerics;
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>
/// The gradient of the weights of a Winograd convolution: each step of the forward way transposed. The transformed input
/// times the transformed gradient of the output, summed over all tiles, is the gradient of the transformed weights. Tiles
/// come in chunks that stay in the caches, one after the other, so that the bits do not depend on the threads.
/// </summary>
internal static unsafe class WinogradFilterGradient<T, TWide, TTile>
    where T : unmanaged, INumberBase<T>
    where TWide : struct, IWide<TWide, T>
    where TTile : struct, IWinogradTile
{
    /// <summary>The most transformed input and gradient of a chunk.</summary>
    private const long ChunkBytes = 4 * 1024 * 1024;

    private static int Width => 2 * TWide.Lanes;

    private static int Products => TTile.Size * TTile.Size;

    private static int Taps => TTile.Taps * TTile.Taps;

    public static void Run(in ConvolutionGeometry g, T* gy, T* x, T* gw)
    {
        WinogradShape inputs = WinogradShape.OfForward(in g), gradients = WinogradShape.OfOutputGradient(in g);
        int tiles = inputs.Tiles<TTile>(), panels = (tiles + Width - 1) / Width;
        nint inputStep = WinogradInput<T, TWide, TTile, ReadInput<TTile>>.PanelStep(g.Channels);
        nint gradientStep = WinogradInput<T, TWide, TTile, ReadOutputGradient<TTile>>.PanelStep(g.Filters);
        int columnPanels = (g.Channels + Width - 1) / Width, rowPanels = (g.Filters + TWide.Rows - 1) / TWide.Rows;
        nint turnedStep = (nint)columnPanels * Products * Width * Width;
        nint bytes = (inputStep + gradientStep + turnedStep) * sizeof(T);
        int chunk = (int)Math.Clamp(ChunkBytes / bytes, 1, Math.Max(1, panels));

        var input = new WinogradInput<T, TWide, TTile, ReadInput<TTile>>
        {
            Shape = inputs,
            Source = x,
            Panels = Scratch.Take<T>(ScratchSlot.Planes, chunk * inputStep),
        };
        var gradient = new WinogradInput<T, TWide, TTile, ReadOutputGradient<TTile>>
        {
            Shape = gradients,
            Source = gy,
            Panels = Scratch.Take<T>(ScratchSlot.Left, chunk * gradientStep),
        };
        var turn = new Turn
        {
            Channels = g.Channels,
            ColumnPanels = columnPanels,
            Inputs = input.Panels,
            Target = Scratch.Take<T>(ScratchSlot.Right, chunk * turnedStep),
        };
        var sum = new Sum
        {
            Channels = g.Channels,
            Filters = g.Filters,
            ColumnPanels = columnPanels,
            Gradients = gradient.Panels,
            Inputs = turn.Target,
            Sums = Scratch.Take<T>(ScratchSlot.Partials, (nint)rowPanels * columnPanels * Products * TWide.Rows * Width),
            Target = gw,
        };
        for (int first = 0; first < panels; first += chunk)
        {
            int count = Math.Min(chunk * Width, tiles - (first * Width));
            input.FirstTile = gradient.FirstTile = first * Width;
            input.Tiles = gradient.Tiles = turn.Tiles = sum.Tiles = count;
            input.Run();
            gradient.Run();
            WorkerPool.For((count + Width - 1) / Width * Products, ref turn);
            sum.Accumulate = first > 0;
            sum.IsLast = first + chunk >= panels;
            WorkerPool.For(rowPanels * columnPanels, ref sum);
        }
    }

    /// <summary>From tiles side by side to channels side by side, which are the columns of the product.</summary>
    private struct Turn : IWork
    {
        public int Channels, ColumnPanels, Tiles;
        public T* Inputs, Target;

        public readonly void Do(int index)
        {
            int panel = index / Products, product = index % Products;
            int count = Math.Min(Width, Tiles - (panel * Width));
            int width = RegisterTile<T, TWide, StridedRight<T>>.Width(count);
            T* source = Inputs + (panel * WinogradInput<T, TWide, TTile, ReadInput<TTile>>.PanelStep(Channels))
                + (product * WinogradInput<T, TWide, TTile, ReadInput<TTile>>.ProductStep(Channels));
            T* target = Target + ((nint)index * ColumnPanels * Width * Width);
            for (int c = 0; c < Channels; c += Width)
            {
                Panel.Pack(source + ((nint)c * width), width, 1, Math.Min(Width, Channels - c), Width, count, target);
                target += Width * Width;
            }
        }
    }

    /// <summary>A panel of filters by a panel of channels: all products, summed over the tiles of a chunk.</summary>
    private struct Sum : IWork
    {
        public int Channels, Filters, ColumnPanels, Tiles;
        public T* Gradients, Inputs, Sums, Target;
        public bool Accumulate, IsLast;

        [SkipLocalsInit]
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Do(int index)
        {
            int row = index / ColumnPanels * TWide.Rows, column = index % ColumnPanels;
            nint size = TWide.Rows * Width;
            T* sums = Sums + ((nint)index * Products * size);
            if (!Accumulate) new Span<T>(sums, (int)(Products * size)).Clear();
            int* steps = stackalloc int[Width], rows = stackalloc int[12];
            for (int t = 0; t < Width; t++) steps[t] = t;
            for (int product = 0; product < Products; product++)
            {
                for (int panel = 0; panel * Width < Tiles; panel++)
                {
                    int count = Math.Min(Width, Tiles - (panel * Width));
                    int width = RegisterTile<T, TWide, StridedRight<T>>.Width(count);

                    // Rows that fill up the last panel repeat its first.
                    for (int i = 0; i < 12; i++) rows[i] = row + i < Filters ? i * width : 0;
                    T* left = Gradients
                        + (panel * WinogradInput<T, TWide, TTile, ReadOutputGradient<TTile>>.PanelStep(Filters))
                        + (product * WinogradInput<T, TWide, TTile, ReadOutputGradient<TTile>>.ProductStep(Filters))
                        + ((nint)row * width);
                    T* right = Inputs + (((((nint)panel * Products) + product) * ColumnPanels) + column) * Width * Width;
                    Tile(count, new(left, steps, rows), new(right, Width), sums + (product * size));
                }
            }

            if (!IsLast) return;
            T* gw = Target + ((((nint)row * Channels) + (column * Width)) * Taps);
            for (int i = 0; i < Math.Min(TWide.Rows, Filters - row); i++)
            {
                Finish(sums + (i * Width), Math.Min(Width, Channels - (column * Width)), gw);
                gw += Channels * Taps;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Tile(int count, ScatteredLeft<T> left, StridedRight<T> right, T* sum)
        {
            if (TWide.Rows == 12)
            {
                MicroKernel<T, TWide, Size12, Size2, ScatteredLeft<T>, StridedRight<T>>.Run(
                    count, left, right, sum, Width, true);
            }
            else
            {
                MicroKernel<T, TWide, Size6, Size2, ScatteredLeft<T>, StridedRight<T>>.Run(
                    count, left, right, sum, Width, true);
            }
        }

        /// <summary>From the products of one filter and a panel of channels to taps.</summary>
        [SkipLocalsInit]
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Finish(T* sums, int channels, T* gw)
        {
            int lanes = TWide.Lanes;
            nint step = TWide.Rows * Width;
            int side = TTile.Taps;
            T* rows = stackalloc T[TTile.Size * side * lanes], taps = stackalloc T[Taps * lanes];
            for (int c = 0; c < channels; c += lanes)
            {
                for (int i = 0; i < TTile.Size; i++)
                    TTile.FilterGradient<T, TWide>(sums + (i * TTile.Size * step) + c, step, rows + (i * side * lanes), lanes);
                for (int j = 0; j < side; j++)
                    TTile.FilterGradient<T, TWide>(rows + (j * lanes), side * lanes, taps + (j * lanes), side * lanes);
                for (int l = 0; l < Math.Min(lanes, channels - c); l++)
                {
                    for (int k = 0; k < Taps; k++) gw[((c + l) * Taps) + k] = taps[(k * lanes) + l];
                }
            }
        }
    }
}
