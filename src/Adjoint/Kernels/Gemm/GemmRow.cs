using System.Numerics;
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>
/// One row times a matrix that is contiguous along n and in a cache: a strip of columns at a time, its sums in registers
/// from the first row of the matrix to the last. Each element adds chains of a few multiply-adds, in order of k.
/// </summary>
internal static unsafe class GemmRow<T, TWide>
    where T : unmanaged, INumberBase<T>
    where TWide : struct, IWide<TWide, T>
{
    /// <summary>Multiply-adds in a chain; short ones keep rounding errors small.</summary>
    private const int Chain = 16;

    /// <summary>Larger matrices come from memory, which wants longer runs than a strip is wide.</summary>
    private const long CachedBytes = 4 << 20;

    private static int Strip => 8 * TWide.Lanes;

    /// <summary>False, with nothing done, if the product is not of this kind.</summary>
    public static bool TryMultiply(in Product<T> product)
    {
        if (product.M != 1 || product.BColumn != 1 || product.N < TWide.Lanes
            || (long)product.N * product.K * sizeof(T) > CachedBytes)
        {
            return false;
        }

        var work = new Strips { Whole = product };
        int items = (product.N + Strip - 1) / Strip;
        if (product.Work >= Gemm.ParallelWork) WorkerPool.For(items, ref work);
        else WorkerPool.Inline(items, ref work);
        return true;
    }

    private struct Strips : IWork
    {
        public Product<T> Whole;

        [SkipLocalsInit]
        public readonly void Do(int index)
        {
            int column = index * Strip, end = Math.Min(Whole.N, column + Strip);
            if (end - column == Strip)
            {
                Sum<Size8>(column, Whole.C + column, Whole.Accumulate);
                return;
            }

            if (end - column >= 4 * TWide.Lanes)
            {
                Sum<Size4>(column, Whole.C + column, Whole.Accumulate);
                column += 4 * TWide.Lanes;
            }

            if (end - column >= 2 * TWide.Lanes)
            {
                Sum<Size2>(column, Whole.C + column, Whole.Accumulate);
                column += 2 * TWide.Lanes;
            }

            if (end - column >= TWide.Lanes)
            {
                Sum<Size1>(column, Whole.C + column, Whole.Accumulate);
                column += TWide.Lanes;
            }

            // The last columns are part of a register that begins before them.
            if (column == end) return;
            T* block = stackalloc T[TWide.Lanes];
            int overlap = TWide.Lanes - (end - column);
            Sum<Size1>(column - overlap, block, accumulate: false);
            RegisterTile<T, TWide, StridedRight<T>>.Put(block + overlap, end - column, Whole.C + column, Whole.Accumulate);
        }

        /// <summary>The sums of so many registers of columns.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Sum<TCount>(int column, T* c, bool accumulate)
            where TCount : struct, ISize
        {
            // The count is a constant to the compiler.
            int lanes = TWide.Lanes;
            T* a = Whole.A, b = Whole.B + column;
            TWide t0 = TWide.Zero, t1 = TWide.Zero, t2 = TWide.Zero, t3 = TWide.Zero;
            TWide t4 = TWide.Zero, t5 = TWide.Zero, t6 = TWide.Zero, t7 = TWide.Zero;
            if (accumulate)
            {
                t0 = TWide.Load(c);
                if (TCount.Value > 1) t1 = TWide.Load(c + lanes);
                if (TCount.Value > 2)
                {
                    t2 = TWide.Load(c + (2 * lanes));
                    t3 = TWide.Load(c + (3 * lanes));
                }

                if (TCount.Value > 4)
                {
                    t4 = TWide.Load(c + (4 * lanes));
                    t5 = TWide.Load(c + (5 * lanes));
                    t6 = TWide.Load(c + (6 * lanes));
                    t7 = TWide.Load(c + (7 * lanes));
                }
            }

            for (int left = Whole.K; left > 0; left -= Chain)
            {
                TWide s0 = TWide.Zero, s1 = TWide.Zero, s2 = TWide.Zero, s3 = TWide.Zero;
                TWide s4 = TWide.Zero, s5 = TWide.Zero, s6 = TWide.Zero, s7 = TWide.Zero;
                for (int p = Math.Min(left, Chain); p > 0; p--)
                {
                    TWide x = TWide.Broadcast(*a);
                    s0 = TWide.MultiplyAdd(x, TWide.Load(b), s0);
                    if (TCount.Value > 1) s1 = TWide.MultiplyAdd(x, TWide.Load(b + lanes), s1);
                    if (TCount.Value > 2)
                    {
                        s2 = TWide.MultiplyAdd(x, TWide.Load(b + (2 * lanes)), s2);
                        s3 = TWide.MultiplyAdd(x, TWide.Load(b + (3 * lanes)), s3);
                    }

                    if (TCount.Value > 4)
                    {
                        s4 = TWide.MultiplyAdd(x, TWide.Load(b + (4 * lanes)), s4);
                        s5 = TWide.MultiplyAdd(x, TWide.Load(b + (5 * lanes)), s5);
                        s6 = TWide.MultiplyAdd(x, TWide.Load(b + (6 * lanes)), s6);
                        s7 = TWide.MultiplyAdd(x, TWide.Load(b + (7 * lanes)), s7);
                    }

                    a += Whole.AColumn;
                    b += Whole.BRow;
                }

                t0 = TWide.Add(s0, t0);
                if (TCount.Value > 1) t1 = TWide.Add(s1, t1);
                if (TCount.Value > 2)
                {
                    t2 = TWide.Add(s2, t2);
                    t3 = TWide.Add(s3, t3);
                }

                if (TCount.Value > 4)
                {
                    t4 = TWide.Add(s4, t4);
                    t5 = TWide.Add(s5, t5);
                    t6 = TWide.Add(s6, t6);
                    t7 = TWide.Add(s7, t7);
                }
            }

            TWide.Store(t0, c);
            if (TCount.Value > 1) TWide.Store(t1, c + lanes);
            if (TCount.Value > 2)
            {
                TWide.Store(t2, c + (2 * lanes));
                TWide.Store(t3, c + (3 * lanes));
            }

            if (TCount.Value > 4)
            {
                TWide.Store(t4, c + (4 * lanes));
                TWide.Store(t5, c + (5 * lanes));
                TWide.Store(t6, c + (6 * lanes));
                TWide.Store(t7, c + (7 * lanes));
            }
        }
    }
}
