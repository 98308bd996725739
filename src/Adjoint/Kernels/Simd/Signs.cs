using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Adjoint.Kernels;

/// <summary>Signs by lanes.</summary>
internal static class Signs
{
    /// <summary>−1, 0 or 1; NaN for NaN, as the sum of the parts would be.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Of<T>(Vector512<T> x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector512<T> zero = Vector512<T>.Zero;
        Vector512<T> positive = Vector512.ConditionalSelect(Vector512.GreaterThan(x, zero), Vector512<T>.One, x - x);
        return Vector512.ConditionalSelect(Vector512.LessThan(x, zero), -Vector512<T>.One, positive);
    }
}
