using System.Numerics;
using Adjoint.Kernels;

namespace Adjoint.Optim;

/// <summary>
/// a ← a + α(θ − a): an average goes a share of the way to a parameter, which stands where the gradient does.
/// </summary>
internal sealed record AverageRule() : FusedRule(1)
{
    internal override FusedKernel Kernel() => FusedKernel.Of(Update<float>, Update<double>);

    internal override int ScalarCount => 1;

    internal override void Scalars(StepInfo step, Span<double> scalars) => scalars[0] = step.Rate;

    private static AverageUpdate<T> Update<T>(ReadOnlySpan<double> scalars) where T : unmanaged, IFloatingPointIeee754<T> =>
        new(scalars[0]);
}
