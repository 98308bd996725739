using System.Numerics;
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>
/// θ ← shrink·θ; g ← g + λθ; m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²; θ ← θ − stepSize · m / (√v · rootScale + ε), where
/// stepSize = α/(1 − β₁ᵗ) and rootScale = 1/√(1 − β₂ᵗ). With AMSGrad the largest v so far is under the root.
/// </summary>
internal readonly unsafe struct AdamUpdate<T>(
    double beta1, double beta2, double epsilon, double stepSize, double rootScale, double weightDecay, double shrink,
    bool amsgrad) : IUpdate<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // 1 − β is taken in double precision: from a float β₂ of 0.999 it would be off by 1e-5 of itself.
    private readonly T beta1 = T.CreateTruncating(beta1);
    private readonly T rest1 = T.CreateTruncating(1 - beta1);
    private readonly T beta2 = T.CreateTruncating(beta2);
    private readonly T rest2 = T.CreateTruncating(1 - beta2);
    private readonly T epsilon = T.CreateTruncating(epsilon);
    private readonly T stepSize = T.CreateTruncating(stepSize);
    private readonly T rootScale = T.CreateTruncating(rootScale);
    private readonly T weightDecay = T.CreateTruncating(weightDecay);
    private readonly T shrink = T.CreateTruncating(shrink);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step(OptimizerMemory<T> at)
    {
        Vector<T> value = Vector.Load(at.Value) * shrink;
        Vector<T> gradient = Vector.Load(at.Gradient);
        if (weightDecay != T.Zero) gradient += value * weightDecay;
        Vector<T> mean = (Vector.Load(at.First) * beta1) + (gradient * rest1);
        Vector<T> square = (Vector.Load(at.Second) * beta2) + (gradient * gradient * rest2);
        mean.Store(at.First);
        square.Store(at.Second);
        if (amsgrad)
        {
            square = Vector.Max(square, Vector.Load(at.Third));
            square.Store(at.Third);
        }

        Vector<T> root = (Vector.SquareRoot(square) * rootScale) + new Vector<T>(epsilon);
        (value - (mean / root * stepSize)).Store(at.Value);
    }
}
