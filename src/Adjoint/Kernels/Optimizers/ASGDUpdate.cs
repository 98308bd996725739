namespace Adjoint.Kernels;

/// <summary>The step is η(g + λθ); the average moves by the share μ towards the θ after it.</summary>
internal readonly unsafe struct ASGDUpdate<T>(double eta, double lambda, double share) : IUpdate<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T eta = T.CreateTruncating(eta);
    private readonly T shrink = T.CreateTruncating(eta * lambda);
    private readonly T share = T.CreateTruncating(share);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Step<TObserver>(in OptimizerMemory<T> at, nint i, Vector512<T> gradient, TObserver observer)
        where TObserver : struct, IStepObserver<T>
    {
        Vector512<T> value = Vector512.Load(at.Value + i);
        Vector512<T> step = (value * shrink) + (gradient * eta);
        Vector512<T> next = value - step, mean = Vector512.Load(at.First + i);
        mean = share == T.One ? next : mean + ((next - mean) * share);
        mean.Store(at.First + i);
        if (TObserver.IsObserving)
        {
            observer.Observe(StepQuantity.M, mean);
            observer.Observe(StepQuantity.Decay, (at.Pull(i) * eta) + (value * shrink));
        }

        return step;
    }
}
