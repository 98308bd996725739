using System.Numerics;
using System.Runtime.CompilerServices;

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
        Vector<T> before = Vector.Load(at.Value + i);
        Vector<T> raw = at.LoadGradient(i);
        Vector<T> gradient = weightDecay != T.Zero ? raw + (before * weightDecay) : raw;
        Vector<T> offset = new(epsilon);
        Vector<T> square = (Vector.Load(at.First + i) * rho) + (gradient * gradient * rest);
        Vector<T> moved = Vector.Load(at.Second + i);
        Vector<T> root = Vector.SquareRoot(square + offset);
        Vector<T> reach = Vector.SquareRoot(moved + offset);
        Vector<T> delta = reach / root * gradient;
        square.Store(at.First + i);
        ((moved * rho) + (delta * delta * rest)).Store(at.Second + i);
        Vector<T> step = delta * rate;
        Vector<T> after = before - step;
        after.Store(at.Value + i);
        if (!TLens.IsOpen) return;
        Vector<T> decay = before * weightDecay * reach / root * rate;
        lens.See(StepQuantity.Gradient, raw);
        lens.See(StepQuantity.V, square);
        lens.See(StepQuantity.Denominator, root / reach);
        lens.See(StepQuantity.Update, step - decay);
        lens.See(StepQuantity.Decay, decay);
        lens.See(StepQuantity.Value, after);
    }
}
