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
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Tile(int row, int rows, int vector, int vectors)
        {
            int lanes = TWide.Lanes;
            T* m0 = Matrix + (row * MatrixRow);
            T* m1 = m0 + (Math.Min(1, rows - 1) * MatrixRow);
            T* m2 = m0 + (Math.Min(2, rows - 1) * MatrixRow);
            T* m3 = m0 + (Math.Min(3, rows - 1) * MatrixRow);
            T* v0 = Vectors + (vector * VectorRow);
            T* v1 = v0 + (Math.Min(1, vectors - 1) * VectorRow);
            T* v2 = v0 + (Math.Min(2, vectors - 1) * VectorRow);
            T* v3 = v0 + (Math.Min(3, vectors - 1) * VectorRow);
            TWide s00 = TWide.Zero, s01 = TWide.Zero, s02 = TWide.Zero, s03 = TWide.Zero;
            TWide s10 = TWide.Zero, s11 = TWide.Zero, s12 = TWide.Zero, s13 = TWide.Zero;
            TWide s20 = TWide.Zero, s21 = TWide.Zero, s22 = TWide.Zero, s23 = TWide.Zero;
            TWide s30 = TWide.Zero, s31 = TWide.Zero, s32 = TWide.Zero, s33 = TWide.Zero;

            // Rows that follow one another are asked for in one run, four rows ahead: four runs at a time, a power of two
            // apart, came at less than half of the speed.
            bool isRun = MatrixRow == K && rows == 4;
            nint faster = isRun ? 4 : 1, apart = isRun ? lanes : MatrixRow;
            T* ahead = isRun ? m0 + (4 * MatrixRow) : m0 + Distance;

            // The last few steps go through a block that is filled up with zeros, in a second turn of the same loop.
            T* tail = stackalloc T[8 * lanes];
            nint p = 0, end = K / lanes * lanes;
            while (true)
            {
                for (; p < end; p += lanes)
                {
                    T* line = ahead + (p * faster);
                    Prefetch.LineBelow(line);
                    Prefetch.LineBelow(line + apart);
                    Prefetch.LineBelow(line + (2 * apart));
                    Prefetch.LineBelow(line + (3 * apart));
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

                int rest = K - (int)p;
                if (rest <= 0) break;
                new Span<T>(tail, 8 * lanes).Clear();
                Copy(m0 + p, rest, tail);
                Copy(m1 + p, rest, tail + lanes);
                Copy(m2 + p, rest, tail + (2 * lanes));
                Copy(m3 + p, rest, tail + (3 * lanes));
                Copy(v0 + p, rest, tail + (4 * lanes));
                Copy(v1 + p, rest, tail + (5 * lanes));
                Copy(v2 + p, rest, tail + (6 * lanes));
                Copy(v3 + p, rest, tail + (7 * lanes));
                m0 = tail - p;
                m1 = m0 + lanes;
                m2 = m1 + lanes;
                m3 = m2 + lanes;
                v0 = m3 + lanes;
                v1 = v0 + lanes;
                v2 = v1 + lanes;
                v3 = v2 + lanes;
                end += lanes;
            }

            T* c = C + (row * MatrixStep) + (vector * VectorStep);
            Put(c, vectors, s00, s01, s02, s03);
            if (rows > 1) Put(c + MatrixStep, vectors, s10, s11, s12, s13);
            if (rows > 2) Put(c + (2 * MatrixStep), vectors, s20, s21, s22, s23);
            if (rows > 3) Put(c + (3 * MatrixStep), vectors, s30, s31, s32, s33);
        }

        private readonly void Put(T* c, int vectors, TWide s0, TWide s1, TWide s2, TWide s3)
        {
            Put(c, TWide.Sum(s0));
            if (vectors > 1) Put(c + VectorStep, TWide.Sum(s1));
            if (vectors > 2) Put(c + (2 * VectorStep), TWide.Sum(s2));
            if (vectors > 3) Put(c + (3 * VectorStep), TWide.Sum(s3));
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
