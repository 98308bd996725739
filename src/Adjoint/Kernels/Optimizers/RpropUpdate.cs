using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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
    public void Step<TObserver>(in OptimizerMemory<T> at, nint i, TObserver observer) where TObserver : struct, IStepObserver<T>
    {
        Vector512<T> before = Vector512.Load(at.Value + i);
        Vector512<T> raw = at.LoadGradient(i);
        Vector512<T> agreement = raw * Vector512.Load(at.First + i);
        Vector512<T> turned = Vector512.LessThan(agreement, Vector512<T>.Zero);
        Vector512<T> factor = Vector512.ConditionalSelect(turned, Vector512.Create(etaMinus), Vector512<T>.One);
        factor = Vector512.ConditionalSelect(Vector512.GreaterThan(agreement, Vector512<T>.Zero), Vector512.Create(etaPlus), factor);
        Vector512<T> size = Vector512.Min(
            Vector512.Max(Vector512.Load(at.Second + i) * factor, Vector512.Create(least)), Vector512.Create(most));
        Vector512<T> gradient = Vector512.ConditionalSelect(turned, Vector512<T>.Zero, raw);
        gradient.Store(at.First + i);
        size.Store(at.Second + i);
        Vector512<T> step = VectorMath.Sign(gradient) * size;
        Vector512<T> after = before - step;
        after.Store(at.Value + i);
        if (!TObserver.IsObserving) return;
        observer.Observe(StepQuantity.Gradient, raw);
        observer.Observe(StepQuantity.Update, step);
        observer.Observe(StepQuantity.Decay, Vector512<T>.Zero);
        observer.Observe(StepQuantity.Value, after);
    }
}
