using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Adjoint.Kernels;

/// <summary>
/// g ← g + λθ; s ← s + g²; θ ← θ − αg / (√s + ε).
/// </summary>
internal readonly unsafe struct AdagradUpdate<T>(double rate, double epsilon, double weightDecay) : IUpdate<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T rate = T.CreateTruncating(rate);
    private readonly T epsilon = T.CreateTruncating(epsilon);
    private readonly T weightDecay = T.CreateTruncating(weightDecay);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<TLens>(in OptimizerMemory<T> at, nint i, TLens lens) where TLens : struct, ILens<T>
    {
        Vector512<T> before = Vector512.Load(at.Value + i);
        Vector512<T> raw = at.LoadGradient(i);
        Vector512<T> gradient = weightDecay != T.Zero ? raw + (before * weightDecay) : raw;
        Vector512<T> sum = Vector512.Load(at.First + i) + (gradient * gradient);
        sum.Store(at.First + i);
        Vector512<T> root = Vector512.Sqrt(sum) + Vector512.Create(epsilon);
        Vector512<T> step = gradient / root * rate;
        Vector512<T> after = before - step;
        after.Store(at.Value + i);
        if (!TLens.IsOpen) return;
        Vector512<T> decay = before * weightDecay / root * rate;
        lens.See(StepQuantity.Gradient, raw);
        lens.See(StepQuantity.V, sum);
        lens.See(StepQuantity.Denominator, root);
        lens.See(StepQuantity.Update, step - decay);
        lens.See(StepQuantity.Decay, decay);
        lens.See(StepQuantity.Value, after);
    }
}
