namespace Adjoint.Kernels;

/// <summary>
/// s ← s·η⁺ where g has the sign of the gradient before, s·η⁻ where it has the other and g ← 0, within its limits; the step is
/// sign(g)·s.
/// </summary>
internal readonly unsafe struct RpropUpdate<T>(double etaMinus, double etaPlus, double least, double most) : IUpdate<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T etaMinus = T.CreateTruncating(etaMinus);
    private readonly T etaPlus = T.CreateTruncating(etaPlus);
    private readonly T least = T.CreateTruncating(least);
    private readonly T most = T.CreateTruncating(most);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Step<TObserver>(in OptimizerMemory<T> at, nint i, Vector512<T> gradient, TObserver observer)
        where TObserver : struct, IStepObserver<T>
    {
        Vector512<T> agreement = gradient * Vector512.Load(at.First + i);
        Vector512<T> turned = Vector512.LessThan(agreement, Vector512<T>.Zero);
        Vector512<T> factor = Vector512.ConditionalSelect(turned, Vector512.Create(etaMinus), Vector512<T>.One);
        factor = Vector512.ConditionalSelect(Vector512.GreaterThan(agreement, Vector512<T>.Zero), Vector512.Create(etaPlus), factor);
        Vector512<T> size = Vector512.Min(
            Vector512.Max(Vector512.Load(at.Second + i) * factor, Vector512.Create(least)), Vector512.Create(most));
        gradient = Vector512.ConditionalSelect(turned, Vector512<T>.Zero, gradient);
        gradient.Store(at.First + i);
        size.Store(at.Second + i);
        return VectorMath.Sign(gradient) * size;
    }
}
