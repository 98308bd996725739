using System.Numerics;
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>
/// A large matrix times a few vectors, all contiguous along k: dot products, four by four, so that the large matrix is
/// read once and in long runs. Each sum is kept in the lanes of a register until the end.
/// </summary>
internal static unsafe class GemmDots<T, TWide>
    where T : unmanaged, INumberBase<T>
    where TWide : struct, IWide<TWide, T>
{
    /// <summary>Vectors up to which dot products beat packing the large matrix.</summary>
    private const int MaxVectors = 32;

    /// <summary>The same if the vectors must be packed first, and the others could be multiplied as they lie.</summary>
    private const int MaxPackedVectors = 12;

    /// <summary>So deep that adding up the lanes does not count.</summary>
    private const int MinDepth = 256;

    private const int ItemWork = 256 * 1024;

    /// <summary>How far ahead memory is asked for where rows do not follow one another, in elements.</summary>
    private const int Distance = 512;

    /// <summary>False, with nothing done, if the product is not of this kind.</summary>
    public static bool TryMultiply(in Product<T> product)
    {
        if (product.K < MinDepth) return false;
        if (product.BRow == 1 && product.M <= MaxVectors && product.N >= product.M)
        {
            var work = new Rows
            {
                Matrix = product.B,
                MatrixRow = product.BColumn,
                Count = product.N,
                Vectors = product.A,
                VectorRow = product.ARow,
                VectorCount = product.M,
                K = product.K,
                C = product.C,
                MatrixStep = 1,
                VectorStep = product.CRow,
                Accumulate = product.Accumulate,
            };
            work.PackVectors(product.AColumn);
            work.Run();
            return true;
        }

        if (product.AColumn == 1 && product.N <= MaxPackedVectors && product.M >= product.N)
        {
            var work = new Rows
            {
                Matrix = product.A,
                MatrixRow = product.ARow,
                Count = product.M,
                Vectors = product.B,
                VectorRow = product.BColumn,
                VectorCount = product.N,
                K = product.K,
                C = product.C,
                MatrixStep = product.CRow,
                VectorStep = 1,
                Accumulate = product.Accumulate,
            };
            work.PackVectors(product.BRow);
            work.Run();
            return true;
        }

        return false;
    }

    private struct Rows : IWork
    {
        public T* Matrix, Vectors, C;
        public nint MatrixRow, VectorRow, MatrixStep, VectorStep;
        public int Count, VectorCount, K;
        public bool Accumulate;
        private int _perItem;

        /// <summary>Lays the vectors down contiguous, and not a power of two apart: the cache has few places for such.</summary>
        public void PackVectors(nint step)
        {
            if (VectorCount == 1 && step == 1) return;
            nint row = ((nint)K + TWide.Lanes) | TWide.Lanes;
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
            _perItem = (int)Math.Clamp(ItemWork / ((long)K * VectorCount), 1, 64) * 4;
            WorkerPool.For((Count + _perItem - 1) / _perItem, ref this);
        }

        public readonly void Do(int index)
        {
            int end = Math.Min(Count, (index + 1) * _perItem);
            for (int i = index * _perItem; i < end; i += 4)
            {
                for (int v = 0; v < VectorCount; v += 4) Tile(i, Math.Min(4, end - i), v, Math.Min(4, VectorCount - v));
            }
        }

        /// <summary>Up to four by four; rows beyond are others once more, and dropped.</summary>
        [SkipLocalsInit]
        private readonly void Tile(int row, int rows, int vector, int vectors)
        {
            int lanes = TWide.Lanes, whole = K / lanes * lanes;
            T* m = Matrix + (row * MatrixRow), v = Vectors + (vector * VectorRow);
            T* sums = stackalloc T[16 * lanes];

            // Rows that follow one another are asked for in one run, four rows ahead: four runs at a time, a power of two
            // apart, came at less than half of the speed.
            if (MatrixRow == K && rows == 4) Begin(m, MatrixRow, rows, v, vectors, whole, m + (4 * MatrixRow), lanes, 4 * lanes, sums);
            else Begin(m, MatrixRow, rows, v, vectors, whole, m + Distance, MatrixRow, lanes, sums);

            if (whole < K) End(m + whole, rows, v + whole, vectors, K - whole, sums);

            T* c = C + (row * MatrixStep) + (vector * VectorStep);
            for (int i = 0; i < rows; i++)
            {
                for (int j = 0; j < vectors; j++)
                {
                    Put(c + (i * MatrixStep) + (j * VectorStep), TWide.Sum(TWide.Load(sums + (((4 * i) + j) * lanes))));
                }
            }
        }

        /// <summary>
        /// The sums over whole registers. By itself, without a call or a branch around the loop, since the compiler then keeps
        /// all sums and addresses in registers: otherwise it took nearly twice the time within the caches.
        /// </summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private readonly void Begin(
            T* m0, nint matrixRow, int rows, T* v0, int vectors, nint count, T* ahead, nint apart, nint advance, T* sums)
        {
            int lanes = TWide.Lanes;
            T* m1 = m0 + (Math.Min(1, rows - 1) * matrixRow);
            T* m2 = m0 + (Math.Min(2, rows - 1) * matrixRow);
            T* m3 = m0 + (Math.Min(3, rows - 1) * matrixRow);
            T* v1 = v0 + (Math.Min(1, vectors - 1) * VectorRow);
            T* v2 = v0 + (Math.Min(2, vectors - 1) * VectorRow);
            T* v3 = v0 + (Math.Min(3, vectors - 1) * VectorRow);
            TWide s00 = TWide.Zero, s01 = TWide.Zero, s02 = TWide.Zero, s03 = TWide.Zero;
            TWide s10 = TWide.Zero, s11 = TWide.Zero, s12 = TWide.Zero, s13 = TWide.Zero;
            TWide s20 = TWide.Zero, s21 = TWide.Zero, s22 = TWide.Zero, s23 = TWide.Zero;
            TWide s30 = TWide.Zero, s31 = TWide.Zero, s32 = TWide.Zero, s33 = TWide.Zero;
            for (nint p = 0; p < count; p += lanes, ahead += advance)
            {
                Prefetch.LineBelow(ahead);
                Prefetch.LineBelow(ahead + apart);
                Prefetch.LineBelow(ahead + (2 * apart));
                Prefetch.LineBelow(ahead + (3 * apart));
                TWide a0 = TWide.Load(m0 + p), a1 = TWide.Load(m1 + p), a2 = TWide.Load(m2 + p), a3 = TWide.Load(m3 + p);
                TWide b = TWide.Load(v0 + p);
                s00 = TWide.MultiplyAdd(a0, b, s00);
                s10 = TWide.MultiplyAdd(a1, b, s10);
                s20 = TWide.MultiplyAdd(a2, b, s20);
                s30 = TWide.MultiplyAdd(a3, b, s30);
                b = TWide.Load(v1 + p);
                s01 = TWide.MultiplyAdd(a0, b, s01);
                s11 = TWide.MultiplyAdd(a1, b, s11);
                s21 = TWide.MultiplyAdd(a2, b, s21);
                s31 = TWide.MultiplyAdd(a3, b, s31);
                b = TWide.Load(v2 + p);
                s02 = TWide.MultiplyAdd(a0, b, s02);
                s12 = TWide.MultiplyAdd(a1, b, s12);
                s22 = TWide.MultiplyAdd(a2, b, s22);
                s32 = TWide.MultiplyAdd(a3, b, s32);
                b = TWide.Load(v3 + p);
                s03 = TWide.MultiplyAdd(a0, b, s03);
                s13 = TWide.MultiplyAdd(a1, b, s13);
                s23 = TWide.MultiplyAdd(a2, b, s23);
                s33 = TWide.MultiplyAdd(a3, b, s33);
            }

            TWide.Store(s00, sums);
            TWide.Store(s01, sums + lanes);
            TWide.Store(s02, sums + (2 * lanes));
            TWide.Store(s03, sums + (3 * lanes));
            TWide.Store(s10, sums + (4 * lanes));
            TWide.Store(s11, sums + (5 * lanes));
            TWide.Store(s12, sums + (6 * lanes));
            TWide.Store(s13, sums + (7 * lanes));
            TWide.Store(s20, sums + (8 * lanes));
            TWide.Store(s21, sums + (9 * lanes));
            TWide.Store(s22, sums + (10 * lanes));
            TWide.Store(s23, sums + (11 * lanes));
            TWide.Store(s30, sums + (12 * lanes));
            TWide.Store(s31, sums + (13 * lanes));
            TWide.Store(s32, sums + (14 * lanes));
            TWide.Store(s33, sums + (15 * lanes));
        }

        /// <summary>The last few steps, less than a register, through a block that is filled up with zeros.</summary>
        [SkipLocalsInit]
        private readonly void End(T* m, int rows, T* v, int vectors, int count, T* sums)
        {
            int lanes = TWide.Lanes;
            T* block = stackalloc T[8 * lanes];
            new Span<T>(block, 8 * lanes).Clear();
            for (int i = 0; i < rows; i++) Copy(m + (i * MatrixRow), count, block + (i * lanes));
            for (int j = 0; j < vectors; j++) Copy(v + (j * VectorRow), count, block + ((4 + j) * lanes));
            for (int i = 0; i < rows; i++)
            {
                TWide a = TWide.Load(block + (i * lanes));
                for (int j = 0; j < vectors; j++)
                {
                    T* sum = sums + (((4 * i) + j) * lanes);
                    TWide.Store(TWide.MultiplyAdd(a, TWide.Load(block + ((4 + j) * lanes)), TWide.Load(sum)), sum);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Put(T* c, T sum) => *c = Accumulate ? *c + sum : sum;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Copy(T* source, int count, T* target)
        {
            for (int i = 0; i < count; i++) target[i] = source[i];
        }
    }
}
