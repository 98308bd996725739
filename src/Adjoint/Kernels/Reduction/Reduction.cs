namespace Adjoint.Kernels;

/// <summary>Reduces the middle axis of a row-major [outer, length, inner] block of memory to [outer, inner].</summary>
/// <remarks>
/// Everything is computed in vectors of 64 bytes on any processor, and cut by the shape alone, so that a result has the same bits on every
/// machine and for any number of threads. Long chains of additions are broken up into blocks and pieces whose results are then added: the
/// error of a sum grows with the logarithm of its length, as in pairwise summation (Higham 1993, SIAM J. Sci. Comput. 14).
/// </remarks>
internal static unsafe class Reduction
{
    /// <summary>A longer row is cut into pieces, so that several threads can share it.</summary>
    private const int PieceLength = 8192;

    /// <summary>The same where whole rows are added up: each step then carries a rounding of its own.</summary>
    private const int PieceRows = 128;

    /// <summary>
    /// Columns that one item of work takes when the reduced axis is not the innermost, at least and at most: a page or
    /// more of each row, and results that stay in the first-level cache.
    /// </summary>
    private const int MinColumns = 1024, MaxColumns = 4096;

    /// <summary>Elements that make an item of work worth its dispatch.</summary>
    private const int Grain = 16 * 1024;

    /// <summary>
    /// Inputs of at least this many bytes are prefetched: the hardware prefetcher does not predict short rows, or rows
    /// far apart, well enough. For data in a cache it would only cost time.
    /// </summary>
    private const long PrefetchFrom = 8L << 20;

    /// <summary>How far ahead a row is prefetched, in bytes.</summary>
    private const int PrefetchDistance = 12 * 1024;

    /// <summary>Rows that are combined in registers before the results are touched.</summary>
    private const int RowsAtOnce = 8;

    /// <summary>y[o, i] = x[o, 0, i] ∘ x[o, 1, i] ∘ …; the identity where the length is 0.</summary>
    public static void Run<T, TReducer>(T* x, T* y, int outer, int length, int inner)
        where T : unmanaged
        where TReducer : struct, IReducer<T>
    {
        if (length == 0)
        {
            new Span<T>(y, outer * inner).Fill(TReducer.Identity);
            return;
        }

        long partials = 0;
        for (int rest = Pieces(length, inner); rest > 1; rest = Pieces(rest, inner)) partials += (long)outer * rest * inner;
        T* scratch = partials > 0 ? Scratch.Take<T>(ScratchSlot.Partials, partials) : null;
        for (int pieces; (pieces = Pieces(length, inner)) > 1; length = pieces)
        {
            Dispatch<T, TReducer>(x, scratch, outer, length, inner, pieces);
            x = scratch;
            scratch += (nint)outer * pieces * inner;
        }

        Dispatch<T, TReducer>(x, y, outer, length, inner, 1);
    }

    private static int Pieces(int length, int inner)
    {
        int most = inner == 1 ? PieceLength : PieceRows;
        return (int)(((long)length + most - 1) / most);
    }

    private static void Dispatch<T, TReducer>(T* x, T* y, int outer, int length, int inner, int pieces)
        where T : unmanaged
        where TReducer : struct, IReducer<T>
    {
        if (outer == 0 || inner == 0) return;
        int piece = (length + pieces - 1) / pieces;
        int columns = Math.Clamp(Grain / piece, MinColumns, MaxColumns);
        int blocks = (inner + columns - 1) / columns;
        int group = Math.Max(1, Grain / (piece * Math.Min(inner, columns)));
        var work = new Work<T, TReducer>(x, y, outer, length, inner, pieces, piece, columns, blocks, group);
        WorkerPool.For(blocks * (((outer * pieces) + group - 1) / group), ref work);
    }

    /// <summary>One item: a group of pieces, all of them over the same block of columns.</summary>
    private readonly struct Work<T, TReducer>(
        T* x, T* y, int outer, int length, int inner, int pieces, int piece, int columns, int blocks, int group) : IWork
        where T : unmanaged
        where TReducer : struct, IReducer<T>
    {
        /// <summary>Up to here memory may be read, if what lies beyond the row is then left out.</summary>
        private readonly T* end = x + ((nint)outer * length * inner);

        private readonly bool prefetches = (long)outer * length * inner * sizeof(T) >= PrefetchFrom;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Do(int index)
        {
            (int first, int block) = Math.DivRem(index, blocks);
            int column = block * columns;
            int width = Math.Min(columns, inner - column);
            int last = Math.Min(outer * pieces, (first + 1) * group);
            (int o, int p) = Math.DivRem(first * group, pieces);
            T* to = y + ((nint)first * group * inner) + column;
            int i = first * group;
            if (inner == 1 && length >= Vector512<T>.Count && length < 8 * Vector512<T>.Count && HorizontalReduction.ReducesFour<T>())
                FourRows(ref i, last, ref to);
            o += i - (first * group);
            for (; i < last; i++, to += inner)
            {
                int start = p * piece;
                int count = Math.Min(piece, length - start);
                T* from = x + ((((nint)o * length) + start) * inner) + column;
                if (inner > 1) Rows(from, to, count, width);
                else if (count >= Vector512<T>.Count)
                    *to = HorizontalReduction.Run<T, TReducer>(prefetches ? RowAhead(from, count) : Row(from, count, false));
                else *to = ShortRow(from, count);
                if (++p < pieces) continue;
                p = 0;
                o++;
            }
        }

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        private static Vector512<T> RowAhead(T* row, int count) => Row(row, count, true);

        /// <summary>Reduces short rows four at a time: reducing one vector horizontally takes as long as some hundred elements.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void FourRows(ref int row, int end, ref T* to)
        {
            int lanes = Vector512<T>.Count, last = length - lanes;
            Vector512<T> identity = Vector512.Create(TReducer.Identity), counted = PartialVector.Mask<T>(lanes - (length % lanes));
            T* from = x + ((nint)row * length);
            T* results = to;
            int r = row;
            for (; r <= end - 4; r += 4, results += 4)
            {
                Vector512<T> a = identity, b = identity, c = identity, d = identity;
                T* second = from + length, third = second + length, fourth = third + length;
                int i = 0;
                for (; i <= last; i += lanes)
                {
                    a = TReducer.Combine(a, Vector512.Load(from + i));
                    b = TReducer.Combine(b, Vector512.Load(second + i));
                    c = TReducer.Combine(c, Vector512.Load(third + i));
                    d = TReducer.Combine(d, Vector512.Load(fourth + i));
                }

                if (i < length)
                {
                    a = TReducer.Combine(a, Vector512.ConditionalSelect(counted, identity, Vector512.Load(from + last)));
                    b = TReducer.Combine(b, Vector512.ConditionalSelect(counted, identity, Vector512.Load(second + last)));
                    c = TReducer.Combine(c, Vector512.ConditionalSelect(counted, identity, Vector512.Load(third + last)));
                    d = TReducer.Combine(d, Vector512.ConditionalSelect(counted, identity, Vector512.Load(fourth + last)));
                }

                HorizontalReduction.RunFour<T, TReducer>(a, b, c, d, results);
                from = fourth + length;
            }

            row = r;
            to = results;
        }

        /// <summary>A row to one vector: in eight chains of vectors, a block of sixteen steps at a time.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector512<T> Row(T* row, int count, bool prefetches)
        {
            const int chains = 8, steps = 16;
            int lanes = Vector512<T>.Count;
            Vector512<T> identity = Vector512.Create(TReducer.Identity);
            Vector512<T> total = identity;
            while (count >= chains * lanes)
            {
                Vector512<T> a = Vector512.Load(row), b = Vector512.Load(row + lanes);
                Vector512<T> c = Vector512.Load(row + (2 * lanes)), d = Vector512.Load(row + (3 * lanes));
                Vector512<T> e = Vector512.Load(row + (4 * lanes)), f = Vector512.Load(row + (5 * lanes));
                Vector512<T> g = Vector512.Load(row + (6 * lanes)), h = Vector512.Load(row + (7 * lanes));
                if (prefetches) PrefetchAhead(row);
                int block = Math.Min(steps, count / (chains * lanes));
                count -= block * chains * lanes;
                for (row += chains * lanes; --block > 0; row += chains * lanes)
                {
                    if (prefetches) PrefetchAhead(row);
                    a = TReducer.Combine(a, Vector512.Load(row));
                    b = TReducer.Combine(b, Vector512.Load(row + lanes));
                    c = TReducer.Combine(c, Vector512.Load(row + (2 * lanes)));
                    d = TReducer.Combine(d, Vector512.Load(row + (3 * lanes)));
                    e = TReducer.Combine(e, Vector512.Load(row + (4 * lanes)));
                    f = TReducer.Combine(f, Vector512.Load(row + (5 * lanes)));
                    g = TReducer.Combine(g, Vector512.Load(row + (6 * lanes)));
                    h = TReducer.Combine(h, Vector512.Load(row + (7 * lanes)));
                }

                total = TReducer.Combine(total, TReducer.Combine(
                    TReducer.Combine(TReducer.Combine(a, b), TReducer.Combine(c, d)),
                    TReducer.Combine(TReducer.Combine(e, f), TReducer.Combine(g, h))));
            }

            for (; count >= lanes; count -= lanes, row += lanes)
            {
                if (prefetches) Prefetch.Line((byte*)row + PrefetchDistance);
                total = TReducer.Combine(total, Vector512.Load(row));
            }

            if (count > 0)
            {
                // The last vector of the row, without the elements already counted.
                Vector512<T> end = Vector512.Load(row + count - lanes);
                total = TReducer.Combine(total, Vector512.ConditionalSelect(PartialVector.Mask<T>(lanes - count), identity, end));
            }

            return total;
        }

        /// <summary>Prefetches eight lines.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void PrefetchAhead(T* row)
        {
            for (int i = 0; i < 8; i++) Prefetch.Line((byte*)row + PrefetchDistance + (i * sizeof(Vector512<T>)));
        }

        /// <summary>A row of less than a vector; the last ones must not be read beyond the end of the memory.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private T ShortRow(T* row, int count)
        {
            Vector512<T> vector = row + Vector512<T>.Count <= end ? Vector512.Load(row) : PartialVector.Load(row, count);
            return HorizontalReduction.Run<T, TReducer>(
                Vector512.ConditionalSelect(PartialVector.Mask<T>(count), vector, Vector512.Create(TReducer.Identity)));
        }

        /// <summary>Reduces some columns of some rows to one row.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Rows(T* rows, T* results, int count, int width)
        {
            int lanes = Vector512<T>.Count;
            int whole = width - (width % lanes);
            int r = 0;
            for (; r <= count - RowsAtOnce; r += RowsAtOnce)
            {
                T* from = rows + ((nint)r * inner);
                if (prefetches && blocks == 1)
                {
                    T* next = from + ((nint)RowsAtOnce * inner);
                    for (int k = 0; k < RowsAtOnce; k++, next += inner)
                        for (int i = 0; i < width; i += lanes) Prefetch.Line(next + i);
                }

                if (r == 0)
                    for (int i = 0; i < whole; i += lanes) Eight(from + i, inner).Store(results + i);
                else
                    for (int i = 0; i < whole; i += lanes)
                        TReducer.Combine(Vector512.Load(results + i), Eight(from + i, inner)).Store(results + i);
            }

            for (; r < count; r++)
            {
                T* from = rows + ((nint)r * inner);
                if (r == 0)
                    for (int i = 0; i < whole; i += lanes) Vector512.Load(from + i).Store(results + i);
                else
                    for (int i = 0; i < whole; i += lanes)
                        TReducer.Combine(Vector512.Load(results + i), Vector512.Load(from + i)).Store(results + i);
            }

            if (whole == width) return;
            if (width >= lanes) Edge(rows + width - lanes, inner, count).Store(results + width - lanes);
            else if (rows + ((nint)(count - 1) * inner) + lanes <= end) PartialVector.Store(Edge(rows, inner, count), results, width);
            else LastRows(rows, results, count, width);
        }

        /// <summary>
        /// The last columns, as one vector. Where it overlaps columns done before, the results are the same; what lies
        /// beyond narrow rows must be left out by the caller.
        /// </summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector512<T> Edge(T* rows, nint stride, int count)
        {
            int r = 0;
            Vector512<T> result = Vector512<T>.Zero;
            for (; r <= count - RowsAtOnce; r += RowsAtOnce)
            {
                Vector512<T> eight = Eight(rows + (r * stride), stride);
                result = r == 0 ? eight : TReducer.Combine(result, eight);
            }

            for (; r < count; r++)
            {
                Vector512<T> row = Vector512.Load(rows + (r * stride));
                result = r == 0 ? row : TReducer.Combine(result, row);
            }

            return result;
        }

        /// <summary>Narrow rows at the end of the memory: from a copy with room behind.</summary>
        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        private void LastRows(T* rows, T* results, int count, int width)
        {
            T* copy = stackalloc T[PieceRows * Vector512<T>.Count];
            for (int r = 0; r < count; r++)
                PartialVector.Load(rows + ((nint)r * inner), width).Store(copy + (r * Vector512<T>.Count));
            PartialVector.Store(Edge(copy, Vector512<T>.Count, count), results, width);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector512<T> Eight(T* rows, nint stride)
        {
            T* half = rows + (4 * stride);
            return TReducer.Combine(
                TReducer.Combine(Two(rows, stride), Two(rows + (2 * stride), stride)),
                TReducer.Combine(Two(half, stride), Two(half + (2 * stride), stride)));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector512<T> Two(T* rows, nint stride) => TReducer.Combine(Vector512.Load(rows), Vector512.Load(rows + stride));
    }
}
