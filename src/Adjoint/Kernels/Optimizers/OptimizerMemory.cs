namespace Adjoint.Kernels;

/// <summary>
/// A parameter, its gradient, and up to three arrays of the same length that an optimizer keeps; null where not used.
/// </summary>
internal readonly unsafe struct OptimizerMemory<T>(
    T* value, T* gradient, T* first, T* second, T* third, GradientFilter<T> filter, WeightDecay<T> decay)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public readonly T* Value = value;
    public readonly T* First = first;
    public readonly T* Second = second;
    public readonly T* Third = third;
    private readonly T* gradient = gradient;
    public readonly WeightDecay<T> Decay = decay;
    private readonly GradientFilter<T> filter = filter;

    /// <summary>The gradient from an element on, scaled and clipped.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> LoadGradient(nint i) => filter.Apply(Vector512.Load(gradient + i));

    /// <summary>λθ from an element on, as far as it joins the gradient; θ is the value before the step.</summary>
    public Vector512<T> Pull(nint i) => Decay.Pull(Vector512.Load(Value + i));

    /// <summary>Other memory with the same filter and decay.</summary>
    public OptimizerMemory<T> Elsewhere(T* value, T* gradient, T* first, T* second, T* third) =>
        new(value, gradient, first, second, third, filter, Decay);

    /// <summary>Copies some elements of all arrays that both have.</summary>
    public void Copy(nint start, int length, OptimizerMemory<T> to, nint place)
    {
        Copy(Value, start, length, to.Value, place);
        Copy(gradient, start, length, to.gradient, place);
        Copy(First, start, length, to.First, place);
        Copy(Second, start, length, to.Second, place);
        Copy(Third, start, length, to.Third, place);
    }

    private static void Copy(T* from, nint start, int length, T* to, nint place)
    {
        if (from != null && to != null) new Span<T>(from + start, length).CopyTo(new Span<T>(to + place, length));
    }
}
