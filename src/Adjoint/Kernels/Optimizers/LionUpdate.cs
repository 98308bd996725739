namespace Adjoint.Kernels;

/// <summary>The step is α·sign(β₁m + (1 − β₁)g); m ← β₂m + (1 − β₂)g.</summary>
internal readonly unsafe struct LionUpdate<T>(double rate, double beta1, double beta2) : IUpdate<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T rate = T.CreateTruncating(rate);
    private readonly RunningAverage<T> used = new(beta1);
    private readonly RunningAverage<T> kept = new(beta2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Step<TObserver>(in OptimizerMemory<T> at, nint i, Vector512<T> gradient, TObserver observer)
        where TObserver : struct, IStepObserver<T>
    {
        Vector512<T> before = Vector512.Load(at.First + i);
        Vector512<T> ahead = used.With(before, gradient), mean = kept.With(before, gradient);
        mean.Store(at.First + i);
        observer.Observe(StepQuantity.M, mean);
        observer.Observe(StepQuantity.MHat, ahead);
        return VectorMath.Sign(ahead) * rate;
    }
}
