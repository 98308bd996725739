namespace Adjoint.Kernels;

/// <summary>Weight decay of both kinds: θ is shrunk before a step, and λθ joins the gradient.</summary>
internal readonly struct WeightDecay<T>(double coupled, double shrink)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T coupled = T.CreateTruncating(coupled);
    private readonly T shrink = T.CreateTruncating(shrink);
    private readonly bool shrinks = shrink != 1;

    /// <summary>θ with decoupled decay.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Shrink(Vector512<T> value) => shrinks ? value * shrink : value;

    /// <summary>g + λθ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Join(Vector512<T> gradient, Vector512<T> value) =>
        coupled != T.Zero ? gradient + Pull(value) : gradient;

    /// <summary>λθ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Pull(Vector512<T> value) => value * coupled;
}
