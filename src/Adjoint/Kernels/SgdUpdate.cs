using System.Numerics;
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>
/// g ← g + λθ; v ← μv + (1 − τ)g; θ ← θ − α·(v, or g + μv with Nesterov); without momentum θ ← θ − αg and no v.
/// </summary>
internal readonly unsafe struct SgdUpdate<T>(
    double learningRate, double momentum, double dampening, double weightDecay, bool nesterov) : IUpdate<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T learningRate = T.CreateTruncating(learningRate);
    private readonly T momentum = T.CreateTruncating(momentum);
    private readonly T taken = T.CreateTruncating(1 - dampening);
    private readonly T weightDecay = T.CreateTruncating(weightDecay);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step(OptimizerMemory<T> at)
    {
        Vector<T> value = Vector.Load(at.Value);
        Vector<T> direction = Vector.Load(at.Gradient);
        if (weightDecay != T.Zero) direction += value * weightDecay;
        if (momentum != T.Zero)
        {
            Vector<T> velocity = (Vector.Load(at.First) * momentum) + (direction * taken);
            velocity.Store(at.First);
            direction = nesterov ? direction + (velocity * momentum) : velocity;
        }

        (value - (direction * learningRate)).Store(at.Value);
    }
}
