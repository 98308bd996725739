namespace Adjoint.Kernels;

/// <summary>
/// m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²; the step is α·m̂·rectification / ((√v + ε)·rootScale), or α·m̂ while the
/// variance cannot be told yet (rectification 0); m̂ = m · unbias.
/// </summary>
internal readonly unsafe struct RAdamUpdate<T>(
    double beta1, double beta2, double epsilon, double rate, double unbias, double rootScale, double rectification) : IUpdate<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly RunningAverage<T> first = new(beta1);
    private readonly RunningAverage<T> second = new(beta2);
    private readonly T epsilon = T.CreateTruncating(epsilon);
    private readonly T rate = T.CreateTruncating(rate);
    private readonly T unbias = T.CreateTruncating(unbias);
    private readonly T rootScale = T.CreateTruncating(rootScale);
    private readonly T rectification = T.CreateTruncating(rectification);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Step<TObserver>(in OptimizerMemory<T> at, nint i, Vector512<T> gradient, TObserver observer)
        where TObserver : struct, IStepObserver<T>
    {
        Vector512<T> mean = first.Update(at.First, i, gradient);
        Vector512<T> square = second.Update(at.Second, i, gradient * gradient);
        Vector512<T> centre = mean * unbias;
        Vector512<T> root = rectification == T.Zero
            ? Vector512<T>.One
            : (Vector512.Sqrt(square) + Vector512.Create(epsilon)) * (rootScale / rectification);
        if (TObserver.IsObserving)
        {
            observer.Observe(StepQuantity.M, mean);
            observer.Observe(StepQuantity.V, square);
            observer.Observe(StepQuantity.MHat, centre);
            observer.Observe(StepQuantity.VHat, square * rootScale * rootScale);
            observer.Observe(StepQuantity.Denominator, root);
            observer.Observe(StepQuantity.Decay, at.Pull(i) / root * rate);
        }

        return centre / root * rate;
    }
}
