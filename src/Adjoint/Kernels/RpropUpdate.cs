using System.Numerics;
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>
/// s ← s·η⁺ where g has the sign of the gradient before, s·η⁻ where it has the other and g ← 0, within its limits;
/// θ ← θ − sign(g)·s.
/// </summary>
internal readonly unsafe struct RpropUpdate<T>(double etaMinus, double etaPlus, double least, double most) : IUpdate<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T etaMinus = T.CreateTruncating(etaMinus);
    private readonly T etaPlus = T.CreateTruncating(etaPlus);
    private readonly T least = T.CreateTruncating(least);
    private readonly T most = T.CreateTruncating(most);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<TLens>(in OptimizerMemory<T> at, nint i, TLens lens) where TLens : struct, ILens<T>
    {
        Vector<T> before = Vector.Load(at.Value + i);
        Vector<T> raw = at.LoadGradient(i);
        Vector<T> agreement = raw * Vector.Load(at.First + i);
        Vector<T> turned = Vector.LessThan(agreement, Vector<T>.Zero);
        Vector<T> factor = Vector.ConditionalSelect(turned, new Vector<T>(etaMinus), Vector<T>.One);
        factor = Vector.ConditionalSelect(Vector.GreaterThan(agreement, Vector<T>.Zero), new Vector<T>(etaPlus), factor);
        Vector<T> size = Vector.Min(Vector.Max(Vector.Load(at.Second + i) * factor, new Vector<T>(least)), new Vector<T>(most));
        Vector<T> gradient = Vector.ConditionalSelect(turned, Vector<T>.Zero, raw);
        gradient.Store(at.First + i);
        size.Store(at.Second + i);
        Vector<T> step = Signs.Of(gradient) * size;
        Vector<T> after = before - step;
        after.Store(at.Value + i);
        if (!TLens.IsOpen) return;
        lens.See(StepQuantity.Gradient, raw);
        lens.See(StepQuantity.Update, step);
        lens.See(StepQuantity.Decay, Vector<T>.Zero);
        lens.See(StepQuantity.Value, after);
    }
}
