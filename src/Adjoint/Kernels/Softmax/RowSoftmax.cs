namespace Adjoint.Kernels;

/// <summary>Softmax, or its logarithm, of each row; the row's maximum is subtracted first, so that nothing overflows.</summary>
/// <remarks>
/// A row is read three times, in the first-level cache: its maximum; e to each number less that, and their sum;
/// each over the sum. The last vector of a row overlaps the one before, and is masked where that matters.
/// </remarks>
internal static unsafe class RowSoftmax
{
    private const int Grain = 8 * 1024;

    /// <summary>Bytes that stay in the first-level cache beside what is read.</summary>
    private const int LongestBuffer = 32 * 1024;

    /// <summary>Bytes ahead at which results are prefetched that stay in a cache, and sources where results do not.</summary>
    private const int ResultAhead = 4 * 1024, SourceAhead = 16 * 1024;

    /// <summary>y[r, :] = softmax(x[r, :]) for row-major [rows, length]; the two are different memory.</summary>
    public static void Run<T>(T* x, T* y, int rows, int length, bool logarithm) where T : unmanaged, IFloatingPointIeee754<T>
    {
        KernelType.RequireReal<T>(nameof(RowSoftmax));
        if (rows == 0 || length == 0) return;
        int group = Math.Max(1, Grain / length);
        var work = new Work<T>(x, y, rows, length, logarithm, group);
        WorkerPool.For((rows + group - 1) / group, ref work);
    }

    private readonly struct Work<T>(T* x, T* y, int rows, int length, bool logarithm, int group) : IWork
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly bool streams = (long)rows * length * sizeof(T) >= Streaming.Threshold && (long)length * sizeof(T) <= LongestBuffer;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Do(int index)
        {
            int first = index * group, end = Math.Min(rows, first + group);
            if (length < Vector512<T>.Count)
            {
                for (int r = first; r < end; r++) Short(r, end);
                return;
            }

            // Streaming stores take their data from a buffer that stays in a cache.
            T* buffer = streams ? Scratch.Take<T>(ScratchSlot.Rows, length) : null;
            T maximum = Maximum(x + ((nint)first * length));
            for (int r = first; r < end; r++)
            {
                T* from = x + ((nint)r * length), to = y + ((nint)r * length);
                T* result = streams ? buffer : to;
                byte* prefetched = streams ? (byte*)from + SourceAhead : (byte*)to + ResultAhead;
                T largest = maximum;
                T sum = Powers(from, result, largest, r + 1 < end ? from + length : from, prefetched, out maximum);
                if (logarithm) Subtract(from, result, largest, T.Log(sum));
                else Multiply(result, T.One / sum);
                if (streams) Streaming.Copy(buffer, to, length);
            }

            if (streams) Streaming.Finish();
        }

        /// <summary>The largest of a row. Where there is a NaN it may be any: the sum of powers will be NaN all the same.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private T Maximum(T* row)
        {
            int lanes = Vector512<T>.Count, i = 4 * lanes;
            Vector512<T> a = Vector512.Load(row + length - lanes);
            if (length >= 4 * lanes)
            {
                Vector512<T> b = Vector512.Load(row), c = Vector512.Load(row + lanes), d = Vector512.Load(row + (2 * lanes));
                a = Vector512.MaxNative(a, Vector512.Load(row + (3 * lanes)));
                for (; i <= length - (4 * lanes); i += 4 * lanes)
                {
                    a = Vector512.MaxNative(a, Vector512.Load(row + i));
                    b = Vector512.MaxNative(b, Vector512.Load(row + i + lanes));
                    c = Vector512.MaxNative(c, Vector512.Load(row + i + (2 * lanes)));
                    d = Vector512.MaxNative(d, Vector512.Load(row + i + (3 * lanes)));
                }

                a = Vector512.MaxNative(Vector512.MaxNative(a, b), Vector512.MaxNative(c, d));
            }
            else
            {
                i = 0;
            }

            for (; i <= length - lanes; i += lanes) a = Vector512.MaxNative(a, Vector512.Load(row + i));
            return HorizontalReduction.Run<T, NativeMaxReducer<T>>(a);
        }

        /// <summary>
        /// e to each number less the maximum, and the sum of that. The maximum of the next row is taken on the way: the
        /// exponential leaves room for loads and comparisons.
        /// </summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private T Powers(T* row, T* to, T maximum, T* next, byte* prefetched, out T nextMaximum)
        {
            int lanes = Vector512<T>.Count, i = 0, last = length - lanes;
            Vector512<T> m = Vector512.Create(maximum);
            Vector512<T> even = default, odd = default, largest = Vector512.Load(next + last), second = largest;
            for (; i <= last - lanes; i += 2 * lanes)
            {
                Prefetch.Line(prefetched + (i * sizeof(T)));
                Prefetch.Line(prefetched + ((i + lanes) * sizeof(T)));
                Vector512<T> a = ExpFunction<T>.Of(Vector512.Load(row + i) - m);
                Vector512<T> b = ExpFunction<T>.Of(Vector512.Load(row + i + lanes) - m);
                largest = Vector512.MaxNative(largest, Vector512.Load(next + i));
                second = Vector512.MaxNative(second, Vector512.Load(next + i + lanes));
                a.Store(to + i);
                b.Store(to + i + lanes);
                even += a;
                odd += b;
            }

            if (i <= last)
            {
                Vector512<T> a = ExpFunction<T>.Of(Vector512.Load(row + i) - m);
                largest = Vector512.MaxNative(largest, Vector512.Load(next + i));
                a.Store(to + i);
                even += a;
                i += lanes;
            }

            Vector512<T> end = ExpFunction<T>.Of(Vector512.Load(row + last) - m);
            end.Store(to + last);
            odd += Vector512.AndNot(end, PartialVector.Mask<T>(lanes - (length - i)));
            nextMaximum = HorizontalReduction.Run<T, NativeMaxReducer<T>>(Vector512.MaxNative(largest, second));
            return HorizontalReduction.Run<T, SumReducer<T>>(even + odd);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Multiply(T* row, T number)
        {
            int lanes = Vector512<T>.Count, last = length - lanes;
            Vector512<T> factor = Vector512.Create(number), end = Vector512.Load(row + last) * factor;
            for (int i = 0; i < last; i += lanes) (Vector512.Load(row + i) * factor).Store(row + i);
            end.Store(row + last);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Subtract(T* row, T* to, T maximum, T logarithmOfSum)
        {
            int lanes = Vector512<T>.Count, last = length - lanes;
            Vector512<T> m = Vector512.Create(maximum), l = Vector512.Create(logarithmOfSum);
            for (int i = 0; i < last; i += lanes) (Vector512.Load(row + i) - m - l).Store(to + i);
            (Vector512.Load(row + last) - m - l).Store(to + last);
        }

        /// <summary>A row of less than a vector; what is computed beyond it, the next rows of the item write over.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Short(int r, int end)
        {
            T* from = x + ((nint)r * length), to = y + ((nint)r * length);
            Vector512<T> isInside = PartialVector.Mask<T>(length);
            Vector512<T> row = (long)(rows - r) * length >= Vector512<T>.Count ? Vector512.Load(from) : PartialVector.Load(from, length);
            T maximum = HorizontalReduction.Run<T, NativeMaxReducer<T>>(
                Vector512.ConditionalSelect(isInside, row, Vector512.Create(T.NegativeInfinity)));
            row -= Vector512.Create(maximum);
            Vector512<T> power = ExpFunction<T>.Of(row) & isInside;
            T sum = HorizontalReduction.Run<T, SumReducer<T>>(power);
            Vector512<T> result = logarithm ? row - Vector512.Create(T.Log(sum)) : power * Vector512.Create(T.One / sum);
            if ((long)(end - r) * length >= Vector512<T>.Count) result.Store(to);
            else PartialVector.Store(result, to, length);
        }
    }

    /// <summary>The largest number, by the processor's own instruction; if one is NaN, either may be the result.</summary>
    private readonly struct NativeMaxReducer<T> : IReducer<T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static T Identity => T.NegativeInfinity;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Combine(T a, T b) => T.MaxNative(a, b);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<T> Combine(Vector512<T> a, Vector512<T> b) => Vector512.MaxNative(a, b);
    }
}
