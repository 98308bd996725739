using System.Numerics;
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>
/// A tall matrix times one of a few columns: the left operand would be packed to be used once or twice, and so is read
/// where it is. The whole depth is summed in registers.
/// </summary>
internal static unsafe class GemmFewColumns<T, TWide>
    where T : unmanaged, INumberBase<T>
    where TWide : struct, IWide<TWide, T>
{
    /// <summary>Up to here the right panel stays in the first-level cache.</summary>
    private const int MaxDepth = 384;

    private const int ItemWork = 256 * 1024;

    private static int Width => 2 * TWide.Lanes;

    /// <summary>False, with nothing done, if the product is not of this kind.</summary>
    public static bool TryMultiply(in Product<T> product)
    {
        if (product.AColumn != 1 || product.N > Width || product.K > MaxDepth || product.M < 4 * TWide.Rows) return false;
        int width = RegisterTile<T, TWide, StridedRight<T>>.Width(product.N);
        var work = new Rows
        {
            Whole = product,
            Width = width,
            PerItem = Math.Max(1, ItemWork / (product.K * width * TWide.Rows)) * TWide.Rows,
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
            if (Width > TWide.Lanes) Range<Size2>(first, end);
            else Range<Size1>(first, end);
        }

        private readonly void Range<TColumns>(int row, int end)
            where TColumns : struct, ISize
        {
            if (TWide.Rows == 12) row = Down<Size12, TColumns>(row, end);
            if (TWide.Rows > 6) row = Down<Size8, TColumns>(row, end);
            row = Down<Size6, TColumns>(row, end);
            row = Down<Size4, TColumns>(row, end);
            row = Down<Size2, TColumns>(row, end);
            Down<Size1, TColumns>(row, end);
        }

        /// <summary>As many tiles of a height as there is room for; returns the first row not done.</summary>
        [SkipLocalsInit]
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly int Down<TRows, TColumns>(int row, int end)
            where TRows : struct, ISize
            where TColumns : struct, ISize
        {
            var right = new StridedRight<T>(Right, Width);
            T* block = stackalloc T[TRows.Value * TColumns.Value * TWide.Lanes];
            for (; row + TRows.Value <= end; row += TRows.Value)
            {
                T* a = Whole.A + (row * Whole.ARow);
                T* c = Whole.C + (row * Whole.CRow);
                var left = new StridedLeft<T>(a, Whole.ARow);
                if (row + (2 * TRows.Value) <= end)
                {
                    // A result is seldom in a cache: 4000×16 · 16×16 took twice the time without asking for it.
                    Prefetch.Rows(a + (TRows.Value * Whole.ARow), Whole.ARow, TRows.Value, Whole.K);
                    Prefetch.Rows(c + (TRows.Value * Whole.CRow), Whole.CRow, TRows.Value, Whole.N);
                }

                if (Width == Whole.N || IsWrittenOver((nint)row + TRows.Value - 1, end))
                {
                    MicroKernel<T, TWide, TRows, TColumns, StridedLeft<T>, StridedRight<T>>.Run(
                        Whole.K, left, right, c, Whole.CRow, Whole.Accumulate);
                    continue;
                }

                MicroKernel<T, TWide, TRows, TColumns, StridedLeft<T>, StridedRight<T>>.Run(
                    Whole.K, left, right, block, Width, false);
                for (int i = 0; i < TRows.Value; i++)
                {
                    RegisterTile<T, TWide, StridedRight<T>>.Put(
                        block + (i * Width), Whole.N, c + (i * Whole.CRow), Whole.Accumulate);
                }
            }

            return row;
        }

        /// <summary>Whether what is stored beyond the end of a row falls on later rows of the item, whose own values come later.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly bool IsWrittenOver(nint row, nint end) =>
            Whole.CRow == Whole.N && !Whole.Accumulate && (row * Whole.N) + Width <= end * Whole.N;
    }
}
