using System.Numerics;
using System.Runtime.CompilerServices;

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
        Vector<T> before = Vector.Load(at.Value + i);
        Vector<T> raw = at.LoadGradient(i);
        Vector<T> gradient = weightDecay != T.Zero ? raw + (before * weightDecay) : raw;
        Vector<T> square = (Vector.Load(at.First + i) * rho) + (gradient * gradient * rest);
        square.Store(at.First + i);
        Vector<T> under = square;
        if (centered)
        {
            Vector<T> mean = (Vector.Load(at.Second + i) * rho) + (gradient * rest);
            mean.Store(at.Second + i);
            under -= mean * mean;
        }

        Vector<T> root = Vector.SquareRoot(under) + new Vector<T>(epsilon);
        Vector<T> direction = gradient / root;
        if (momentum != T.Zero)
        {
            direction += Vector.Load(at.Third + i) * momentum;
            direction.Store(at.Third + i);
        }

        Vector<T> step = direction * rate;
        Vector<T> after = before - step;
        after.Store(at.Value + i);
        if (!TLens.IsOpen) return;
        Vector<T> decay = before * weightDecay / root * rate;
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
