namespace Adjoint.Optim;

/// <summary>a ← a + α(θ − a): an average goes a share of the way to a parameter, which stands where the gradient does.</summary>
internal sealed record AverageRule() : FusedRule(1)
{
    internal override FusedKernel Kernel() => FusedKernel.Of(this, Update<float>, Update<double>);

    private static AverageUpdate<T> Update<T>(StepScalars scalars) where T : unmanaged, IFloatingPointIeee754<T> => new(scalars.Rate);
}
