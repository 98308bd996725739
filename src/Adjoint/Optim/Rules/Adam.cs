namespace Adjoint.Optim;

/// <summary><inheritdoc cref="AdamRule" path="/summary/node()"/></summary>
/// <inheritdoc cref="Optimizer(IEnumerable{Tensor}, UpdateRule)"/>
public sealed class Adam(IEnumerable<Tensor> parameters, AdamRule rule) : Optimizer(parameters, rule)
{
    /// <summary>Makes the optimizer with these settings, which are PyTorch's by name and default.</summary>
    /// <param name="parameters">What to optimize.</param>
    /// <param name="lr"><inheritdoc cref="AdamRule" path="/param[@name='LearningRate']/node()"/></param>
    /// <param name="betas">The rule's <c>Beta1</c> and <c>Beta2</c>; (0.9, 0.999) if not given.</param>
    /// <param name="eps"><inheritdoc cref="AdamRule" path="/param[@name='Epsilon']/node()"/></param>
    /// <param name="weightDecay"><inheritdoc cref="AdamRule" path="/param[@name='WeightDecay']/node()"/></param>
    /// <param name="amsgrad"><inheritdoc cref="AdamRule" path="/param[@name='Amsgrad']/node()"/></param>
    /// <param name="maximize"><inheritdoc cref="UpdateRule.Maximize" path="/summary/node()"/></param>
    /// <exception cref="AdjointException">A setting is out of its range, or the parameters cannot be optimized.</exception>
    public Adam(
        IEnumerable<Tensor> parameters, double lr = 1e-3, (double Beta1, double Beta2)? betas = null, double eps = 1e-8,
        double weightDecay = 0, bool amsgrad = false, bool maximize = false)
        : this(parameters, new AdamRule(lr, Beta1: betas?.Beta1 ?? 0.9, Beta2: betas?.Beta2 ?? 0.999, Epsilon: eps,
            WeightDecay: weightDecay, Amsgrad: amsgrad)
        { Maximize = maximize })
    { }
}

/// <summary>
/// Adam: steps along an average of gradients, divided by the root of an average of their squares. Kingma &amp; Ba 2015
/// (arXiv 1412.6980); AMSGrad: Reddi et al. 2018 (arXiv 1904.09237).
/// </summary>
/// <remarks>
/// With AMSGrad the largest v so far stands for v in the last line; the maximum is taken before the correction by
/// 1 − β₂ᵗ, where the paper takes it after. ε is outside the root.
/// </remarks>
/// <param name="LearningRate">α, at least 0: about the length of a step in each coordinate.</param>
/// <param name="Beta1">β₁, the share that the average of gradients keeps, 0 to below 1.</param>
/// <param name="Beta2">β₂, the share that the average of squares keeps, 0 to below 1.</param>
/// <param name="Epsilon">ε, at least 0, which keeps the divisor from 0.</param>
/// <param name="WeightDecay">λ, at least 0, added as λθ to the gradient.</param>
/// <param name="Amsgrad">Whether to divide by the largest average of squares so far.</param>
/// <param name="BiasCorrection">Whether to take away the bias of averages that start at 0; false shows what it is for.</param>
public record AdamRule(
    double LearningRate = 1e-3, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8,
    double WeightDecay = 0, bool Amsgrad = false, bool BiasCorrection = true)
    : MomentRule(LearningRate, Beta1, Beta2, Epsilon, WeightDecay)
{
    /// <inheritdoc/>
    public override IReadOnlyList<UpdateFormula> Formulas() =>
    [
        new("g ← g + λθ", "weight decay is L2 regularisation here; AdamW decouples it"),
        new("m ← β₁m + (1 − β₁)g"),
        new("v ← β₂v + (1 − β₂)g²"),
        new("θ ← θ − α/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε)"),
    ];

    /// <inheritdoc/>
    public override IEnumerable<Setting> Settings() =>
    [
        .. base.Settings(),
        Setting.Flag("amsgrad", Amsgrad, x => this with { Amsgrad = x != 0 }),
        Setting.Flag("biasCorrection", BiasCorrection, x => this with { BiasCorrection = x != 0 }),
    ];

    /// <inheritdoc/>
    public override UpdateRule WithDecoupledDecay(double lambda) =>
        new AdamWRule(LearningRate, Beta1, Beta2, Epsilon, lambda, Amsgrad, BiasCorrection) { Maximize = Maximize };

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string?> StateNames() => ["exp_avg", "exp_avg_sq", Amsgrad ? "max_exp_avg_sq" : null];

    internal override FusedKernel Kernel() => FusedKernel.Of(this, Update<float>, Update<double>);

    internal override StepScalars Scalars(StepInfo step) =>
        new(step.Rate, step.Unbias(Beta1, BiasCorrection), Math.Sqrt(step.Unbias(Beta2, BiasCorrection)));

    private AdamUpdate<T> Update<T>(StepScalars scalars) where T : unmanaged, IFloatingPointIeee754<T> =>
        new(Beta1, Beta2, Epsilon, scalars.Rate, unbias: scalars.First, rootScale: scalars.Second, Amsgrad);
}
