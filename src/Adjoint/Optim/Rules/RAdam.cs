namespace Adjoint.Optim;

/// <summary><inheritdoc cref="RAdamRule" path="/summary/node()"/></summary>
/// <inheritdoc cref="Optimizer(IEnumerable{Tensor}, UpdateRule)"/>
public sealed class RAdam(IEnumerable<Tensor> parameters, RAdamRule rule) : Optimizer(parameters, rule)
{
    /// <summary>Makes the optimizer with these settings, which are PyTorch's by name and default.</summary>
    /// <param name="parameters">What to optimize.</param>
    /// <param name="lr"><inheritdoc cref="RAdamRule" path="/param[@name='LearningRate']/node()"/></param>
    /// <param name="betas">The rule's <c>Beta1</c> and <c>Beta2</c>; (0.9, 0.999) if not given.</param>
    /// <param name="eps"><inheritdoc cref="RAdamRule" path="/param[@name='Epsilon']/node()"/></param>
    /// <param name="weightDecay"><inheritdoc cref="RAdamRule" path="/param[@name='WeightDecay']/node()"/></param>
    /// <param name="maximize"><inheritdoc cref="UpdateRule.Maximize" path="/summary/node()"/></param>
    /// <exception cref="AdjointException">A setting is out of its range, or the parameters cannot be optimized.</exception>
    public RAdam(
        IEnumerable<Tensor> parameters, double lr = 1e-3, (double Beta1, double Beta2)? betas = null, double eps = 1e-8,
        double weightDecay = 0, bool maximize = false)
        : this(parameters, new RAdamRule(lr, Beta1: betas?.Beta1 ?? 0.9, Beta2: betas?.Beta2 ?? 0.999, Epsilon: eps,
            WeightDecay: weightDecay)
        { Maximize = maximize })
    { }
}

/// <summary>Adam that steps without division until its average of squares has seen enough. Liu et al. 2020 (arXiv 1908.03265).</summary>
/// <inheritdoc cref="MomentRule" path="/param"/>
public sealed record RAdamRule(
    double LearningRate = 1e-3, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8,
    double WeightDecay = 0)
    : MomentRule(LearningRate, Beta1, Beta2, Epsilon, WeightDecay)
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

    internal override FusedKernel Kernel() => FusedKernel.Of(this, Update<float>, Update<double>);

    internal override StepScalars Scalars(StepInfo step)
    {
        double unbias2 = step.Unbias(Beta2);
        double most = (2 / (1 - Beta2)) - 1;
        double length = most - (2 * step.Steps * Math.Pow(Beta2, step.Steps) * unbias2);
        double rectification = length > 5 ? Math.Sqrt((length - 4) * (length - 2) * most / ((most - 4) * (most - 2) * length)) : 0;
        return new(step.Rate, step.Unbias(Beta1), Math.Sqrt(unbias2), rectification);
    }

    private RAdamUpdate<T> Update<T>(StepScalars scalars) where T : unmanaged, IFloatingPointIeee754<T> =>
        new(Beta1, Beta2, Epsilon, scalars.Rate, unbias: scalars.First, rootScale: scalars.Second, rectification: scalars.Third);
}
