namespace Adjoint.Kernels;

/// <summary>
/// Where the maxima of nearly equal windows are: window o of n over s places is [⌊o·s/n⌋, ⌈(o+1)·s/n⌉). The first maximum in scan order
/// wins; not-a-number counts as greater than any number, and the last of several wins, as in PyTorch.
/// </summary>
internal static unsafe class AdaptiveMaxPooling
{
    /// <summary>For each window of each plane its maximum's index within the plane. Planes are [depth, height, width].</summary>
    public static void Indices<T>(
        int planes, (int Depth, int Height, int Width) from, (int Depth, int Height, int Width) to, T* x, long* index)
        where T : unmanaged, INumberBase<T>, IComparisonOperators<T, T, bool>
    {
        var work = new Planes<T>(from, to, x, index);
        WorkerPool.For(planes, ref work);
    }

    private readonly struct Planes<T>(
        (int Depth, int Height, int Width) from, (int Depth, int Height, int Width) to, T* x, long* index) : IWork
        where T : unmanaged, INumberBase<T>, IComparisonOperators<T, T, bool>
    {
        public void Do(int item)
        {
            T* plane = x + ((nint)item * from.Depth * from.Height * from.Width);
            long* target = index + ((nint)item * to.Depth * to.Height * to.Width);
            for (int z = 0; z < to.Depth; z++)
            {
                for (int y = 0; y < to.Height; y++)
                    for (int column = 0; column < to.Width; column++) *target++ = Largest(plane, z, y, column);
            }
        }

        private long Largest(T* plane, int z, int y, int column)
        {
            (int firstZ, int endZ) = Window(z, from.Depth, to.Depth);
            (int firstY, int endY) = Window(y, from.Height, to.Height);
            (int firstX, int endX) = Window(column, from.Width, to.Width);
            long best = -1;
            for (int i = firstZ; i < endZ; i++)
            {
                for (int j = firstY; j < endY; j++)
                {
                    long row = (((long)i * from.Height) + j) * from.Width;
                    for (long at = row + firstX; at < row + endX; at++)
                    {
                        if (best < 0 || plane[at] > plane[best] || T.IsNaN(plane[at])) best = at;
                    }
                }
            }

            return best;
        }

        private static (int First, int End) Window(int o, int size, int count) =>
            ((int)((long)o * size / count), (int)((((o + 1L) * size) + count - 1) / count));
    }
}
