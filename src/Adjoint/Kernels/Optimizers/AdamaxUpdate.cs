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
    public void Step<TObserver>(in OptimizerMemory<T> at, nint i, TObserver observer) where TObserver : struct, IStepObserver<T>
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
        if (!TObserver.IsObserving) return;
        Vector512<T> decay = before * weightDecay / largest * rate;
        observer.Observe(StepQuantity.Gradient, raw);
        observer.Observe(StepQuantity.M, mean);
        observer.Observe(StepQuantity.V, largest);
        observer.Observe(StepQuantity.MHat, mean * unbias);
        observer.Observe(StepQuantity.Denominator, largest);
        observer.Observe(StepQuantity.Update, step - decay);
        observer.Observe(StepQuantity.Decay, decay);
        observer.Observe(StepQuantity.Value, after);
    }
}
