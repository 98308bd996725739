namespace Adjoint.Kernels;

/// <summary>
/// What is done to a gradient as it is read: a factor (clipping by norm, a mean over several passes, −1 to climb), and
/// then a limit of its elements, infinite for none.
/// </summary>
internal readonly struct GradientFilter<T>(double scale, double limit)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T scale = T.CreateTruncating(scale);
    private readonly T limit = T.CreateTruncating(limit);
    private readonly bool limited = limit < double.PositiveInfinity;

    /// <summary>Applies it to a vector of the gradient.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Apply(Vector512<T> gradient)
    {
        gradient *= scale;
        return limited ? Vector512.Min(Vector512.Max(gradient, Vector512.Create(-limit)), Vector512.Create(limit)) : gradient;
    }
}
