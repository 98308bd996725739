namespace Adjoint.Kernels;

/// <summary>
/// v ← ρv + (1 − ρ)g²; centred, a ← ρa + (1 − ρ)g, and v − a² is under the root instead of v; d = g / (√v + ε); with momentum
/// b ← μb + d, and b is taken for d; the step is αd.
/// </summary>
internal readonly unsafe struct RMSpropUpdate<T>(double rate, double rho, double epsilon, double momentum, bool centered) : IUpdate<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T rate = T.CreateTruncating(rate);
    private readonly RunningAverage<T> average = new(rho);
    private readonly T epsilon = T.CreateTruncating(epsilon);
    private readonly T momentum = T.CreateTruncating(momentum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Step<TObserver>(in OptimizerMemory<T> at, nint i, Vector512<T> gradient, TObserver observer)
        where TObserver : struct, IStepObserver<T>
    {
        Vector512<T> square = average.Update(at.First, i, gradient * gradient);
        Vector512<T> under = square;
        if (centered)
        {
            Vector512<T> mean = average.Update(at.Second, i, gradient);
            under -= mean * mean;
        }

        Vector512<T> root = Vector512.Sqrt(under) + Vector512.Create(epsilon);
        Vector512<T> direction = gradient / root;
        if (momentum != T.Zero)
        {
            direction += Vector512.Load(at.Third + i) * momentum;
            direction.Store(at.Third + i);
        }

        if (TObserver.IsObserving)
        {
            if (momentum != T.Zero) observer.Observe(StepQuantity.M, direction);
            observer.Observe(StepQuantity.V, square);
            if (centered) observer.Observe(StepQuantity.VHat, under);
            observer.Observe(StepQuantity.Denominator, root);
            observer.Observe(StepQuantity.Decay, at.Pull(i) / root * rate);
        }

        return direction * rate;
    }
}
