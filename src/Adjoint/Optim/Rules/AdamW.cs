namespace Adjoint.Optim;

/// <summary><inheritdoc cref="AdamWRule" path="/summary/node()"/></summary>
/// <inheritdoc cref="Optimizer(IEnumerable{Tensor}, UpdateRule)"/>
public sealed class AdamW(IEnumerable<Tensor> parameters, AdamWRule rule) : Optimizer(parameters, rule)
{
    /// <summary>Makes the optimizer with these settings, which are PyTorch's by name and default.</summary>
    /// <param name="parameters">What to optimize.</param>
    /// <param name="lr"><inheritdoc cref="AdamWRule" path="/param[@name='LearningRate']/node()"/></param>
    /// <param name="betas">The rule's <c>Beta1</c> and <c>Beta2</c>; (0.9, 0.999) if not given.</param>
    /// <param name="eps"><inheritdoc cref="AdamWRule" path="/param[@name='Epsilon']/node()"/></param>
    /// <param name="weightDecay"><inheritdoc cref="AdamWRule" path="/param[@name='WeightDecay']/node()"/></param>
    /// <param name="amsgrad"><inheritdoc cref="AdamWRule" path="/param[@name='Amsgrad']/node()"/></param>
    /// <param name="maximize"><inheritdoc cref="UpdateRule.Maximize" path="/summary/node()"/></param>
    /// <exception cref="AdjointException">A setting is out of its range, or the parameters cannot be optimized.</exception>
    public AdamW(
        IEnumerable<Tensor> parameters, double lr = 1e-3, (double Beta1, double Beta2)? betas = null, double eps = 1e-8,
        double weightDecay = 0.01, bool amsgrad = false, bool maximize = false)
        : this(parameters, new AdamWRule(lr, Beta1: betas?.Beta1 ?? 0.9, Beta2: betas?.Beta2 ?? 0.999, Epsilon: eps,
            WeightDecay: weightDecay, Amsgrad: amsgrad)
        { Maximize = maximize })
    { }
}

/// <summary>
/// Adam with decoupled weight decay: the parameters shrink by αλ at each step, instead of λθ going through the moments
/// with the gradient. Loshchilov &amp; Hutter 2019 (arXiv 1711.05101).
/// </summary>
/// <remarks>As in PyTorch, the shrinking is by the learning rate too; the paper couples it to the schedule's multiplier only.</remarks>
/// <inheritdoc cref="AdamRule" path="/param"/>
public sealed record AdamWRule(
    double LearningRate = 1e-3, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8,
    double WeightDecay = 1e-2, bool Amsgrad = false, bool BiasCorrection = true)
    : AdamRule(LearningRate, Beta1, Beta2, Epsilon, WeightDecay, Amsgrad, BiasCorrection)
{
    /// <inheritdoc/>
    public override IReadOnlyList<UpdateFormula> Formulas() =>
    [
        new("θ ← θ − αλθ"),
        new("m ← β₁m + (1 − β₁)g"),
        new("v ← β₂v + (1 − β₂)g²"),
        new("θ ← θ − α/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε)"),
    ];

    /// <inheritdoc/>
    public override UpdateRule WithL2Decay(double lambda) =>
        new AdamRule(LearningRate, Beta1, Beta2, Epsilon, lambda, Amsgrad, BiasCorrection) { Maximize = Maximize };

    internal override (double Coupled, double Shrink) Decay(double rate) => (0, 1 - (rate * WeightDecay));
}
