namespace Adjoint.Kernels;

/// <summary>Running sums along the middle axis of [outer, length, inner]. Those of float are kept in double.</summary>
internal static unsafe class CumulativeSum
{
    private const int Grain = 16 * 1024;

    /// <summary>Columns whose sums are carried along at once.</summary>
    private const int Columns = 512;

    /// <summary>y[o, k, i] = x[o, 0, i] + … + x[o, k, i], or from the other end.</summary>
    public static void Run<T>(T* x, T* y, int outer, int length, int inner, bool reverse) where T : unmanaged, INumber<T>
    {
        if (outer == 0 || length == 0 || inner == 0) return;
        int blocks = (inner + Columns - 1) / Columns;
        int perItem = (int)Math.Max(1, Grain / ((long)length * Math.Min(inner, Columns)));
        if (typeof(T) == typeof(float))
            WorkerPool.ForRows(outer * blocks, perItem, new Work<T, double>(x, y, length, inner, blocks, reverse));
        else
            WorkerPool.ForRows(outer * blocks, perItem, new Work<T, T>(x, y, length, inner, blocks, reverse));
    }

    private readonly struct Work<T, TSum>(T* x, T* y, int length, int inner, int blocks, bool reverse) : IRowWork
        where T : unmanaged, INumber<T>
        where TSum : unmanaged, INumber<TSum>
    {
        public void Row(int row)
        {
            (int o, int block) = Math.DivRem(row, blocks);
            nint start = ((nint)o * length * inner) + (block * Columns);
            if (inner == 1) Line(x + start, y + start);
            else Rows(x + start, y + start, Math.Min(Columns, inner - (block * Columns)));
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Line(T* from, T* to)
        {
            TSum sum = TSum.Zero;
            if (reverse)
                for (int k = length - 1; k >= 0; k--) to[k] = T.CreateTruncating(sum += TSum.CreateTruncating(from[k]));
            else
                for (int k = 0; k < length; k++) to[k] = T.CreateTruncating(sum += TSum.CreateTruncating(from[k]));
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Rows(T* from, T* to, int count)
        {
            TSum* sums = stackalloc TSum[Columns];
            new Span<TSum>(sums, count).Clear();
            nint step = reverse ? -inner : inner;
            nint at = reverse ? (nint)(length - 1) * inner : 0;
            for (int k = 0; k < length; k++, at += step)
                for (int i = 0; i < count; i++) to[at + i] = T.CreateTruncating(sums[i] += TSum.CreateTruncating(from[at + i]));
        }
    }
}
