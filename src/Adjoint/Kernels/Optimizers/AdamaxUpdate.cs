using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Adjoint.Kernels;

/// <summary>
/// g ← g + λθ; m ← β₁m + (1 − β₁)g; u ← max(β₂u, |g| + ε); θ ← θ − α·m̂ / u, where m̂ = m · unbias.
/// </summary>
internal readonly unsafe struct AdamaxUpdate<T>(
    double beta1, double beta2, double epsilon, double rate, double unbias, double weightDecay) : IUpdate<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T beta1 = T.CreateTruncating(beta1);
    private readonly T rest1 = T.CreateTruncating(1 - beta1);
    private readonly T beta2 = T.CreateTruncating(beta2);
    private readonly T epsilon = T.CreateTruncating(epsilon);
    private readonly T rate = T.CreateTruncating(rate);
    private readonly T unbias = T.CreateTruncating(unbias);
    private readonly T weightDecay = T.CreateTruncating(weightDecay);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<TLens>(in OptimizerMemory<T> at, nint i, TLens lens) where TLens : struct, ILens<T>
    {
        Vector512<T> before = Vector512.Load(at.Value + i);
        Vector512<T> raw = at.LoadGradient(i);
        Vector512<T> gradient = weightDecay != T.Zero ? raw + (before * weightDecay) : raw;
        Vector512<T> mean = (Vector512.Load(at.First + i) * beta1) + (gradient * rest1);
        Vector512<T> largest = Vector512.Max(Vector512.Load(at.Second + i) * beta2, Vector512.Abs(gradient) + Vector512.Create(epsilon));
        mean.Store(at.First + i);
        largest.Store(at.Second + i);
        Vector512<T> step = mean / largest * (rate * unbias);
        Vector512<T> after = before - step;
        after.Store(at.Value + i);
        if (!TLens.IsOpen) return;
        Vector512<T> decay = before * weightDecay / largest * rate;
        lens.See(StepQuantity.Gradient, raw);
        lens.See(StepQuantity.M, mean);
        lens.See(StepQuantity.V, largest);
        lens.See(StepQuantity.MHat, mean * unbias);
        lens.See(StepQuantity.Denominator, largest);
        lens.See(StepQuantity.Update, step - decay);
        lens.See(StepQuantity.Decay, decay);
        lens.See(StepQuantity.Value, after);
    }
}
