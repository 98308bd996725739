namespace Adjoint.Kernels;

/// <summary>An axis over which windows lie at distances that differ by 1: its size, the number of windows and their size.</summary>
internal readonly record struct FractionalAxis(int Size, int Count, int Window)
{
    /// <summary>Where a window begins, for a number in [0, 1) that shifts the sequence.</summary>
    public int Start(int window, double shift)
    {
        if (window == Count - 1) return Size - Window;
        double step = (double)(Size - Window) / (Count - 1);
        return (int)((window + shift) * step) - (int)(shift * step);
    }
}

/// <summary>The largest elements of windows at random places.</summary>
internal static unsafe class FractionalMaxPooling
{
    private const int Grain = 16 * 1024;

    /// <summary>
    /// Where in its plane the first of the largest elements of each window lies; NaN wins. Shifts are those of depth, height and width, of
    /// two axes those of width and height.
    /// </summary>
    public static void Run<T>(
        int planes, FractionalAxis depth, FractionalAxis height, FractionalAxis width, int axes, T* x, double* shifts, long* y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int cost = depth.Count * height.Count * width.Count * depth.Window * height.Window * width.Window;
        WorkerPool.ForRows(planes, Math.Max(1, Grain / Math.Max(1, cost)), new Work<T>(depth, height, width, axes, x, shifts, y));
    }

    private readonly struct Work<T>(
        FractionalAxis depth, FractionalAxis height, FractionalAxis width, int axes, T* x, double* shifts, long* y) : IRowWork
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Row(int plane)
        {
            T* from = x + ((nint)plane * depth.Size * height.Size * width.Size);
            long* to = y + ((nint)plane * depth.Count * height.Count * width.Count);
            double* shift = shifts + ((nint)plane * axes);
            (double z, double v, double u) = axes == 3 ? (shift[0], shift[1], shift[2]) : (0, shift[1], shift[0]);
            for (int i = 0; i < depth.Count; i++)
            {
                int front = depth.Start(i, z);
                for (int j = 0; j < height.Count; j++)
                {
                    int top = height.Start(j, v);
                    for (int k = 0; k < width.Count; k++) *to++ = Largest(from, front, top, width.Start(k, u));
                }
            }
        }

        private long Largest(T* from, int front, int top, int left)
        {
            T largest = T.NegativeInfinity;
            long found = (((long)front * height.Size) + top) * width.Size + left;
            for (int d = front; d < front + depth.Window; d++)
            {
                for (int h = top; h < top + height.Window; h++)
                {
                    long line = (((long)d * height.Size) + h) * width.Size;
                    for (int w = left; w < left + width.Window; w++)
                    {
                        T value = from[line + w];
                        if (value > largest || T.IsNaN(value)) (largest, found) = (value, line + w);
                    }
                }
            }

            return found;
        }
    }
}
