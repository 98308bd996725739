using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Adjoint.Kernels;

/// <summary>
/// a ← a + share·(θ − a), where the place of the gradient is θ's: a running average of parameters.
/// </summary>
internal readonly unsafe struct AverageUpdate<T>(double share) : IUpdate<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T share = T.CreateTruncating(share);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<TLens>(in OptimizerMemory<T> at, nint i, TLens lens) where TLens : struct, ILens<T>
    {
        Vector512<T> average = Vector512.Load(at.Value + i);
        (average + ((at.LoadGradient(i) - average) * share)).Store(at.Value + i);
    }
}
