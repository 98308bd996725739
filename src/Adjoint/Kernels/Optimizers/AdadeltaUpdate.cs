namespace Adjoint.Kernels;

/// <summary>v ← ρv + (1 − ρ)g²; δ = g·√(d + ε) / √(v + ε); d ← ρd + (1 − ρ)δ²; the step is αδ.</summary>
internal readonly unsafe struct AdadeltaUpdate<T>(double rate, double rho, double epsilon) : IUpdate<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T rate = T.CreateTruncating(rate);
    private readonly T epsilon = T.CreateTruncating(epsilon);
    private readonly RunningAverage<T> average = new(rho);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Step<TObserver>(in OptimizerMemory<T> at, nint i, Vector512<T> gradient, TObserver observer)
        where TObserver : struct, IStepObserver<T>
    {
        Vector512<T> offset = Vector512.Create(epsilon);
        Vector512<T> square = average.Update(at.First, i, gradient * gradient);
        Vector512<T> root = Vector512.Sqrt(square + offset);
        Vector512<T> reach = Vector512.Sqrt(Vector512.Load(at.Second + i) + offset);
        Vector512<T> delta = reach / root * gradient;
        average.Update(at.Second, i, delta * delta);
        if (TObserver.IsObserving)
        {
            observer.Observe(StepQuantity.V, square);
            observer.Observe(StepQuantity.Denominator, root / reach);
            observer.Observe(StepQuantity.Decay, at.Pull(i) * reach / root * rate);
        }

        return delta * rate;
    }
}
