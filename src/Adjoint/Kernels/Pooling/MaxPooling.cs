namespace Adjoint.Kernels;

/// <summary>
/// The maximum of each pooling window, and where it is. Planes are [depth, height, width], contiguous, one after
/// another. The first maximum in scan order wins; not-a-number counts as greater than any number; padding never wins.
/// </summary>
internal static unsafe class MaxPooling
{
    private const int WorkPerItem = 32 * 1024;

    /// <summary>
    /// For each output the largest element of its window, and that one's index within the input plane; 0 and -1 if no
    /// element is inside. Either of the two may be null: it is not wanted.
    /// </summary>
    public static void Run<T>(
        int planes, WindowAxis depth, WindowAxis height, WindowAxis width, T* x, T* value, long* index)
        where T : unmanaged, INumberBase<T>, IComparisonOperators<T, T, bool>
    {
        long rows = (long)planes * depth.Output * height.Output;
        if (rows == 0 || width.Output == 0) return;
        if (typeof(T) == typeof(float) && MaxPooling2x2.Run(planes, depth, height, width, (float*)x, (float*)value, index)) return;
        long rowWork = (long)width.Output * depth.Kernel * height.Kernel * width.Kernel;
        long perItem = Math.Max(Math.Max(1, WorkPerItem / rowWork), (rows + (1 << 20) - 1) >> 20);
        var work = new Rows<T>(depth, height, width, x, value, index, rows, perItem, planes);
        WorkerPool.For((int)((rows + perItem - 1) / perItem), ref work);
    }

    private readonly struct Rows<T>(
        WindowAxis depth, WindowAxis height, WindowAxis width, T* x, T* maxima, long* places, long count, long perItem, long planes) : IWork
        where T : unmanaged, INumberBase<T>, IComparisonOperators<T, T, bool>
    {
        public void Do(int index)
        {
            long row = index * perItem, end = Math.Min(count, row + perItem);
            int y = (int)(row % height.Output), z = (int)(row / height.Output % depth.Output);
            long plane = row / height.Output / depth.Output;
            for (; row < end; row++)
            {
                Row(plane, z, y, row, end - row);
                if (++y < height.Output) continue;
                y = 0;
                if (++z < depth.Output) continue;
                z = 0;
                plane++;
            }
        }

        /// <summary>One row of outputs; of so many rows of the item, this one included, all later ones are still to come.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Row(long planeIndex, int z, int y, long row, long rows)
        {
            nint planeSize = (nint)depth.Input * height.Input * width.Input;
            T* plane = x + ((nint)planeIndex * planeSize);
            T* value = maxima is null ? null : maxima + (row * width.Output);
            long* index = places is null ? null : places + (row * width.Output);
            Taps(depth, z, out int firstDepth, out int endDepth);
            Taps(height, y, out int firstHeight, out int endHeight);
            var window = new Window(Start(depth, z), firstDepth, endDepth, Start(height, y), firstHeight, endHeight);

            // Vectors for the middle of the row, where all taps are inside the input.
            int column = 0;
            if (typeof(T) == typeof(float) && Vector256.IsHardwareAccelerated && width.Stride <= 2
                && planeSize < int.MaxValue && endDepth > firstDepth && endHeight > firstHeight)
            {
                int inside = Math.Max(0, (width.PaddingBegin + width.Stride - 1) / width.Stride);
                int beyond = width.Input - ((width.Kernel - 1) * width.Dilation) + width.PaddingBegin;

                // A stride of 2 loads one element more than it uses, which must not be beyond the end of the input.
                int lastRow = ((Start(depth, z) + ((endDepth - 1) * depth.Dilation)) * height.Input)
                    + Start(height, y) + ((endHeight - 1) * height.Dilation);
                if (lastRow + 1 < depth.Input * height.Input) beyond += width.Stride - 1;

                int lanes = Vector256<float>.Count, end = Math.Min(width.Output, beyond / width.Stride);
                if (end - lanes >= inside)
                {
                    for (; column < inside; column++) Scalar(plane, window, column, value, index);
                    for (; column + lanes <= end; column += lanes)
                        Vector((float*)plane, window, column, (float*)value, index);

                    // The last vector overlaps the one before.
                    if (column < end) Vector((float*)plane, window, end - lanes, (float*)value, index);
                    column = end;
                }
                else if (inside == 0 && end == width.Output && rows * width.Output >= lanes)
                {
                    // Fewer outputs than a vector holds: what it computes beyond them is overwritten by the next rows
                    // of this item. It must not read beyond the end of the input.
                    long last = ((long)lastRow * width.Input) + Start(width, 0) + ((width.Kernel - 1) * width.Dilation);
                    long beyondRow = (planes - planeIndex) * planeSize;
                    if (last + (lanes * width.Stride) <= beyondRow)
                    {
                        Vector((float*)plane, window, 0, (float*)value, index);
                        column = end;
                    }
                }
            }

            for (; column < width.Output; column++) Scalar(plane, window, column, value, index);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Scalar(T* plane, Window window, int column, T* values, long* indices)
        {
            int startWidth = Start(width, column);
            Taps(width, column, out int firstWidth, out int endWidth);
            long at = -1;
            T best = default;
            for (int d = window.FirstDepth; d < window.EndDepth; d++)
            {
                nint slice = (nint)(window.StartDepth + (d * depth.Dilation)) * height.Input;
                for (int h = window.FirstHeight; h < window.EndHeight; h++)
                {
                    nint row = (slice + window.StartHeight + (h * height.Dilation)) * width.Input;
                    for (int w = firstWidth; w < endWidth; w++)
                    {
                        nint place = row + startWidth + (w * width.Dilation);
                        T value = plane[place];
                        if (at >= 0 && !(value > best) && !(T.IsNaN(value) && !T.IsNaN(best))) continue;
                        best = value;
                        at = place;
                    }
                }
            }

            if (values is not null) values[column] = best;
            if (indices is not null) indices[column] = at;
        }

        /// <summary>Eight neighbouring outputs; for a stride of 2, the even ones of sixteen inputs.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Vector(float* plane, Window window, int column, float* values, long* indices)
        {
            int start = Start(width, column);
            var best = Vector256<float>.Zero;
            var at = Vector256<int>.Zero;
            bool isFirst = true;
            for (int d = window.FirstDepth; d < window.EndDepth; d++)
            {
                int slice = (window.StartDepth + (d * depth.Dilation)) * height.Input;
                for (int h = window.FirstHeight; h < window.EndHeight; h++)
                {
                    int row = ((slice + window.StartHeight + (h * height.Dilation)) * width.Input) + start;
                    for (int w = 0; w < width.Kernel; w++)
                    {
                        int place = row + (w * width.Dilation);
                        Vector256<float> value = Vector256.Load(plane + place);
                        if (width.Stride == 2)
                        {
                            Vector256<float> next = Vector256.Load(plane + place + Vector256<float>.Count);
                            value = Vector256.Narrow(value.AsUInt64(), next.AsUInt64()).AsSingle();
                        }

                        if (isFirst)
                        {
                            isFirst = false;
                            best = value;
                            at = Vector256.Create(place);
                            continue;
                        }

                        // Greater, or NaN; but nothing wins over a NaN.
                        Vector256<float> wins = Vector256.AndNot(Vector256.Equals(best, best), Vector256.LessThanOrEqual(value, best));
                        best = Vector256.ConditionalSelect(wins, value, best);
                        at = Vector256.ConditionalSelect(wins.AsInt32(), Vector256.Create(place), at);
                    }
                }
            }

            if (values is not null) best.Store(values + column);
            if (indices is null) return;
            at += Vector256<int>.Indices * width.Stride;
            (Vector256<long> lower, Vector256<long> upper) = Vector256.Widen(at);
            lower.Store(indices + column);
            upper.Store(indices + column + Vector256<long>.Count);
        }

        private static int Start(WindowAxis axis, int output) => (output * axis.Stride) - axis.PaddingBegin;

        /// <summary>The taps of one output that are inside the input.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Taps(WindowAxis axis, int output, out int first, out int end)
        {
            int start = Start(axis, output);
            first = start >= 0 ? 0 : (-start + axis.Dilation - 1) / axis.Dilation;
            end = start >= axis.Input ? 0 : Math.Min(axis.Kernel, ((axis.Input - 1 - start) / axis.Dilation) + 1);
        }
    }

    /// <summary>The taps along depth and height that a row of outputs has in common.</summary>
    private readonly record struct Window(int StartDepth, int FirstDepth, int EndDepth, int StartHeight, int FirstHeight, int EndHeight);
}
