namespace Adjoint.Kernels;

/// <summary>
/// m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²; the step is α · m̂ / (√v · rootScale + ε), where m̂ = m · unbias,
/// unbias = 1/(1 − β₁ᵗ) and rootScale = 1/√(1 − β₂ᵗ). With AMSGrad the largest v so far is under the root.
/// </summary>
internal readonly unsafe struct AdamUpdate<T>(
    double beta1, double beta2, double epsilon, double rate, double unbias, double rootScale, bool amsgrad) : IUpdate<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly RunningAverage<T> first = new(beta1);
    private readonly RunningAverage<T> second = new(beta2);
    private readonly T epsilon = T.CreateTruncating(epsilon);
    private readonly T rate = T.CreateTruncating(rate);
    private readonly T unbias = T.CreateTruncating(unbias);
    private readonly T stepSize = T.CreateTruncating(rate * unbias);
    private readonly T rootScale = T.CreateTruncating(rootScale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Step<TObserver>(in OptimizerMemory<T> at, nint i, Vector512<T> gradient, TObserver observer)
        where TObserver : struct, IStepObserver<T>
    {
        Vector512<T> mean = first.Update(at.First, i, gradient);
        Vector512<T> square = second.Update(at.Second, i, gradient * gradient);
        Vector512<T> under = square;
        if (amsgrad)
        {
            under = Vector512.Max(square, Vector512.Load(at.Third + i));
            under.Store(at.Third + i);
        }

        Vector512<T> root = (Vector512.Sqrt(under) * rootScale) + Vector512.Create(epsilon);
        if (TObserver.IsObserving)
        {
            observer.Observe(StepQuantity.M, mean);
            observer.Observe(StepQuantity.V, square);
            observer.Observe(StepQuantity.MHat, mean * unbias);
            observer.Observe(StepQuantity.VHat, under * rootScale * rootScale);
            observer.Observe(StepQuantity.Denominator, root);
            // λθ that goes through the moments is a share of the numerator; θ is taken to change slowly.
            observer.Observe(StepQuantity.Decay, at.Pull(i) / root * rate);
        }

        return mean / root * stepSize;
    }
}
