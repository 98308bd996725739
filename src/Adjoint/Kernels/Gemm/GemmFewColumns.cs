namespace Adjoint.Kernels;

/// <summary>
/// A tall matrix times one of a few columns: the left operand would be packed to be used once or twice, so it is read
/// in place. The whole depth is summed in registers.
/// </summary>
internal static unsafe class GemmFewColumns<T, TVector>
    where T : unmanaged, INumberBase<T>
    where TVector : struct, ISimdVector<TVector, T>
{
    /// <summary>Up to here the right panel stays in the first-level cache.</summary>
    private const int MaxDepth = 384;

    private const int ItemWork = 256 * 1024;

    private static int Width => 2 * TVector.Lanes;

    /// <summary>Runs the product if it is of this kind; otherwise does nothing and returns false.</summary>
    public static bool TryMultiply(in Product<T> product)
    {
        if (product.AColumn != 1 || product.N > Width || product.K > MaxDepth || product.M < 4 * TVector.Rows) return false;
        int width = RegisterTile<T, TVector, StridedRight<T>>.Width(product.N);
        var work = new Rows
        {
            Whole = product,
            Width = width,
            PerItem = Math.Max(1, ItemWork / (product.K * width * TVector.Rows)) * TVector.Rows,
            Right = Scratch.Take<T>(ScratchSlot.Right, (long)width * product.K),
        };
        Panel.Pack(product.B, product.BColumn, product.BRow, product.N, width, product.K, work.Right);
        WorkerPool.For((int)(((long)product.M + work.PerItem - 1) / work.PerItem), ref work);
        return true;
    }

    private struct Rows : IWork
    {
        public Product<T> Whole;
        public T* Right;
        public int Width, PerItem;

        public readonly void Do(int index)
        {
            int first = index * PerItem, end = (int)Math.Min(Whole.M, (long)first + PerItem);
            if (Width > TVector.Lanes) Range<Constant2>(first, end);
            else Range<Constant1>(first, end);
        }

        private readonly void Range<TColumns>(int row, int end) where TColumns : struct, IConstant
        {
            if (TVector.Rows == 12) row = Down<Constant12, TColumns>(row, end);
            if (TVector.Rows > 6) row = Down<Constant8, TColumns>(row, end);
            row = Down<Constant6, TColumns>(row, end);
            row = Down<Constant4, TColumns>(row, end);
            row = Down<Constant2, TColumns>(row, end);
            Down<Constant1, TColumns>(row, end);
        }

        /// <summary>As many tiles of a height as there is room for; returns the first row not done.</summary>
        [SkipLocalsInit]
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly int Down<TRows, TColumns>(int row, int end)
            where TRows : struct, IConstant
            where TColumns : struct, IConstant
        {
            var right = new StridedRight<T>(Right, Width);
            T* block = stackalloc T[TRows.Value * TColumns.Value * TVector.Lanes];
            for (; row + TRows.Value <= end; row += TRows.Value)
            {
                T* a = Whole.A + (row * Whole.ARow);
                T* c = Whole.C + (row * Whole.CRow);
                var left = new StridedLeft<T>(a, Whole.ARow);
                if (row + (2 * TRows.Value) <= end)
                {
                    // A result is seldom in a cache: 4000×16 · 16×16 took twice the time without prefetching it.
                    Prefetch.Rows(a + (TRows.Value * Whole.ARow), Whole.ARow, TRows.Value, Whole.K);
                    Prefetch.Rows(c + (TRows.Value * Whole.CRow), Whole.CRow, TRows.Value, Whole.N);
                }

                if (Width == Whole.N || IsWrittenOver((nint)row + TRows.Value - 1, end))
                {
                    MicroKernel<T, TVector, TRows, TColumns, StridedLeft<T>, StridedRight<T>>.Run(
                        Whole.K, left, right, c, Whole.CRow, Whole.Accumulate);
                    continue;
                }

                MicroKernel<T, TVector, TRows, TColumns, StridedLeft<T>, StridedRight<T>>.Run(Whole.K, left, right, block, Width, false);
                for (int i = 0; i < TRows.Value; i++)
                    RegisterTile<T, TVector, StridedRight<T>>.Put(block + (i * Width), Whole.N, c + (i * Whole.CRow), Whole.Accumulate);
            }

            return row;
        }

        /// <summary>Whether what is stored beyond the end of a row falls on rows of the item that are computed later.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly bool IsWrittenOver(nint row, nint end) =>
            Whole.CRow == Whole.N && !Whole.Accumulate && (row * Whole.N) + Width <= end * Whole.N;
    }
}
