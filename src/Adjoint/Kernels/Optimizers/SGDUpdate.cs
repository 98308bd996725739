namespace Adjoint.Kernels;

/// <summary>v ← μv + (1 − τ)g; the step is α·(v, or g + μv with Nesterov); without momentum αg, and no v.</summary>
internal readonly unsafe struct SGDUpdate<T>(double rate, double momentum, double dampening, bool nesterov) : IUpdate<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T rate = T.CreateTruncating(rate);
    private readonly T momentum = T.CreateTruncating(momentum);
    private readonly T taken = T.CreateTruncating(1 - dampening);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Step<TObserver>(in OptimizerMemory<T> at, nint i, Vector512<T> gradient, TObserver observer)
        where TObserver : struct, IStepObserver<T>
    {
        Vector512<T> direction = gradient, velocity = gradient;
        if (momentum != T.Zero)
        {
            velocity = (Vector512.Load(at.First + i) * momentum) + (gradient * taken);
            velocity.Store(at.First + i);
            direction = nesterov ? gradient + (velocity * momentum) : velocity;
        }

        if (TObserver.IsObserving)
        {
            observer.Observe(StepQuantity.M, velocity);
            observer.Observe(StepQuantity.Decay, at.Pull(i) * rate);
        }

        return direction * rate;
    }
}
