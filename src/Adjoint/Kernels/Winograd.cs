using System.Numerics;

namespace Adjoint.Kernels;

/// <summary>Convolution of 3 by 3, stride 1, by Winograd's minimal filtering.</summary>
internal static unsafe class Winograd<T, TWide, TTile>
    where T : unmanaged, INumberBase<T>
    where TWide : struct, IWide<TWide, T>
    where TTile : struct, IWinogradTile
{
    public static long ChunkBytes = 8 * 1024 * 1024;
    public static long SharedWeights = 12 * 1024 * 1024;
    public static int RowP = 4, PassP = 2;

    public static void Run(in WinogradShape shape, T* source, T* weights, T* output)
    {
        int tiles = shape.Tiles<TTile>(), width = 2 * TWide.Lanes;
        if (tiles == 0 || shape.Rows == 0) return;
        nint panelStep = WinogradInput<T, TWide, TTile>.PanelStep(shape.Channels);
        int panels = (tiles + width - 1) / width;
        int chunk = (int)Math.Clamp(ChunkBytes / (panelStep * sizeof(T)), 1, panels);
        int chunks = (panels + chunk - 1) / chunk;
        chunk = (panels + chunks - 1) / chunks;

        int rowPanels = (shape.Rows + TWide.Rows - 1) / TWide.Rows;
        nint weightStep = WinogradFilters<T, TWide, TTile>.PanelStep(shape.Channels);
        var filters = new WinogradFilters<T, TWide, TTile> { Shape = shape, Weights = weights };
        bool shared = rowPanels * weightStep * sizeof(T) <= SharedWeights;
        if (shared)
        {
            filters.Panels = Scratch.Take<T>(ScratchSlot.Weights, rowPanels * weightStep);
            WorkerPool.For(rowPanels, ref filters);
        }

        var input = new WinogradInput<T, TWide, TTile>
        {
            Shape = shape,
            Source = source,
            Panels = Scratch.Take<T>(ScratchSlot.Planes, chunk * panelStep),
        };
        var product = new WinogradProduct<T, TWide, TTile>
        {
            Shape = shape,
            Weights = filters.Panels,
            Filters = filters,
            Inputs = input.Panels,
            Output = output,
            RowPanels = Math.Min(RowP, rowPanels),
            PassPanels = PassP,
            TilePanels = shared ? PassP : chunk,
        };
        for (int first = 0; first < panels; first += chunk)
        {
            input.FirstTile = product.FirstTile = first * width;
            input.Tiles = product.Tiles = Math.Min(chunk * width, tiles - (first * width));
            input.Run();
            product.Run();
        }
    }
}
