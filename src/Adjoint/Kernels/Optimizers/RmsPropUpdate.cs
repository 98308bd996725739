using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Adjoint.Kernels;

/// <summary>
/// g ← g + λθ; v ← ρv + (1 − ρ)g²; centred, a ← ρa + (1 − ρ)g, and v − a² is under the root instead of v;
/// d = g / (√v + ε); with momentum b ← μb + d, and b is taken for d; θ ← θ − αd.
/// </summary>
internal readonly unsafe struct RmsPropUpdate<T>(
    double rate, double rho, double epsilon, double momentum, double weightDecay, bool centered) : IUpdate<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T rate = T.CreateTruncating(rate);
    private readonly T rho = T.CreateTruncating(rho);
    private readonly T rest = T.CreateTruncating(1 - rho);
    private readonly T epsilon = T.CreateTruncating(epsilon);
    private readonly T momentum = T.CreateTruncating(momentum);
    private readonly T weightDecay = T.CreateTruncating(weightDecay);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<TLens>(in OptimizerMemory<T> at, nint i, TLens lens) where TLens : struct, ILens<T>
    {
        Vector512<T> before = Vector512.Load(at.Value + i);
        Vector512<T> raw = at.LoadGradient(i);
        Vector512<T> gradient = weightDecay != T.Zero ? raw + (before * weightDecay) : raw;
        Vector512<T> square = (Vector512.Load(at.First + i) * rho) + (gradient * gradient * rest);
        square.Store(at.First + i);
        Vector512<T> under = square;
        if (centered)
        {
            Vector512<T> mean = (Vector512.Load(at.Second + i) * rho) + (gradient * rest);
            mean.Store(at.Second + i);
            under -= mean * mean;
        }

        Vector512<T> root = Vector512.Sqrt(under) + Vector512.Create(epsilon);
        Vector512<T> direction = gradient / root;
        if (momentum != T.Zero)
        {
            direction += Vector512.Load(at.Third + i) * momentum;
            direction.Store(at.Third + i);
        }

        Vector512<T> step = direction * rate;
        Vector512<T> after = before - step;
        after.Store(at.Value + i);
        if (!TLens.IsOpen) return;
        Vector512<T> decay = before * weightDecay / root * rate;
        lens.See(StepQuantity.Gradient, raw);
        if (momentum != T.Zero) lens.See(StepQuantity.M, direction);
        lens.See(StepQuantity.V, square);
        if (centered) lens.See(StepQuantity.VHat, under);
        lens.See(StepQuantity.Denominator, root);
        lens.See(StepQuantity.Update, step - decay);
        lens.See(StepQuantity.Decay, decay);
        lens.See(StepQuantity.Value, after);
    }
}
