namespace Adjoint.Kernels;

/// <summary>
/// One row times a matrix that is contiguous along n and in a cache: a strip of columns at a time, its sums in registers from the first row
/// of the matrix to the last. Each element adds chains of a few multiply-adds, in order of k.
/// </summary>
internal static unsafe class GemmRow<T, TVector>
    where T : unmanaged, INumberBase<T>
    where TVector : struct, ISimdVector<TVector, T>
{
    /// <summary>Multiply-adds in a chain; short ones keep rounding errors small.</summary>
    private const int Chain = 16;

    /// <summary>Larger matrices come from memory, which is faster with longer runs than a strip is wide.</summary>
    private const long CachedBytes = 4 << 20;

    private static int Strip => 8 * TVector.Lanes;

    /// <summary>Runs the product if it is of this kind; otherwise does nothing and returns false.</summary>
    public static bool TryMultiply(in Product<T> product)
    {
        if (product.M != 1 || product.BColumn != 1 || product.N < TVector.Lanes || (long)product.N * product.K * sizeof(T) > CachedBytes)
            return false;

        var work = new Strips(product);
        int items = (product.N + Strip - 1) / Strip;
        if (product.Work >= Gemm.ParallelWork) WorkerPool.For(items, ref work);
        else WorkerPool.Inline(items, ref work);
        return true;
    }

    private readonly struct Strips(Product<T> whole) : IWork
    {
        [SkipLocalsInit]
        public void Do(int index)
        {
            int column = index * Strip, end = Math.Min(whole.N, column + Strip);
            Sum<Constant8>(ref column, end);
            Sum<Constant4>(ref column, end);
            Sum<Constant2>(ref column, end);
            Sum<Constant1>(ref column, end);

            // The last columns are part of a register that begins before them.
            if (column == end) return;
            T* block = stackalloc T[TVector.Lanes];
            int overlap = TVector.Lanes - (end - column);
            Sum<Constant1>(column - overlap, block, accumulate: false);
            RegisterTile<T, TVector, StridedRight<T>>.Put(block + overlap, end - column, whole.C + column, whole.Accumulate);
        }

        /// <summary>The sums of a few registers of columns, if there are as many.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Sum<TCount>(ref int column, int end) where TCount : struct, IConstant
        {
            if (end - column < TCount.Value * TVector.Lanes) return;
            Sum<TCount>(column, whole.C + column, whole.Accumulate);
            column += TCount.Value * TVector.Lanes;
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Sum<TCount>(int column, T* c, bool accumulate) where TCount : struct, IConstant
        {
            // The count is a constant to the compiler.
            int lanes = TVector.Lanes;
            T* a = whole.A, b = whole.B + column;
            TVector t0 = TVector.Zero, t1 = TVector.Zero, t2 = TVector.Zero, t3 = TVector.Zero;
            TVector t4 = TVector.Zero, t5 = TVector.Zero, t6 = TVector.Zero, t7 = TVector.Zero;
            if (accumulate)
            {
                t0 = TVector.Load(c);
                if (TCount.Value > 1) t1 = TVector.Load(c + lanes);
                if (TCount.Value > 2) t2 = TVector.Load(c + (2 * lanes));
                if (TCount.Value > 3) t3 = TVector.Load(c + (3 * lanes));
                if (TCount.Value > 4) t4 = TVector.Load(c + (4 * lanes));
                if (TCount.Value > 5) t5 = TVector.Load(c + (5 * lanes));
                if (TCount.Value > 6) t6 = TVector.Load(c + (6 * lanes));
                if (TCount.Value > 7) t7 = TVector.Load(c + (7 * lanes));
            }

            for (int left = whole.K; left > 0; left -= Chain)
            {
                TVector s0 = TVector.Zero, s1 = TVector.Zero, s2 = TVector.Zero, s3 = TVector.Zero;
                TVector s4 = TVector.Zero, s5 = TVector.Zero, s6 = TVector.Zero, s7 = TVector.Zero;
                for (int p = Math.Min(left, Chain); p > 0; p--)
                {
                    TVector x = TVector.Broadcast(*a);
                    s0 = TVector.MultiplyAdd(x, TVector.Load(b), s0);
                    if (TCount.Value > 1) s1 = TVector.MultiplyAdd(x, TVector.Load(b + lanes), s1);
                    if (TCount.Value > 2) s2 = TVector.MultiplyAdd(x, TVector.Load(b + (2 * lanes)), s2);
                    if (TCount.Value > 3) s3 = TVector.MultiplyAdd(x, TVector.Load(b + (3 * lanes)), s3);
                    if (TCount.Value > 4) s4 = TVector.MultiplyAdd(x, TVector.Load(b + (4 * lanes)), s4);
                    if (TCount.Value > 5) s5 = TVector.MultiplyAdd(x, TVector.Load(b + (5 * lanes)), s5);
                    if (TCount.Value > 6) s6 = TVector.MultiplyAdd(x, TVector.Load(b + (6 * lanes)), s6);
                    if (TCount.Value > 7) s7 = TVector.MultiplyAdd(x, TVector.Load(b + (7 * lanes)), s7);
                    a += whole.AColumn;
                    b += whole.BRow;
                }

                t0 = TVector.Add(s0, t0);
                if (TCount.Value > 1) t1 = TVector.Add(s1, t1);
                if (TCount.Value > 2) t2 = TVector.Add(s2, t2);
                if (TCount.Value > 3) t3 = TVector.Add(s3, t3);
                if (TCount.Value > 4) t4 = TVector.Add(s4, t4);
                if (TCount.Value > 5) t5 = TVector.Add(s5, t5);
                if (TCount.Value > 6) t6 = TVector.Add(s6, t6);
                if (TCount.Value > 7) t7 = TVector.Add(s7, t7);
            }

            TVector.Store(t0, c);
            if (TCount.Value > 1) TVector.Store(t1, c + lanes);
            if (TCount.Value > 2) TVector.Store(t2, c + (2 * lanes));
            if (TCount.Value > 3) TVector.Store(t3, c + (3 * lanes));
            if (TCount.Value > 4) TVector.Store(t4, c + (4 * lanes));
            if (TCount.Value > 5) TVector.Store(t5, c + (5 * lanes));
            if (TCount.Value > 6) TVector.Store(t6, c + (6 * lanes));
            if (TCount.Value > 7) TVector.Store(t7, c + (7 * lanes));
        }
    }
}
