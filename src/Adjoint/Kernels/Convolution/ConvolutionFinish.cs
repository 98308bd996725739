using System.Numerics;
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>
/// What is done to outputs of a convolution while they are still in the first-level cache, instead of in passes of their
/// own: adding the bias of their filter, and setting what is below 0 to 0. The bits are those of separate passes.
/// </summary>
/// <param name="bias">One number for each filter, or null.</param>
/// <param name="rectify">Whether max(y, 0) is taken, after the bias.</param>
internal readonly unsafe struct ConvolutionFinish<T>(T* bias, bool rectify)
    where T : unmanaged, INumberBase<T>
{
    private readonly T* _bias = bias;
    private readonly bool _rectify = rectify;

    /// <summary>Whether there is nothing to do.</summary>
    public bool IsNone => _bias is null && !_rectify;

    /// <summary>The same for filters from this one on.</summary>
    public ConvolutionFinish<T> From(int filter) => new(_bias is null ? null : _bias + filter, _rectify);

    /// <summary>The bias of a filter.</summary>
    public T Bias(int filter) => _bias is null ? T.Zero : _bias[filter];

    /// <summary>The bias of a filter in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TWide Bias<TWide>(int filter)
        where TWide : struct, IWide<TWide, T>
        => _bias is null ? TWide.Zero : TWide.Broadcast(_bias[filter]);

    /// <summary>Finishes a register of outputs of one filter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TWide Apply<TWide>(TWide value, TWide bias)
        where TWide : struct, IWide<TWide, T>
    {
        // Adding 0 would turn −0 into 0.
        if (_bias is not null) value = TWide.Add(value, bias);
        return _rectify ? TWide.Rectify(value) : value;
    }

    /// <summary>Finishes one output of one filter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply(T value, int filter)
    {
        if (_bias is not null) value += _bias[filter];
        return !_rectify || T.IsNaN(value) || T.IsPositive(value) ? value : T.Zero;
    }

    /// <summary>Finishes some outputs of one filter on the way from source to target, which may be the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Line<TWide>(int filter, T* source, int count, T* target)
        where TWide : struct, IWide<TWide, T>
    {
        TWide bias = Bias<TWide>(filter);
        int i = 0;
        for (; i + TWide.Lanes <= count; i += TWide.Lanes) TWide.Store(Apply(TWide.Load(source + i), bias), target + i);
        for (; i < count; i++) target[i] = Apply(source[i], filter);
    }

    /// <summary>Finishes a tile in place: rows are filters, from the given one on, and columns a multiple of the lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TWide>(int filter, int rows, int columns, T* tile, nint step)
        where TWide : struct, IWide<TWide, T>
    {
        for (int i = 0; i < rows; i++)
        {
            TWide bias = Bias<TWide>(filter + i);
            for (int j = 0; j < columns; j += TWide.Lanes) TWide.Store(Apply(TWide.Load(tile + j), bias), tile + j);
            tile += step;
        }
    }

    /// <summary>Finishes registers of one filter in place, step apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Column<TWide>(int filter, int count, T* place, nint step)
        where TWide : struct, IWide<TWide, T>
    {
        TWide bias = Bias<TWide>(filter);
        for (int i = 0; i < count; i++) TWide.Store(Apply(TWide.Load(place + (i * step)), bias), place + (i * step));
    }
}
