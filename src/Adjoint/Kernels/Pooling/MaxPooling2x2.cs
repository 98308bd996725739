using System.Runtime.Intrinsics.X86;

namespace Adjoint.Kernels;

/// <summary>
/// The most frequent <see cref="MaxPooling"/>: adjacent windows of 2 by 2, all inside the plane, in float. Sixteen
/// windows are computed without a branch; items are rows of windows.
/// </summary>
internal readonly unsafe struct MaxPooling2x2(
    int planes, int height, int rowLength, int outputHeight, int outputWidth, float* data, float* maxima, long* places) : IWork
{
    private const int RowsPerItem = 512;

    /// <summary>Inputs of at least this many bytes are prefetched, this far ahead.</summary>
    private const int PrefetchFrom = 4 << 20, PrefetchDistance = 16 * 1024;

    /// <summary>Runs if the windows are of this kind; otherwise does nothing and returns false.</summary>
    public static bool Run(int planes, WindowAxis depth, WindowAxis height, WindowAxis width, float* x, float* value, long* index)
    {
        bool fits = Vector256.IsHardwareAccelerated && depth == WindowAxis.None && AreInside(height) && AreInside(width)
            && (long)height.Input * width.Input < int.MaxValue;
        if (!fits) return false;
        var work = new MaxPooling2x2(planes, height.Input, width.Input, height.Output, width.Output, x, value, index);
        long rows = (long)planes * height.Output;
        int perPlane = Math.Max(1, RowsPerItem / height.Output) * height.Output;
        WorkerPool.For(checked((int)((rows + perPlane - 1) / perPlane)), ref work);
        return true;
    }

    /// <summary>Some planes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Do(int index)
    {
        if (places is null) Planes(index, false);
        else Planes(index, true);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Planes(int index, bool hasPlaces)
    {
        int perItem = Math.Max(1, RowsPerItem / outputHeight);
        int first = index * perItem, end = Math.Min(planes, first + perItem);
        int width = rowLength, outputs = outputWidth, lanes = Vector512<float>.Count;
        nint planeSize = (nint)height * width;
        nint at = (nint)first * outputHeight * outputs, endAt = (nint)end * outputHeight * outputs;
        bool prefetches = planes * planeSize * sizeof(float) >= PrefetchFrom;
        float* endOfData = data + (planes * planeSize);
        for (int plane = first; plane < end; plane++)
        {
            float* x = data + (plane * planeSize);
            for (int y = 0; y < outputHeight; y++, at += outputs)
            {
                float* value = maxima is null ? null : maxima + at;
                long* indices = hasPlaces ? places + at : null;
                int place = 2 * y * width, column = 0;
                if (prefetches)
                    for (int i = 0; i < 2 * width; i += lanes) Prefetch.Line((byte*)(x + place + i) + PrefetchDistance);
                for (; column <= outputs - lanes; column += lanes)
                    Sixteen(x, place + (2 * column), width, value, indices, column, hasPlaces);
                if (column == outputs) continue;

                // The last windows, together with some before them, or with some beyond, which the next row overwrites.
                if (column > 0)
                    Sixteen(x, place + (2 * (outputs - lanes)), width, value, indices, outputs - lanes, hasPlaces);
                else if (at + lanes <= endAt && x + place + width + (2 * lanes) <= endOfData)
                    Sixteen(x, place, width, value, indices, 0, hasPlaces);
                else
                    for (; column < outputs; column++) One(x, place + (2 * column), at + column);
            }
        }
    }

    private static bool AreInside(WindowAxis axis) =>
        axis is { Kernel: 2, Stride: 2, PaddingBegin: 0, Dilation: 1 } && 2L * axis.Output <= axis.Input;

    /// <summary>Sixteen adjacent windows, from the given place on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sixteen(float* plane, int place, int width, float* values, long* indices, int column, bool places)
    {
        Split(plane + place, out Vector512<float> best, out Vector512<float> second);
        Split(plane + place + width, out Vector512<float> third, out Vector512<float> fourth);
        if (!places)
        {
            Larger(fourth, Larger(third, Larger(second, best))).Store(values + column);
            return;
        }

        var at = Vector512<int>.Zero;
        Take(second, Vector512<int>.One, ref best, ref at);
        Take(third, Vector512.Create(width), ref best, ref at);
        Take(fourth, Vector512.Create(width + 1), ref best, ref at);
        if (values is not null) best.Store(values + column);
        at += (Vector512<int>.Indices << 1) + Vector512.Create(place);
        (Vector512<long> lower, Vector512<long> upper) = Vector512.Widen(at);
        lower.Store(indices + column);
        upper.Store(indices + column + Vector512<long>.Count);
    }

    /// <summary>The even and the odd of 32 numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Split(float* source, out Vector512<float> even, out Vector512<float> odd)
    {
        Vector512<float> low = Vector512.Load(source), high = Vector512.Load(source + Vector512<float>.Count);
        if (Avx512F.IsSupported)
        {
            even = Avx512F.PermuteVar16x32x2(low, Vector512<int>.Indices << 1, high);
            odd = Avx512F.PermuteVar16x32x2(low, (Vector512<int>.Indices << 1) + Vector512<int>.One, high);
            return;
        }

        even = Vector512.Narrow(low.AsUInt64(), high.AsUInt64()).AsSingle();
        odd = Vector512.Narrow(low.AsUInt64() >> 32, high.AsUInt64() >> 32).AsSingle();
    }

    /// <summary>Greater wins, or NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Larger(Vector512<float> value, Vector512<float> best)
    {
        best = Vector512.ConditionalSelect(Vector512.GreaterThan(value, best), value, best);
        return Vector512.ConditionalSelect(Vector512.Equals(value, value), best, value);
    }

    /// <summary>Greater wins, or NaN; but nothing wins over a NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Take(Vector512<float> value, Vector512<int> place, ref Vector512<float> best, ref Vector512<int> at)
    {
        Vector512<float> wins = Vector512.AndNot(Vector512.Equals(best, best), Vector512.LessThanOrEqual(value, best));
        best = Vector512.ConditionalSelect(wins, value, best);
        at = Vector512.ConditionalSelect(wins.AsInt32(), place, at);
    }

    private void One(float* plane, int place, nint target)
    {
        int at = place;
        ReadOnlySpan<int> others = [place + 1, place + rowLength, place + rowLength + 1];
        foreach (int other in others)
            if (plane[other] > plane[at] || (float.IsNaN(plane[other]) && !float.IsNaN(plane[at]))) at = other;
        if (maxima is not null) maxima[target] = plane[at];
        if (places is not null) places[target] = at;
    }
}
