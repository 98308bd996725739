using Adjoint.Kernels;

namespace Adjoint.Optim;

/// <summary><inheritdoc cref="LionRule" path="/summary/node()"/></summary>
/// <remarks>The formulas are in <see cref="LionRule"/>.</remarks>
/// <param name="parameters">What to optimize.</param>
/// <param name="rule">The settings.</param>
/// <exception cref="AdjointException">A setting is out of its range, or the parameters cannot be optimized.</exception>
public sealed class Lion(IEnumerable<Tensor> parameters, LionRule rule) : Optimizer(parameters, rule)
{
    /// <summary>Makes the optimizer with the other settings at their defaults.</summary>
    /// <exception cref="AdjointException">A setting is out of its range, or the parameters cannot be optimized.</exception>
    public Lion(IEnumerable<Tensor> parameters, double learningRate = 1e-4) : this(parameters, new LionRule(learningRate)) { }
}

/// <summary>
/// Steps by the sign of an average of gradients. Chen et al. 2023 (arXiv 2302.06675).
/// </summary>
/// <remarks>
/// <code>
/// θ ← θ − αλθ
/// θ ← θ − α·sign(β₁m + (1 − β₁)g)
/// m ← β₂m + (1 − β₂)g
/// </code>
/// α is to be 3 to 10 times less than Adam's, and λ as much more.
/// </remarks>
/// <param name="LearningRate">α, at least 0: the length of a step in each coordinate.</param>
/// <param name="Beta1">β₁, the share of the average in a step, 0 to below 1.</param>
/// <param name="Beta2">β₂, the share that the average keeps, 0 to below 1.</param>
/// <param name="WeightDecay">λ, at least 0, decoupled.</param>
public sealed record LionRule(
    double LearningRate = 1e-4, double Beta1 = 0.9, double Beta2 = 0.99, double WeightDecay = 0) : FusedRule(LearningRate)
{
    /// <inheritdoc/>
    public override IEnumerable<Setting> Settings() =>
    [
        .. base.Settings(),
        Setting.Fraction("beta1", Beta1, x => this with { Beta1 = x }),
        Setting.Fraction("beta2", Beta2, x => this with { Beta2 = x }),
        Setting.NotNegative("weightDecay", WeightDecay, x => this with { WeightDecay = x }),
    ];

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string?> MemoryNames() => ["exp_avg"];

    internal override GroupUpdate Bind(ParameterState[] states) => Fuse(states, Update<float>, Update<double>);

    private LionUpdate<T> Update<T>(StepInfo step) where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> =>
        new(step.Rate, Beta1, Beta2, 1 - (step.Rate * WeightDecay));
}
