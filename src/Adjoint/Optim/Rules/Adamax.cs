namespace Adjoint.Optim;

/// <summary><inheritdoc cref="AdamaxRule" path="/summary/node()"/></summary>
/// <inheritdoc cref="Optimizer(IEnumerable{Tensor}, UpdateRule)"/>
public sealed class Adamax(IEnumerable<Tensor> parameters, AdamaxRule rule) : Optimizer(parameters, rule)
{
    /// <summary>Makes the optimizer with the other settings at their defaults.</summary>
    /// <inheritdoc cref="Optimizer(IEnumerable{Tensor}, UpdateRule)"/>
    public Adamax(IEnumerable<Tensor> parameters, double learningRate = 2e-3) : this(parameters, new AdamaxRule(learningRate)) { }
}

/// <summary>
/// Adam with the largest gradient, slowly forgotten, in place of the root of squares. Kingma &amp; Ba 2015 (arXiv 1412.6980), section 7.
/// </summary>
/// <inheritdoc cref="MomentRule" path="/param"/>
public sealed record AdamaxRule(
    double LearningRate = 2e-3, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8,
    double WeightDecay = 0)
    : MomentRule(LearningRate, Beta1, Beta2, Epsilon, WeightDecay)
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
    protected internal override IReadOnlyList<string?> StateNames() => ["exp_avg", "exp_inf"];

    internal override FusedKernel Kernel() => FusedKernel.Of(this, Update<float>, Update<double>);

    internal override StepScalars Scalars(StepInfo step) => new(step.Rate, step.Unbias(Beta1));

    private AdamaxUpdate<T> Update<T>(StepScalars scalars) where T : unmanaged, IFloatingPointIeee754<T> =>
        new(Beta1, Beta2, Epsilon, scalars.Rate, unbias: scalars.First);
}
