namespace Adjoint.Kernels;

/// <summary>
/// A few rows times a large matrix that is contiguous along n and is read once, from memory: a few of its rows at a
/// time, along them, so that memory is read in long runs, and the sums wait in the output meanwhile. An item is a range
/// of columns; each element is one chain of multiply-adds in order of k.
/// </summary>
internal static unsafe class GemmFewRows<T, TVector>
    where T : unmanaged, INumberBase<T>
    where TVector : struct, ISimdVector<TVector, T>
{
    /// <summary>Rows of the matrix at a time.</summary>
    private const int Steps = 16;

    /// <summary>Columns of an item, in panels: enough for long runs.</summary>
    private const int ItemPanels = 16;

    /// <summary>Matrices of at least this many elements are not in the second-level cache.</summary>
    private const long Large = 128 * 1024;

    private static int Width => 2 * TVector.Lanes;

    /// <summary>Runs the product if it is of this kind; otherwise does nothing and returns false.</summary>
    public static bool TryMultiply(in Product<T> product)
    {
        if (product.BColumn != 1 || product.M > 2 * TVector.Rows || product.N < Width || (long)product.N * product.K < Large) return false;

        var work = new Columns { Whole = product };
        T* left = Scratch.Take<T>(ScratchSlot.Left, (long)work.Panels * TVector.Rows * product.K);
        work.Left = left;
        for (int p = 0; p < product.K; p += Steps)
        {
            int depth = Math.Min(Steps, product.K - p);
            for (int i = 0; i < product.M; i += TVector.Rows)
            {
                int rows = Math.Min(TVector.Rows, product.M - i);
                Panel.Pack(
                    product.A + (i * product.ARow) + (p * product.AColumn), product.ARow, product.AColumn, rows,
                    RegisterTile<T, TVector, StridedRight<T>>.Height(rows), depth, work.LeftPanel(i / TVector.Rows, p));
            }
        }

        WorkerPool.For((product.N + (ItemPanels * Width) - 1) / (ItemPanels * Width), ref work);
        return true;
    }

    private struct Columns : IWork
    {
        public Product<T> Whole;
        public T* Left;

        public readonly int Panels => (Whole.M + TVector.Rows - 1) / TVector.Rows;

        public readonly T* LeftPanel(int panel, int step) =>
            Left + ((((nint)step * Panels) + (panel * Math.Min(Steps, Whole.K - step))) * TVector.Rows);

        [SkipLocalsInit]
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Do(int index)
        {
            T* edge = stackalloc T[Steps * Width];
            int first = index * ItemPanels * Width, end = Math.Min(Whole.N, first + (ItemPanels * Width));
            for (int p = 0; p < Whole.K; p += Steps)
            {
                int depth = Math.Min(Steps, Whole.K - p), next = Math.Min(Steps, Whole.K - p - depth);
                for (int j = first; j < end; j += Width)
                {
                    int columns = Math.Min(Width, end - j);
                    T* b = Whole.B + (p * Whole.BRow) + j;
                    for (int i = 0; i < next; i++)
                    {
                        T* ahead = b + ((depth + i) * Whole.BRow);
                        for (int l = 0; l < columns; l += 64 / sizeof(T)) Prefetch.LineToL2(ahead + l);
                    }

                    var right = new StridedRight<T>(b, Whole.BRow);
                    if (columns < Width)
                    {
                        int width = RegisterTile<T, TVector, StridedRight<T>>.Width(columns);
                        Panel.Pack(b, 1, Whole.BRow, columns, width, depth, edge);
                        right = new StridedRight<T>(edge, width);
                    }

                    for (int i = 0; i < Whole.M; i += TVector.Rows)
                    {
                        RegisterTile<T, TVector, StridedRight<T>>.Run(
                            Math.Min(TVector.Rows, Whole.M - i), columns, depth, LeftPanel(i / TVector.Rows, p), right,
                            Whole.C + (i * Whole.CRow) + j, Whole.CRow, Whole.Accumulate || p > 0);
                    }
                }
            }
        }
    }
}
