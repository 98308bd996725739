namespace Adjoint.Kernels;

/// <summary>The windows of a plane: its sizes, and for both axes kernel, dilation, padding, stride and number of windows.</summary>
internal readonly record struct FoldGeometry(
    int Height, int Width, int KernelY, int KernelX, int DilationY, int DilationX, int PaddingY, int PaddingX, int StrideY, int StrideX,
    int CountY, int CountX)
{
    /// <summary>Elements of a window.</summary>
    public int Taps => KernelY * KernelX;

    /// <summary>Number of windows.</summary>
    public int Windows => CountY * CountX;
}

/// <summary>Windows of planes as columns, and columns added up into planes.</summary>
internal static unsafe class Folding
{
    private const int Grain = 16 * 1024;

    /// <summary>y[p, tap, window] = x[p, place of the tap in the window], 0 where that is padding.</summary>
    public static void Unfold<T>(in FoldGeometry of, int planes, T* x, T* y) where T : unmanaged =>
        WorkerPool.ForRows(planes * of.Taps, Math.Max(1, Grain / Math.Max(1, of.Windows)), new UnfoldWork<T>(of, x, y));

    /// <summary>y = 0, then y[p, place of the tap in the window] += x[p, tap, window], in order.</summary>
    public static void Fold<T>(in FoldGeometry of, int planes, T* x, T* y) where T : unmanaged, INumberBase<T> =>
        WorkerPool.ForRows(planes, Math.Max(1, Grain / Math.Max(1, of.Windows * of.Taps)), new FoldWork<T>(of, x, y));

    /// <summary>The windows, from first to before last, whose tap lies within an axis of a size.</summary>
    private static (int First, int Last) Inside(int size, int offset, int stride, int count)
    {
        int first = offset >= 0 ? 0 : Math.Min(count, (-offset + stride - 1) / stride);
        int last = offset >= size ? 0 : Math.Min(count, ((size - 1 - offset) / stride) + 1);
        return (first, Math.Max(first, last));
    }

    private readonly struct UnfoldWork<T>(FoldGeometry of, T* x, T* y) : IRowWork where T : unmanaged
    {
        public void Row(int row)
        {
            int plane = row / of.Taps, tap = row % of.Taps;
            T* from = x + ((nint)plane * of.Height * of.Width);
            T* to = y + ((nint)row * of.Windows);
            int top = (tap / of.KernelX * of.DilationY) - of.PaddingY, left = (tap % of.KernelX * of.DilationX) - of.PaddingX;
            (int first, int last) = Inside(of.Width, left, of.StrideX, of.CountX);
            for (int v = 0; v < of.CountY; v++, to += of.CountX)
            {
                int line = top + (v * of.StrideY);
                if ((uint)line >= (uint)of.Height)
                {
                    new Span<T>(to, of.CountX).Clear();
                    continue;
                }

                T* source = from + ((nint)line * of.Width) + left;
                new Span<T>(to, first).Clear();
                if (of.StrideX == 1) new ReadOnlySpan<T>(source + first, last - first).CopyTo(new Span<T>(to + first, last - first));
                else for (int u = first; u < last; u++) to[u] = source[(nint)u * of.StrideX];
                new Span<T>(to + last, of.CountX - last).Clear();
            }
        }
    }

    private readonly struct FoldWork<T>(FoldGeometry of, T* x, T* y) : IRowWork where T : unmanaged, INumberBase<T>
    {
        public void Row(int plane)
        {
            T* from = x + ((nint)plane * of.Taps * of.Windows);
            T* to = y + ((nint)plane * of.Height * of.Width);
            new Span<T>(to, of.Height * of.Width).Clear();
            for (int tap = 0; tap < of.Taps; tap++)
            {
                int top = (tap / of.KernelX * of.DilationY) - of.PaddingY, left = (tap % of.KernelX * of.DilationX) - of.PaddingX;
                (int first, int last) = Inside(of.Width, left, of.StrideX, of.CountX);
                for (int v = 0; v < of.CountY; v++, from += of.CountX)
                {
                    int line = top + (v * of.StrideY);
                    if ((uint)line >= (uint)of.Height) continue;
                    T* target = to + ((nint)line * of.Width) + left;
                    for (int u = first; u < last; u++) target[(nint)u * of.StrideX] += from[u];
                }
            }
        }
    }
}
