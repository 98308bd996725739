using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Adjoint.Kernels;

/// <summary>
/// θ ← shrink·θ; g ← g + λθ; m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²; θ ← θ − α · m̂ / (√v · rootScale + ε), where
/// m̂ = m · unbias, unbias = 1/(1 − β₁ᵗ) and rootScale = 1/√(1 − β₂ᵗ). With AMSGrad the largest v so far is under the root.
/// </summary>
internal readonly unsafe struct AdamUpdate<T>(
    double beta1, double beta2, double epsilon, double rate, double unbias, double rootScale, double weightDecay,
    double shrink, bool amsgrad) : IUpdate<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // 1 − β is taken in double precision: from a float β₂ of 0.999 it would be off by 1e-5 of itself.
    private readonly T beta1 = T.CreateTruncating(beta1);
    private readonly T rest1 = T.CreateTruncating(1 - beta1);
    private readonly T beta2 = T.CreateTruncating(beta2);
    private readonly T rest2 = T.CreateTruncating(1 - beta2);
    private readonly T epsilon = T.CreateTruncating(epsilon);
    private readonly T rate = T.CreateTruncating(rate);
    private readonly T unbias = T.CreateTruncating(unbias);
    private readonly T stepSize = T.CreateTruncating(rate * unbias);
    private readonly T rootScale = T.CreateTruncating(rootScale);
    private readonly T weightDecay = T.CreateTruncating(weightDecay);
    private readonly T shrink = T.CreateTruncating(shrink);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<TLens>(in OptimizerMemory<T> at, nint i, TLens lens) where TLens : struct, ILens<T>
    {
        Vector512<T> before = Vector512.Load(at.Value + i);
        Vector512<T> value = before * shrink;
        Vector512<T> raw = at.LoadGradient(i);
        Vector512<T> gradient = weightDecay != T.Zero ? raw + (value * weightDecay) : raw;
        Vector512<T> mean = (Vector512.Load(at.First + i) * beta1) + (gradient * rest1);
        Vector512<T> square = (Vector512.Load(at.Second + i) * beta2) + (gradient * gradient * rest2);
        mean.Store(at.First + i);
        square.Store(at.Second + i);
        Vector512<T> under = square;
        if (amsgrad)
        {
            under = Vector512.Max(square, Vector512.Load(at.Third + i));
            under.Store(at.Third + i);
        }

        Vector512<T> root = (Vector512.Sqrt(under) * rootScale) + Vector512.Create(epsilon);
        Vector512<T> step = mean / root * stepSize;
        Vector512<T> after = value - step;
        after.Store(at.Value + i);
        if (!TLens.IsOpen) return;
        // λθ that goes through the moments is a share of the numerator; θ is taken to change slowly.
        Vector512<T> coupled = before * weightDecay / root * rate;
        lens.See(StepQuantity.Gradient, raw);
        lens.See(StepQuantity.M, mean);
        lens.See(StepQuantity.V, square);
        lens.See(StepQuantity.MHat, mean * unbias);
        lens.See(StepQuantity.VHat, under * rootScale * rootScale);
        lens.See(StepQuantity.Denominator, root);
        lens.See(StepQuantity.Update, step - coupled);
        lens.See(StepQuantity.Decay, before - value + coupled);
        lens.See(StepQuantity.Value, after);
    }
}
