namespace Adjoint.Kernels;

/// <summary>
/// The gradient of the weights of a Winograd convolution: each step of the forward way transposed. The transformed input times the
/// transformed gradient of the output, summed over all tiles, is the gradient of the transformed weights. Tiles come in chunks that stay in
/// the caches, one after the other, so that the bits do not depend on the threads. Where few channels let a panel of tiles and all sums fit
/// one core's cache, an item is some panels, one after the other, and has sums of its own, added up in order at the end.
/// </summary>
internal static unsafe class WinogradFilterGradient<T, TVector, TTile>
    where T : unmanaged, INumberBase<T>
    where TVector : struct, ISimdVector<TVector, T>
    where TTile : struct, IWinogradTile<T, TVector>
{
    /// <summary>Most bytes of the transformed input and gradient of a chunk.</summary>
    private const long ChunkBytes = 4 * 1024 * 1024;

    /// <summary>What one core's cache holds of a panel, transformed, and of the sums.</summary>
    private const long CachedBytes = 960 * 1024;

    /// <summary>Items that are enough for any number of threads, and the least panels of each.</summary>
    private const int TargetItems = 16, PanelsPerItem = 3;

    private static int Width => 2 * TVector.Lanes;

    private static int Products => TTile.Size * TTile.Size;

    private static int Taps => TTile.Taps * TTile.Taps;

    /// <summary>What a panel of filters that is not full reads beyond the end.</summary>
    private static int Slack => TVector.Rows * Width;

    /// <summary>Whether items keep their sums in a core's cache.</summary>
    public static bool IsCached(in ConvolutionGeometry g) => new Sizes(in g).AreCached;

    /// <summary>Adds the scratch memory of <see cref="Run"/>.</summary>
    public static void AddScratch(in ConvolutionGeometry g, ref ScratchSizes scratch)
    {
        var sizes = new Sizes(in g);
        scratch.TakeEach<T>(ScratchSlot.Planes, sizes.Chunk * sizes.Input, sizes.Splits);
        scratch.TakeEach<T>(ScratchSlot.Left, (sizes.Chunk * sizes.Gradient) + Slack, sizes.Splits);
        scratch.TakeEach<T>(ScratchSlot.Right, sizes.Chunk * sizes.Turned, sizes.Splits);
        scratch.Take<T>(ScratchSlot.Partials, sizes.Splits * sizes.Sums);
    }

    public static void Run(in ConvolutionGeometry g, T* gy, T* x, T* gw)
    {
        var sizes = new Sizes(in g);
        (int chunk, int splits) = (sizes.Chunk, sizes.Splits);

        var work = new Chunk
        {
            Input = new() { Shape = WinogradShape.OfForward(in g), Source = x },
            Gradient = new() { Shape = WinogradShape.OfOutputGradient(in g), Source = gy },
            Turn = new() { Sizes = sizes },
            Sum = new() { Sizes = sizes, Sums = Scratch.Take<T>(ScratchSlot.Partials, splits * sizes.Sums) },
            Sizes = sizes,
        };
        if (sizes.AreCached)
        {
            var split = new Split(work);
            WorkerPool.For(splits, ref split);
        }
        else
        {
            work.Take();
            for (int first = 0; first < sizes.Panels; first += chunk)
            {
                work.Select(first, chunk);
                work.Input.Run();
                work.Gradient.Run();
                WorkerPool.For(work.Turn.Items, ref work.Turn);
                WorkerPool.For(sizes.Tiles, ref work.Sum);
                work.Sum.Accumulate = true;
            }
        }

        var finish = new Finish(sizes, work.Sum.Sums, gw, splits);
        WorkerPool.For(sizes.Tiles, ref finish);
    }

    /// <summary>How the products are laid out.</summary>
    private readonly struct Sizes
    {
        public readonly int Channels, Filters, InputTiles, Panels, ColumnWidth, ColumnPanels, RowPanels, Chunk, Splits;

        /// <summary>Whether an item is some panels, which stay in one core's cache.</summary>
        public readonly bool AreCached;

        /// <summary>Elements of a panel of tiles: the input, the gradient, and the transposed input.</summary>
        public readonly nint Input, Gradient, Turned;

        public Sizes(in ConvolutionGeometry g)
        {
            Channels = g.Channels;
            Filters = g.Filters;
            InputTiles = WinogradShape.OfForward(in g).Tiles(TTile.Outputs);
            Panels = (InputTiles + Width - 1) / Width;
            ColumnWidth = RegisterTile<T, TVector, StridedRight<T>>.Width(Channels);
            ColumnPanels = (Channels + ColumnWidth - 1) / ColumnWidth;
            RowPanels = (Filters + TVector.Rows - 1) / TVector.Rows;
            Input = WinogradInput<T, TVector, TTile, ReadInput>.PanelStep(Channels);
            Gradient = WinogradInput<T, TVector, TTile, ReadOutputGradient>.PanelStep(Filters);
            Turned = (nint)ColumnPanels * Products * Width * ColumnWidth;
            long bytes = (Input + Gradient + Turned) * sizeof(T);
            AreCached = Panels >= TargetItems * PanelsPerItem && bytes + (Sums * sizeof(T)) <= CachedBytes;
            Chunk = AreCached ? 1 : (int)Math.Clamp(ChunkBytes / bytes, 1, Math.Max(1, Panels));
            Splits = AreCached ? TargetItems : 1;
        }

        /// <summary>Register tiles of the result, each with all its products.</summary>
        public int Tiles => RowPanels * ColumnPanels;

        /// <summary>Elements of a register tile.</summary>
        public nint Tile => TVector.Rows * ColumnWidth;

        /// <summary>Elements of all sums.</summary>
        public nint Sums => Tiles * Products * Tile;
    }

    /// <summary>Some panels of tiles, and what is done with them.</summary>
    private struct Chunk
    {
        public WinogradInput<T, TVector, TTile, ReadInput> Input;
        public WinogradInput<T, TVector, TTile, ReadOutputGradient> Gradient;
        public Turn Turn;
        public Sum Sum;
        public Sizes Sizes;

        /// <summary>Takes scratch memory for its panels.</summary>
        public void Take()
        {
            Input.Panels = Turn.Inputs = Scratch.Take<T>(ScratchSlot.Planes, Sizes.Chunk * Sizes.Input);
            Gradient.Panels = Sum.Gradients = Scratch.Take<T>(ScratchSlot.Left, (Sizes.Chunk * Sizes.Gradient) + Slack);
            Turn.Target = Sum.Inputs = Scratch.Take<T>(ScratchSlot.Right, Sizes.Chunk * Sizes.Turned);
        }

        /// <summary>Goes to the panels from this one on.</summary>
        public void Select(int first, int panels)
        {
            Input.FirstTile = Gradient.FirstTile = first * Width;
            Input.Tiles = Gradient.Tiles = Turn.InputTiles = Sum.InputTiles = Math.Min(panels * Width, Sizes.InputTiles - (first * Width));
        }
    }

    /// <summary>A share of the panels, each from transforms to sums in one core's cache.</summary>
    private readonly struct Split(Chunk first) : IWork
    {
        public void Do(int index)
        {
            Chunk chunk = first;
            chunk.Take();
            chunk.Sum.Sums += index * chunk.Sizes.Sums;
            int panels = chunk.Sizes.Panels, end = (int)((long)panels * (index + 1) / TargetItems);
            for (int panel = (int)((long)panels * index / TargetItems); panel < end; panel++)
            {
                chunk.Select(panel, 1);
                WorkerPool.Inline(chunk.Input.Items, ref chunk.Input);
                WorkerPool.Inline(chunk.Gradient.Items, ref chunk.Gradient);
                WorkerPool.Inline(chunk.Turn.Items, ref chunk.Turn);
                WorkerPool.Inline(chunk.Sizes.Tiles, ref chunk.Sum);
                chunk.Sum.Accumulate = true;
            }
        }
    }

    /// <summary>Transposes panels from adjacent tiles to adjacent channels, which are the columns of the product.</summary>
    private struct Turn : IWork
    {
        public Sizes Sizes;
        public int InputTiles;
        public T* Inputs, Target;

        public readonly int Items => (InputTiles + Width - 1) / Width * Products;

        public readonly void Do(int index)
        {
            int panel = index / Products, product = index % Products, columns = Sizes.ColumnWidth;
            int count = Math.Min(Width, InputTiles - (panel * Width));
            int width = RegisterTile<T, TVector, StridedRight<T>>.Width(count);
            T* source = Inputs + (panel * Sizes.Input)
                + (product * WinogradInput<T, TVector, TTile, ReadInput>.ProductStep(Sizes.Channels));
            T* target = Target + ((nint)index * Sizes.ColumnPanels * Width * columns);
            for (int c = 0; c < Sizes.Channels; c += columns)
            {
                Panel.Pack(source + ((nint)c * width), width, 1, Math.Min(columns, Sizes.Channels - c), columns, count, target);
                target += Width * columns;
            }
        }
    }

    /// <summary>A panel of filters by a panel of channels: all products, summed over the tiles of a chunk.</summary>
    private struct Sum : IWork
    {
        public Sizes Sizes;
        public int InputTiles;
        public T* Gradients, Inputs, Sums;
        public bool Accumulate;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Do(int index)
        {
            int row = index / Sizes.ColumnPanels * TVector.Rows, column = index % Sizes.ColumnPanels;
            T* sums = Sums + ((nint)index * Products * Sizes.Tile);
            if (!Accumulate) new Span<T>(sums, (int)(Products * Sizes.Tile)).Clear();
            for (int product = 0; product < Products; product++)
            {
                for (int panel = 0; panel * Width < InputTiles; panel++)
                {
                    int count = Math.Min(Width, InputTiles - (panel * Width));
                    int width = RegisterTile<T, TVector, StridedRight<T>>.Width(count);

                    // Rows beyond the last of a panel hold arbitrary values, whose sums are dropped.
                    T* left = Gradients + (panel * Sizes.Gradient)
                        + (product * WinogradInput<T, TVector, TTile, ReadOutputGradient>.ProductStep(Sizes.Filters))
                        + ((nint)row * width);
                    T* right = Inputs + (((((nint)panel * Products) + product) * Sizes.ColumnPanels) + column) * Width * Sizes.ColumnWidth;
                    RegisterTile<T, TVector, StridedRight<T>>.Add(
                        count, new StridedLeft<T>(left, width), new(right, Sizes.ColumnWidth), sums + (product * Sizes.Tile),
                        Sizes.ColumnWidth);
                }
            }
        }
    }

    /// <summary>Adds up the splits of one register tile in order, and transforms its products into taps.</summary>
    private readonly struct Finish(Sizes sizes, T* allSums, T* target, int splits) : IWork
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Do(int index)
        {
            int row = index / sizes.ColumnPanels * TVector.Rows, column = index % sizes.ColumnPanels * sizes.ColumnWidth;
            nint size = Products * sizes.Tile;
            T* sums = allSums + (index * size);
            Partials<T, TVector>.AddUp(sums, size, splits, sizes.Sums);

            T* gw = target + ((((nint)row * sizes.Channels) + column) * Taps);
            for (int i = 0; i < Math.Min(TVector.Rows, sizes.Filters - row); i++)
            {
                Put(sums + (i * sizes.ColumnWidth), Math.Min(sizes.ColumnWidth, sizes.Channels - column), gw);
                gw += sizes.Channels * Taps;
            }
        }

        /// <summary>From the products of one filter and a panel of channels to taps.</summary>
        [SkipLocalsInit]
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Put(T* sums, int channels, T* gw)
        {
            int lanes = TVector.Lanes, side = TTile.Taps;
            nint step = sizes.Tile;
            T* rows = stackalloc T[TTile.Size * side * lanes], taps = stackalloc T[Taps * lanes];
            for (int c = 0; c < channels; c += lanes)
            {
                for (int i = 0; i < TTile.Size; i++)
                    TTile.FilterGradient(sums + (i * TTile.Size * step) + c, step, rows + (i * side * lanes), lanes);
                for (int j = 0; j < side; j++)
                    TTile.FilterGradient(rows + (j * lanes), side * lanes, taps + (j * lanes), side * lanes);
                for (int l = 0; l < Math.Min(lanes, channels - c); l++)
                {
                    for (int k = 0; k < Taps; k++) gw[((c + l) * Taps) + k] = taps[(k * lanes) + l];
                }
            }
        }
    }
}
