namespace Adjoint.Kernels;

/// <summary>s ← s + g²; the step is αg / (√s + ε).</summary>
internal readonly unsafe struct AdagradUpdate<T>(double rate, double epsilon) : IUpdate<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T rate = T.CreateTruncating(rate);
    private readonly T epsilon = T.CreateTruncating(epsilon);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Step<TObserver>(in OptimizerMemory<T> at, nint i, Vector512<T> gradient, TObserver observer)
        where TObserver : struct, IStepObserver<T>
    {
        Vector512<T> sum = Vector512.Load(at.First + i) + (gradient * gradient);
        sum.Store(at.First + i);
        Vector512<T> root = Vector512.Sqrt(sum) + Vector512.Create(epsilon);
        if (TObserver.IsObserving)
        {
            observer.Observe(StepQuantity.V, sum);
            observer.Observe(StepQuantity.Denominator, root);
            observer.Observe(StepQuantity.Decay, at.Pull(i) / root * rate);
        }

        return gradient / root * rate;
    }
}
