namespace Adjoint.Optim;

/// <summary><inheritdoc cref="LionRule" path="/summary/node()"/></summary>
/// <inheritdoc cref="Optimizer(IEnumerable{Tensor}, UpdateRule)"/>
public sealed class Lion(IEnumerable<Tensor> parameters, LionRule rule) : Optimizer(parameters, rule)
{
    /// <summary>Makes the optimizer with these settings.</summary>
    /// <param name="parameters">What to optimize.</param>
    /// <param name="lr"><inheritdoc cref="LionRule" path="/param[@name='LearningRate']/node()"/></param>
    /// <param name="betas">The rule's <c>Beta1</c> and <c>Beta2</c>; (0.9, 0.99) if not given.</param>
    /// <param name="weightDecay"><inheritdoc cref="LionRule" path="/param[@name='WeightDecay']/node()"/></param>
    /// <param name="maximize"><inheritdoc cref="UpdateRule.Maximize" path="/summary/node()"/></param>
    /// <exception cref="AdjointException">A setting is out of its range, or the parameters cannot be optimized.</exception>
    public Lion(
        IEnumerable<Tensor> parameters, double lr = 1e-4, (double Beta1, double Beta2)? betas = null, double weightDecay = 0,
        bool maximize = false)
        : this(parameters, new LionRule(lr, Beta1: betas?.Beta1 ?? 0.9, Beta2: betas?.Beta2 ?? 0.99,
            WeightDecay: weightDecay)
        { Maximize = maximize })
    { }
}

/// <summary>Steps by the sign of an average of gradients. Chen et al. 2023 (arXiv 2302.06675).</summary>
/// <remarks>α is to be 3 to 10 times less than Adam's, and λ as much more.</remarks>
/// <param name="LearningRate">α, at least 0: the length of a step in each coordinate.</param>
/// <param name="Beta1">β₁, the share of the average in a step, 0 to below 1.</param>
/// <param name="Beta2">β₂, the share that the average keeps, 0 to below 1.</param>
/// <param name="WeightDecay">λ, at least 0, decoupled.</param>
public sealed record LionRule(
    double LearningRate = 1e-4, double Beta1 = 0.9, double Beta2 = 0.99, double WeightDecay = 0) : FusedRule(LearningRate)
{
    /// <inheritdoc/>
    public override IReadOnlyList<UpdateFormula> Formulas() =>
    [
        new("θ ← θ − αλθ"),
        new("θ ← θ − α·sign(β₁m + (1 − β₁)g)"),
        new("m ← β₂m + (1 − β₂)g"),
    ];

    /// <inheritdoc/>
    public override IEnumerable<Setting> Settings() =>
    [
        .. base.Settings(),
        Setting.Fraction("beta1", Beta1, x => this with { Beta1 = x }),
        Setting.Fraction("beta2", Beta2, x => this with { Beta2 = x }),
        Setting.NotNegative("weightDecay", WeightDecay, x => this with { WeightDecay = x }),
    ];

    /// <inheritdoc/>
    public override UpdateRule? WithL2Decay(double lambda) => null;

    /// <inheritdoc/>
    public override UpdateRule WithDecoupledDecay(double lambda) => this with { WeightDecay = lambda };

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string?> StateNames() => ["exp_avg"];

    internal override FusedKernel Kernel() => FusedKernel.Of(this, Update<float>, Update<double>);

    internal override (double Coupled, double Shrink) Decay(double rate) => (0, 1 - (rate * WeightDecay));

    private LionUpdate<T> Update<T>(StepScalars scalars) where T : unmanaged, IFloatingPointIeee754<T> => new(scalars.Rate, Beta1, Beta2);
}
