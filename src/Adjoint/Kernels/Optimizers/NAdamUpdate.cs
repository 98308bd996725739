namespace Adjoint.Kernels;

/// <summary>
/// m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²; m̂ = gradientShare·g + momentShare·m; the step is α·m̂ / (√v · rootScale + ε).
/// </summary>
internal readonly unsafe struct NAdamUpdate<T>(
    double beta1, double beta2, double epsilon, double rate, double gradientShare, double momentShare, double rootScale) : IUpdate<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly RunningAverage<T> first = new(beta1);
    private readonly RunningAverage<T> second = new(beta2);
    private readonly T epsilon = T.CreateTruncating(epsilon);
    private readonly T rate = T.CreateTruncating(rate);
    private readonly T gradientShare = T.CreateTruncating(gradientShare);
    private readonly T momentShare = T.CreateTruncating(momentShare);
    private readonly T rootScale = T.CreateTruncating(rootScale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Step<TObserver>(in OptimizerMemory<T> at, nint i, Vector512<T> gradient, TObserver observer)
        where TObserver : struct, IStepObserver<T>
    {
        Vector512<T> mean = first.Update(at.First, i, gradient);
        Vector512<T> square = second.Update(at.Second, i, gradient * gradient);
        Vector512<T> root = (Vector512.Sqrt(square) * rootScale) + Vector512.Create(epsilon);
        Vector512<T> ahead = (gradient * gradientShare) + (mean * momentShare);
        if (TObserver.IsObserving)
        {
            observer.Observe(StepQuantity.M, mean);
            observer.Observe(StepQuantity.V, square);
            observer.Observe(StepQuantity.MHat, ahead);
            observer.Observe(StepQuantity.VHat, square * rootScale * rootScale);
            observer.Observe(StepQuantity.Denominator, root);
            observer.Observe(StepQuantity.Decay, at.Pull(i) / root * rate);
        }

        return ahead / root * rate;
    }
}
