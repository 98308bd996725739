using System.Numerics;
using Adjoint.Kernels;

namespace Adjoint.Optim;

/// <summary><inheritdoc cref="RAdamRule" path="/summary/node()"/></summary>
/// <remarks>What a step computes: <see cref="RAdamRule.Formulas"/>.</remarks>
/// <param name="parameters">What to optimize.</param>
/// <param name="rule">The settings.</param>
/// <exception cref="AdjointException">A setting is out of its range, or the parameters cannot be optimized.</exception>
public sealed class RAdam(IEnumerable<Tensor> parameters, RAdamRule rule) : Optimizer(parameters, rule)
{
    /// <summary>Makes the optimizer with the other settings at their defaults.</summary>
    /// <exception cref="AdjointException">A setting is out of its range, or the parameters cannot be optimized.</exception>
    public RAdam(IEnumerable<Tensor> parameters, double learningRate = 1e-3) : this(parameters, new RAdamRule(learningRate)) { }
}

/// <summary>
/// Adam that steps without division until its average of squares has seen enough. Liu et al. 2020 (arXiv 1908.03265).
/// </summary>
/// <param name="LearningRate">α, at least 0: about the length of a step in each coordinate.</param>
/// <param name="Beta1">β₁, the share that the average of gradients keeps, 0 to below 1.</param>
/// <param name="Beta2">β₂, the share that the average of squares keeps, 0 to below 1.</param>
/// <param name="Epsilon">ε, at least 0, which keeps the divisor from 0.</param>
/// <param name="WeightDecay">λ, at least 0, added as λθ to the gradient.</param>
public sealed record RAdamRule(
    double LearningRate = 1e-3, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8,
    double WeightDecay = 0) : FusedRule(LearningRate)
{
    /// <inheritdoc/>
    public override IReadOnlyList<UpdateFormula> Formulas() =>
    [
        new("g ← g + λθ"),
        new("m ← β₁m + (1 − β₁)g"),
        new("v ← β₂v + (1 − β₂)g²"),
        new("ρ∞ = 2/(1 − β₂) − 1"),
        new("ρ = ρ∞ − 2tβ₂ᵗ/(1 − β₂ᵗ)"),
        new("m̂ = m/(1 − β₁ᵗ)"),
        new("ρ > 5:      θ ← θ − α · m̂ · √(1 − β₂ᵗ)/(√v + ε) · √((ρ − 4)(ρ − 2)ρ∞ / ((ρ∞ − 4)(ρ∞ − 2)ρ))"),
        new("otherwise:  θ ← θ − α · m̂"),
    ];

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
    protected internal override IReadOnlyList<string?> StateNames() => ["exp_avg", "exp_avg_sq"];

    internal override FusedKernel Kernel() => FusedKernel.Of(Update<float>, Update<double>);

    internal override int ScalarCount => 4;

    internal override void Scalars(StepInfo step, Span<double> scalars)
    {
        double unbias2 = step.Unbias(Beta2, true);
        double most = (2 / (1 - Beta2)) - 1;
        double length = most - (2 * step.Steps * Math.Pow(Beta2, step.Steps) * unbias2);
        scalars[0] = step.Rate;
        scalars[1] = step.Unbias(Beta1, true);
        scalars[2] = Math.Sqrt(unbias2);
        scalars[3] = length > 5 ? Math.Sqrt((length - 4) * (length - 2) * most / ((most - 4) * (most - 2) * length)) : 0;
    }

    private RAdamUpdate<T> Update<T>(ReadOnlySpan<double> scalars)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new(Beta1, Beta2, Epsilon, rate: scalars[0], scalars[1], scalars[2], scalars[3], WeightDecay);
}
