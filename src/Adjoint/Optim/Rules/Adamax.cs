using System.Numerics;
using Adjoint.Kernels;

namespace Adjoint.Optim;

/// <summary><inheritdoc cref="AdamaxRule" path="/summary/node()"/></summary>
/// <remarks>What a step computes: <see cref="AdamaxRule.Formulas"/>.</remarks>
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
    public override IReadOnlyList<UpdateFormula> Formulas() =>
    [
        new("g ← g + λθ"),
        new("m ← β₁m + (1 − β₁)g"),
        new("u ← max(β₂u, |g| + ε)"),
        new("θ ← θ − α/(1 − β₁ᵗ) · m / u"),
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
    protected internal override IReadOnlyList<string?> StateNames() => ["exp_avg", "exp_inf"];

    internal override FusedKernel Kernel() => FusedKernel.Of(Update<float>, Update<double>);

    internal override int ScalarCount => 2;

    internal override void Scalars(StepInfo step, Span<double> scalars) =>
        (scalars[0], scalars[1]) = (step.Rate, step.Unbias(Beta1, true));

    private AdamaxUpdate<T> Update<T>(ReadOnlySpan<double> scalars)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new(Beta1, Beta2, Epsilon, rate: scalars[0], scalars[1], WeightDecay);
}
