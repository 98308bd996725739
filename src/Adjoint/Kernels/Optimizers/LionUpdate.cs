using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Adjoint.Kernels;

/// <summary>
/// θ ← shrink·θ; θ ← θ − α·sign(β₁m + (1 − β₁)g); m ← β₂m + (1 − β₂)g.
/// </summary>
internal readonly unsafe struct LionUpdate<T>(double rate, double beta1, double beta2, double shrink) : IUpdate<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T rate = T.CreateTruncating(rate);
    private readonly T beta1 = T.CreateTruncating(beta1);
    private readonly T rest1 = T.CreateTruncating(1 - beta1);
    private readonly T beta2 = T.CreateTruncating(beta2);
    private readonly T rest2 = T.CreateTruncating(1 - beta2);
    private readonly T shrink = T.CreateTruncating(shrink);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<TLens>(in OptimizerMemory<T> at, nint i, TLens lens) where TLens : struct, ILens<T>
    {
        Vector512<T> before = Vector512.Load(at.Value + i);
        Vector512<T> value = before * shrink;
        Vector512<T> gradient = at.LoadGradient(i);
        Vector512<T> mean = Vector512.Load(at.First + i);
        Vector512<T> ahead = (mean * beta1) + (gradient * rest1);
        mean = (mean * beta2) + (gradient * rest2);
        mean.Store(at.First + i);
        Vector512<T> step = Signs.Of(ahead) * rate;
        Vector512<T> after = value - step;
        after.Store(at.Value + i);
        if (!TLens.IsOpen) return;
        lens.See(StepQuantity.Gradient, gradient);
        lens.See(StepQuantity.M, mean);
        lens.See(StepQuantity.MHat, ahead);
        lens.See(StepQuantity.Update, step);
        lens.See(StepQuantity.Decay, before - value);
        lens.See(StepQuantity.Value, after);
    }
}
