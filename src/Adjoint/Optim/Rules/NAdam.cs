namespace Adjoint.Optim;

/// <summary><inheritdoc cref="NAdamRule" path="/summary/node()"/></summary>
/// <inheritdoc cref="Optimizer(IEnumerable{Tensor}, UpdateRule)"/>
public sealed class NAdam(IEnumerable<Tensor> parameters, NAdamRule rule) : Optimizer(parameters, rule)
{
    /// <summary>Makes the optimizer with these settings, which are PyTorch's by name and default.</summary>
    /// <param name="parameters">What to optimize.</param>
    /// <param name="lr"><inheritdoc cref="NAdamRule" path="/param[@name='LearningRate']/node()"/></param>
    /// <param name="betas">The rule's <c>Beta1</c> and <c>Beta2</c>; (0.9, 0.999) if not given.</param>
    /// <param name="eps"><inheritdoc cref="NAdamRule" path="/param[@name='Epsilon']/node()"/></param>
    /// <param name="weightDecay"><inheritdoc cref="NAdamRule" path="/param[@name='WeightDecay']/node()"/></param>
    /// <param name="momentumDecay"><inheritdoc cref="NAdamRule" path="/param[@name='MomentumDecay']/node()"/></param>
    /// <param name="maximize"><inheritdoc cref="UpdateRule.Maximize" path="/summary/node()"/></param>
    /// <exception cref="AdjointException">A setting is out of its range, or the parameters cannot be optimized.</exception>
    public NAdam(
        IEnumerable<Tensor> parameters, double lr = 2e-3, (double Beta1, double Beta2)? betas = null, double eps = 1e-8,
        double weightDecay = 0, double momentumDecay = 4e-3, bool maximize = false)
        : this(parameters, new NAdamRule(lr, Beta1: betas?.Beta1 ?? 0.9, Beta2: betas?.Beta2 ?? 0.999, Epsilon: eps,
            WeightDecay: weightDecay, MomentumDecay: momentumDecay)
        { Maximize = maximize })
    { }
}

/// <summary>Adam with Nesterov's momentum. Dozat 2016 (ICLR workshop, "Incorporating Nesterov Momentum into Adam").</summary>
/// <remarks>
/// PyTorch 1.13's loop over single tensors has μₜ twice in the first product; its foreach form and all later versions are as here.
/// </remarks>
/// <param name="LearningRate">α, at least 0: about the length of a step in each coordinate.</param>
/// <param name="Beta1">β₁, the share that the average of gradients keeps, 0 to below 1.</param>
/// <param name="Beta2">β₂, the share that the average of squares keeps, 0 to below 1.</param>
/// <param name="Epsilon">ε, at least 0, which keeps the divisor from 0.</param>
/// <param name="WeightDecay">λ, at least 0, added as λθ to the gradient.</param>
/// <param name="MomentumDecay">ψ, at least 0.</param>
public sealed record NAdamRule(
    double LearningRate = 2e-3, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8,
    double WeightDecay = 0, double MomentumDecay = 4e-3)
    : MomentRule(LearningRate, Beta1, Beta2, Epsilon, WeightDecay)
{
    /// <inheritdoc/>
    public override IReadOnlyList<UpdateFormula> Formulas() =>
    [
        new("g ← g + λθ"),
        new("μₜ = β₁(1 − ½·0.96^(tψ))"),
        new("m ← β₁m + (1 − β₁)g"),
        new("v ← β₂v + (1 − β₂)g²"),
        new("m̂ = μₜ₊₁m/(1 − Πᵢ₌₁ᵗ⁺¹ μᵢ) + (1 − μₜ)g/(1 − Πᵢ₌₁ᵗ μᵢ)"),
        new("θ ← θ − α · m̂ / (√(v/(1 − β₂ᵗ)) + ε)"),
    ];

    /// <inheritdoc/>
    public override IEnumerable<Setting> Settings() =>
        [.. base.Settings(), Setting.NotNegative("momentumDecay", MomentumDecay, x => this with { MomentumDecay = x })];

    /// <inheritdoc/>
    protected internal override IReadOnlyList<ScalarState> ScalarStates() => [new("mu_product", 1)];

    internal override FusedKernel Kernel() => FusedKernel.Of(this, Update<float>, Update<double>);

    internal override StepScalars Scalars(StepInfo step)
    {
        double now = Beta1 * (1 - (0.5 * Math.Pow(0.96, step.Steps * MomentumDecay)));
        double next = Beta1 * (1 - (0.5 * Math.Pow(0.96, (step.Steps + 1) * MomentumDecay)));
        double product = step.State.Scalars[0] *= now;
        return new(step.Rate, (1 - now) / (1 - product), next / (1 - (product * next)), Math.Sqrt(step.Unbias(Beta2)));
    }

    private NAdamUpdate<T> Update<T>(StepScalars scalars) where T : unmanaged, IFloatingPointIeee754<T> =>
        new(Beta1, Beta2, Epsilon, scalars.Rate, gradientShare: scalars.First, momentShare: scalars.Second, rootScale: scalars.Third);
}
