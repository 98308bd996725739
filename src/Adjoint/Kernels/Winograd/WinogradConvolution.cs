namespace Adjoint.Kernels;

/// <summary>
/// Runs a Winograd convolution with one kind of tile. The tiles of all images are taken in chunks whose transformed input stays in the
/// last-level cache: all threads transform a chunk, and then multiply it. Transformed weights, four times the size of the weights, never
/// reach memory: an item transforms those of its rows into its own cache. Where few channels let all weights and the input of a panel of
/// tiles fit there together, an item is such a panel from input to output, and threads wait for one another only once.
/// </summary>
internal static unsafe class WinogradConvolution<T, TVector, TTile>
    where T : unmanaged, INumberBase<T>
    where TVector : struct, ISimdVector<TVector, T>
    where TTile : struct, IWinogradTile<T, TVector>
{
    /// <summary>Most bytes of the transformed input of a chunk.</summary>
    private const long ChunkBytes = 10 * 1024 * 1024;

    /// <summary>Most panels of tiles of a chunk; with so many, transforming the weights for each chunk is cheap.</summary>
    private const int ChunkPanels = 16;

    /// <summary>Items wanted of a chunk, and the least panels of tiles of an item that is cut for that.</summary>
    private const int TargetItems = 8, MinPanels = 4;

    /// <summary>Transformed weights and input that one core's cache holds beside all else.</summary>
    private const long CachedBytes = 640 * 1024;

    /// <summary>Adds the scratch memory of <see cref="Run"/>.</summary>
    public static void AddScratch(in WinogradShape shape, ref ScratchSizes scratch)
    {
        var sizes = new Sizes(in shape);
        if (sizes.Panels == 0) return;
        int count = WinogradProduct<T, TVector, TTile>.ItemSize(shape.Channels, isTransformed: sizes.AreWholePanels);
        scratch.TakeEach<T>(ScratchSlot.Item, count, sizes.Panels);
        if (sizes.AreWholePanels)
        {
            scratch.Take<T>(ScratchSlot.Weights, sizes.RowPanels * sizes.WeightStep);
            scratch.TakeEach<T>(ScratchSlot.Planes, sizes.PanelStep, sizes.Panels);
        }
        else
        {
            scratch.Take<T>(ScratchSlot.Planes, sizes.Chunk * sizes.PanelStep);
        }
    }

    /// <returns>
    /// Whether the result is as exact as it should be: not where numbers of a tile are too far apart (<see cref="WinogradRange"/>).
    /// </returns>
    public static bool Run(in WinogradShape shape, T* source, T* weights, T* output, ConvolutionFinish<T> finish = default)
    {
        int isWide = 0;
        int tiles = shape.Tiles(TTile.Outputs), width = WinogradInput<T, TVector, TTile, ReadInput>.Width;
        if (tiles == 0 || shape.Rows == 0) return true;
        var sizes = new Sizes(in shape);
        (int panels, int rowPanels) = (sizes.Panels, sizes.RowPanels);
        (nint panelStep, nint weightStep) = (sizes.PanelStep, sizes.WeightStep);
        if (sizes.AreWholePanels)
        {
            T* transformed = Scratch.Take<T>(ScratchSlot.Weights, rowPanels * weightStep);
            var filters = new TransformFilters(new() { Shape = shape, Weights = weights }, transformed, weightStep);
            WorkerPool.For(rowPanels, ref filters);
            var whole = new WholePanels(
                new() { Shape = shape, Source = source, IsWide = &isWide },
                new() { Shape = shape, Transformed = transformed, Output = output, Finish = finish, TilePanels = 1 }, tiles);
            WorkerPool.For(panels, ref whole);
            return isWide == 0;
        }

        int chunk = sizes.Chunk;
        var input = new WinogradInput<T, TVector, TTile, ReadInput>
        {
            Shape = shape,
            Source = source,
            Panels = Scratch.Take<T>(ScratchSlot.Planes, chunk * panelStep),
            IsWide = &isWide,
        };
        var product = new WinogradProduct<T, TVector, TTile>
        {
            Shape = shape,
            Filters = new WinogradFilters<T, TVector, TTile> { Shape = shape, Weights = weights },
            Inputs = input.Panels,
            Output = output,
            Finish = finish,
            TilePanels = chunk,
        };
        while (product.RowItems * ((chunk + product.TilePanels - 1) / product.TilePanels) < TargetItems && product.TilePanels > MinPanels)
            product.TilePanels = (product.TilePanels + 1) / 2;

        bool isOdd = product.RowItems * ((chunk + product.TilePanels - 1) / product.TilePanels) % 2 == 1;
        product.BeginsWithHalf = isOdd && rowPanels % 2 == 0;

        for (int first = 0; first < panels; first += chunk)
        {
            input.FirstTile = product.FirstTile = first * width;
            input.Tiles = product.Tiles = Math.Min(chunk * width, tiles - (first * width));
            input.Run();
            if (isWide != 0) return false;
            product.Run();
        }

        return true;
    }

    /// <summary>How the work is cut, with sizes of panels in elements.</summary>
    private readonly struct Sizes
    {
        public Sizes(in WinogradShape shape)
        {
            int width = WinogradInput<T, TVector, TTile, ReadInput>.Width;
            Panels = (shape.Tiles(TTile.Outputs) + width - 1) / width;
            RowPanels = (shape.Rows + TVector.Rows - 1) / TVector.Rows;
            PanelStep = WinogradInput<T, TVector, TTile, ReadInput>.PanelStep(shape.Channels);
            WeightStep = WinogradFilters<T, TVector, TTile>.PanelStep(shape.Channels);
            AreWholePanels = Panels >= TargetItems && (PanelStep + (RowPanels * WeightStep)) * sizeof(T) <= CachedBytes;
            int most = (int)Math.Clamp(ChunkBytes / (PanelStep * sizeof(T)), 1, ChunkPanels);
            int chunks = (Panels + most - 1) / most;
            Chunk = chunks == 0 ? 0 : (Panels + chunks - 1) / chunks;
        }

        public readonly int Panels, RowPanels, Chunk;
        public readonly nint PanelStep, WeightStep;
        public readonly bool AreWholePanels;
    }

    private readonly struct TransformFilters(WinogradFilters<T, TVector, TTile> filters, T* target, nint step) : IWork
    {
        public void Do(int index) => filters.Transform(index, 0, filters.Shape.Channels, target + (index * step));
    }

    /// <summary>One panel of tiles, from input to output.</summary>
    private readonly struct WholePanels(
        WinogradInput<T, TVector, TTile, ReadInput> firstInput, WinogradProduct<T, TVector, TTile> firstProduct, int tiles) : IWork
    {
        public void Do(int index)
        {
            int width = WinogradInput<T, TVector, TTile, ReadInput>.Width;
            WinogradInput<T, TVector, TTile, ReadInput> input = firstInput;
            WinogradProduct<T, TVector, TTile> product = firstProduct;
            input.FirstTile = product.FirstTile = index * width;
            input.Tiles = product.Tiles = Math.Min(width, tiles - (index * width));
            input.Panels = product.Inputs = Scratch.Take<T>(
                ScratchSlot.Planes, WinogradInput<T, TVector, TTile, ReadInput>.PanelStep(firstInput.Shape.Channels));
            WorkerPool.Inline(input.Items, ref input);
            WorkerPool.Inline(product.Items, ref product);
        }
    }
}
