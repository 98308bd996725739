using System.Numerics;
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>
/// What is done to a gradient as it is read: a factor (clipping by norm, a mean over several passes, −1 to climb), and then
/// a limit of its elements, infinite for none.
/// </summary>
internal readonly struct GradientFilter<T>(double scale, double limit)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T scale = T.CreateTruncating(scale);
    private readonly T limit = T.CreateTruncating(limit);
    private readonly bool limited = limit < double.PositiveInfinity;

    /// <summary>The factor alone: 1 changes no bit.</summary>
    public static GradientFilter<T> None => new(1, double.PositiveInfinity);

    /// <summary>Applies it to a vector of the gradient.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Apply(Vector<T> gradient)
    {
        gradient *= scale;
        return limited ? Vector.Min(Vector.Max(gradient, new Vector<T>(-limit)), new Vector<T>(limit)) : gradient;
    }
}
