namespace Adjoint.Kernels;

/// <summary>a ← a + share·(θ − a), where the place of the gradient is θ's: a running average of parameters.</summary>
internal readonly unsafe struct AverageUpdate<T>(double share) : IUpdate<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T share = T.CreateTruncating(share);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Step<TObserver>(in OptimizerMemory<T> at, nint i, Vector512<T> gradient, TObserver observer)
        where TObserver : struct, IStepObserver<T>
        => -((gradient - Vector512.Load(at.Value + i)) * share);
}
