using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Adjoint.Kernels;

/// <summary>
/// g ← g + λθ; v ← ρv + (1 − ρ)g²; δ = g·√(d + ε) / √(v + ε); d ← ρd + (1 − ρ)δ²; θ ← θ − αδ.
/// </summary>
internal readonly unsafe struct AdadeltaUpdate<T>(double rate, double rho, double epsilon, double weightDecay) : IUpdate<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T rate = T.CreateTruncating(rate);
    private readonly T rho = T.CreateTruncating(rho);
    private readonly T rest = T.CreateTruncating(1 - rho);
    private readonly T epsilon = T.CreateTruncating(epsilon);
    private readonly T weightDecay = T.CreateTruncating(weightDecay);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<TLens>(in OptimizerMemory<T> at, nint i, TLens lens) where TLens : struct, ILens<T>
    {
        Vector512<T> before = Vector512.Load(at.Value + i);
        Vector512<T> raw = at.LoadGradient(i);
        Vector512<T> gradient = weightDecay != T.Zero ? raw + (before * weightDecay) : raw;
        Vector512<T> offset = Vector512.Create(epsilon);
        Vector512<T> square = (Vector512.Load(at.First + i) * rho) + (gradient * gradient * rest);
        Vector512<T> moved = Vector512.Load(at.Second + i);
        Vector512<T> root = Vector512.Sqrt(square + offset);
        Vector512<T> reach = Vector512.Sqrt(moved + offset);
        Vector512<T> delta = reach / root * gradient;
        square.Store(at.First + i);
        ((moved * rho) + (delta * delta * rest)).Store(at.Second + i);
        Vector512<T> step = delta * rate;
        Vector512<T> after = before - step;
        after.Store(at.Value + i);
        if (!TLens.IsOpen) return;
        Vector512<T> decay = before * weightDecay * reach / root * rate;
        lens.See(StepQuantity.Gradient, raw);
        lens.See(StepQuantity.V, square);
        lens.See(StepQuantity.Denominator, root / reach);
        lens.See(StepQuantity.Update, step - decay);
        lens.See(StepQuantity.Decay, decay);
        lens.See(StepQuantity.Value, after);
    }
}
