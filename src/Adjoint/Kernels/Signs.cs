using System.Numerics;
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>Signs by lanes.</summary>
internal static class Signs
{
    /// <summary>−1, 0 or 1; NaN for NaN, as the sum of the parts would be.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Of<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> zero = Vector<T>.Zero;
        Vector<T> positive = Vector.ConditionalSelect(Vector.GreaterThan(x, zero), Vector<T>.One, x - x);
        return Vector.ConditionalSelect(Vector.LessThan(x, zero), -Vector<T>.One, positive);
    }
}
