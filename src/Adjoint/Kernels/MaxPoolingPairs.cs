using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Adjoint.Kernels;

/// <summary>
/// The commonest <see cref="MaxPooling"/>: windows of 2 by 2 side by side, all inside the plane, of float. A straight line of
/// instructions for eight of them; items are rows of windows.
/// </summary>
internal unsafe struct MaxPoolingPairs : IWork
{
    private const int Lanes = 8;
    private const int RowsPerItem = 512;

    private float* _x, _value;
    private long* _index;
    private int _planes, _height, _width, _outputHeight, _outputWidth;

    /// <summary>Runs if this is the case at hand; otherwise does nothing and gives false.</summary>
    public static bool Run(
        int planes, WindowAxis depth, WindowAxis height, WindowAxis width, float* x, float* value, long* index)
    {
        bool fits = Vector256.IsHardwareAccelerated && depth == WindowAxis.None && AreInside(height) && AreInside(width)
            && (long)height.Input * width.Input < int.MaxValue;
        if (!fits) return false;
        var work = new MaxPoolingPairs
        {
            _x = x,
            _value = value,
            _index = index,
            _planes = planes,
            _height = height.Input,
            _width = width.Input,
            _outputHeight = height.Output,
            _outputWidth = width.Output,
        };
        long rows = (long)planes * height.Output;
        int perPlane = Math.Max(1, RowsPerItem / height.Output) * height.Output;
        WorkerPool.For(checked((int)((rows + perPlane - 1) / perPlane)), ref work);
        return true;
    }

    /// <summary>Some planes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Do(int index)
    {
        int perItem = Math.Max(1, RowsPerItem / _outputHeight);
        int first = index * perItem, end = Math.Min(_planes, first + perItem);
        nint planeSize = (nint)_height * _width;
        nint at = (nint)first * _outputHeight * _outputWidth, endAt = (nint)end * _outputHeight * _outputWidth;
        float* endOfData = _x + (_planes * planeSize);
        for (int plane = first; plane < end; plane++)
        {
            float* x = _x + (plane * planeSize);
            for (int y = 0; y < _outputHeight; y++)
            {
                int place = 2 * y * _width, column = 0;
                for (; column + Lanes <= _outputWidth; column += Lanes) Eight(x, place + (2 * column), at + column);
                if (column < _outputWidth)
                {
                    // The last few together with some before them, or with some beyond, which the next row writes over.
                    if (column > 0)
                        Eight(x, place + (2 * (_outputWidth - Lanes)), at + _outputWidth - Lanes);
                    else if (at + Lanes <= endAt && x + place + _width + (2 * Lanes) <= endOfData)
                        Eight(x, place, at);
                    else
                        for (; column < _outputWidth; column++) One(x, place + (2 * column), at + column);
                }

                at += _outputWidth;
            }
        }
    }

    private static bool AreInside(WindowAxis axis) =>
        axis is { Kernel: 2, Stride: 2, PaddingBegin: 0, Dilation: 1 } && 2L * axis.Output <= axis.Input;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Eight(float* plane, int place, nint target)
    {
        Split(plane + place, out Vector256<float> best, out Vector256<float> second);
        Split(plane + place + _width, out Vector256<float> third, out Vector256<float> fourth);
        var at = Vector256<int>.Zero;
        Take(second, Vector256<int>.One, ref best, ref at);
        Take(third, Vector256.Create(_width), ref best, ref at);
        Take(fourth, Vector256.Create(_width + 1), ref best, ref at);
        if (_value is not null) best.Store(_value + target);
        if (_index is null) return;
        at += (Vector256<int>.Indices << 1) + Vector256.Create(place);
        (Vector256<long> lower, Vector256<long> upper) = Vector256.Widen(at);
        lower.Store(_index + target);
        upper.Store(_index + target + Vector256<long>.Count);
    }

    /// <summary>The even and the odd of sixteen numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Split(float* source, out Vector256<float> even, out Vector256<float> odd)
    {
        Vector256<ulong> low = Vector256.Load(source).AsUInt64(), high = Vector256.Load(source + Lanes).AsUInt64();
        even = Vector256.Narrow(low, high).AsSingle();
        odd = Vector256.Narrow(low >> 32, high >> 32).AsSingle();
    }

    /// <summary>Greater wins, or NaN; but nothing wins over a NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Take(Vector256<float> value, Vector256<int> place, ref Vector256<float> best, ref Vector256<int> at)
    {
        Vector256<float> wins = Vector256.AndNot(Vector256.Equals(best, best), Vector256.LessThanOrEqual(value, best));
        best = Vector256.ConditionalSelect(wins, value, best);
        at = Vector256.ConditionalSelect(wins.AsInt32(), place, at);
    }

    private readonly void One(float* plane, int place, nint target)
    {
        int at = place;
        ReadOnlySpan<int> others = [place + 1, place + _width, place + _width + 1];
        foreach (int other in others)
            if (plane[other] > plane[at] || (float.IsNaN(plane[other]) && !float.IsNaN(plane[at]))) at = other;
        if (_value is not null) _value[target] = plane[at];
        if (_index is not null) _index[target] = at;
    }
}
