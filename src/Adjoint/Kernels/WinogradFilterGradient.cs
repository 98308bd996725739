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

    /// <summary>Adds the scratch memory of <see cref="Run"/>.</summary>
    public static void AddScratch(in ConvolutionGeometry g, ref ScratchSizes scratch)
    {
        WinogradShape inputs = WinogradShape.OfForward(in g);
        var sizes = new Sizes(in g, Panels(in inputs));
        scratch.Take<T>(ScratchSlot.Planes, sizes.Chunk * sizes.InputStep);
        scratch.Take<T>(ScratchSlot.Left, sizes.Chunk * sizes.GradientStep);
        scratch.Take<T>(ScratchSlot.Right, sizes.Chunk * sizes.TurnedStep);
        scratch.Take<T>(ScratchSlot.Partials, sizes.Sums);
    }

    public static void Run(in ConvolutionGeometry g, T* gy, T* x, T* gw)
    {
        WinogradShape inputs = WinogradShape.OfForward(in g), gradients = WinogradShape.OfOutputGradient(in g);
        (int tiles, int panels) = (inputs.Tiles<TTile>(), Panels(in inputs));
        var sizes = new Sizes(in g, panels);
        int chunk = sizes.Chunk;

        var input = new WinogradInput<T, TWide, TTile, ReadInput<TTile>>
        {
            Shape = inputs,
            Source = x,
            Panels = Scratch.Take<T>(ScratchSlot.Planes, chunk * sizes.InputStep),
        };
        var gradient = new WinogradInput<T, TWide, TTile, ReadOutputGradient<TTile>>
        {
            Shape = gradients,
            Source = gy,
            Panels = Scratch.Take<T>(ScratchSlot.Left, chunk * sizes.GradientStep),
        };
        var turn = new Turn
        {
            Channels = g.Channels,
            ColumnPanels = sizes.ColumnPanels,
            Inputs = input.Panels,
            Target = Scratch.Take<T>(ScratchSlot.Right, chunk * sizes.TurnedStep),
        };
        var sum = new Sum
        {
            Channels = g.Channels,
            Filters = g.Filters,
            ColumnPanels = sizes.ColumnPanels,
            Gradients = gradient.Panels,
            Inputs = turn.Target,
            Sums = Scratch.Take<T>(ScratchSlot.Partials, sizes.Sums),
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
            WorkerPool.For(sizes.RowPanels * sizes.ColumnPanels, ref sum);
        }
    }

    private static int Panels(in WinogradShape inputs) => (inputs.Tiles<TTile>() + Width - 1) / Width;

    /// <summary>Sizes of panels, in elements, and of a chunk, in panels.</summary>
    private readonly struct Sizes
    {
        public Sizes(in ConvolutionGeometry g, int panels)
        {
            InputStep = WinogradInput<T, TWide, TTile, ReadInput<TTile>>.PanelStep(g.Channels);
            GradientStep = WinogradInput<T, TWide, TTile, ReadOutputGradient<TTile>>.PanelStep(g.Filters);
            (ColumnPanels, RowPanels) = ((g.Channels + Width - 1) / Width, (g.Filters + TWide.Rows - 1) / TWide.Rows);
            TurnedStep = (nint)ColumnPanels * Products * Width * Width;
            Sums = (nint)RowPanels * ColumnPanels * Products * TWide.Rows * Width;
            Chunk = (int)Math.Clamp(
                ChunkBytes / ((InputStep + GradientStep + TurnedStep) * sizeof(T)), 1, Math.Max(1, panels));
        }

        public readonly nint InputStep, GradientStep, TurnedStep, Sums;
        public readonly int ColumnPanels, RowPanels, Chunk;
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
            T* gw = Target + ((((nint)row * Channels) + (column * Width)) * 9);
            for (int i = 0; i < Math.Min(TWide.Rows, Filters - row); i++)
            {
                Finish(sums + (i * Width), Math.Min(Width, Channels - (column * Width)), gw);
                gw += Channels * 9;
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
            T* rows = stackalloc T[6 * 3 * lanes], taps = stackalloc T[9 * lanes];
            for (int c = 0; c < channels; c += lanes)
            {
                for (int i = 0; i < TTile.Size; i++)
                    TTile.FilterGradient<T, TWide>(sums + (i * TTile.Size * step) + c, step, rows + (i * 3 * lanes), lanes);
                for (int j = 0; j < 3; j++)
                    TTile.FilterGradient<T, TWide>(rows + (j * lanes), 3 * lanes, taps + (j * lanes), 3 * lanes);
                for (int l = 0; l < Math.Min(lanes, channels - c); l++)
                {
                    for (int k = 0; k < 9; k++) gw[((c + l) * 9) + k] = taps[(k * lanes) + l];
                }
            }
        }
    }
}
