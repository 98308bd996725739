using Adjoint.Kernels;

namespace Adjoint.Optim;

/// <summary><inheritdoc cref="AdamaxRule" path="/summary/node()"/></summary>
/// <remarks>The formulas are in <see cref="AdamaxRule"/>.</remarks>
/// <param name="parameters">What to optimize.</param>
/// <param name="rule">The settings.</param>
/// <exception cref="AdjointException">A setting is out of its range, or the parameters cannot be optimized.</exception>
public sealed class Adamax(IEnumerable<Tensor> parameters, AdamaxRule rule) : Optimizer(parameters, rule)
{
    /// <summary>Makes the optimizer with the other settings at their defaults.</summary>
    /// <exception cref="AdjointException">A setting is out of its range, or the parameters cannot be optimized.</exception>
    public Adamax(IEnumerable<Tensor> parameters, double learningRate = 2e-3) : this(parameters, new AdamaxRule(learningRate)) { }
}

/// <summary>
/// Adam with the largest gradient, slowly forgotten, in place of the root of squares. Kingma &amp; Ba 2015 (arXiv 1412.6980), section 7.
/// </summary>
/// <remarks>
/// <code>
/// g ← g + λθ
/// m ← β₁m + (1 − β₁)g
/// u ← max(β₂u, |g| + ε)
/// θ ← θ − α/(1 − β₁ᵗ) · m / u
/// </code>
/// </remarks>
/// <param name="LearningRate">α, at least 0: about the length of a step in each coordinate.</param>
/// <param name="Beta1">β₁, the share that the average of gradients keeps, 0 to below 1.</param>
/// <param name="Beta2">β₂, the share that the average of squares keeps, 0 to below 1.</param>
/// <param name="Epsilon">ε, at least 0, which keeps the divisor from 0.</param>
/// <param name="WeightDecay">λ, at least 0, added as λθ to the gradient.</param>
public sealed record AdamaxRule(
    double LearningRate = 2e-3, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8,
    double WeightDecay = 0) : FusedRule(LearningRate)
{
    /// <inheritdoc/>
    public override IEnumerable<Setting> Settings() =>
    [
        .. base.Settings(),
        Setting.Fraction("beta1", Beta1, x => this with { Beta1 = x }),
        Setting.Fraction("beta2", Beta2, x => this with { Beta2 = x }),
        Setting.NotNegative("epsilon", Epsilon, x => this with { Epsilon = x }),
        Setting.NotNegative("weightDecay", WeightDecay, x => this with { WeightDecay = x }),
    ];

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string?> MemoryNames() => ["exp_avg", "exp_inf"];

    internal override GroupUpdate Bind(ParameterState[] states) => Fuse(states, Update<float>, Update<double>);

    private AdamaxUpdate<T> Update<T>(StepInfo step) where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> =>
        new(Beta1, Beta2, Epsilon, step.Rate, step.Unbias(Beta1, true), WeightDecay);
}
