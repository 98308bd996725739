namespace Adjoint.Kernels;

/// <summary>
/// A large matrix times a few vectors, all contiguous along k: dot products, four by four, so that the large matrix is
/// read once and in long runs. Each sum is kept in the lanes of a register until the end.
/// </summary>
internal static unsafe class GemmDotProducts<T, TVector>
    where T : unmanaged, INumberBase<T>
    where TVector : struct, ISimdVector<TVector, T>
{
    /// <summary>Most vectors for which dot products are faster than packing the large matrix.</summary>
    private const int MaxVectors = 32;

    /// <summary>The same if the vectors must be packed first, and the others could be multiplied as they lie.</summary>
    private const int MaxPackedVectors = 12;

    /// <summary>Least depth for which adding up the lanes at the end is negligible.</summary>
    private const int MinDepth = 256;

    private const int ItemWork = 256 * 1024;

    /// <summary>How far ahead, in elements, rows that are not adjacent are prefetched.</summary>
    private const int Distance = 512;

    /// <summary>Runs the product if it is of this kind; otherwise does nothing and returns false.</summary>
    public static bool TryMultiply(in Product<T> product)
    {
        if (product.K < MinDepth) return false;
        bool areRows = product.BRow == 1 && product.M <= MaxVectors && product.N >= product.M;
        if (!areRows && !(product.AColumn == 1 && product.N <= MaxPackedVectors && product.M >= product.N)) return false;
        var work = new Rows { K = product.K, C = product.C, Accumulate = product.Accumulate };
        work.Matrix = areRows ? product.B : product.A;
        work.Vectors = areRows ? product.A : product.B;
        (work.MatrixRow, work.Count, work.MatrixStep) = areRows ? (product.BColumn, product.N, 1) : (product.ARow, product.M, product.CRow);
        (work.VectorRow, work.VectorCount, work.VectorStep) =
            areRows ? (product.ARow, product.M, product.CRow) : (product.BColumn, product.N, 1);
        work.PackVectors(areRows ? product.AColumn : product.BRow);
        work.Run();
        return true;
    }

    private struct Rows : IWork
    {
        public T* Matrix, Vectors, C;
        public nint MatrixRow, VectorRow, MatrixStep, VectorStep;
        public int Count, VectorCount, K;
        public bool Accumulate;
        private int perItem;

        /// <summary>Copies the vectors to be contiguous, and no power of two apart: such fall into few sets of the cache.</summary>
        public void PackVectors(nint step)
        {
            if (VectorCount == 1 && step == 1) return;
            nint row = ((nint)K + TVector.Lanes) | TVector.Lanes;
            T* packed = Scratch.Take<T>(ScratchSlot.Right, VectorCount * row);
            for (int v = 0; v < VectorCount; v++)
            {
                T* from = Vectors + (v * VectorRow), to = packed + (v * row);
                if (step == 1) new ReadOnlySpan<T>(from, K).CopyTo(new Span<T>(to, K));
                else for (int p = 0; p < K; p++) to[p] = from[p * step];
            }

            VectorRow = row;
            Vectors = packed;
        }

        public void Run()
        {
            perItem = (int)Math.Clamp(ItemWork / ((long)K * VectorCount), 1, 64) * 4;
            WorkerPool.For((Count + perItem - 1) / perItem, ref this);
        }

        public readonly void Do(int index)
        {
            int end = Math.Min(Count, (index + 1) * perItem);
            for (int i = index * perItem; i < end; i += 4)
            {
                for (int v = 0; v < VectorCount; v += 4) Tile(i, Math.Min(4, end - i), v, Math.Min(4, VectorCount - v));
            }
        }

        /// <summary>Up to four by four dot products; rows beyond repeat others, and are dropped.</summary>
        [SkipLocalsInit]
        private readonly void Tile(int row, int rows, int vector, int vectors)
        {
            int lanes = TVector.Lanes, whole = K / lanes * lanes;
            T* m = Matrix + (row * MatrixRow), v = Vectors + (vector * VectorRow);
            T* sums = stackalloc T[16 * lanes];

            // Adjacent rows are prefetched sequentially, four rows ahead: four streams at a time, a power of two
            // apart, reached less than half of the speed.
            if (MatrixRow == K && rows == 4) Begin(m, MatrixRow, rows, v, vectors, whole, m + (4 * MatrixRow), lanes, 4 * lanes, sums);
            else Begin(m, MatrixRow, rows, v, vectors, whole, m + Distance, MatrixRow, lanes, sums);

            if (whole < K) End(m + whole, rows, v + whole, vectors, K - whole, sums);

            T* c = C + (row * MatrixStep) + (vector * VectorStep);
            for (int i = 0; i < rows; i++)
            {
                for (int j = 0; j < vectors; j++)
                    Put(c + (i * MatrixStep) + (j * VectorStep), TVector.Sum(TVector.Load(sums + (((4 * i) + j) * lanes))));
            }
        }

        /// <summary>
        /// The sums over whole registers. By itself, without a call or a branch around the loop, since the compiler
        /// then keeps all sums and addresses in registers: otherwise it took nearly twice the time within the caches.
        /// </summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private readonly void Begin(
            T* m0, nint matrixRow, int rows, T* v0, int vectors, nint count, T* ahead, nint apart, nint advance, T* sums)
        {
            int lanes = TVector.Lanes;
            T* m1 = m0 + (Math.Min(1, rows - 1) * matrixRow);
            T* m2 = m0 + (Math.Min(2, rows - 1) * matrixRow);
            T* m3 = m0 + (Math.Min(3, rows - 1) * matrixRow);
            T* v1 = v0 + (Math.Min(1, vectors - 1) * VectorRow);
            T* v2 = v0 + (Math.Min(2, vectors - 1) * VectorRow);
            T* v3 = v0 + (Math.Min(3, vectors - 1) * VectorRow);
            TVector s00 = TVector.Zero, s01 = TVector.Zero, s02 = TVector.Zero, s03 = TVector.Zero;
            TVector s10 = TVector.Zero, s11 = TVector.Zero, s12 = TVector.Zero, s13 = TVector.Zero;
            TVector s20 = TVector.Zero, s21 = TVector.Zero, s22 = TVector.Zero, s23 = TVector.Zero;
            TVector s30 = TVector.Zero, s31 = TVector.Zero, s32 = TVector.Zero, s33 = TVector.Zero;
            for (nint p = 0; p < count; p += lanes, ahead += advance)
            {
                Prefetch.LineToL2(ahead);
                Prefetch.LineToL2(ahead + apart);
                Prefetch.LineToL2(ahead + (2 * apart));
                Prefetch.LineToL2(ahead + (3 * apart));
                TVector a0 = TVector.Load(m0 + p), a1 = TVector.Load(m1 + p), a2 = TVector.Load(m2 + p), a3 = TVector.Load(m3 + p);
                Dot<T, TVector>.AddFour(a0, a1, a2, a3, TVector.Load(v0 + p), ref s00, ref s10, ref s20, ref s30);
                Dot<T, TVector>.AddFour(a0, a1, a2, a3, TVector.Load(v1 + p), ref s01, ref s11, ref s21, ref s31);
                Dot<T, TVector>.AddFour(a0, a1, a2, a3, TVector.Load(v2 + p), ref s02, ref s12, ref s22, ref s32);
                Dot<T, TVector>.AddFour(a0, a1, a2, a3, TVector.Load(v3 + p), ref s03, ref s13, ref s23, ref s33);
            }

            Store(s00, s01, s02, s03, sums);
            Store(s10, s11, s12, s13, sums + (4 * lanes));
            Store(s20, s21, s22, s23, sums + (8 * lanes));
            Store(s30, s31, s32, s33, sums + (12 * lanes));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Store(TVector s0, TVector s1, TVector s2, TVector s3, T* sums)
        {
            TVector.Store(s0, sums);
            TVector.Store(s1, sums + TVector.Lanes);
            TVector.Store(s2, sums + (2 * TVector.Lanes));
            TVector.Store(s3, sums + (3 * TVector.Lanes));
        }

        /// <summary>The last few steps, less than a register, through a block that is filled up with zeros.</summary>
        [SkipLocalsInit]
        private readonly void End(T* m, int rows, T* v, int vectors, int count, T* sums)
        {
            int lanes = TVector.Lanes;
            T* block = stackalloc T[8 * lanes];
            new Span<T>(block, 8 * lanes).Clear();
            for (int i = 0; i < rows; i++) RowCopy.Run(m + (i * MatrixRow), block + (i * lanes), count);
            for (int j = 0; j < vectors; j++) RowCopy.Run(v + (j * VectorRow), block + ((4 + j) * lanes), count);
            for (int i = 0; i < rows; i++)
            {
                TVector a = TVector.Load(block + (i * lanes));
                for (int j = 0; j < vectors; j++)
                {
                    T* sum = sums + (((4 * i) + j) * lanes);
                    TVector.Store(TVector.MultiplyAdd(a, TVector.Load(block + ((4 + j) * lanes)), TVector.Load(sum)), sum);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Put(T* c, T sum) => *c = Accumulate ? *c + sum : sum;
    }
}
