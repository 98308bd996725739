using System.Numerics;
using System.Runtime.CompilerServices;

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
    public void Step<TLens>(OptimizerMemory<T> at, TLens lens) where TLens : struct, ILens<T>
    {
        Vector<T> before = Vector.Load(at.Value);
        Vector<T> raw = at.LoadGradient();
        Vector<T> gradient = weightDecay != T.Zero ? raw + (before * weightDecay) : raw;
        Vector<T> mean = (Vector.Load(at.First) * beta1) + (gradient * rest1);
        Vector<T> largest = Vector.Max(Vector.Load(at.Second) * beta2, Vector.Abs(gradient) + new Vector<T>(epsilon));
        mean.Store(at.First);
        largest.Store(at.Second);
        Vector<T> step = mean / largest * (rate * unbias);
        Vector<T> after = before - step;
        after.Store(at.Value);
        if (!TLens.IsOpen) return;
        Vector<T> decay = before * weightDecay / largest * rate;
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
