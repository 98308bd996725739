namespace Adjoint.Kernels;

/// <summary>
/// What is done to outputs of a convolution while they are still in the first-level cache, instead of in passes of
/// their own: adding the bias of their filter, and setting what is below 0 to 0. The bits are those of separate passes.
/// </summary>
/// <param name="bias">One number for each filter, or null.</param>
/// <param name="rectify">Whether max(y, 0) is taken, after the bias.</param>
internal readonly unsafe struct ConvolutionFinish<T>(T* bias, bool rectify) where T : unmanaged, INumberBase<T>
{
    private readonly T* bias = bias;
    private readonly bool rectify = rectify;

    /// <summary>Whether there is nothing to do.</summary>
    public bool IsNone => bias is null && !rectify;

    /// <summary>The same for filters from this one on.</summary>
    public ConvolutionFinish<T> From(int filter) => new(bias is null ? null : bias + filter, rectify);

    /// <summary>The bias of a filter.</summary>
    public T Bias(int filter) => bias is null ? T.Zero : bias[filter];

    /// <summary>The bias of a filter in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Bias<TVector>(int filter)
        where TVector : struct, ISimdVector<TVector, T>
        => bias is null ? TVector.Zero : TVector.Broadcast(bias[filter]);

    /// <summary>Finishes a register of outputs of one filter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply<TVector>(TVector value, TVector bias) where TVector : struct, ISimdVector<TVector, T>
    {
        // Adding 0 would turn −0 into 0.
        if (this.bias is not null) value = TVector.Add(value, bias);
        return rectify ? TVector.Rectify(value) : value;
    }

    /// <summary>Finishes one output of one filter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply(T value, int filter)
    {
        if (bias is not null) value += bias[filter];
        return !rectify || T.IsNaN(value) || T.IsPositive(value) ? value : T.Zero;
    }

    /// <summary>Finishes some outputs of one filter on the way from source to target, which may be the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Line<TVector>(int filter, T* source, int count, T* target) where TVector : struct, ISimdVector<TVector, T>
    {
        TVector bias = Bias<TVector>(filter);
        int i = 0;
        for (; i + TVector.Lanes <= count; i += TVector.Lanes) TVector.Store(Apply(TVector.Load(source + i), bias), target + i);
        for (; i < count; i++) target[i] = Apply(source[i], filter);
    }

    /// <summary>Finishes a tile in place: rows are filters, from the given one on, and columns a multiple of the lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TVector>(int filter, int rows, int columns, T* tile, nint step) where TVector : struct, ISimdVector<TVector, T>
    {
        for (int i = 0; i < rows; i++)
        {
            TVector bias = Bias<TVector>(filter + i);
            for (int j = 0; j < columns; j += TVector.Lanes) TVector.Store(Apply(TVector.Load(tile + j), bias), tile + j);
            tile += step;
        }
    }

    /// <summary>Finishes registers of one filter in place, step apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Column<TVector>(int filter, int count, T* place, nint step) where TVector : struct, ISimdVector<TVector, T>
    {
        TVector bias = Bias<TVector>(filter);
        for (int i = 0; i < count; i++) TVector.Store(Apply(TVector.Load(place + (i * step)), bias), place + (i * step));
    }
}
