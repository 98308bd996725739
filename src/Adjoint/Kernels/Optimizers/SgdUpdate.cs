using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Adjoint.Kernels;

/// <summary>
/// θ ← shrink·θ; g ← g + λθ; v ← μv + (1 − τ)g; θ ← θ − α·(v, or g + μv with Nesterov); without
/// momentum θ ← θ − αg and no v.
/// </summary>
internal readonly unsafe struct SgdUpdate<T>(
    double rate, double momentum, double dampening, double weightDecay, double shrink, bool nesterov) : IUpdate<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T rate = T.CreateTruncating(rate);
    private readonly T momentum = T.CreateTruncating(momentum);
    private readonly T taken = T.CreateTruncating(1 - dampening);
    private readonly T weightDecay = T.CreateTruncating(weightDecay);
    private readonly T shrink = T.CreateTruncating(shrink);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<TLens>(in OptimizerMemory<T> at, nint i, TLens lens) where TLens : struct, ILens<T>
    {
        Vector512<T> before = Vector512.Load(at.Value + i);
        Vector512<T> value = before * shrink;
        Vector512<T> raw = at.LoadGradient(i);
        Vector512<T> direction = weightDecay != T.Zero ? raw + (value * weightDecay) : raw;
        Vector512<T> velocity = direction;
        if (momentum != T.Zero)
        {
            velocity = (Vector512.Load(at.First + i) * momentum) + (direction * taken);
            velocity.Store(at.First + i);
            direction = nesterov ? direction + (velocity * momentum) : velocity;
        }

        Vector512<T> step = direction * rate;
        Vector512<T> after = value - step;
        after.Store(at.Value + i);
        if (!TLens.IsOpen) return;
        Vector512<T> coupled = before * weightDecay * rate;
        lens.See(StepQuantity.Gradient, raw);
        lens.See(StepQuantity.M, velocity);
        lens.See(StepQuantity.Update, step - coupled);
        lens.See(StepQuantity.Decay, before - value + coupled);
        lens.See(StepQuantity.Value, after);
    }
}
