namespace Adjoint.Kernels;

/// <summary>
/// A matrix times a vector where the matrix is contiguous along k: one dot product per element of the result.
/// (Contiguous the other way, it is a product of one row, which the general kernels read in place.)
/// </summary>
internal static unsafe class GemmVector<T, TVector>
    where T : unmanaged, INumberBase<T>
    where TVector : struct, ISimdVector<TVector, T>
{
    private const int WorkPerItem = 128 * 1024;

    /// <summary>Rows summed at once: the vector is read once for all of them, and several streams get more memory bandwidth.</summary>
    private const int Together = 4;

    /// <summary>Rows below which items may be smaller than that, so that all threads have some.</summary>
    private const int Few = 64;

    /// <summary>Runs the product if it is of this kind; otherwise does nothing and returns false.</summary>
    public static bool TryMultiply(in Product<T> product)
    {
        bool isColumn = product.N == 1 && product.AColumn == 1;
        if (isColumn || (product.M == 1 && product.BRow == 1))
        {
            var rows = new Rows { K = product.K, C = product.C, Accumulate = product.Accumulate };
            (rows.Count, rows.CStep) = isColumn ? (product.M, product.CRow) : (product.N, 1);
            rows.Matrix = isColumn ? product.A : product.B;
            rows.Row = isColumn ? product.ARow : product.BColumn;
            rows.Vector = isColumn ? product.B : product.A;
            rows.Run(isColumn ? product.BRow : product.AColumn);
            return true;
        }

        // One column of a matrix contiguous along m is the row of its transpose.
        if (product.N == 1 && product.ARow == 1 && product.CRow == 1 && product.M > 1)
        {
            Product<T> transposed = product;
            (transposed.M, transposed.N) = (1, product.M);
            transposed.A = product.B;
            transposed.AColumn = product.BRow;
            transposed.B = product.A;
            transposed.BRow = product.AColumn;
            transposed.BColumn = 1;
            transposed.CRow = product.M;
            Gemm.Multiply<T, TVector>(in transposed);
            return true;
        }

        return false;
    }

    private struct Rows : IWork
    {
        public int Count, K, PerItem;
        public T* Matrix, Vector, C;
        public nint Row, CStep;
        public bool Accumulate;

        public void Run(nint vectorStep)
        {
            if (vectorStep != 1)
            {
                T* packed = Scratch.Take<T>(ScratchSlot.Right, K);
                for (int p = 0; p < K; p++) packed[p] = Vector[p * vectorStep];
                Vector = packed;
            }

            PerItem = Math.Max(1, WorkPerItem / K);
            if (Count >= Few) PerItem = (PerItem + Together - 1) / Together * Together;
            WorkerPool.For((int)(((long)Count + PerItem - 1) / PerItem), ref this);
        }

        public readonly void Do(int index)
        {
            int end = (int)Math.Min(Count, ((long)index + 1) * PerItem);
            int i = index * PerItem;
            T* sums = stackalloc T[Together];
            for (; i + Together <= end; i += Together)
            {
                Dot<T, TVector>.OfFour(Matrix + (i * Row), Row, Vector, K, sums);
                for (int j = 0; j < Together; j++) Put(i + j, sums[j]);
            }

            for (; i < end; i++) Put(i, Dot<T, TVector>.Of(Matrix + (i * Row), Vector, K));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Put(int i, T sum) => C[i * CStep] = Accumulate ? C[i * CStep] + sum : sum;
    }
}
