namespace Adjoint.Kernels;

/// <summary>m ← β₁m + (1 − β₁)g; u ← max(β₂u, |g| + ε); the step is α·m̂ / u, where m̂ = m · unbias.</summary>
internal readonly unsafe struct AdamaxUpdate<T>(double beta1, double beta2, double epsilon, double rate, double unbias) : IUpdate<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly RunningAverage<T> first = new(beta1);
    private readonly T beta2 = T.CreateTruncating(beta2);
    private readonly T epsilon = T.CreateTruncating(epsilon);
    private readonly T rate = T.CreateTruncating(rate);
    private readonly T unbias = T.CreateTruncating(unbias);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Step<TObserver>(in OptimizerMemory<T> at, nint i, Vector512<T> gradient, TObserver observer)
        where TObserver : struct, IStepObserver<T>
    {
        Vector512<T> mean = first.Update(at.First, i, gradient);
        Vector512<T> largest = Vector512.Max(Vector512.Load(at.Second + i) * beta2, Vector512.Abs(gradient) + Vector512.Create(epsilon));
        largest.Store(at.Second + i);
        if (TObserver.IsObserving)
        {
            observer.Observe(StepQuantity.M, mean);
            observer.Observe(StepQuantity.V, largest);
            observer.Observe(StepQuantity.MHat, mean * unbias);
            observer.Observe(StepQuantity.Denominator, largest);
            observer.Observe(StepQuantity.Decay, at.Pull(i) / largest * rate);
        }

        return mean / largest * (rate * unbias);
    }
}
