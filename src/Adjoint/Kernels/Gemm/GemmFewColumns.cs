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
        int perItem = Math.Max(1, ItemWork / (product.K * width * TVector.Rows)) * TVector.Rows;
        T* packed = Scratch.Take<T>(ScratchSlot.Right, (long)width * product.K);
        Panel.Pack(product.B, product.BColumn, product.BRow, product.N, width, product.K, packed);
        var work = new Rows(product, packed, width, perItem);
        WorkerPool.For((int)(((long)product.M + perItem - 1) / perItem), ref work);
        return true;
    }

    private readonly struct Rows(Product<T> whole, T* packed, int width, int perItem) : IWork
    {
        public void Do(int index)
        {
            int first = index * perItem, end = (int)Math.Min(whole.M, (long)first + perItem);
            if (width > TVector.Lanes) Range<Constant2>(first, end);
            else Range<Constant1>(first, end);
        }

        private void Range<TColumns>(int row, int end) where TColumns : struct, IConstant
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
        private int Down<TRows, TColumns>(int row, int end)
            where TRows : struct, IConstant
            where TColumns : struct, IConstant
        {
            var right = new StridedRight<T>(packed, width);
            T* block = stackalloc T[TRows.Value * TColumns.Value * TVector.Lanes];
            for (; row + TRows.Value <= end; row += TRows.Value)
            {
                T* a = whole.A + (row * whole.ARow);
                T* c = whole.C + (row * whole.CRow);
                var left = new StridedLeft<T>(a, whole.ARow);
                if (row + (2 * TRows.Value) <= end)
                {
                    // A result is seldom in a cache: 4000×16 · 16×16 took twice the time without prefetching it.
                    Prefetch.Rows(a + (TRows.Value * whole.ARow), whole.ARow, TRows.Value, whole.K);
                    Prefetch.Rows(c + (TRows.Value * whole.CRow), whole.CRow, TRows.Value, whole.N);
                }

                if (width == whole.N || IsWrittenOver((nint)row + TRows.Value - 1, end))
                {
                    MicroKernel<T, TVector, TRows, TColumns, StridedLeft<T>, StridedRight<T>>.Run(
                        whole.K, left, right, c, whole.CRow, whole.Accumulate);
                    continue;
                }

                MicroKernel<T, TVector, TRows, TColumns, StridedLeft<T>, StridedRight<T>>.Run(whole.K, left, right, block, width, false);
                for (int i = 0; i < TRows.Value; i++)
                    RegisterTile<T, TVector, StridedRight<T>>.Put(block + (i * width), whole.N, c + (i * whole.CRow), whole.Accumulate);
            }

            return row;
        }

        /// <summary>Whether what is stored beyond the end of a row falls on rows of the item that are computed later.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private bool IsWrittenOver(nint row, nint end) =>
            whole.CRow == whole.N && !whole.Accumulate && (row * whole.N) + width <= end * whole.N;
    }
}
