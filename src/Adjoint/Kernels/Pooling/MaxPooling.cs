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
        var work = new Rows<T>
        {
            Depth = depth,
            Height = height,
            Width = width,
            X = x,
            Value = value,
            Index = index,
            Count = rows,
            Planes = planes,
            PerItem = Math.Max(Math.Max(1, WorkPerItem / rowWork), (rows + (1 << 20) - 1) >> 20),
        };
        WorkerPool.For((int)((rows + work.PerItem - 1) / work.PerItem), ref work);
    }

    private struct Rows<T> : IWork where T : unmanaged, INumberBase<T>, IComparisonOperators<T, T, bool>
    {
        public WindowAxis Depth, Height, Width;
        public T* X;
        public T* Value;
        public long* Index;
        public long Count, PerItem, Planes;

        public readonly void Do(int index)
        {
            long row = index * PerItem, end = Math.Min(Count, row + PerItem);
            int y = (int)(row % Height.Output), z = (int)(row / Height.Output % Depth.Output);
            long plane = row / Height.Output / Depth.Output;
            for (; row < end; row++)
            {
                Row(plane, z, y, row, end - row);
                if (++y < Height.Output) continue;
                y = 0;
                if (++z < Depth.Output) continue;
                z = 0;
                plane++;
            }
        }

        /// <summary>One row of outputs; of so many rows of the item, this one included, all later ones are still to come.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Row(long planeIndex, int z, int y, long row, long rows)
        {
            nint planeSize = (nint)Depth.Input * Height.Input * Width.Input;
            T* plane = X + ((nint)planeIndex * planeSize);
            T* value = Value is null ? null : Value + (row * Width.Output);
            long* index = Index is null ? null : Index + (row * Width.Output);
            Taps(Depth, z, out int firstDepth, out int endDepth);
            Taps(Height, y, out int firstHeight, out int endHeight);
            var window = new Window(Start(Depth, z), firstDepth, endDepth, Start(Height, y), firstHeight, endHeight);

            // Vectors for the middle of the row, where all taps are inside the input.
            int column = 0;
            if (typeof(T) == typeof(float) && Vector256.IsHardwareAccelerated && Width.Stride <= 2
                && planeSize < int.MaxValue && endDepth > firstDepth && endHeight > firstHeight)
            {
                int inside = Math.Max(0, (Width.PaddingBegin + Width.Stride - 1) / Width.Stride);
                int beyond = Width.Input - ((Width.Kernel - 1) * Width.Dilation) + Width.PaddingBegin;

                // A stride of 2 loads one element more than it uses, which must not be beyond the end of the input.
                int lastRow = ((Start(Depth, z) + ((endDepth - 1) * Depth.Dilation)) * Height.Input)
                    + Start(Height, y) + ((endHeight - 1) * Height.Dilation);
                if (lastRow + 1 < Depth.Input * Height.Input) beyond += Width.Stride - 1;

                int lanes = Vector256<float>.Count, end = Math.Min(Width.Output, beyond / Width.Stride);
                if (end - lanes >= inside)
                {
                    for (; column < inside; column++) Scalar(plane, window, column, value, index);
                    for (; column + lanes <= end; column += lanes)
                        Vector((float*)plane, window, column, (float*)value, index);

                    // The last vector overlaps the one before.
                    if (column < end) Vector((float*)plane, window, end - lanes, (float*)value, index);
                    column = end;
                }
                else if (inside == 0 && end == Width.Output && rows * Width.Output >= lanes)
                {
                    // Fewer outputs than a vector holds: what it computes beyond them is overwritten by the next rows
                    // of this item. It must not read beyond the end of the input.
                    long last = ((long)lastRow * Width.Input) + Start(Width, 0) + ((Width.Kernel - 1) * Width.Dilation);
                    long beyondRow = (Planes - planeIndex) * planeSize;
                    if (last + (lanes * Width.Stride) <= beyondRow)
                    {
                        Vector((float*)plane, window, 0, (float*)value, index);
                        column = end;
                    }
                }
            }

            for (; column < Width.Output; column++) Scalar(plane, window, column, value, index);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Scalar(T* plane, Window window, int column, T* values, long* indices)
        {
            int startWidth = Start(Width, column);
            Taps(Width, column, out int firstWidth, out int endWidth);
            long at = -1;
            T best = default;
            for (int d = window.FirstDepth; d < window.EndDepth; d++)
            {
                nint slice = (nint)(window.StartDepth + (d * Depth.Dilation)) * Height.Input;
                for (int h = window.FirstHeight; h < window.EndHeight; h++)
                {
                    nint row = (slice + window.StartHeight + (h * Height.Dilation)) * Width.Input;
                    for (int w = firstWidth; w < endWidth; w++)
                    {
                        nint place = row + startWidth + (w * Width.Dilation);
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
        private readonly void Vector(float* plane, Window window, int column, float* values, long* indices)
        {
            int start = Start(Width, column);
            var best = Vector256<float>.Zero;
            var at = Vector256<int>.Zero;
            bool isFirst = true;
            for (int d = window.FirstDepth; d < window.EndDepth; d++)
            {
                int slice = (window.StartDepth + (d * Depth.Dilation)) * Height.Input;
                for (int h = window.FirstHeight; h < window.EndHeight; h++)
                {
                    int row = ((slice + window.StartHeight + (h * Height.Dilation)) * Width.Input) + start;
                    for (int w = 0; w < Width.Kernel; w++)
                    {
                        int place = row + (w * Width.Dilation);
                        Vector256<float> value = Vector256.Load(plane + place);
                        if (Width.Stride == 2)
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
            at += Vector256<int>.Indices * Width.Stride;
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
