namespace Adjoint.Kernels;

/// <summary>Adjacent tiles in one row of tiles of one phase of an image, which begin at some place in a panel.</summary>
internal readonly record struct WinogradTileRun(int Image, int HeightPhase, int WidthPhase, int Row, int Column, int At, int Count)
{
    /// <summary>Cuts a run of tiles, counted through rows, phases and images, into segments; returns how many.</summary>
    public static int Cut(in WinogradShape shape, int outputs, int tile, int count, Span<WinogradTileRun> segments)
    {
        int wide = shape.Width.Tiles(outputs), high = shape.Height.Tiles(outputs);
        int column = tile % wide, row = tile / wide % high, plane = tile / wide / high;
        int n = 0;
        for (int at = 0; at < count;)
        {
            int run = Math.Min(count - at, wide - column);
            int phase = plane / shape.Width.Step;
            segments[n++] = new(phase / shape.Height.Step, phase % shape.Height.Step, plane % shape.Width.Step, row, column, at, run);
            at += run;
            column = 0;
            row++;
            if (row < high) continue;
            row = 0;
            plane++;
        }

        return n;
    }
}
