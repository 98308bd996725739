using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Adjoint.Kernels;

/// <summary>
/// g ← g + λθ; m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²; θ ← θ − α·m̂·rectification / ((√v + ε)·rootScale), or
/// θ ← θ − α·m̂ while the variance cannot be told yet (rectification 0); m̂ = m · unbias.
/// </summary>
internal readonly unsafe struct RAdamUpdate<T>(
    double beta1, double beta2, double epsilon, double rate, double unbias, double rootScale,
    double rectification, double weightDecay) : IUpdate<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T beta1 = T.CreateTruncating(beta1);
    private readonly T rest1 = T.CreateTruncating(1 - beta1);
    private readonly T beta2 = T.CreateTruncating(beta2);
    private readonly T rest2 = T.CreateTruncating(1 - beta2);
    private readonly T epsilon = T.CreateTruncating(epsilon);
    private readonly T rate = T.CreateTruncating(rate);
    private readonly T unbias = T.CreateTruncating(unbias);
    private readonly T rootScale = T.CreateTruncating(rootScale);
    private readonly T rectification = T.CreateTruncating(rectification);
    private readonly T weightDecay = T.CreateTruncating(weightDecay);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<TLens>(in OptimizerMemory<T> at, nint i, TLens lens) where TLens : struct, ILens<T>
    {
        Vector512<T> before = Vector512.Load(at.Value + i);
        Vector512<T> raw = at.LoadGradient(i);
        Vector512<T> gradient = weightDecay != T.Zero ? raw + (before * weightDecay) : raw;
        Vector512<T> mean = (Vector512.Load(at.First + i) * beta1) + (gradient * rest1);
        Vector512<T> square = (Vector512.Load(at.Second + i) * beta2) + (gradient * gradient * rest2);
        mean.Store(at.First + i);
        square.Store(at.Second + i);
        Vector512<T> centre = mean * unbias;
        Vector512<T> root = rectification == T.Zero
            ? Vector512<T>.One
            : (Vector512.Sqrt(square) + Vector512.Create(epsilon)) * (rootScale / rectification);
        Vector512<T> step = centre / root * rate;
        Vector512<T> after = before - step;
        after.Store(at.Value + i);
        if (!TLens.IsOpen) return;
        Vector512<T> decay = before * weightDecay / root * rate;
        lens.See(StepQuantity.Gradient, raw);
        lens.See(StepQuantity.M, mean);
        lens.See(StepQuantity.V, square);
        lens.See(StepQuantity.MHat, centre);
        lens.See(StepQuantity.VHat, square * rootScale * rootScale);
        lens.See(StepQuantity.Denominator, root);
        lens.See(StepQuantity.Update, step - decay);
        lens.See(StepQuantity.Decay, decay);
        lens.See(StepQuantity.Value, after);
    }
}
