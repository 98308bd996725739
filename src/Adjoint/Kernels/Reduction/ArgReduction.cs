namespace Adjoint.Kernels;

/// <summary>
/// The position of the first extreme element along the middle axis of [outer, length, inner]. The first NaN wins; −0 and 0 are equal.
/// </summary>
internal static unsafe class ArgReduction
{
    private const int Grain = 16 * 1024;

    /// <summary>Elements of a row whose extreme is found before it is asked where it was.</summary>
    private const int Block = 4096;

    /// <summary>Columns that are followed at once.</summary>
    private const int Columns = 256;

    /// <summary>y[o, i] = the least position whose element is the largest (or smallest) of x[o, :, i].</summary>
    public static void Run<T>(T* x, long* y, int outer, int length, int inner, bool largest)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        if (outer == 0 || length == 0 || inner == 0) return;
        int blocks = inner == 1 ? 1 : (inner + Columns - 1) / Columns;
        int perItem = (int)Math.Max(1, Grain / ((long)length * Math.Min(inner, Columns)));
        WorkerPool.ForRows(outer * blocks, perItem, new Work<T>(x, y, length, inner, blocks, largest));
    }

    private readonly struct Work<T>(T* x, long* y, int length, int inner, int blocks, bool largest) : IRowWork
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        public void Row(int row)
        {
            (int o, int block) = Math.DivRem(row, blocks);
            T* from = x + ((nint)o * length * inner);
            long* result = y + ((nint)o * inner);
            if (inner == 1)
            {
                if (length < 2 * Vector512<T>.Count) *result = InShortRow(from);
                else *result = largest ? InRow<MaxReducer<T>>(from) : InRow<MinReducer<T>>(from);
                return;
            }

            int first = block * Columns;
            InColumns(from + first, result + first, Math.Min(Columns, inner - first));
        }

        /// <summary>Finds the block with the extreme, and then its place in that.</summary>
        private long InRow<TReducer>(T* row) where TReducer : struct, IReducer<T>
        {
            T extreme = default;
            int at = -1;
            for (int start = 0; start < length; start += Block)
            {
                int count = Math.Min(Block, length - start);
                T value = Extreme<TReducer>(row + start, count);
                if (at >= 0 && (largest ? value <= extreme : value >= extreme)) continue;
                (extreme, at) = (value, start);
                if (T.IsNaN(value)) break;
            }

            return at + Position(row + at, Math.Min(Block, length - at), extreme);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static T Extreme<TReducer>(T* row, int count) where TReducer : struct, IReducer<T>
        {
            int lanes = Vector512<T>.Count, i = 0;
            T extreme = *row;
            if (count >= lanes)
            {
                Vector512<T> a = Vector512.Load(row), b = a;
                for (i = lanes; i <= count - (2 * lanes); i += 2 * lanes)
                {
                    a = TReducer.Combine(a, Vector512.Load(row + i));
                    b = TReducer.Combine(b, Vector512.Load(row + i + lanes));
                }

                a = TReducer.Combine(a, TReducer.Combine(b, Vector512.Load(row + count - lanes)));
                if (i <= count - lanes) a = TReducer.Combine(a, Vector512.Load(row + i));
                return HorizontalReduction.Run<T, TReducer>(a);
            }

            for (; i < count; i++) extreme = TReducer.Combine(extreme, row[i]);
            return extreme;
        }

        /// <summary>The first place of a number, or of a NaN.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static int Position(T* row, int count, T value)
        {
            int lanes = Vector512<T>.Count, i = 0;
            bool isNaN = T.IsNaN(value);
            Vector512<T> all = Vector512.Create(value);
            for (; i <= count - lanes; i += lanes)
            {
                Vector512<T> x = Vector512.Load(row + i);
                ulong found = (isNaN ? ~Vector512.Equals(x, x) : Vector512.Equals(x, all)).ExtractMostSignificantBits();
                if (found != 0) return i + System.Numerics.BitOperations.TrailingZeroCount(found);
            }

            while (isNaN ? !T.IsNaN(row[i]) : row[i] != value) i++;
            return i;
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private long InShortRow(T* row)
        {
            int best = 0;
            T extreme = *row;
            for (int i = 1; i < length && !T.IsNaN(extreme); i++)
                if (largest ? !(row[i] <= extreme) : !(row[i] >= extreme)) (best, extreme) = (i, row[i]);
            return best;
        }

        /// <summary>Follows neighbouring columns row by row.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void InColumns(T* first, long* result, int count)
        {
            T* extremes = stackalloc T[Columns];
            new ReadOnlySpan<T>(first, count).CopyTo(new Span<T>(extremes, count));
            new Span<long>(result, count).Clear();
            for (int k = 1; k < length; k++)
            {
                T* row = first + ((nint)k * inner);
                for (int i = 0; i < count; i++)
                {
                    // A NaN compares as false, so it takes the place of a number, and nothing takes its own.
                    if ((largest ? row[i] <= extremes[i] : row[i] >= extremes[i]) || T.IsNaN(extremes[i])) continue;
                    (result[i], extremes[i]) = (k, row[i]);
                }
            }
        }
    }
}
